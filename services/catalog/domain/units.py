"""A unit: an organisation, or a part of one, with everything about it that changes dated.

What a unit was at an instant follows from its facts alone: of those that are not withdrawn the
latest one by then, of two from one instant the one recorded later, and none from its end on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    OFFERING_RULE_FOLLOW,
    CalendarAssigned,
    DeskAuthorized,
    DeskRevoked,
    FilingPolicySet,
    OfficerAppointed,
    OfficerRelieved,
    UnitChangeWithdrawn,
    UnitClosed,
    UnitMerged,
    UnitMoved,
    UnitOpened,
    UnitRenamed,
    UnitSplit,
)
from services.catalog.domain import effective, names, texts
from services.catalog.domain.refusals.units import UnitReason
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal, faults, refuse_all


class Change(NamedTuple):
    """A change that was not withdrawn: from when it is true, and which fact of its unit it is."""

    since: datetime
    version: int
    fact: Any
    decided_at: datetime


class HandingOver(NamedTuple):
    """From an instant on, the offerings of a unit follow to another one."""

    since: datetime
    successor: str


class Lying(NamedTuple):
    """Below which parent a unit lies from an instant on; "" is none."""

    since: datetime
    parent: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of a unit; without an opening there is none."""

    opening: UnitOpened | None = None
    openings: tuple[int, ...] = ()  # which facts of its stream say the opening; the last one counts
    meant_below: str = ""  # where it was to lie, if its opening is withdrawn
    version: int = 0  # how many facts its stream holds
    changes: tuple[Change, ...] = ()  # by effective time, then in the order of recording
    placed: tuple[datetime, ...] = ()  # when facts that place it in the tree were decided
    # These follow from the rest; kept because trees and offerings are derived from them.
    lies: tuple[Lying, ...] = ()  # from the opening to the end, one for each instant
    end: Change | None = None
    # Those from the end on are among them: that of the end counts, and later nothing is open.
    hands_over: tuple[HandingOver, ...] = ()

    @property
    def opened_as(self) -> int:
        """Which fact of its stream the opening is, as last corrected; 0: there is none."""
        return self.openings[-1] if self.openings else 0


def evolve(unit: Unit, fact: Message, occurred_at: datetime) -> Unit:
    """The unit after a fact."""
    opening, version, changes = unit.opening, unit.version + 1, unit.changes
    openings = unit.openings
    placed = (*unit.placed, occurred_at) if isinstance(fact, PLACING) else unit.placed
    match fact:
        case UnitOpened():
            opening, openings = fact, (*openings, version)
        case UnitChangeWithdrawn() if opening and fact.version == openings[-1]:
            return Unit(meant_below=opening.parent, version=version)
        case UnitChangeWithdrawn():
            changes = tuple(each for each in changes if each.version != fact.version)
        case _ if isinstance(fact, CHANGES):
            change = Change(effective.instant(fact.effective_time), version, fact, occurred_at)
            changes = tuple(sorted((*changes, change), key=lambda each: each[:2]))
    return _with_tree(opening, openings, version, changes, placed)


DECIDER = Decider(initial=Unit, evolve=evolve)
CHANGES = (
    UnitRenamed,
    UnitMoved,
    UnitClosed,
    UnitMerged,
    UnitSplit,
    FilingPolicySet,
    CalendarAssigned,
    OfficerAppointed,
    OfficerRelieved,
    DeskAuthorized,
    DeskRevoked,
)

PLACING = (UnitOpened, UnitMoved, UnitClosed, UnitMerged, UnitSplit)


def opening_of(unit: Unit) -> UnitOpened:
    """The opening of a unit that is known to have one."""
    assert unit.opening is not None  # noqa: S101 — `require_known` comes first
    return unit.opening


def opens_at(unit: Unit) -> datetime:
    """From when a known unit is open."""
    return effective.instant(opening_of(unit).effective_time)


def ends_at(unit: Unit) -> datetime | None:
    """The instant at which a unit is no longer open; None when it is not known to end."""
    return unit.end.since if unit.end else None


def is_open(unit: Unit, at: datetime) -> bool:
    """Whether a unit is open at an instant: from its opening on, and before its end."""
    return (
        unit.opening is not None
        and opens_at(unit) <= at
        and (unit.end is None or at < unit.end.since)
    )


def counting(unit: Unit) -> tuple[Change, ...]:
    """The changes that are true at some time: those before the end, and the end."""
    return _until(unit.end, unit.changes)


