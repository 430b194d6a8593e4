"""What becomes of offerings when a planned end or division of their unit is withdrawn.

Promises that an offering which would have ended goes on as if nobody had planned that, and that one
which a successor would have opened is as if it followed from nobody but those that still hand on.
Must not know whether the change may be withdrawn.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    OfferingClosed,
    OfferingOpened,
    UnitChangeWithdrawn,
    UnitClosed,
    UnitMerged,
    UnitSplit,
)
from services.catalog.domain import anew, effective, followings, lives, names, units, words
from services.catalog.domain.followings import Following, Told
from services.catalog.domain.lives import DECIDER, Offering
from services.catalog.domain.offerings import end, reassessed
from services.catalog.domain.services import Service
from services.catalog.domain.succession import joined
from services.catalog.domain.units import Unit
from services.chassis.decider import Fact


class Undone(NamedTuple):
    """A planned change that bears on offerings and will not take place."""

    unit: str
    at: datetime
    ends: bool  # whether the unit was to end by it
    heirs: tuple[str, ...]  # the units to which offerings were to follow


def undone(unit: Unit, withdrawn: UnitChangeWithdrawn) -> Undone | None:
    """What is withdrawn of a unit as it was before; None when that bears on no offering."""
    [change] = [each for each in unit.changes if each.version == withdrawn.version]
    if not isinstance(change.fact, UnitClosed | UnitMerged | UnitSplit):
        return None
    heirs = tuple(followings.heirs_by(change.fact))
    return Undone(withdrawn.unit, change.since, units.ends_it(change.fact), heirs)


def undo(
    what: Undone,
    *,
    left: Sequence[Following],
    told: Mapping[str, Told],
    services: Mapping[str, Service],
    now: datetime,
) -> dict[str, list[Fact]]:
    """The facts of every offering that is touched, by its name.

    `left`: everything by which offerings still follow to the same heirs at that instant. `told`: of
    all offerings of the unit, its heirs and whoever follows to those, by name; `services`: theirs.
    """
    found: dict[str, list[Fact]] = {}
    for name in sorted(told):
        service, unit = names.offering(name, field="name")
        if unit == what.unit and what.ends:
            found[name] = _resumed(told[name], services[service], at=what.at, now=now)
        elif unit in what.heirs:
            found[name] = _left(name, left, told, services[service], at=what.at, now=now)
    return {name: facts for name, facts in found.items() if facts}


def _left(
    name: str,
    left: Sequence[Following],
    told: Mapping[str, Told],
    service: Service,
    *,
    at: datetime,
    now: datetime,
) -> list[Fact]:
    """An offering that followed goes on with what is still handed on; where that is nothing it ends
    where it begins: it never was. What opened by itself stays.
    """
    known = DECIDER.fold(Offering(), told[name])
    life = lives.followed_at(known, at)
    if life is None:
        return []
    if origins := followings.handed_on(life, left, told):
        return joined(told[name], origins, service, at=at, now=now)
    return end(known, at=at, reason=words.PLAN_WITHDRAWN, correction_reason="", now=now)


def _resumed(told: Told, service: Service, *, at: datetime, now: datetime) -> list[Fact]:
    """All that would be said from an instant on, had the offering not ended there with its unit."""
    place = _end_with_unit(told, at)
    if place is None:
        return []
    ended = DECIDER.fold(Offering(), told)
    planned = DECIDER.fold(Offering(), (*told[:place], *told[place + 1 :]))
    facts = anew.said(ended, planned.lives, service, at=at, now=now)
    resumed = DECIDER.fold(ended, facts)
    return [*facts, *reassessed(resumed, service=service, since=at, now=now)]


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


def _is_from(said: Message, kind: type[Message], at: datetime) -> bool:
    return isinstance(said, kind) and _since(said) == at


def _since(said: Any) -> datetime:
    return effective.instant(said.effective_time)
