"""Leaves of figures, and the digests over them: kept by month, or made of items as known then.

Promises the same digest for the same question and positions for ever, whatever is kept. Must not
read the lines of a whole country in one piece.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from services.chassis.database import Pool
from services.metrics.domain.digest import (
    Block,
    Leaf,
    LeafKey,
    blocks_digest,
    figure_digest,
    key_as_of,
    key_in_month,
)
from services.metrics.domain.figures import Count, Positions, Question
from services.metrics.domain.indicators.definition import PERIODS
from services.metrics.domain.periods import (
    Period,
    local_day,
    midnight,
    month_named,
    next_month,
    window,
)
from services.metrics.queries.classified import classified
from services.metrics.queries.counted import Counted
from services.metrics.queries.parameters import known_values, statement, units

NOTHING = figure_digest(())
FEW = 1000  # leaves, whose digest takes less than a millisecond
MANY = 200_000  # items; of more, leaves are kept month by month, so that a call given up left some
DENSE = 5_000  # items of a month, from which on their rows are read in the order in which they lie


class Span(NamedTuple):
    """Instants [since, until), and the local months that hold them."""

    since: datetime
    until: datetime
    around: Period


class Reading(NamedTuple):
    """What one reading of a figure's items found, as known at an earlier position."""

    counts: list[Count]
    blocks: list[Block]

    async def digest(self, counted: Sequence[Leaf]) -> str:
        """With the leaves of counted facts; of many, not on the thread that answers everybody."""
        if sum(len(block.units) for block in self.blocks) < FEW:
            return blocks_digest(self.blocks, counted)
        return await asyncio.to_thread(blocks_digest, self.blocks, counted)


