"""What a change of a public service does to its offerings: they are assessed again, or end.

Promises that every offering says in the same step what the change makes of it, and that none is
left with nothing in force to offer. Must not decide whether the service may change.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import (
    ServiceRetired,
    ServiceRetirementWithdrawn,
    ServiceVersionWithdrawn,
)
from services.catalog.domain import effective, names, offerings, services, words
from services.catalog.domain.offerings import Offering
from services.catalog.domain.refusals.services import VERSION_OFFERED
from services.catalog.domain.services import Service
from services.chassis.decider import Fact
from services.chassis.errors import Refusal


class Change(NamedTuple):
    """A decision about a service: what it was, what it will be, and from when."""

    before: Service
    after: Service
    since: datetime
    fact: Any


def change(before: Service, decided: Sequence[Fact]) -> Change:
    """The change that a command other than a draft comes to."""
    fact: Any = decided[-1].message
    match fact:
        case ServiceVersionWithdrawn():
            since = services.require_version(before, fact.version).effective_time
        case ServiceRetirementWithdrawn():
            assert before.retired_at is not None  # noqa: S101 — else nothing is withdrawn
            since = before.retired_at
        case _:
            since = effective.instant(fact.effective_time)
    return Change(before, services.DECIDER.fold(before, decided), since, fact)


def concerns_offerings(change: Change) -> bool:
    """Whether offerings must be looked at: for other terms, an end, or a gap in the versions."""
    return (
        isinstance(change.fact, ServiceRetired)
        or services.bears_on(change.before, change.after, change.since)
        or leaves_a_gap(change)
    )


def of(change: Change, offering: Offering, *, now: datetime) -> list[Fact]:
    """What an offering says to the change; nothing where nothing is new."""
    if not isinstance(change.fact, ServiceRetired):
        return offerings.reassessed(offering, service=change.after, since=change.since, now=now)
    return offerings.end(
        offering,
        at=change.since,
        why=words.SERVICE_RETIRES,
        correction_reason=change.fact.correction_reason,
        now=now,
    )


def leaves_a_gap(change: Change) -> bool:
    """Whether nothing takes the place of a version that is withdrawn."""
    return (
        isinstance(change.fact, ServiceVersionWithdrawn)
        and services.begun_at(change.after, change.since) is None
    )


def require_none_in_the_gap(change: Change, known: Mapping[str, Offering]) -> None:
    """Refuse to withdraw a version without which offerings, by name, would offer nothing."""
    if not leaves_a_gap(change):
        return
    until = next((version.effective_time for version in change.after.standing), None)
    named = [name for name, each in known.items() if _is_open_within(each, change.since, until)]
    if named:
        shown = names.listed(sorted(named))
        values = {"version": str(change.fact.version), "offerings": shown}
        raise Refusal(VERSION_OFFERED, field="version", values=values)


def _is_open_within(offering: Offering, since: datetime, until: datetime | None) -> bool:
    """Whether the offering is open at any instant from one to the other (None: for ever)."""
    return any(
        life.goes_on(since) and (until is None or life.starts < until) for life in offering.lives
    )
