"""What becomes of offerings when a planned end or division of their unit is withdrawn.

Promises that an offering which would have ended goes on as if nobody had planned that, and that one
which a successor would have opened is as if it followed from nobody but those that still hand on.
Must not know whether the change may be withdrawn.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import (
    OfferingOpened,
    UnitChangeWithdrawn,
    UnitClosed,
    UnitMerged,
    UnitSplit,
)
from services.catalog.domain import anew, effective, followings, lives, names, units, words
from services.catalog.domain.followings import Following, Told
from services.catalog.domain.lives import DECIDER, Life, Offering
from services.catalog.domain.offerings import end, reassessed
from services.catalog.domain.refusals.offerings import (
    CLOSING_BEGUN,
    CLOSING_FOLLOWS,
    CLOSING_UNKNOWN,
    OFFERING_OPENS_AGAIN,
)
from services.catalog.domain.refusals.units import WITHDRAWN_WITHOUT_REASON
from services.catalog.domain.services import Service
from services.catalog.domain.standing import standing, without_end, without_withdrawn
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
            found[name] = resume(told[name], services[service], unit_ends=None, at=what.at, now=now)
        elif unit in what.heirs and _follows(
            told[name], names.of_offering(service, what.unit), what.at
        ):
            found[name] = _left(name, left, told, services[service], at=what.at, now=now)
    return {name: facts for name, facts in found.items() if facts}


def _follows(told: Told, origin: str, at: datetime) -> bool:
    """Whether an offering follows from another at an instant."""
    life = lives.followed_at(DECIDER.fold(Offering(), told), at)
    return life is not None and origin in {each.offering for each in life.opening.follows}


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
    later = [each for each in known.lives if each.starts > at]
    closed = end(known, at=at, why=words.PLAN_WITHDRAWN, correction_reason="", now=now)
    after = DECIDER.fold(known, closed)
    opened = anew.said(after, later, service, at=at, now=now)
    after = DECIDER.fold(after, opened)
    return [*closed, *opened, *reassessed(after, service=service, since=at, now=now)]


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
        unit_ends = units.ends_at(forest[unit])
        facts = resume(told[name], service, unit_ends=unit_ends, at=retired_at, now=now)
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
    unit_ends = units.ends_at(unit)
    ends = {unit_ends, service.retired_at}
    at = _closing(told, name=name, reason=reason, ends=ends, now=now)
    kept = list(without_end(without_withdrawn(told, now), at, now))
    return _as_if(told, kept, service, unit_ends, at=at, now=now, withdrawal_reason=reason)


def resume(
    told: Told, service: Service, *, unit_ends: datetime | None, at: datetime, now: datetime
) -> list[Fact]:
    """All that would be said from an instant on, had the offering not ended there of itself."""
    return _as_if(told, told, service, unit_ends, at=at, now=now)


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
    ends = min(filter(None, (unit_ends, service.retired_at)), default=None)
    wanted = standing(kept, ends=ends, now=now)
    since = min([at, *_needless(known, wanted)])
    closed = end(known, at=since, why=words.PLAN_WITHDRAWN, correction_reason="", now=now)
    opened = anew.said(
        DECIDER.fold(known, closed),
        wanted.lives,
        service,
        at=since,
        now=now,
        unit_ends=unit_ends,
        withdrawal_reason=withdrawal_reason,
    )
    facts = [*closed, *opened]
    after = DECIDER.fold(known, facts)
    return [*facts, *reassessed(after, service=service, since=since, now=now)]


def _needless(known: Offering, wanted: Offering) -> Iterator[datetime]:
    """Since when the offering follows that would have been planned by itself."""
    for life in known.lives:
        if life.opening.follows and not (life.is_called_off or lives.life_at(wanted, life.starts)):
            yield life.starts


def _closing(
    told: Told, *, name: str, reason: str, ends: Container[datetime | None], now: datetime
) -> datetime:
    """When the planned end is that is to be withdrawn; `ends`: of the unit and of the service."""
    known = DECIDER.fold(Offering(), told)
    lives.require_known(known, name=name)
    if not reason.strip():
        raise Refusal(WITHDRAWN_WITHOUT_REASON, field="reason")
    stretches = [life for life in known.lives if not life.is_called_off]
    if not stretches or (last := stretches[-1]).ends is None:
        _require_no_opening(stretches, name=name, now=now)
        raise Refusal(CLOSING_UNKNOWN, field="name", values={"offering": name})
    values = {"offering": name, "time": effective.shown(last.ends)}
    if last.ends <= now:
        raise Refusal(CLOSING_BEGUN, field="name", values=values)
    if last.why.cause in words.OF_ITSELF or last.ends in ends:
        raise Refusal(CLOSING_FOLLOWS, field="name", values=values)
    return last.ends


def _require_no_opening(stretches: Sequence[Life], *, name: str, now: datetime) -> None:
    """Refuse where an opening hides the end that is planned before it."""
    if any(life.ends and life.ends > now for life in stretches):
        values = {"offering": name, "time": effective.shown(stretches[-1].starts)}
        raise Refusal(OFFERING_OPENS_AGAIN, field="name", values=values)


def _since(said: Any) -> datetime:
    return effective.instant(said.effective_time)