class Leaves:
    """Reads and keeps the leaves of definitions whose items stand in months of units."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._counted = Counted(pool)

    async def digest(
        self, question: Question, positions: Positions, *, items: int, has_counted: bool = True
    ) -> str:
        """Of a figure with so many items, as known there; `has_counted`: facts may be counted."""
        counted = await self._counted.leaves(question, positions) if has_counted else []
        if items > MANY:
            for month in await self._unkept(question, positions):
                await self._digest(question, month, positions)
        return await self._digest(question, span(question), positions, counted)

    async def known(self, question: Question, positions: Positions, *, items: int) -> Reading:
        """Sums and leaves of one reading of the items as known there, some `items`; month by month
        where these are many.
        """
        by, found = classified(question.definition), Reading([], [])
        dense = is_dense(question, items)
        text = statement("month_known" if dense else "figure_known", question)
        parts = await self._parts(question, positions) if dense else [span(question)]
        for part in parts:
            asked = (*parameters(question, part, positions), *units(question))
            for *count, name, those, leaves in await fetched(self._pool, text, *asked, dense=dense):
                if those is None:
                    found.counts.append(by.count(*count))
                else:
                    found.blocks.append(Block(name, those, leaves))
        return found

    async def each(self, question: Question, positions: Positions) -> AsyncIterator[Leaf]:
        """Every leaf of a figure, by month, in a month by unit; then those of counted facts."""
        text, among = statement("leaves_listed", question), units(question)
        for part in await self._parts(question, positions):
            asked = parameters(question, part, positions)
            for row in await self._pool.fetch(text, *asked, *among):
                yield Leaf(LeafKey(row["unit"], row["part"]), row["digest"])
        for leaf in await self._counted.leaves(question, positions):
            yield leaf

    async def _parts(self, question: Question, positions: Positions) -> list[Span]:
        """The instants that are read at once: each month with a leaf, however long the period is;
        all of them where a leaf is no month's.
        """
        whole, scope = span(question), question.scope
        if not by_months(question):
            return [whole]
        by = classified(question.definition)
        asked = (scope.unit, scope.alone, question.as_of, positions.catalog, by.key.number)
        text, among = statement("leaf_months", question), units(question)
        rows = await self._pool.fetch(text, *asked, *whole.around, *among)
        return [in_month(whole, row["month"]) for row in rows]

    async def _digest(
        self, question: Question, part: Span, positions: Positions, counted: Sequence[Leaf] = ()
    ) -> str:
        statement = classified(question.definition).statement("digest")
        lines = [(*leaf.key, leaf.digest) for leaf in counted]
        more = zip(*lines, strict=True) if lines else ([], [], [])
        asked = parameters(question, part, positions)
        return str(await self._pool.fetchval(statement, *asked, *more))

    async def _unkept(self, question: Question, positions: Positions) -> list[Span]:
        """The whole months of which a leaf would be kept and is not."""
        kept, scope = kept_definition(question), question.scope
        if not kept or not scope.takes_all:
            return []
        by = classified(question.definition)
        whole = window(question.period, question.as_of).months
        asked = (scope.unit, scope.alone, question.as_of, *positions, by.key.number, kept, *whole)
        rows = await self._pool.fetch(by.statement("unkept_months"), *asked)
        return [whole_month(row["month"]) for row in rows]


async def fetched(pool: Pool, text: str, *asked: Any, dense: bool) -> list[Any]:
    """Of a statement; `dense`: of many rows, each page of which is read once. The planner knows not
    of how many units they are, and would find each row by the index.
    """
    if not dense:
        return list(await pool.fetch(text, *asked))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local enable_indexscan = off")
        return list(await connection.fetch(text, *asked))


def is_dense(question: Question, items: int) -> bool:
    """Whether some `items` of a question are many, or its months have many: it is read by month."""
    start, end = span(question).around
    months = 12 * (end.year - start.year) + end.month - start.month
    return by_months(question) and items >= min(DENSE * months, MANY)


def whole_month(month: date) -> Span:
    """All of a local month."""
    end = next_month(month)
    return Span(midnight(month), midnight(end), Period(month, end))


def span(question: Question) -> Span:
    """All instants of a figure."""
    part = window(question.period, question.as_of)
    return Span(midnight(question.period.start), part.until, part.around)


def in_month(whole: Span, month: date) -> Span:
    """What of them lies in a local month."""
    each = whole_month(month)
    return Span(max(whole.since, each.since), min(whole.until, each.until), each.around)


def within(question: Question, leaf: LeafKey) -> Span | None:
    """The instants of one leaf of a figure; None: it has no such leaf."""
    whole = span(question)
    if not by_months(question):
        return whole if leaf.part == key_as_of("", question.as_of).part else None
    month = month_of_part(leaf.part)
    if month is None or not whole.around.start <= month < whole.around.end:
        return None
    return in_month(whole, month)


def month_of_part(part: str) -> date | None:
    """The local month that a leaf's name ends with; None: it is none's."""
    try:
        month = month_named(part)
    except ValueError:
        return None
    return month if key_in_month("", month).part == part else None


def leaf_key(question: Question, unit: str, at: datetime) -> LeafKey:
    """The leaf of a figure in which an item of the unit stands that is shown at an instant."""
    if by_months(question):
        return key_in_month(unit, local_day(at))
    return key_as_of(unit, question.as_of)


def by_months(question: Question) -> bool:
    """Whether a leaf is a month's; where months do not add up, it is all that a unit has."""
    return PERIODS in question.definition.adds_up_over


def kept_definition(question: Question) -> str:
    """The definition whose leaves are kept; "" where a leaf depends on the question."""
    return question.definition.name if question.definition.has_cells else ""


def parameters(question: Question, part: Span, positions: Positions) -> tuple[Any, ...]:
    """Of statements that begin with the leaves of a figure, or of a part of it."""
    day = "" if by_months(question) else key_as_of("", question.as_of).part
    return (
        *known_values(question, (part.since, part.until), positions),
        kept_definition(question),
        *classified(question.definition).class_lines,
        *part.around,
        day,
    )
