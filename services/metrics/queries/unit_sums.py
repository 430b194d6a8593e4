"""Sums of each unit of the whole tree, month by month, remembered until an item of the month moves.

Promises the sums that cells and items give in the state in which the month's last movement left it.
Example: a list of all 3,321 units and a month reads them with its first page, and no more after.
"""

import sys
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.chassis.database import Pool
from services.metrics.domain.figures import Positions, Question
from services.metrics.domain.indicators.definition import Definition
from services.metrics.queries.classified import classified
from services.metrics.queries.country import Months
from services.metrics.queries.leaves import whole_month

MOST = 200_000  # units of months: some 150 bytes each


class UnitSums(NamedTuple):
    """Sums by class of each unit in one month, in columns. Those of the unit at place p stand from
    `begins[p]` up to `begins[p + 1]`: `n[i]` items of class `classes[i]`, of which `assisted[i]`.
    """

    moved: int  # the position that moved the month last
    places: Mapping[str, int]  # of each unit
    begins: Sequence[int]
    classes: Sequence[int]
    n: Sequence[int]
    assisted: Sequence[int]

    def add(self, units: Iterable[str], n: dict[int, int], assisted: dict[int, int]) -> None:
        """Add the sums of some units to `n` and `assisted`, by class."""
        for unit in units:
            place = self.places.get(unit)
            if place is None:
                continue
            for at in range(self.begins[place], self.begins[place + 1]):
                number = self.classes[at]
                n[number] = n.get(number, 0) + self.n[at]
                assisted[number] = assisted.get(number, 0) + self.assisted[at]


class SumsByUnit:
    """Months by definition; those kept longest ago are forgotten first."""

    def __init__(self, pool: Pool, *, most: int = MOST) -> None:
        self._pool = pool
        self._most = most
        self._units = 0
        self._known: OrderedDict[tuple[str, date], UnitSums] = OrderedDict()

    def knows(self, definition: Definition) -> bool:
        """Whether some month of it is remembered."""
        return any(name == definition.name for name, _ in self._known)

    def are_known(self, definition: Definition, months: Months) -> bool:
        """Whether nothing would have to be read."""
        return all(self._get(definition, *each) for each in months.states)

    async def read(
        self, question: Question, months: Months, positions: Positions
    ) -> list[UnitSums]:
        """The sums of each of these months, none of which moved after these positions."""
        found: list[UnitSums] = []
        for month, moved in months.states:
            sums = self._get(question.definition, month, moved)
            if sums is None:
                sums = await self._read(question, month, moved, positions)
                self._keep((question.definition.name, month), sums)
            found.append(sums)
        return found

    def _get(self, definition: Definition, month: date, moved: int) -> UnitSums | None:
        known = self._known.get((definition.name, month))
        return known if known and known.moved == moved else None

    async def _read(
        self, question: Question, month: date, moved: int, positions: Positions
    ) -> UnitSums:
        """The sums of a month as known at the positions, whatever moves while they are read."""
        by, part = classified(question.definition), whole_month(month)
        asked = (by.key.number, month, part.since, part.until, positions.submissions)
        [row] = await self._pool.fetch(
            by.statement("country_units"), question.definition.name, *asked
        )
        return unit_sums(moved, *(column or () for column in row))

    def _keep(self, key: tuple[str, date], sums: UnitSums) -> None:
        before = self._known.pop(key, None)
        self._known[key] = sums
        self._units += len(sums.places) - (len(before.places) if before else 0)
        while self._units > self._most and len(self._known) > 1:
            _, gone = self._known.popitem(last=False)
            self._units -= len(gone.places)


def unit_sums(
    moved: int,
    units: Sequence[str],
    classes: Sequence[int],
    n: Sequence[int],
    assisted: Sequence[int],
) -> UnitSums:
    """The sums in these columns, whose rows come unit by unit."""
    places: dict[str, int] = {}
    begins, before = array("i"), ""
    for at, unit in enumerate(units):
        if unit != before:
            before = unit
            places[sys.intern(unit)] = len(begins)
            begins.append(at)
    begins.append(len(units))
    return UnitSums(moved, places, begins, array("h", classes), array("q", n), array("q", assisted))
