"""Batches of events folded into versions: any history, cut into any batches.

Promises no database: rows are kept in lists here.
"""

from __future__ import annotations

from datetime import date

from hypothesis import given as having
from hypothesis import strategies as st

from services.chassis.log import Recorded
from services.metrics.domain.facts import Facts, evolve
from services.metrics.domain.periods import local_day, month_of
from services.metrics.domain.shown import Month
from services.metrics.domain.versions import DOSSIER, OPEN, Fold, Items, Version, shown
from services.metrics.projections.batch import decode
from tests.metrics.recount import histories


class Rows:
    """What the tables would hold."""

    def __init__(self) -> None:
        self.versions: list[Version] = []
        self.months: dict[Month, int] = {}

    def before(self) -> dict[str, Version]:
        return {each.facts.dossier: each for each in self.versions if each.known_to == OPEN}

    def write(self, changed: Items) -> None:
        for dossier, known_from, known_to in changed.closed:
            [n] = [
                n
                for n, each in enumerate(self.versions)
                if (each.facts.dossier, each.known_from) == (dossier, known_from)
            ]
            assert self.versions[n].known_to == OPEN
            self.versions[n] = self.versions[n]._replace(known_to=known_to)
        self.versions += changed.versions
        self.months |= changed.moved

    def known(self, position: int) -> dict[str, Facts]:
        rows = [e for e in self.versions if e.known_from <= position < e.known_to]
        assert len(rows) == len({each.facts.dossier for each in rows})
        return {each.facts.dossier: each.facts for each in rows}


def folded(events: list[Recorded], cuts: list[int]) -> Rows:
    """The rows after these events, in batches that end at the cuts."""
    rows = Rows()
    ends = sorted({cut for cut in cuts if 0 < cut < len(events)} | {len(events)})
    for start, end in zip([0, *ends], ends, strict=False):
        if start < end:
            batch = decode(events[start:end])
            fold = Fold({DOSSIER: rows.before()})
            for each in batch.seen:
                fold.take(*each)
            rows.write(fold.items[DOSSIER])
    return rows


CUTS = st.lists(st.integers(1, 40), max_size=6)


@having(histories(), CUTS, CUTS)
def test_versions_do_not_depend_on_how_events_are_cut(
    events: list[Recorded], cuts: list[int], other: list[int]
) -> None:
    one, another = folded(events, cuts), folded(events, other)
    assert sorted(one.versions, key=repr) == sorted(another.versions, key=repr)
    assert one.months == another.months


@having(histories(), CUTS)
def test_what_was_known_at_any_position_is_what_its_events_say(
    events: list[Recorded], cuts: list[int]
) -> None:
    rows = folded(events, cuts)
    said: dict[str, Facts] = {}
    for position in range(len(events) + 1):
        if position:
            for _, dossier, seen in decode([events[position - 1]]).seen:
                said[dossier] = evolve(said.get(dossier, Facts(dossier)), seen)
        assert rows.known(position) == said


@having(histories(), CUTS)
def test_a_month_says_the_last_position_that_moved_an_item_in_it(
    events: list[Recorded], cuts: list[int]
) -> None:
    rows = folded(events, cuts)
    moved: dict[Month, int] = {}
    for each in sorted(rows.versions, key=lambda version: version.known_from):
        for position in (each.known_from, each.known_to):
            for key, unit, at in shown(each.facts):
                month: date = month_of(local_day(at))
                if position < OPEN:
                    moved[Month(key, unit, month)] = max(
                        position, moved.get(Month(key, unit, month), 0)
                    )
    assert rows.months == moved
