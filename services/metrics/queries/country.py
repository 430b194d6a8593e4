"""Whole months of the whole tree, remembered until an item of theirs moves.

Promises the same counts and digest as cells, items and leaves give. Must not remember what was not
read in the state in which the month's last movement left it.
"""

import asyncio
import sys
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from services.chassis.database import Pool
from services.metrics.domain.digest import Block, Leaf, blocks_digest
from services.metrics.domain.figures import Count, Positions, Question, Scope
from services.metrics.domain.periods import Period, Window, month_name, next_month
from services.metrics.queries import country_kept
from services.metrics.queries.classified import Classified, classified
from services.metrics.queries.country_kept import Month, Sum
from services.metrics.queries.leaves import DENSE, Span, fetched, parameters, whole_month

# Leaves that are remembered: some 50 MB. 16 definitions, 24 months and 3,321 units are as many.
LEAVES, LEAST = 1_300_000, 1_000
RESTED = 60.0  # seconds that a month is remembered before it goes into the table
NONE: tuple[tuple[str, ...], bytes] = ((), b"")  # units and leaves


class Months(NamedTuple):
    """The months of one question, in one state, and how that was read."""

    row: Any  # where the streams stand
    found: Mapping[date, Month]
    by: Classified

    @property
    def counts(self) -> list[Count]:
        """Of all of them."""
        return [self.by.count(*each) for month in self.found.values() for each in month.sums]

    @property
    def states(self) -> list[tuple[date, int]]:
        """The position that moved each of them last."""
        return [(month, each.moved) for month, each in self.found.items()]

    @property
    def moved(self) -> int:
        """The last position that moved one."""
        return max((month.moved for month in self.found.values()), default=0)


def is_country(question: Question, part: Window) -> bool:
    """Whether a question is about nothing but whole months of the whole tree."""
    is_whole = question.scope == Scope() and question.among is None
    return is_whole and question.definition.has_cells and not part.odd


class Country:
    """Months by definition; the least asked for fall out."""

    def __init__(self, pool: Pool, *, leaves: int = LEAVES) -> None:
        self._pool = pool
        self._most = leaves
        self._leaves = 0
        self._known: OrderedDict[tuple[str, date], Month] = OrderedDict()
        self._checked: set[str] = set()  # definitions of which what is kept in the table is known

    async def read(self, question: Question, part: Window) -> Months:
        """The sums of these months as they are now; those of a month that moved are read again."""
        name, by = question.definition.name, classified(question.definition)
        await self._check(name)
        known = {
            month: found
            for (definition, month), found in self._known.items()
            if definition == name and part.months.start <= month < part.months.end
        }
        remembered = (list(known), [found.moved for found in known.values()])
        asked = (name, by.key.number, *part.months, *remembered)
        rows = await self._pool.fetch(by.statement("country"), *asked)
        sums: dict[date, list[Sum]] = defaultdict(list)
        for row in rows:
            if row["class"] is not None:
                sums[row["month"]].append(Sum(row["class"], row["n"], row["assisted"]))
        found = {
            row["month"]: Month(row["moved"], sums[row["month"]], since=time.monotonic())
            if row["anew"]
            else known[row["month"]]
            for row in rows
            if row["month"] is not None
        }
        for month, each in found.items():
            self._keep((name, month), each)
        return Months(rows[0], found, by)

    async def digest(
        self, question: Question, months: Months, positions: Positions, counted: Sequence[Leaf]
    ) -> str:
        """Over the leaves of all these months, and those of counted facts."""
        known = await self.blocks(question, months, positions)
        # Hundreds of thousands of lines: not on the thread that answers everybody.
        return await asyncio.to_thread(blocks_digest, known, counted)

    async def blocks(self, question: Question, months: Months, positions: Positions) -> list[Block]:
        """The leaves of all these months, none of which moved after these positions."""
        found, name = months.found, question.definition.name
        blocks = {month: each.block for month, each in found.items() if each.block}
        if kept := {month: found[month] for month in found.keys() - blocks if found[month].is_kept}:
            blocks |= self._remember(name, found, await country_kept.blocks(self._pool, name, kept))
        for some in at_once([month for month in found if month not in blocks], found):
            blocks |= await self._blocks(question, some, found, positions)
        return list(blocks.values())

    async def keep_rested(self) -> None:
        """Months with leaves that have not moved for a while go into the table."""
        before = time.monotonic() - RESTED
        rested = {
            key: month
            for key, month in sorted(self._known.items())  # in which order others write, too
            if month.block and not month.is_kept and month.since <= before
        }
        await country_kept.keep(self._pool, rested)
        for key, month in rested.items():
            if self._known.get(key) is month:  # and stays where it is: nobody asked for it
                self._known[key] = month._replace(is_kept=True)

    async def _blocks(
        self,
        question: Question,
        some: Sequence[date],
        found: Mapping[date, Month],
        positions: Positions,
    ) -> dict[date, Block]:
        """The leaves of months in a row, as known there: nothing has moved them since then."""
        first, last = whole_month(min(some)), whole_month(max(some))
        around = Period(first.around.start, last.around.end)
        part = Span(first.since, last.until, around)
        dense = sum(map(items, map(found.__getitem__, some))) >= DENSE
        name = "country_month_leaves" if dense else "country_leaves"
        statement = classified(question.definition).statement(name)
        asked = parameters(question, part, positions)
        read = await fetched(self._pool, statement, *asked, dense=dense)
        by = {row["part"]: (tuple(map(sys.intern, row["units"])), row["leaves"]) for row in read}
        blocks = {each: Block(month_name(each), *by.get(month_name(each), NONE)) for each in some}
        return self._remember(question.definition.name, found, blocks)

    async def _check(self, definition: str) -> None:
        """What is kept in the table, once: later this process knows as much itself."""
        if definition not in self._checked:
            for month, each in (await country_kept.known(self._pool, definition)).items():
                if (definition, month) not in self._known:
                    self._keep((definition, month), each)
            self._checked.add(definition)

    def _remember(
        self, definition: str, found: Mapping[date, Month], blocks: dict[date, Block]
    ) -> dict[date, Block]:
        """Leaves of months in the state in which they were found."""
        for month, block in blocks.items():
            self._keep((definition, month), found[month]._replace(block=block))
        return blocks

    def _keep(self, key: tuple[str, date], month: Month) -> None:
        """The newest state of a month."""
        before = self._known.pop(key, None)
        if before and before.moved > month.moved:
            month = before
        self._known[key] = month
        self._leaves += size(month) - (size(before) if before else 0)
        while self._leaves > self._most:
            (definition, _), gone = self._known.popitem(last=False)
            self._checked.discard(definition)
            self._leaves -= size(gone)


def at_once(missing: Sequence[date], found: Mapping[date, Month]) -> Iterator[list[date]]:
    """Months in a row whose leaves are made in one statement: of few items together, or one month,
    so that a call that is given up has still kept some.
    """
    some, so_far = list[date](), 0
    for month in sorted(missing):
        more = items(found[month])
        if some and (so_far + more >= DENSE or month != next_month(some[-1])):
            yield some
            some, so_far = [], 0
        some.append(month)
        so_far += more
    if some:
        yield some


def items(month: Month) -> int:
    """How many stand in it."""
    return sum(each.n for each in month.sums)


def size(month: Month) -> int:
    """How many leaves it holds; not fewer than LEAST, so that there are never many months."""
    return max(LEAST, len(month.block.units) if month.block else 0)
