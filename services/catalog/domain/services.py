"""A public service: drafted, then in force by versions, each until the next one takes effect.

Promises that what was in force at an instant stays answerable. Must not know who offers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import ServiceContent, ServiceDrafted, ServicePublished
from services.catalog.domain import effective, names, units
from services.catalog.domain.levels import Terms
from services.catalog.domain.refusals import (
    BEFORE_PREVIOUS_VERSION,
    FEE_NEGATIVE,
    LIST_TOO_LONG,
    NOTHING_DRAFTED,
    SERVICE_EXISTS,
    SERVICE_NOT_IN_FORCE_THEN,
    SERVICE_UNKNOWN,
)
from services.catalog.domain.units import Unit
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal

# A fact must fit into one message of the bus (1 MiB), whatever its texts hold.
MOST_ITEMS = 100


class Version(NamedTuple):
    """What a version says, and from when."""

    number: int
    effective_time: datetime
    content: ServiceContent


class Draft(NamedTuple):
    """What waits to be published, and since when."""

    drafted_at: datetime
    content: ServiceContent


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of a service: its draft, and its versions by number, which is also by time."""

    name: str = ""
    draft: Draft | None = None
    versions: tuple[Version, ...] = ()


def evolve(service: Service, fact: Message, occurred_at: datetime) -> Service:
    """The service after a fact."""
    match fact:
        case ServiceDrafted():
            return replace(service, name=fact.service, draft=Draft(occurred_at, fact.content))
        case ServicePublished():
            time = effective.instant(fact.effective_time)
            version = Version(fact.version, time, fact.content)
            return replace(service, draft=None, versions=(*service.versions, version))
    return service


DECIDER = Decider(initial=Service, evolve=evolve)


def draft(
    service: Service, *, proposed: ServiceDrafted, authority: Unit, now: datetime
) -> Sequence[Fact]:
    """Draft a service under an authority that is known, though perhaps not open yet."""
    if service.name:
        raise Refusal(SERVICE_EXISTS, field="service_id", values={"service": service.name})
    units.require_known(authority, name=proposed.content.authority, field="service.authority")
    _require_sound(proposed.content)
    return [Fact(proposed, now, names.subject(proposed, proposed.service))]


def publish(
    service: Service, *, authority: Unit, at: datetime | None, reason: str, now: datetime
) -> Sequence[Fact]:
    """Put the draft in force, from an instant at which its authority exists."""
    drafted = require_draft(service)
    time = effective.time_of(at, now=now, reason=reason)
    _require_in_order(service, time)
    units.require_open(authority, name=drafted.content.authority, at=time, field="effective_time")
    published = ServicePublished(
        service=service.name,
        version=len(service.versions) + 1,
        effective_time=time,
        content=drafted.content,
        correction_reason=reason,
    )
    return [Fact(published, now, names.subject(published, service.name))]


def require_known(service: Service, *, name: str, field: str) -> Service:
    """The service, drafted or published."""
    if not service.name:
        raise Refusal(SERVICE_UNKNOWN, field=field, values={"service": name})
    return service


def require_draft(service: Service) -> Draft:
    """What waits to be published."""
    if service.draft is None:
        raise Refusal(NOTHING_DRAFTED, field="name", values={"service": service.name})
    return service.draft


def require_in_force(service: Service, *, name: str, at: datetime, field: str) -> None:
    """Refuse what a service would do before its first version."""
    require_known(service, name=name, field=field)
    if version_at(service, at) is None:
        values = {"service": name, "time": effective.shown(at)}
        raise Refusal(SERVICE_NOT_IN_FORCE_THEN, field=field, values=values)


def version_at(service: Service, at: datetime) -> Version | None:
    """The version in force at an instant; of two from the same instant, the later one."""
    begun = [version for version in service.versions if version.effective_time <= at]
    return begun[-1] if begun else None


def terms_at(service: Service, at: datetime) -> Terms:
    """What the version in force says that bears on a level."""
    version = version_at(service, at)
    if version is None:
        return Terms()
    said = version.content
    written = said.written_result if said.HasField("written_result") else None
    return Terms(has_fee=any(line.amount > 0 for line in said.fees), written_result=written)


def latest(service: Service) -> tuple[int, datetime, ServiceContent]:
    """The last version as (number, since, content), else the draft, with number 0."""
    if service.versions:
        return service.versions[-1]
    return 0, *require_draft(service)


def authority(service: Service) -> str:
    """The competent authority of the draft, else of the last version."""
    return (service.draft or service.versions[-1]).content.authority


def _require_sound(content: ServiceContent) -> None:
    units.require_vietnamese(content.display_name, field="service.display_name.vi")
    for field, count in (("codes", len(content.codes)), ("fees", len(content.fees))):
        if count > MOST_ITEMS:
            values = {"most": str(MOST_ITEMS)}
            raise Refusal(LIST_TOO_LONG, field=f"service.{field}", values=values)
    for line in content.fees:
        if line.amount < 0:
            raise Refusal(FEE_NEGATIVE, field="service.fees", values={"code": line.code})


def _require_in_order(service: Service, time: datetime) -> None:
    if service.versions and time < service.versions[-1].effective_time:
        values = {"time": effective.shown(service.versions[-1].effective_time)}
        raise Refusal(BEFORE_PREVIOUS_VERSION, field="effective_time", values=values)
