"""Whatever happens to units in whatever order: the open ones are a tree at every date.

Promises that an independent reading of the raw facts finds no fault, past and planned. Must not use
the catalogue's own reading to judge it.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import invariant

from services.catalog.domain import tree
from tests.catalog.given import DAY
from tests.catalog.given_units import on, u
from tests.catalog.unit_histories import IDS, History
from tests.catalog.unit_oracle import Reading


class TreeHistory(History):
    """Judged after every command."""

    @invariant()
    def the_open_units_are_a_tree_at_every_date(self) -> None:
        reading = Reading(self.recorded)
        for instant in reading.instants():
            assert reading.faults(instant) == []
            assert reading.faults(instant - DAY / 9) == []

    @invariant()
    def who_takes_over_is_open_then(self) -> None:
        reading = Reading(self.recorded)
        for unit in reading.units:
            for instant, parts in reading.successions(unit).items():
                assert all(reading.is_open(part, instant) for part in parts)

    @invariant()
    def above_and_below_are_what_the_facts_say(self) -> None:
        reading = Reading(self.recorded)
        for at in (on(-3), self.now, on(6)):
            below: dict[str, list[str]] = {u(each): [] for each in IDS}
            for unit in (each for each in reading.units if reading.is_open(each, at)):
                parent = reading.parent(unit, at)
                assert tree.parent_at(self.forest, unit, at) == parent
                assert tree.ancestors(self.forest, unit, at)[:1] == ([parent] if parent else [])
                if parent:
                    below[parent].append(unit)
            assert {unit: tree.children(self.forest, unit, at) for unit in below} == below


TestTreeHistory = TreeHistory.TestCase
TestTreeHistory.settings = settings(max_examples=40, stateful_step_count=40)
