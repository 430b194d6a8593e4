"""What becomes of offerings when a planned end or division of their unit is withdrawn.

Promises that an offering which would have ended goes on as if nobody had planned that, and that one
which a successor would have opened never was. Must not know whether the change may be withdrawn.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    OFFERING_RULE_FOLLOW,
    CapabilitiesRecorded,
    CeilingDeclared,
    ExtentDesignated,
    OfferingClosed,
    OfferingOpened,
    UnitChangeWithdrawn,
    UnitClosed,
    UnitMerged,
    UnitSplit,
)
from services.catalog.domain import effective, names, trace, units, words
from services.catalog.domain.lives import DECIDER, Life, Offering, stated
from services.catalog.domain.offerings import end, reassessed
from services.catalog.domain.services import Service, version_at
from services.catalog.domain.units import Unit
from services.chassis.decider import Fact

Told: TypeAlias = Sequence[Fact]  # everything that was recorded in a stream, in order


class Undone(NamedTuple):
    """A planned change that bears on offerings and will not take place."""

    unit: str
    at: datetime
    ends: bool  # whether the unit was to end by it
    heirs: tuple[str, ...]  # the units to which offerings were to follow


class Following(NamedTuple):
    """That a unit's offerings were to follow to another by one of its changes."""

    unit: str
    into: str
    decided_at: datetime
    stands: bool  # False: withdrawn since


def undone(unit: Unit, withdrawn: UnitChangeWithdrawn) -> Undone | None:
    """What is withdrawn of a unit as it was before; None when that bears on no offering."""
    [change] = [each for each in unit.changes if each.version == withdrawn.version]
    if not isinstance(change.fact, UnitClosed | UnitMerged | UnitSplit):
        return None
    heirs = tuple(_heirs(change.fact))
    return Undone(withdrawn.unit, change.since, units.ends_it(change.fact), heirs)


def followings(told: Mapping[str, Told], at: datetime) -> list[Following]:
    """Everything by which offerings were to follow at an instant, of all facts about some units."""
    return [each for unit, facts in told.items() for each in _followings(unit, facts, at)]


def undo(
    what: Undone,
    *,
    followings: Sequence[Following],
    told: Mapping[str, Told],
    services: Mapping[str, Service],
    now: datetime,
) -> dict[str, list[Fact]]:
    """The facts of every offering that is touched, by its name.

    `followings`: all at that instant to the same heirs, the withdrawn ones among them. `told`: of
    all offerings of the unit, its heirs and whoever follows to those, by name; `services`: theirs.
    """
    found: dict[str, list[Fact]] = {}
    for name in sorted(told):
        service, unit = names.offering(name, field="name")
        if unit == what.unit and what.ends:
            found[name] = _resumed(told[name], services[service], at=what.at, now=now)
        elif unit in what.heirs and not _is_awaited(name, followings, told, what.at):
            found[name] = _called_off(name, followings, told[name], at=what.at, now=now)
    return {name: facts for name, facts in found.items() if facts}


def _heirs(fact: Any) -> list[str]:
    """To whom the offerings of a unit follow by a change of it."""
    if not isinstance(fact, UnitMerged | UnitSplit) or fact.offerings != OFFERING_RULE_FOLLOW:
        return []
    return [part for part in trace.parts(fact) if part != fact.unit]


def _followings(unit: str, told: Told, at: datetime) -> Iterator[Following]:
    withdrawn = {
        fact.message.version for fact in told if isinstance(fact.message, UnitChangeWithdrawn)
    }
    for version, (said, decided_at, _) in enumerate(told, 1):
        for heir in _heirs(said):
            if _since(said) == at:
                yield Following(unit, heir, decided_at, version not in withdrawn)


def _is_awaited(
    heir: str, followings: Iterable[Following], told: Mapping[str, Told], at: datetime
) -> bool:
    """Whether another offering is still to follow to this one."""
    service, unit = names.offering(heir, field="name")
    others = {each.unit for each in followings if each.into == unit and each.stands}
    return any(
        life.starts < at and life.goes_on(at)
        for other in others
        for life in _without_end(told.get(names.of_offering(service, other), ()), at).lives
    )


