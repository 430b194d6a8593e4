"""What stands of all that was told of an offering, but for ends of itself: those are derived from
its unit and its service, and so is what followed only because of such an end.

Promises the stretches that people decided, whatever has hidden them meanwhile. Must not say when
the offering ends of itself, nor record anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import LevelsAssessed, OfferingClosed, OfferingOpened
from services.catalog.domain import effective, lives, words
from services.catalog.domain.lives import Life, Offering
from services.chassis.decider import Fact

DERIVED = words.OF_ITSELF | {words.SAID_ANEW.cause}


class Standing(NamedTuple):
    """What stands so far."""

    offering: Offering = Offering()
    anew: datetime | None = None  # since when the stretch is open that is being said anew


def standing(told: Iterable[Fact], *, ends: datetime | None, now: datetime) -> Offering:
    """What was decided about an offering. `ends`: when it ends of itself as things are now. What
    is planned by itself, before it ends, does not follow from others, unless that has begun.
    """
    known = Standing()
    for fact in without_withdrawn(told, now):
        known = evolved(known, fact, ends=ends, now=now)
    return known.offering


def without_withdrawn(told: Iterable[Fact], now: datetime) -> list[Fact]:
    """What was told, but for closings that were withdrawn."""
    kept: list[Fact] = []
    for fact in told:
        said: Any = fact.message
        if isinstance(said, OfferingOpened) and said.withdrawal_reason:
            kept = list(without_end(kept, effective.instant(said.effective_time), now))
        else:
            kept.append(fact)
    return kept


def without_end(told: Sequence[Fact], at: datetime, now: datetime) -> Iterator[Fact]:
    """What was told, but for the end at an instant, which somebody planned, and for whatever was
    opened from then on: all of that was called off, or the end would not be the last one.
    """
    place = _place(told, at, now)
    yield from told[:place]
    known = lives.DECIDER.fold(Offering(), told[:place])
    for fact in told[place:]:
        known = lives.DECIDER.fold(known, [fact])
        if not _is_beyond(known, fact.message, at):
            yield fact


def _is_beyond(known: Offering, said: Any, at: datetime) -> bool:
    """Whether it is told that the offering opens or closes at that instant or later, or something
    of a stretch that begins there or later.
    """
    if isinstance(said, LevelsAssessed) or effective.instant(said.effective_time) < at:
        return False
    life = lives.life_at(known, effective.instant(said.effective_time))
    tells = isinstance(said, OfferingOpened | OfferingClosed)
    return tells or (life is not None and life.starts >= at)


def _place(told: Sequence[Fact], at: datetime, now: datetime) -> int:
    """Where the end was told, as things stand, of the stretch that ends at an instant."""
    known, found, before = Standing(), 0, False
    for place, fact in enumerate(told):
        known = evolved(known, fact, ends=None, now=now)
        ended = any(life.ends == at and not life.is_called_off for life in known.offering.lives)
        if ended and not before:
            found = place
        before = ended
    return found


def evolved(known: Standing, fact: Fact, *, ends: datetime | None, now: datetime) -> Standing:
    """What stands after one more fact."""
    match fact.message:
        case OfferingOpened() as opened:
            return _opened(known.offering, opened, ends=ends, now=now)
        case OfferingClosed() as closed:
            return Standing(_closed(known.offering, closed))
        case LevelsAssessed():
            return known
    return known._replace(offering=_amended(known, fact, fact.message))


def _opened(
    known: Offering, fact: OfferingOpened, *, ends: datetime | None, now: datetime
) -> Standing:
    """One more stretch; or one that is there already goes on after all, or is said anew."""
    since = effective.instant(fact.effective_time)
    if life := lives.life_at(known, since):
        if life.starts < since:
            return Standing(known)
        said = lives.evolve(Offering(), fact, since).lives[0]
        return Standing(_with(known, life, said._replace(ends=life.ends, why=life.why)), since)
    if fact.follows and since > now and _is_planned(known, since, ends):
        return Standing(known)
    return Standing(lives.evolve(known, fact, since))


def _is_planned(known: Offering, since: datetime, ends: datetime | None) -> bool:
    """Whether the offering is to open later by itself, before it ends of itself."""
    return any(life.goes_on(since) and (ends is None or life.starts < ends) for life in known.lives)


def _closed(known: Offering, fact: OfferingClosed) -> Offering:
    at = effective.instant(fact.effective_time)
    if fact.cause in DERIVED:
        return known
    if fact.cause == words.PLAN_WITHDRAWN.cause:
        followed = lives.followed_at(known, at)
        return _with(known, followed) if followed else known
    return lives.evolve(known, fact, at)


def _amended(known: Standing, fact: Fact, said: Any) -> Offering:
    """What is said anew of a stretch may be about the time after its end."""
    offering, anew = known
    life = lives.life_at(offering, anew) if anew else None
    if anew is None or life is None or effective.instant(said.effective_time) < anew:
        return lives.evolve(offering, said, fact.occurred_at)
    [amended] = lives.evolve(Offering(lives=(life._replace(ends=None),)), said, anew).lives
    return _with(offering, life, amended._replace(ends=life.ends))


def _with(known: Offering, life: Life, *said: Life) -> Offering:
    """The same with this, or with nothing, in the place of a stretch."""
    place = known.lives.index(life)
    return known._replace(lives=(*known.lives[:place], *said, *known.lives[place + 1 :]))