def open_unit(
    unit: Unit, *, proposed: UnitOpened, parent: Unit | None, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Open a unit under a parent that is open from then on, or as the root of a tree."""
    if unit.opening:
        raise Refusal(UnitReason.UNIT_EXISTS, field="unit_id", values={"unit": proposed.unit})
    dated_at = partial(effective.time_of, at, now=now, reason=proposed.correction_reason)
    refuse_all(
        faults(
            partial(texts.require_name, proposed.display_name, field="unit.display_name"),
            partial(
                texts.require_stated, proposed.kind, UnitReason.KIND_MISSING, field="unit.kind"
            ),
            dated_at,
        )
    )
    time = dated_at()
    if parent is not None:
        require_open(parent, name=proposed.parent, at=time, field="unit.parent")
        _require_lasting(parent, name=proposed.parent, field="unit.parent")
    return [dated(proposed, time, now=now)]


def time_of_change(unit: Unit, *, proposed: Any, at: datetime | None, now: datetime) -> datetime:
    """The instant from which a proposed change of an open unit is true."""
    require_known(unit, name=proposed.unit, field="name")
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    require_open(unit, name=proposed.unit, at=time, field="effective_time")
    return time


def dated(proposed: Any, time: datetime, *, now: datetime) -> Fact:
    """What was proposed, as a fact from an instant on."""
    message = effective.dated(proposed, time)
    return Fact(message, now, names.subject(message, message.unit))


def require_known(unit: Unit, *, name: str, field: str) -> UnitOpened:
    """The unit's opening, whenever it takes effect."""
    if unit.opening is None:
        raise Refusal(UnitReason.UNIT_UNKNOWN, field=field, values={"unit": name})
    return unit.opening


def require_open(unit: Unit, *, name: str, at: datetime, field: str) -> None:
    """Refuse what a unit would do before it exists, or after its end."""
    require_known(unit, name=name, field=field)
    if opens_at(unit) > at:
        values = {"unit": name, "time": effective.shown(at)}
        raise Refusal(UnitReason.UNIT_NOT_OPEN_THEN, field=field, values=values)
    if unit.end and unit.end.since <= at:
        values = {"unit": name, "time": effective.shown(unit.end.since)}
        raise Refusal(UnitReason.UNIT_ENDED, field=field, values=values)


def ends_it(fact: Any) -> bool:
    """Whether a fact ends its unit; a unit that is among its own parts goes on."""
    if isinstance(fact, UnitSplit):
        return all(part.unit != fact.unit for part in fact.parts)
    return isinstance(fact, UnitClosed | UnitMerged)


def successors(fact: Any) -> list[str]:
    """Who takes over from a unit by a fact; nobody by most facts."""
    match fact:
        case UnitMerged():
            return [fact.into]
        case UnitSplit():
            return [part.unit for part in fact.parts]
    return []


def _require_lasting(parent: Unit, *, name: str, field: str) -> None:
    """What is opened below a unit that is known to end would outlast it."""
    if parent.end:
        values = {"unit": name, "time": effective.shown(parent.end.since)}
        raise Refusal(UnitReason.PARENT_ENDS, field=field, values=values)


def _with_tree(
    opening: UnitOpened | None,
    openings: tuple[int, ...],
    version: int,
    changes: tuple[Change, ...],
    placed: tuple[datetime, ...],
) -> Unit:
    """The unit, with what follows from its changes for the tree."""
    end = next((each for each in changes if ends_it(each.fact)), None)
    lies = {effective.instant(opening.effective_time): opening.parent} if opening else {}
    for change in _until(end, changes):
        if isinstance(change.fact, UnitMoved):
            lies[change.since] = change.fact.parent
    lying = tuple(Lying(*each) for each in lies.items())
    handing = _handing_over(changes)
    return Unit(opening, openings, "", version, changes, placed, lying, end, handing)


def _handing_over(changes: tuple[Change, ...]) -> tuple[HandingOver, ...]:
    """By mergers and splits with which offerings follow; never to the unit itself."""
    return tuple(
        HandingOver(change.since, successor)
        for change in changes
        if isinstance(change.fact, UnitMerged | UnitSplit)
        and change.fact.offerings == OFFERING_RULE_FOLLOW
        for successor in successors(change.fact)
        if successor != change.fact.unit
    )


def _until(end: Change | None, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    if end is None:
        return changes
    return (*(each for each in changes if each.since < end.since), end)
