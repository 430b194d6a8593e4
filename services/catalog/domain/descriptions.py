"""What a unit is from each instant on: its names, its place, its officers, its rules, its desks.

Of two facts about one attribute the later one by then counts, of two from one instant the one
recorded later, and none from the unit's end on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import (
    CalendarAssigned,
    DeskAuthorized,
    DeskRevoked,
    Duty,
    FilingPolicySet,
    OfficerAppointed,
    OfficerRelieved,
    Text,
    UnitMoved,
    UnitRenamed,
)
from services.catalog.domain import effective, units
from services.catalog.domain.units import Change, Unit


class Appointment(NamedTuple):
    """An officer's duty at a unit, without a break since an instant."""

    officer: str
    duty: Duty
    since: datetime


class Authorization(NamedTuple):
    """A desk that may receive for a unit, in [since, until); until None: until it is revoked."""

    desk: str
    desks_below: bool  # so may whatever lies below the desk
    for_units_below: bool  # also for whatever lies below the unit
    since: datetime
    until: datetime | None


class Description(NamedTuple):
    """Everything that a unit is at an instant."""

    parent: str
    code: str
    kind: str
    display_name: Text
    refuse_below_level_3: bool | None = None  # None: as the unit above
    calendar: str = ""  # "": that of the unit above
    appointments: tuple[Appointment, ...] = ()
    authorizations: tuple[Authorization, ...] = ()  # one for each desk


def described(unit: Unit, at: datetime) -> Description:
    """What a known unit is at an instant: as it opens before its opening, as it was last after its
    end.
    """
    (_, opened), *later = descriptions(unit)
    return [opened, *(stated for since, stated in later if since <= at)][-1]


def descriptions(unit: Unit) -> Sequence[tuple[datetime, Description]]:
    """What a known unit is from each instant on at which it changes, the opening first."""
    opening = units.opening_of(unit)
    stated = Description(opening.parent, opening.code, opening.kind, opening.display_name)
    found = {units.opens_at(unit): stated}
    for change in units.counting(unit):
        stated = found[change.since] = _after(stated, change)
    return list(_with_lapses(found, units.ends_at(unit)))


def _with_lapses(
    found: Mapping[datetime, Description], end: datetime | None
) -> Iterator[tuple[datetime, Description]]:
    """The same without authorizations that are over, and an instant for each end of one before the
    unit's own.
    """
    for (since, stated), following in zip_longest(found.items(), list(found)[1:]):
        limits = [each for each in (following, end) if each is not None]
        untils = {each.until for each in stated.authorizations if each.until is not None}
        lapses = [at for at in untils if since < at and all(at < limit for limit in limits)]
        for at in sorted([since, *lapses]):
            held = (each for each in stated.authorizations if each.until is None or at < each.until)
            yield at, stated._replace(authorizations=tuple(held))


def _after(stated: Description, change: Change) -> Description:
    """The description after a change; it keeps what the change does not speak of."""
    changed: dict[str, Any] = {}
    match change.fact:
        case UnitMoved() as fact:
            changed = {"parent": fact.parent}
        case UnitRenamed() as fact:
            parts = [part for part in ("display_name", "code", "kind") if fact.HasField(part)]
            changed = {part: getattr(fact, part) for part in parts}
        case FilingPolicySet() as fact:
            changed = {"refuse_below_level_3": fact.refuse_below_level_3}
        case CalendarAssigned() as fact:
            changed = {"calendar": fact.calendar}
        case OfficerAppointed() | OfficerRelieved():
            changed = {"appointments": _staffed(stated.appointments, change)}
        case DeskAuthorized() | DeskRevoked():
            changed = {"authorizations": _authorized(stated.authorizations, change)}
    return stated._replace(**changed)


def _staffed(staff: tuple[Appointment, ...], change: Change) -> tuple[Appointment, ...]:
    """Who has which duty after an appointment or its end; a duty confirmed goes on unbroken."""
    fact = change.fact
    others = tuple(each for each in staff if each[:2] != (fact.officer, fact.duty))
    if isinstance(fact, OfficerRelieved):
        return others
    if len(others) < len(staff):
        return staff
    return (*staff, Appointment(fact.officer, fact.duty, change.since))


def _authorized(before: tuple[Authorization, ...], change: Change) -> tuple[Authorization, ...]:
    """The authorizations after one of them, or its end: what is recorded last of a desk counts."""
    fact = change.fact
    others = tuple(each for each in before if each.desk != fact.desk)
    if isinstance(fact, DeskRevoked):
        return others
    until = effective.instant(fact.end_time) if fact.HasField("end_time") else None
    given = Authorization(fact.desk, fact.desks_below, fact.for_units_below, change.since, until)
    return (*others, given)
