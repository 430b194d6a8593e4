"""Leaves that a question made of many items, written for those who ask after.

Promises that many are written by one statement: one of its own for each costs as much as to make
it. What is not written is made again. Must not write what is of tables that were replaced.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.chassis.database import statements
from services.metrics.queries.leased import AnyPool
from services.metrics.settings import SQL

KEPT = 100  # items of a question, from which on rows of their leaves cost less than to make them
ENOUGH = 2000  # items, to read which again costs ten times as much as a statement

Key = tuple[str, int, date]  # definition, unit, month


class MadeLeaves:
    """Those that are not written yet. Example: of units with 100 items a month, the leaves of 20
    questions are written together, and that of one with 2,000 items at once.
    """

    def __init__(self, pool: AnyPool) -> None:
        self._pool = pool
        self._rows: dict[Key, Any] = {}
        self._items = 0  # that were read to make them

    async def keep(self, definition: str, made: Sequence[Any]) -> None:
        """Of one question; whoever has made enough of them writes them all."""
        if (items := sum(row["items"] for row in made)) < KEPT:
            return
        self._rows |= {(definition, row["number"], row["month"]): row for row in made}
        self._items += items
        if self._items >= ENOUGH:
            rows, self._rows, self._items = self._rows, {}, 0
            await self._write(rows, made[0]["tables"])

    async def _write(self, rows: dict[Key, Any], tables: int) -> None:
        these = [
            (*key, row["leaf"], row["moved"])
            for key, row in rows.items()
            if row["tables"] == tables
        ]
        columns = map(list, zip(*these, strict=True))
        await self._pool.execute(statements(SQL)["leaves_keep"], *columns, tables)