def _called_off(
    name: str, followings: Iterable[Following], told: Told, *, at: datetime, now: datetime
) -> list[Fact]:
    """An opening by a command that let offerings follow ends where it begins: it never was.

    An opening by anybody else was decided at another moment.
    """
    _, unit = names.offering(name, field="name")
    place = _last_word(told, at)
    if place is None or not _is_from(told[place].message, OfferingOpened, at):
        return []
    if told[place].occurred_at not in {each.decided_at for each in followings if each.into == unit}:
        return []
    known = DECIDER.fold(Offering(), told)
    return end(known, at=at, reason=words.PLAN_WITHDRAWN, correction_reason="", now=now)


def _resumed(told: Told, service: Service, *, at: datetime, now: datetime) -> list[Fact]:
    """All that would be said from an instant on, had the offering not ended there with its unit."""
    if _end_with_unit(told, at) is None:
        return []
    facts: list[Fact] = []
    ended = DECIDER.fold(Offering(), told)
    for life in _without_end(told, at).lives:
        since = max(life.starts, at)
        if life.goes_on(at) and version_at(service, since) is not None:
            facts += _again(life, since, now)
            facts += _ending(DECIDER.fold(ended, facts), life, service, now)
    resumed = DECIDER.fold(ended, facts)
    return [*facts, *reassessed(resumed, service=service, since=at, now=now)]


def _without_end(told: Told, at: datetime) -> Offering:
    """An offering as it would be, did it not end with its unit at an instant."""
    place = _end_with_unit(told, at)
    kept = (fact for number, fact in enumerate(told) if number != place)
    return DECIDER.fold(Offering(), kept)


def _end_with_unit(told: Told, at: datetime) -> int | None:
    """Where it is told that the offering ends with its unit at an instant, if that still counts."""
    place = _last_word(told, at)
    if place is None:
        return None
    said: Any = told[place].message
    ends = _is_from(said, OfferingClosed, at) and said.reason == words.UNIT_ENDS
    return place if ends else None


def _last_word(told: Told, at: datetime) -> int | None:
    """Where it was told whether the offering is open at an instant; None: nowhere."""
    said = [
        place
        for place, fact in enumerate(told)
        if isinstance(fact.message, OfferingOpened | OfferingClosed) and _since(fact.message) <= at
    ]
    return said[-1] if said else None


def _again(life: Life, since: datetime, now: datetime) -> list[Fact]:
    """A stretch that goes on needs no more than an opening where it was to end: all stands that was
    said of it. One that had not begun is said anew.
    """
    opening = OfferingOpened(
        offering=life.opening.offering,
        service=life.opening.service,
        unit=life.opening.unit,
        effective_time=since,
        level_rule=life.opening.level_rule,
    )
    said: list[Message] = [opening]
    if life.starts == since:
        if ceiling := life.ceiling(since):
            opening.ceiling, opening.ceiling_reason = ceiling.level, ceiling.reason
        said += [*_recorded(life), *_declared(life), *_designated(life)]
    return [stated(each, of=opening, now=now) for each in said]


def _recorded(life: Life) -> Iterator[CapabilitiesRecorded]:
    for each in life.recordings:
        yield CapabilitiesRecorded(
            offering=life.opening.offering,
            effective_time=each.effective_time,
            capabilities=each.capabilities,
        )


def _declared(life: Life) -> Iterator[CeilingDeclared]:
    """What the opening itself does not say."""
    for each in life.ceilings:
        if each.effective_time > life.starts:
            yield CeilingDeclared(
                offering=life.opening.offering,
                effective_time=each.effective_time,
                ceiling=each.level or None,
                ceiling_reason=each.reason,
            )


def _designated(life: Life) -> Iterator[ExtentDesignated]:
    for each in life.designations:
        said = ExtentDesignated()
        said.CopyFrom(each.said)
        said.ClearField("correction_reason")
        yield said


def _ending(known: Offering, life: Life, service: Service, now: datetime) -> list[Fact]:
    """The end of a stretch, or of its service if that comes first."""
    endings = [(life.ends, life.why), (service.retired_at, words.SERVICE_RETIRES)]
    if not (ahead := [(ends, why) for ends, why in endings if ends is not None]):
        return []
    ends, why = min(ahead)
    return end(known, at=ends, reason=why, correction_reason="", now=now)


def _is_from(said: Message, kind: type[Message], at: datetime) -> bool:
    return isinstance(said, kind) and _since(said) == at


def _since(said: Any) -> datetime:
    return effective.instant(said.effective_time)
