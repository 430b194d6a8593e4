"""The facts of a dossier that somebody has at a cut-off: accepted, and not closed yet.

One that was entered in error, or whose facts go back in time, was with nobody at an instant.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from services.console.instants import local_midnight, month_of, months, next_month
from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions.dossier_at import Stood, is_apart
from services.console.reading.definitions.expressions import Facts
from services.console.reading.folding.dossier_fold import Dossier
from services.console.reading.folding.holding_fold import Held
from services.console.reading.folding.stated_offering import Offered

IN_HAND, PAUSED = frozenset({2, 4, 5, 6}), frozenset({5, 6})
KEPT = ("accepted_at", "promised_at")


def months_of(dossier: Dossier, until: datetime) -> Iterator[date]:
    """Those at whose end somebody had it, up to an instant's."""
    begun = [each.since for each in dossier.held if is_in_hand(each)]
    if begun and min(begun) <= until and not is_apart(dossier):
        for month in months(month_of(min(begun)), month_of(until)):
            if held_before(dossier, local_midnight(next_month(month))):
                yield month


def stood(dossier: Dossier, every: Facts, to: datetime) -> Stood | None:
    """Just before an instant, by all of its facts; None: nobody had it."""
    held = None if is_apart(dossier) else held_before(dossier, to)
    return Stood(held, facts(every, held, to)) if held else None


def held_before(dossier: Dossier, to: datetime) -> Held | None:
    """What held last before an instant, if somebody had it then; facts that go back in time say
    nothing of that.
    """
    last = next((each for each in reversed(dossier.held) if each.since < to), None)
    return last if last and is_in_hand(last) else None


def is_in_hand(held: Held) -> bool:
    """Whether it is accepted and not closed."""
    return held.accepted and held.status in IN_HAND


def facts(every: Facts, held: Held, to: datetime) -> Facts:
    """All of them."""
    return {
        **{name: every[name] for name in KEPT},
        "paused": held.status in PAUSED,
        "requests": held.requests,
        "due_at": held.due,
        "to": to,
    }


@cache
def names() -> frozenset[str]:
    """Those that are known, or may be."""
    nothing = Dossier("", Offered(), assisted=False, channel=0)
    now = local_midnight(date(2026, 1, 1))
    return frozenset(facts(of_dossier.facts(nothing), Held(now, 1, "", accepted=False), now))
