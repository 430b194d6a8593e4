"""Lists of all units of the whole tree, over whole months: lines from what is remembered of these.

Promises the figures that single questions at the same positions get. Must not be asked where a
month moved after these positions, or counted facts may stand: such lists are read unit by unit.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from services.chassis.database import Pool
from services.metrics.domain.digest import Block, digest_of_lines
from services.metrics.domain.figures import Count, Positions, Question, Scope, figure
from services.metrics.domain.periods import window
from services.metrics.queries.classified import classified
from services.metrics.queries.country import Country, Months, is_country
from services.metrics.queries.dated_trees import DatedTree, DatedTrees
from services.metrics.queries.listing import UNIT, Listing, Row
from services.metrics.queries.remembered import Remembered
from services.metrics.queries.unit_sums import SumsByUnit, UnitSums

LISTS = 4  # of which further pages may be asked for
ENOUGH = 5_000  # lines times months, which take some 50 ms
LONGEST = 48  # months of a list: of all units as many as are remembered
MANY = 200  # lines of a page, from which on it is cheaper to read all units than those of the page


class Units(NamedTuple):
    """Sums and leaves of all units, over the months of one question."""

    question: Question
    sums: Sequence[UnitSums]
    blocks: Sequence[Block]  # in the order of their months
    names: Sequence[str]  # of units with an item, in their order

    def counts(self, units: Sequence[str]) -> list[Count]:
        """The sums of some units together, by class."""
        by, n, assisted = classified(self.question.definition), dict[int, int](), dict[int, int]()
        for each in self.sums:
            each.add(units, n, assisted)
        return [by.count(number, n[number], assisted[number]) for number in n]

    def digest(self, units: Sequence[str]) -> str:
        """The digest over the leaves of some units, which come in the order of their names."""
        return digest_of_lines([block.line(unit) for unit in units for block in self.blocks])


class CountryLines:
    """Pages of lists of all units."""

    def __init__(self, pool: Pool, country: Country) -> None:
        self._country = country
        self._sums = SumsByUnit(pool)
        self._trees = DatedTrees(pool)
        self._last: Remembered[Units] = Remembered(LISTS)  # by positions, and by state

    async def page(
        self, listing: Listing, size: int, now: datetime
    ) -> tuple[list[Row], str] | None:
        """The next lines, and the key to go on after ("": that was all); None: to be read unit by
        unit.
        """
        units = await self._units(listing, size)
        if units is None:
            return None
        tree = await self._trees.read(units.question.as_of, listing.positions.catalog)
        names = tree.units if listing.subtrees else units.names
        found = names[bisect_right(names, listing.after) :][: size + 1]
        asked = (units, tree, listing, found[:size], now)
        if len(found) * len(units.sums) < ENOUGH:
            rows = rows_of(*asked)
        else:  # not on the thread that answers everybody
            rows = await asyncio.to_thread(rows_of, *asked)
        return rows, found[size - 1] if len(found) > size else ""

    async def _units(self, listing: Listing, size: int) -> Units | None:
        question, positions = listing.whole, listing.positions
        part = window(question.period, question.as_of)
        if listing.breakdowns != (UNIT,) or not is_country(question, part):
            return None
        if known := self._last.get((question, positions)):  # which never changes
            return known
        if size < MANY and not self._sums.knows(question.definition):
            return None
        months = await self._country.read(question, part)
        held = months.moved <= positions.submissions and len(months.found) <= LONGEST
        if not held or months.row["has_counted"]:
            return None
        if size < MANY and not self._sums.are_known(question.definition, months):
            return None
        found = await self._at(question, months, positions)
        self._last.keep((question, positions), found)
        return found

    async def _at(self, question: Question, months: Months, positions: Positions) -> Units:
        """The units as these months are; lists at other positions share them if no month moved
        between.
        """
        key = (question, tuple(months.states))
        units = self._last.get(key)
        if units is None:
            blocks = await self._country.blocks(question, months, positions)
            sums = await self._sums.read(question, months, positions)
            names = sorted({unit for each in sums for unit in each.places})
            units = Units(question, sums, sorted(blocks), names)
            self._last.keep(key, units)
        return units


def rows_of(
    units: Units, tree: DatedTree, listing: Listing, names: Sequence[str], now: datetime
) -> list[Row]:
    """The lines of some units, without those that have no item in these months."""
    below = tree.below if listing.subtrees else {}
    figures = [
        figure(
            question_of(unit, units.question, tree, listing),
            units.counts(those := sorted([unit, *below.get(unit, ())])),
            positions=listing.positions,
            digest=units.digest(those),
            covered=True,
            now=now,
        )
        for unit in names
    ]
    return [Row(each.question.scope.unit, each) for each in figures if each.considered]


def question_of(unit: str, whole: Question, tree: DatedTree, listing: Listing) -> Question:
    """A line's. One without units below it needs no `alone`: its subtree is itself."""
    scope = Scope(unit, alone=not listing.subtrees and unit in tree.below)
    return Question(whole.definition, scope, whole.period, whole.as_of)
