"""The facts of a dossier at the end of a period, and at which unit it was then.

Considered are those that were accepted or closed in the period, each once, at the unit that had it
when it was closed, or at the period's end. None: not known.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from services.console.instants import local_midnight, month_of
from services.console.reading.definitions.expressions import Facts
from services.console.reading.folding.dossier_fold import Dossier
from services.console.reading.folding.holding_fold import CLOSED, WAITING, Held
from services.console.reading.folding.stated_offering import Offered

BY_RESULT = frozenset({9, 10})
OF_END = (
    "voided", "ended_without_acceptance", "ended_without_time", "ended_in_future",
    "ended_before_accepted", "promised_at", "accepted_at",
)  # fmt: skip


class Stood(NamedTuple):
    """A dossier as it stood at the end of a period."""

    last: Held
    facts: Facts


class Closing(NamedTuple):
    """When it was closed, and what was so just before."""

    at: datetime
    before: Held


def months(dossier: Dossier) -> set[date]:
    """Those in which it was accepted or closed."""
    if not dossier.held:
        return set()
    accepted, closed = accepted_at(dossier), closing(dossier)
    return {month_of(each) for each in (accepted, closed.at if closed else None) if each}


def stood(dossier: Dossier, every: Facts, since: datetime, to: datetime) -> Stood | None:
    """At the end of [since, to), by its facts; None: it was neither accepted nor closed then."""
    if not dossier.held:
        return None
    accepted, closed = accepted_at(dossier), closing(dossier)
    inside = [each for each in (accepted, closed.at if closed else None) if each]
    if not any(since <= each < to for each in inside):
        return None
    last = closed.before if closed and closed.at < to else at(dossier, to)
    there = facts(dossier, last, closed.at if closed else None, since, to)
    return Stood(last, {**there, **{name: every[name] for name in OF_END}})


def accepted_at(dossier: Dossier) -> datetime | None:
    """Where that is known."""
    return dossier.acceptance.time if dossier.acceptance else None


def is_apart(dossier: Dossier) -> bool:
    """Nobody can say who had it at an instant."""
    return dossier.voided or dossier.disordered


def closing(dossier: Dossier) -> Closing | None:
    """By its result, or by something else after acceptance."""
    held = dossier.held
    if is_apart(dossier):
        return closing_apart(dossier)
    for before, now in pairwise(held):
        closes = now.status in CLOSED and before.status not in CLOSED
        if closes and (before.accepted or now.status in BY_RESULT):
            return Closing(now.since, before)
    return None


def closing_apart(dossier: Dossier) -> Closing | None:
    """As its facts say, or else at the last instant that is known of it."""
    last, ending = dossier.held[-1], dossier.ending
    if last.status in BY_RESULT and ending:
        return Closing(ending.time or ending.recorded_at, last)
    if last.status in CLOSED and last.accepted:
        return Closing(max(each.since for each in dossier.held), last)
    return None


def at(dossier: Dossier, to: datetime) -> Held:
    """What held just before an instant."""
    if is_apart(dossier):
        return dossier.held[-1]
    return [each for each in dossier.held if each.since < to][-1]


def facts(
    dossier: Dossier, last: Held, closed_at: datetime | None, since: datetime, to: datetime
) -> Facts:
    """Those that depend on the period."""
    waits = [] if is_apart(dossier) else list(waited(dossier.held, to))
    return {
        "requests": last.requests,
        "closed_by_then": closed_at is not None and closed_at < to,
        "closed_at": closed_at,
        "answered_wait": sum((end - begin for begin, end in waits if end is not None), timedelta()),
        "waiting_since": min((begin for begin, end in waits if end is None), default=None),
        "from": since,
        "to": to,
    }


def waited(held: list[Held], to: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    """Waits after acceptance, begun before an instant: until their answer, or not answered. One
    that the dossier's closing ended is neither.
    """
    begin: datetime | None = None
    for each in [each for each in held if each.since < to]:
        if begin is not None and each.status != WAITING:
            if each.status not in CLOSED:
                yield begin, each.since
            begin = None
        elif begin is None and each.status == WAITING and each.accepted:
            begin = each.since
    if begin is not None:
        yield begin, None


@cache
def names() -> frozenset[str]:
    """Those that are known, or may be."""
    nothing = Dossier("", Offered(), assisted=False, channel=0)
    now = local_midnight(date(2026, 1, 1))
    held = Held(now, 1, "", accepted=False)
    nothing.held = [held]
    return frozenset((*facts(nothing, held, None, now, now), *OF_END))
