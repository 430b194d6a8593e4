"""A batch of events folded in memory: facts changed, contributions opened and closed, sums moved.

Promises that the result depends on the events alone and not on how they were cut into batches, and
that every sum moves together with the contributions behind it. Must not know where rows are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.metrics.domain.classify import EXCLUDED, RULES, Contribution
from services.metrics.domain.facts import Facts, Seen, evolve
from services.metrics.domain.periods import local_day


class Series(NamedTuple):
    """A place where items are counted; service "" is all services together."""

    definition: str
    service: str
    unit: str
    membership: int
    reason: str


class Kept(NamedTuple):
    """A contribution with the positions between which it was what we knew; to 0: still is."""

    dossier: str
    series: Series
    contribution: Contribution
    from_position: int
    to_position: int


class Closed(NamedTuple):
    """A stored contribution that is no longer what we know."""

    dossier: str
    series: Series
    position: int


class Delta:
    """How far one sum moves, and the last event that moved it."""

    __slots__ = ("assisted", "n", "position")

    def __init__(self) -> None:
        self.n = 0
        self.assisted = 0
        self.position = 0


Sums = dict[date, Delta]


class Place:
    """A series with its sums in this batch. Days are summed of all services together only."""

    __slots__ = ("days", "months", "series", "whole")

    def __init__(self, series: Series, whole: "Place | None") -> None:
        self.series = series
        self.whole = whole or self
        self.days: Sums = {}
        self.months: Sums = {}


@dataclass(slots=True)
class Ledger:
    """What one batch changes. `before` are the facts of its dossiers as they stood."""

    before: Mapping[str, Facts]
    facts: dict[str, tuple[Facts, int]] = field(default_factory=dict)
    closed: list[Closed] = field(default_factory=list)
    opened: dict[tuple[str, str], Kept] = field(default_factory=dict)
    superseded: list[Kept] = field(default_factory=list)
    places: dict[Series, Place] = field(default_factory=dict)

    def take(self, dossier: str, seen: Seen) -> None:
        """One more event of this dossier."""
        known = self.facts.get(dossier)
        old = known[0] if known else self.before.get(dossier) or Facts(dossier)
        new = evolve(old, seen)
        if new is not old:
            self.facts[dossier] = (new, seen.position)
            for definition, rule in RULES.items():
                was, is_now = rule(old), rule(new)
                if was != is_now:
                    self.move(definition, dossier, was, is_now, seen.position)

    def move(
        self,
        definition: str,
        dossier: str,
        old: Contribution | None,
        new: Contribution | None,
        position: int,
    ) -> None:
        """Take the old contribution out and put the new one in."""
        if old is not None:
            series = series_of(definition, old)
            self.close(definition, Closed(dossier, series, position))
            self.add(series, old, -1, position)
        if new is not None:
            series = series_of(definition, new)
            self.opened[definition, dossier] = Kept(dossier, series, new, position, 0)
            self.add(series, new, 1, position)

    def close(self, definition: str, closed: Closed) -> None:
        """What this batch opened was known between two of its positions; or a stored row closes."""
        opened = self.opened.pop((definition, closed.dossier), None)
        if opened is None:
            self.closed.append(closed)
        else:
            self.superseded.append(opened._replace(to_position=closed.position))

    def add(self, series: Series, each: Contribution, sign: int, position: int) -> None:
        """Move the three sums that it is in."""
        place = self.places.get(series) or self.open_place(series)
        day = local_day(each.key_at)
        month = day.replace(day=1)
        amount = sign * each.weight
        # Assisted filings are told of the denominator only.
        assisted = amount if each.assisted and each.membership != EXCLUDED else 0
        for sums, when in (
            (place.months, month),
            (place.whole.months, month),
            (place.whole.days, day),
        ):
            delta = sums.get(when)
            if delta is None:
                delta = sums[when] = Delta()
            delta.n += amount
            delta.assisted += assisted
            delta.position = position

    def open_place(self, series: Series) -> Place:
        """The place, beside that of all services."""
        if not series.service:
            raise ValueError("an item belongs to a service, since '' stands for all of them")
        together = series._replace(service="")
        whole = self.places.get(together)
        if whole is None:
            whole = self.places[together] = Place(together, None)
        place = self.places[series] = Place(series, whole)
        return place


def series_of(definition: str, each: Contribution) -> Series:
    """Where a contribution is counted."""
    return Series(definition, each.service, each.unit, each.membership, each.reason)
