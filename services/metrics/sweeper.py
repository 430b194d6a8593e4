"""The cells of months, rebuilt from items where these have moved.

Promises that a cell that is not stale equals the sum over its items. Must not count what it cannot
see: a month that a projection is moving is left for later.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.chassis import telemetry
from services.chassis.database import Connection, Pool, is_lost, statements
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.registry import Definitions, with_the_software
from services.metrics.queries.classified import classified, kept
from services.metrics.queries.storage import BY_NUMBER, written
from services.metrics.settings import SQL

AT_ONCE = 500  # months of units in one transaction


@dataclass(slots=True)
class Sweeper:
    """Run it for as long as the process lives; `notice` it of every committed batch."""

    pool: Pool
    definitions: Definitions = field(default_factory=with_the_software)
    every: float = 0.5  # seconds, while there is nothing to do
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def notice(self) -> None:
        """Items have moved."""
        self.moved.set()

    async def run(self) -> None:
        """Rebuild, wait, rebuild again, until cancelled."""
        self.moved.set()
        while True:
            await self.moved.wait()
            self.moved.clear()
            try:
                while await self.sweep():
                    pass
            except Exception as error:
                self.moved.set()
                if not is_lost(error):
                    raise
                telemetry.log().warning("sweeper.waits", why=repr(error))
            await asyncio.sleep(self.every)

    async def sweep(self) -> int:
        """Rebuild some stale months of each key; how many."""
        return sum([await self._sweep(key) for key in BY_NUMBER])

    async def _sweep(self, key: int) -> int:
        async with self.pool.acquire() as connection, connection.transaction():
            stale = await connection.fetch(statements(SQL)["stale_lock"], key, AT_ONCE)
            if stale:
                units, months, moved = zip(*stale, strict=True)
                await build(connection, kept(self.definitions), key, units, months)
                built = statements(SQL)["months_built"]
                await connection.execute(built, key, units, months, moved)
            return len(stale)


async def build(
    connection: Connection,
    definitions: Iterable[Definition],
    key: int,
    units: Sequence[int],
    months: Sequence[date],
) -> None:
    """The cells of these months of units, anew."""
    of = map(classified, definitions)
    built = [each for each in of if each.key.number == key and each.definition.has_cells]
    names = [each.definition.name for each in built]
    await connection.execute(statements(SQL)["cells_forget"], names, units, months)
    storage, by = BY_NUMBER[key]
    classes = ", ".join(each.case for each in built)
    columns = storage.columns(by) | {"classes": f"array[{classes}]::smallint[]"}
    statement = written(statements(SQL)["cells_build"], columns)
    await connection.execute(statement, names, units, months)
