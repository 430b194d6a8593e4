"""What becomes of offerings when a planned end or division of their unit is withdrawn.

Promises that an offering which would have ended goes on as if nobody had planned that, and that one
which a successor would have opened is as if it followed from nobody but those that still hand on.
Must not know whether the change may be withdrawn.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import (
    ClosingCause,
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
from services.catalog.domain.refusals.offerings import (
    CLOSING_BEGUN,
    CLOSING_FOLLOWS,
    CLOSING_UNKNOWN,
)
from services.catalog.domain.refusals.units import WITHDRAWN_WITHOUT_REASON
from services.catalog.domain.services import Service
from services.catalog.domain.succession import joined
from services.catalog.domain.units import Unit
from services.chassis.decider import Fact
from services.chassis.errors import Refusal


class Undone(NamedTuple):
    """A planned change that bears on offerings and will not take place."""

    unit: str
    at: datetime
    ends: bool  # whether the unit was to end by it
    heirs: tuple[str, ...]  # the units to which offerings were to follow


def undone(unit: Unit, withdrawn: UnitChangeWithdrawn) -> Undone | None:
    """What is withdrawn of a unit as it was before; None when that bears on no offering."""
    for change in unit.changes:
        bears = isinstance(change.fact, UnitClosed | UnitMerged | UnitSplit)
        if bears and change.version == withdrawn.version:
            heirs = tuple(followings.heirs_by(change.fact))
            return Undone(withdrawn.unit, change.since, units.ends_it(change.fact), heirs)
    return None


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
            found[name] = resume(
                told[name],
                services[service],
                why=words.UNIT_ENDS.cause,
                unit_ends=None,
                at=what.at,
                now=now,
            )
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
    return end(known, at=at, why=words.PLAN_WITHDRAWN, correction_reason="", now=now)


def unretire(
    service: Service,
    *,
    retired_at: datetime,
    told: Mapping[str, Told],
    forest: Mapping[str, Unit],
    now: datetime,
) -> dict[str, list[Fact]]:
    """The facts of every offering of a service whose retirement is withdrawn, by its name; `told`:
    of all of them. One that follows does so from whoever still hands on.
    """
    found: dict[str, list[Fact]] = {}
    for name in sorted(told):
        _, unit = names.offering(name, field="name")
        why, unit_ends = words.SERVICE_RETIRES.cause, units.ends_at(forest[unit])
        facts = resume(told[name], service, why=why, unit_ends=unit_ends, at=retired_at, now=now)
        for at in _followed(facts):
            after = {**told, name: [*told[name], *facts]}
            left = followings.into(forest, [unit], at)
            facts += _left(name, left, after, service, at=at, now=now)
        if facts:
            found[name] = facts
    return found


def _followed(facts: Sequence[Fact]) -> list[datetime]:
    """Since when an offering follows from others, by these facts."""
    said = (fact.message for fact in facts)
    return [_since(each) for each in said if isinstance(each, OfferingOpened) and each.follows]


def withdraw_closing(
    told: Told, *, name: str, service: Service, unit: Unit, reason: str, now: datetime
) -> list[Fact]:
    """Take back an end of an offering that somebody planned."""
    ends = {units.ends_at(unit), service.retired_at}
    at = _closing(told, name=name, reason=reason, ends=ends, now=now)
    place = _place(told, at)
    # Whatever was opened after that end was called off: otherwise it would not be the last one.
    after = [fact for fact in told[place + 1 :] if not _tells(fact.message, since=at)]
    return _as_if(
        told,
        [*told[:place], *after],
        service,
        units.ends_at(unit),
        at=at,
        now=now,
        withdrawal_reason=reason,
    )


def resume(
    told: Told,
    service: Service,
    *,
    why: ClosingCause,
    unit_ends: datetime | None,
    at: datetime,
    now: datetime,
) -> list[Fact]:
    """All that would be said from an instant on, had the offering not ended there of itself."""
    place = _last_word(told, at)
    if place is None or not _is_end(told[place].message, at, why):
        return []
    kept = [*told[:place], *told[place + 1 :]]
    return _as_if(told, kept, service, unit_ends, at=at, now=now)


def _as_if(
    told: Told,
    kept: Told,
    service: Service,
    unit_ends: datetime | None,
    *,
    at: datetime,
    now: datetime,
    withdrawal_reason: str = "",
) -> list[Fact]:
    """What is said of an offering that is closed from an instant on, for it to be as if only what
    is kept had been told.
    """
    known = DECIDER.fold(Offering(), told)
    wanted = DECIDER.fold(Offering(), _standing(kept, unit_ends, service.retired_at))
    facts = anew.said(
        known,
        wanted.lives,
        service,
        at=at,
        now=now,
        unit_ends=unit_ends,
        withdrawal_reason=withdrawal_reason,
    )
    after = DECIDER.fold(known, facts)
    return [*facts, *reassessed(after, service=service, since=at, now=now)]


def _standing(told: Told, unit_ends: datetime | None, retired_at: datetime | None) -> Told:
    """What was told, without ends by which neither unit nor service ends any more: where another
    end came before, nobody took them back.
    """
    ends = {words.UNIT_ENDS.cause: unit_ends, words.SERVICE_RETIRES.cause: retired_at}
    for life in DECIDER.fold(Offering(), told).lives:
        if life.ends and life.why.cause in ends and life.ends != ends[life.why.cause]:
            places = [
                n for n, fact in enumerate(told) if _is_end(fact.message, life.ends, life.why.cause)
            ]
            kept = [*told[: places[-1]], *told[places[-1] + 1 :]]
            return _standing(kept, unit_ends, retired_at)
    return told


def _closing(
    told: Told, *, name: str, reason: str, ends: Container[datetime | None], now: datetime
) -> datetime:
    """When the planned end is that is to be withdrawn; `ends`: of the unit and of the service."""
    known = DECIDER.fold(Offering(), told)
    lives.require_known(known, name=name)
    if not reason.strip():
        raise Refusal(WITHDRAWN_WITHOUT_REASON, field="reason")
    last = next((life for life in reversed(known.lives) if not life.is_called_off), None)
    if last is None or last.ends is None:
        raise Refusal(CLOSING_UNKNOWN, field="name", values={"offering": name})
    values = {"offering": name, "time": effective.shown(last.ends)}
    if last.ends <= now:
        raise Refusal(CLOSING_BEGUN, field="name", values=values)
    if last.why.cause in words.OF_ITSELF or last.ends in ends:
        raise Refusal(CLOSING_FOLLOWS, field="name", values=values)
    return last.ends


def _place(told: Told, ends: datetime) -> int:
    """Where the end was told that counts at an instant."""
    return max(
        place
        for place, fact in enumerate(told)
        if isinstance(fact.message, OfferingClosed) and _since(fact.message) == ends
    )


def _last_word(told: Told, at: datetime) -> int | None:
    """Where it was told whether the offering is open at an instant; None: nowhere."""
    places = [
        place
        for place, fact in enumerate(told)
        if _tells(fact.message) and _since(fact.message) <= at
    ]
    return places[-1] if places else None


def _is_end(said: Any, at: datetime, why: ClosingCause) -> bool:
    return isinstance(said, OfferingClosed) and _since(said) == at and said.cause == why


def _tells(said: Any, *, since: datetime | None = None) -> bool:
    """Whether it is told that the offering opens or closes, and not before that instant."""
    tells = isinstance(said, OfferingOpened | OfferingClosed)
    return tells and (since is None or _since(said) >= since)


def _since(said: Any) -> datetime:
    return effective.instant(said.effective_time)
