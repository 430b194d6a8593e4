"""A public service: drafted, in force by versions, each until the next one takes effect, retired.

What was in force stays answerable, a number is given once, and versions take effect in the order of
their numbers. Who offers it is not known here.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from motcua.catalog.v1.events_pb2 import (
    ServiceContent,
    ServiceDrafted,
    ServicePublished,
    ServiceRetired,
    ServiceRetirementWithdrawn,
    ServiceVersionWithdrawn,
)
from services.catalog.domain import content, dates, effective, names, texts, units
from services.catalog.domain.refusals.services import ServiceReason
from services.catalog.domain.refusals.shared import CatalogReason
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import (
    Draft,
    Service,
    Version,
    begun_at,
)
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.reasons import Reason


def draft(
    service: Service, *, proposed: ServiceDrafted, authority: Unit, now: datetime
) -> Sequence[Fact]:
    """Draft a service under an authority that is known, though perhaps not open yet."""
    if service.name:
        raise Refusal(
            ServiceReason.SERVICE_EXISTS, field="service_id", values={"service": service.name}
        )
    return _drafted(proposed, authority, now)


def revise(
    service: Service, *, proposed: ServiceDrafted, authority: Unit, now: datetime
) -> Sequence[Fact]:
    """Draft what the next version will say, in place of what was drafted for it before."""
    require_known(service, name=proposed.service, field="service.name")
    return _drafted(proposed, authority, now)


def draft_again(service: Service, *, now: datetime) -> Sequence[Fact]:
    """Let a draft wait on, which another version came in between: it was accepted when it was made,
    and is judged again when it is published.
    """
    waiting = require_draft(service)
    return [_fact(ServiceDrafted(service=service.name, content=waiting.content), now)]


def publish(
    service: Service, *, authority: Unit, at: datetime | None, reason: str, now: datetime
) -> Sequence[Fact]:
    """Put the draft in force, from an instant at which its authority is open."""
    drafted = require_draft(service)
    time = effective.time_of(at, now=now, reason=reason)
    _require_in_order(service, time)
    _require_not_retired(service, name=service.name, at=time, field="effective_time")
    units.require_open(authority, name=drafted.content.authority, at=time, field="effective_time")
    published = ServicePublished(
        service=service.name,
        version=len(service.versions) + 1,
        effective_time=time,
        content=drafted.content,
        correction_reason=reason,
    )
    return [_fact(published, now)]


def correct(
    service: Service,
    *,
    number: int,
    stated: ServiceContent,
    authority: Unit,
    at: datetime | None = None,
    reason: str,
    now: datetime,
) -> Sequence[Fact]:
    """Correct what a version says, before it takes effect or on the day it was published; or, at
    any time, from when the first version is in force: earlier than was recorded.
    """
    version = require_version(service, number)
    texts.require_stated(reason, CatalogReason.REASON_MISSING, field="correction_reason")
    since = _corrected_time(service, version, at, reason=reason, now=now)
    if stated != version.content or since == version.effective_time:
        _require_unsettled(version, now)
    content.require_sound(stated, field="service")
    units.require_open(authority, name=stated.authority, at=since, field="service.authority")
    corrected = ServicePublished(
        service=service.name,
        version=number,
        effective_time=since,
        content=stated,
        correction_reason=reason,
    )
    return [_fact(corrected, now)]


def withdraw(service: Service, *, number: int, reason: str, now: datetime) -> Sequence[Fact]:
    """Take back a version that has not taken effect; its number is not given again."""
    version = require_version(service, number)
    texts.require_stated(reason, CatalogReason.REASON_MISSING, field="reason")
    if version.effective_time <= now:
        raise _refused(ServiceReason.VERSION_BEGUN, version, field="version")
    withdrawn = ServiceVersionWithdrawn(service=service.name, version=number, reason=reason)
    return [_fact(withdrawn, now)]


def retire(
    service: Service, *, at: datetime | None, legal_basis: str, reason: str, now: datetime
) -> Sequence[Fact]:
    """End a service that is in force by then, and of which nothing takes effect afterwards."""
    if (ends := service.retired_at) is not None:
        raise _then(ServiceReason.RETIRED_ALREADY, service.name, ends, field="name")
    time = effective.time_of(at, now=now, reason=reason)
    require_in_force(service, name=service.name, at=time, field="effective_time")
    if (last := service.valid[-1]).effective_time > time:
        raise _refused(ServiceReason.VERSION_TAKES_EFFECT_LATER, last, field="effective_time")
    retired = ServiceRetired(
        service=service.name,
        effective_time=time,
        legal_basis=legal_basis,
        correction_reason=reason,
    )
    return [_fact(retired, now)]


def withdraw_retirement(service: Service, *, reason: str, now: datetime) -> Sequence[Fact]:
    """Take back a retirement that has not begun."""
    texts.require_stated(reason, CatalogReason.REASON_MISSING, field="reason")
    if (ends := service.retired_at) is None:
        raise Refusal(ServiceReason.NOT_RETIRED, field="name", values={"service": service.name})
    if ends <= now:
        raise _then(ServiceReason.RETIREMENT_BEGUN, service.name, ends, field="name")
    return [_fact(ServiceRetirementWithdrawn(service=service.name, reason=reason), now)]


def require_known(service: Service, *, name: str, field: str) -> Service:
    """The service, drafted or published."""
    if not service.name:
        raise Refusal(ServiceReason.SERVICE_UNKNOWN, field=field, values={"service": name})
    return service


def require_draft(service: Service) -> Draft:
    """What waits to be published."""
    if service.draft is None:
        raise Refusal(ServiceReason.NOTHING_DRAFTED, field="name", values={"service": service.name})
    return service.draft


def require_version(service: Service, number: int) -> Version:
    """A version that was published and stands."""
    for version in service.versions:
        if version.number == number and version.is_withdrawn:
            raise _refused(ServiceReason.VERSION_WITHDRAWN, version, field="version")
        if version.number == number:
            return version
    values = {"service": service.name, "version": str(number)}
    raise Refusal(ServiceReason.VERSION_UNKNOWN, field="version", values=values)


def require_in_force(service: Service, *, name: str, at: datetime, field: str) -> None:
    """Refuse what a service would do before its first version, or once it is retired."""
    require_known(service, name=name, field=field)
    _require_not_retired(service, name=name, at=at, field=field)
    if begun_at(service, at) is None:
        raise _then(ServiceReason.SERVICE_NOT_IN_FORCE_THEN, name, at, field=field)


def _drafted(proposed: ServiceDrafted, authority: Unit, now: datetime) -> Sequence[Fact]:
    stated = proposed.content
    content.require_sound(stated, field="service")
    units.require_known(authority, name=stated.authority, field="service.authority")
    return [_fact(proposed, now)]


def _fact(message: Any, now: datetime) -> Fact:
    return Fact(message, now, names.subject(message, message.service))


def _require_in_order(service: Service, time: datetime) -> None:
    if service.valid and time < (last := service.valid[-1].effective_time):
        values = {"time": effective.shown(last)}
        raise Refusal(ServiceReason.BEFORE_PREVIOUS_VERSION, field="effective_time", values=values)


def _require_not_retired(service: Service, *, name: str, at: datetime, field: str) -> None:
    if (ends := service.retired_at) is not None and ends <= at:
        raise _then(ServiceReason.RETIRED_BY_THEN, name, ends, field=field)


def _corrected_time(
    service: Service, version: Version, at: datetime | None, *, reason: str, now: datetime
) -> datetime:
    """From when a version is in force after a correction; `at` None: as before."""
    if at is None or at == version.effective_time:
        return version.effective_time
    if version.number != service.valid[0].number:
        raise _refused(ServiceReason.VERSION_NOT_FIRST, version, field="effective_time")
    if at > version.effective_time:
        raise _refused(ServiceReason.VERSION_NOT_EARLIER, version, field="effective_time")
    return effective.time_of(at, now=now, reason=reason)


def _require_unsettled(version: Version, now: datetime) -> None:
    """A version is settled once it is in force and the day on which it was published is over."""
    if version.effective_time <= now and _local_day(version.published_at) != _local_day(now):
        raise _refused(ServiceReason.VERSION_SETTLED, version, field="version")


def _local_day(at: datetime) -> date:
    """The day that an instant lies in, in Vietnam."""
    return (at.astimezone(UTC) + dates.AHEAD).date()


def _refused(reason: Reason, version: Version, *, field: str) -> Refusal:
    """A refusal that names a version and when it takes effect."""
    values = {"version": str(version.number), "time": effective.shown(version.effective_time)}
    return Refusal(reason, field=field, values=values)


def _then(reason: Reason, name: str, time: datetime, *, field: str) -> Refusal:
    """A refusal that names the service and an instant."""
    return Refusal(reason, field=field, values={"service": name, "time": effective.shown(time)})
