"""As many copies of dossiers that came through the real path as make a country.

Promises rows as the projector writes them, month after month in the order in which things happened,
as a stream tells them in the course of years. Must not keep an index while it copies: all of them
made at once take a fraction of the time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from bench import size
from bench.progress import Progress, say
from bench.world import World
from services.chassis.database import statements
from services.metrics.domain.versions import DOSSIER
from services.metrics.projections import intervals
from services.metrics.projections.items import TABLES
from services.metrics.queries.storage import written

COPIED: Mapping[str, tuple[Sequence[str], str]] = {  # columns, and the instant that orders rows
    "dossier_items": (TABLES[DOSSIER].columns, "happened_at"),
    "intervals": (intervals.COLUMNS, "begins"),
}
HOURS = 7200  # seconds that a statement may take


async def made(world: World) -> list[tuple[str, str]]:
    """What they are. All that a question reads is analyzed after."""
    say(f"copies until there are {size.SIZE.country:,} dossiers")
    units = size.SIZE.country_units
    async with owner(world) as connection:
        sql = statements(Path(__file__).parent)
        through = await connection.fetchval("select count(distinct dossier) from dossier_items")
        copies = max(1, size.SIZE.country // through - 1)
        await connection.execute(sql["country_units"], units)
        await asyncio.gather(*(of_table(world, table, copies, units) for table in COPIED))
        for name in ("country_months", "country_month_moves"):
            await connection.execute(sql[name], timeout=HOURS)
        for table in ("months", "names", "ancestry"):
            await connection.execute(f"vacuum analyze {table}", timeout=HOURS)
    what = f"a country of {units:,} units, {size.SIZE.months} months: dossiers"
    return [(what, f"{through * (copies + 1):,}, of which {through:,} through the real path")]


async def of_table(world: World, table: str, copies: int, units: int) -> None:
    """All of one table, on a connection of its own. Nobody needs it after a crash."""
    async with owner(world) as connection:
        await connection.execute(f"alter table {table} set unlogged")
        async with without_indexes(connection, table):
            await copy(connection, table, copies, units)
        await connection.execute(f"vacuum analyze {table}", timeout=HOURS)


@asynccontextmanager
async def owner(world: World) -> AsyncIterator[asyncpg.Connection]:
    """The owner of metrics' tables."""
    connection = await asyncpg.connect(world.stack.services["metrics"].wiring.owner_dsn)
    await connection.execute("set work_mem = '128MB'; set maintenance_work_mem = '512MB'")
    yield connection
    await connection.close()


@asynccontextmanager
async def without_indexes(connection: asyncpg.Connection, table: str) -> AsyncIterator[None]:
    """While it lasts, the table has none."""
    sql = statements(Path(__file__).parent)
    keys = await connection.fetch(sql["country_keys"], table)
    for key in keys:
        await connection.execute(f"alter table {table} drop constraint {key['name']}")
    indexes = await connection.fetch(sql["country_indexes"], table)
    for index in indexes:
        await connection.execute(f"drop index {index['name']}")
    yield
    say(f"  indexes of {table}")
    for index in indexes:
        await connection.execute(index["made"], timeout=HOURS)
    for key in keys:
        added = f"alter table {table} add constraint {key['name']} {key['made']}"
        await connection.execute(added, timeout=HOURS)


async def copy(connection: asyncpg.Connection, table: str, copies: int, units: int) -> None:
    """The rows of a table, a month after the other."""
    sql, (columns, instant) = statements(Path(__file__).parent), COPIED[table]
    places = {"table": table, "instant": f"i.{instant}", **copied(columns)}
    await connection.execute(written(sql["country_originals"], places))
    months = await connection.fetch(written(sql["country_original_months"], places))
    progress = Progress(f"  months of {table} copied", of=len(months))
    for n, [month] in enumerate(months, 1):
        statement = written(sql["country_copies"], places)
        await connection.execute(statement, copies, units, month, timeout=HOURS)
        progress.reach(n)
    await connection.execute("drop table originals")


def copied(columns: Sequence[str]) -> dict[str, str]:
    """The columns of a table, and what a copy has in them."""
    other = {
        "dossier": "c.dossier",
        "unit": "u.number",
        "handling_unit": "case when i.ended_at is null then i.handling_unit else u.number end",
    }
    values = ", ".join(other.get(each, f"i.{each}") for each in columns)
    return {"columns": ", ".join(columns), "values": values}
