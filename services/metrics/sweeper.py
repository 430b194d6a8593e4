"""The cells of months, rebuilt from items where these have moved.

Promises that a cell that is not stale equals the sum over its items. Must not keep a projection
waiting: a month that moves while its cells are built is behind again.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.chassis import telemetry
from services.chassis.database import Connection, Pool, is_lost, statements
from services.chassis.gauges import gauge
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.registry import Definitions, with_the_software
from services.metrics.queries.classified import classified, kept
from services.metrics.queries.kept_months import KeptMonths, Months
from services.metrics.queries.storage import BY_NUMBER, written
from services.metrics.settings import SQL

MONTHS_LEFT = gauge(
    "motcua_definition_months_left",
    "Months of units in which a new definition has no sums yet",
    ["definition"],
)
AT_ONCE = 500  # months of units in one transaction
SHARE = 20  # it rests this many times as long as a round took that left nothing behind
LONGEST_REST = 30.0  # seconds: reads take the items of what is behind, which costs more


@dataclass(slots=True)
class Sweeper:
    """Run it for as long as the process lives; `notice` it of every committed batch."""

    pool: Pool
    definitions: Definitions = field(default_factory=with_the_software)
    every: float = 0.5  # seconds, at least, between two rounds that leave nothing behind
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    leads: Callable[[], bool] = lambda: True  # one replica is enough
    _months: KeptMonths = field(init=False)

    def __post_init__(self) -> None:
        self._months = KeptMonths(self.pool)
        self.moved.set()

    def notice(self) -> None:
        """Items have moved."""
        self.moved.set()

    async def run(self) -> None:
        """Rebuild, rest, rebuild again, until cancelled. What moves all the time, as in an import,
        is rebuilt now and then: without a rest its items would be read again at every batch.
        """
        while True:
            await self._wanted()
            rest = self.every
            try:
                rest = max(rest, min(SHARE * await self._caught_up(), LONGEST_REST))
            except Exception as error:
                self.moved.set()
                if not is_lost(error):
                    raise
                telemetry.log().warning("sweeper.waits", why=repr(error))
            await asyncio.sleep(rest)

    async def _caught_up(self) -> float:
        """Rebuild until a round leaves nothing behind but what moved meanwhile; the seconds that
        this round took.
        """
        while True:
            began = time.monotonic()
            found = await self.sweep()
            await self.show()
            if found:
                self.moved.set()
            if found < AT_ONCE or not self.leads():
                return time.monotonic() - began

    async def _wanted(self) -> None:
        """Until items have moved; all of them may have, when another replica led."""
        if not self.leads():
            MONTHS_LEFT.clear()
            self.moved.set()
            while not self.leads():  # noqa: ASYNC110 — a clock's, too
                await asyncio.sleep(self.every)
        await self.moved.wait()
        self.moved.clear()

    async def show(self) -> None:
        """How far new definitions are."""
        lacking = await self._months.lacking(self.definitions)
        for each in self.definitions:
            left = lacking.get(each, Months())
            MONTHS_LEFT.labels(each.name).set(left.months - left.kept)

    async def sweep(self) -> int:
        """Rebuild some stale months of each key; where none is stale, some in which a definition
        that was adopted since has no cells. How many.
        """
        found = sum([await self.sweep_key(key) for key in BY_NUMBER])
        return found or sum([await self._add(key) for key in BY_NUMBER])

    async def sweep_key(self, key: int) -> int:
        """Rebuild some stale months of a key; how many."""
        definitions, newest = self._of(key)
        async with self.pool.acquire() as connection, connection.transaction():
            stale = await alone(connection, "stale_months", key, AT_ONCE)
            if stale:
                await build(connection, definitions, key, stale, newest)
            return len(stale)

    async def _add(self, key: int) -> int:
        """Cells of new definitions, in months whose others are fresh."""
        definitions, newest = self._of(key)
        async with self.pool.acquire() as connection, connection.transaction():
            behind = await alone(connection, "behind_months", key, newest, AT_ONCE)
            if behind:
                adopted = min(each["adopted"] for each in behind)
                new = [each for each in definitions if each.position > adopted]
                await build(connection, new, key, behind, newest)
            return len(behind)

    def _of(self, key: int) -> tuple[list[Definition], int]:
        """The definitions with cells in the months of a key, and up to where these are all."""
        every = (each for each in kept(self.definitions) if each.has_cells)
        found = [each for each in every if classified(each).key.number == key]
        return found, self.definitions.newest(found)


async def alone(connection: Connection, name: str, key: int, *values: int) -> list[Any]:
    """Months of a key that want to be built, once nobody else builds some."""
    sql = statements(SQL)
    await connection.execute(sql["cells_alone"], key)
    return list(await connection.fetch(sql[name], key, *values))


async def build(
    connection: Connection,
    definitions: Sequence[Definition],
    key: int,
    found: Sequence[Any],
    newest: int,
) -> None:
    """Derive the cells of these months of units again. A projection may move them meanwhile."""
    sql, names = statements(SQL), [each.name for each in definitions]
    units, months, moved = zip(*(each[:3] for each in found), strict=True)
    await connection.execute(sql["cells_forget"], names, units, months)
    storage, by = BY_NUMBER[key]
    classes = ", ".join(classified(each).case for each in definitions)
    columns = storage.columns(by) | {"classes": f"array[{classes}]::smallint[]"}
    await connection.execute(written(sql["cells_build"], columns), names, units, months)
    await connection.execute(sql["months_built"], key, units, months, moved, newest)
