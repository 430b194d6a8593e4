"""Whole months of few units: sums and leaves as they are kept, each found by its key.

Promises what cells and items give, in the snapshot in which the positions are read. Must not answer
where one of the months is not counted yet.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from services.metrics.domain.digest import Leaf, key_in_month
from services.metrics.domain.figures import Count, Question
from services.metrics.domain.periods import Period, Window, next_month
from services.metrics.queries.classified import classified
from services.metrics.queries.leased import AnyPool
from services.metrics.queries.made_leaves import MadeLeaves
from services.metrics.queries.positions import Requested
from services.metrics.queries.remembered import Remembered

MOST = 100  # units times months; more are read faster by ranges
FEW = 2000  # items, of which leaves are made at once

# Of a statement that finds each row by its key, the plan is the same for all values, and making it
# takes five times as long as running it.
# Nor does it read whole tables that were empty when it was made.
BY_KEY = {
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    "enable_seqscan": "off",
    "synchronous_commit": "off",  # a leaf can be made again
}


class Found(NamedTuple):
    """What is kept of a question's months."""

    row: Any  # where the streams stand
    counts: list[Count]
    moved: int  # the last position that moved one of the months
    leaves: list[Leaf] | None  # None: not all are kept


class UnitMonths:
    """Reads of months, cells and leaves."""

    def __init__(self, pool: AnyPool) -> None:
        self._pool = pool
        self._made = MadeLeaves(pool)
        self._large = Remembered[bool](1024)  # units with too many below them

    async def read(self, question: Question, asked: Requested, part: Window) -> Found | None:
        """None where the question is another one, or where a month is to be counted from items."""
        months = list(first_days(part.months))
        if not is_of_months(question, part, len(months)) or self._large.get(question.scope):
            return None
        rows = await self._rows(question, asked, months)
        if not rows[0]["many"]:  # the unit was not there then, or nobody knows it
            return None
        if rows[0]["many"] * len(months) > MOST:
            if rows[0]["many"] > MOST:
                self._large.keep(question.scope, value=True)
            return None
        kept = [row for row in rows if row["month"] is not None]
        if not all(row["fresh"] for row in kept):
            return None
        await self._made.keep(question.definition.name, [row for row in kept if row["made"]])
        moved = max((row["moved"] for row in kept), default=0)
        return Found(rows[0], list(counts(question, kept)), moved, leaves(kept))

    async def _rows(self, question: Question, asked: Requested, months: list[date]) -> list[Any]:
        by, scope = classified(question.definition), question.scope
        return list(
            await self._pool.fetch(
                by.statement("unit_months"),
                question.definition.name,
                scope.unit,
                scope.alone,
                question.as_of,
                by.key.number,
                months,
                asked.catalog,
                MOST,
                FEW,
                by.lines_by_class,
            )
        )


def is_of_months(question: Question, part: Window, months: int) -> bool:
    """Whether a question is about nothing but whole months of a unit by the tree of their time."""
    scope = question.scope
    is_plain = bool(scope.unit) and scope.takes_all and not scope.units_at
    has_months = question.definition.has_cells and 0 < months <= MOST and not part.odd
    return is_plain and has_months and question.among is None


def first_days(period: Period) -> Iterator[date]:
    """Of its months; one more than may be asked for is enough."""
    day, found = period.start, 0
    while day < period.end and found <= MOST:
        yield day
        day, found = next_month(day), found + 1


def counts(question: Question, rows: list[Any]) -> Iterator[Count]:
    """Of all of them."""
    by = classified(question.definition)
    for row in rows:
        if row["classes"]:
            for count in zip(row["classes"], row["n"], row["assisted"], strict=True):
                yield by.count(*count)


def leaves(rows: list[Any]) -> list[Leaf] | None:
    """Of months in which items stand."""
    if not all(row["has_leaf"] for row in rows):
        return None
    return [
        Leaf(key_in_month(row["name"], row["month"]), row["leaf"].hex())
        for row in rows
        if row["leaf"] is not None
    ]
