"""`python -m services.metrics rebuild`: tables that follow streams, made again beside those in use.

Promises that questions are answered meanwhile, and that the new tables take the place of the old
ones at one instant, where both stand at the same events. Must not do so where a sum or a digest
differs, unless the operator said so.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import NamedTuple
from urllib.parse import urlsplit

import asyncpg

from services.chassis import database, process
from services.chassis.database import Connection, statements
from services.metrics.domain.figures import Positions
from services.metrics.queries.classified import classified, kept
from services.metrics.queries.storage import written
from services.metrics.rebuilding.following import (
    SCHEMA,
    STREAMS,
    Failed,
    Rebuilt,
    following,
    print_line,
)
from services.metrics.settings import MIGRATIONS, SQL, Settings

RETIRED = "retired"  # the schema of the old ones
# What follows the streams, as docs/operating/repairs.md lists it. Numbers of `names` stay as they
# are, so that what a process remembers of them stays true.
TABLES = (
    *("unit_places", "edges", "ancestry", "service_versions", "retirements", "offering_spans"),
    *("unit_successions", "target_changes", "leader_changes", "catalog_recordings"),
    *("dossier_items", "petition_items", "ticket_items", "count_items", "standard_items"),
    *("links", "awaited", "origins", "months", "month_moves", "month_cells", "month_leaves"),
    "country_months",
    *("intervals", "marks", "submission_recordings"),
)
VIEWS = ("counted_dossiers", "counted_standards")
OF_PROJECTORS = ("checkpoints", "halted", "parked")  # each schema has its own
FEW = 2_000  # events: so many are caught up with while nobody moves the tables
SHOWN = 20  # figures that differ
WAITS = "500ms"  # for the tables; readers that hold one wait as long for another
AT_MOST = 120  # times
ACCEPT = "--even-if-different"


class Compared(NamedTuple):
    """Of old and new tables: how many cells and leaves were compared, and which figures differ."""

    cells: int
    leaves: int
    different: int
    some: Sequence[str]


async def rebuild(settings: Settings, words: Sequence[str]) -> None:
    """Make the tables again and let them take the place of those in use; raises Failed."""
    if set(words) - {ACCEPT}:
        process.end(process.MISUSED, f"metrics: rebuild takes nothing but {ACCEPT}")
    began, why = time.monotonic(), ""
    try:
        async with AsyncExitStack() as held:
            owner = await database.connect(settings.owner)
            held.push_async_callback(owner.close)
            await make(owner, settings)
            rebuilt = await held.enter_async_context(following(settings))
            since = await follow(owner, rebuilt, accepted=ACCEPT in words)
            await take_over(owner, rebuilt, since, accepted=ACCEPT in words)
            await run(owner, "rebuilding_done")
            print_line(f"the new tables are in use, after {time.monotonic() - began:.0f} s")
    except* Failed as failed:  # beside tasks that were running
        why = str(failed.exceptions[0])
    if why:
        print_line(f"nothing was replaced: {why}")
        process.end(1, f"metrics: nothing was replaced: {why}")


async def run(owner: Connection, name: str, table: str = "") -> None:
    """One statement about the two schemas."""
    columns = {"beside": SCHEMA, "retired": RETIRED, "table": table}
    await owner.execute(written(statements(SQL)[name], columns))


async def make(owner: Connection, settings: Settings) -> None:
    """Empty tables, as the migrations make them today."""
    if not await owner.fetchval(statements(SQL)["rebuilding_alone"]):
        raise Failed("another rebuild is under way")
    await run(owner, "rebuilding_schema")
    role = urlsplit(settings.database_dsn).username or "metrics"
    directories = [database.SQL, MIGRATIONS]
    await database.migrate(settings.owner, role=role, directories=directories, schema=SCHEMA)
    for (table,) in await owner.fetch(statements(SQL)["rebuilding_made"], SCHEMA):
        if table not in {*TABLES, *OF_PROJECTORS}:
            await run(owner, "rebuilding_unneeded", table)
    await owner.execute(
        database.for_role(statements(SQL)["rebuilding_granted"].replace(":beside", SCHEMA), role)
    )


async def follow(owner: Connection, rebuilt: Rebuilt, *, accepted: bool) -> int:
    """Until few events are left, with cells and leaves, and compared: up to which position."""
    while True:
        target = await positions(owner)
        await rebuilt.reach(target)
        await rebuilt.sweep()
        await rebuilt.leaves()
        if (await positions(owner)).submissions - target.submissions < FEW:
            demand_equal(await compare(owner, rebuilt), accepted=accepted)
            return target.submissions


async def positions(owner: Connection) -> Positions:
    """Where the tables in use stand."""
    return Positions(*await owner.fetchrow(statements(SQL)["rebuilding_target"]))


async def compare(owner: Connection, rebuilt: Rebuilt, *, since: int = 0) -> Compared:
    """Sums and digests of months that stood still; of those that moved since a position."""
    built = [each for each in kept(rebuilt.reader.definitions) if each.has_cells]
    keys = [classified(each).key.number for each in built]
    text = written(statements(SQL)["rebuilding_compared"], {"beside": SCHEMA})
    row = await owner.fetchrow(text, [each.name for each in built], keys, SHOWN, since)
    return Compared(*row)


def demand_equal(compared: Compared, *, accepted: bool) -> None:
    """Raises Failed where a figure differs."""
    cells, leaves, different, some = compared
    print_line(
        f"compared: sums {cells:,}, leaves of months {leaves:,}; figures that differ: {different:,}"
    )
    for each in some:
        print_line(f"  {each}")
    if different and not accepted:
        raise Failed(f"figures that differ: {different:,}; {ACCEPT} takes the new ones")


async def take_over(owner: Connection, rebuilt: Rebuilt, since: int, *, accepted: bool) -> None:
    """At the very events at which the tables in use stand: nobody moves these until it is done."""
    for _ in range(AT_MOST):
        if await exchanged(owner, rebuilt, since, accepted=accepted):
            return
        print_line("waiting for a question to end")
        await asyncio.sleep(1.0)
    raise Failed("questions hold the tables without an end")


async def exchanged(owner: Connection, rebuilt: Rebuilt, since: int, *, accepted: bool) -> bool:
    """Whether the tables could be had; if not, those in use go on moving. What moved since it was
    compared is compared now.
    """
    try:
        async with owner.transaction():
            await owner.execute(statements(SQL)["rebuilding_hold"], list(STREAMS))
            await rebuilt.reach(await positions(owner))
            await rebuilt.sweep()
            demand_equal(await compare(owner, rebuilt, since=since), accepted=accepted)
            await exchange(owner)
    except asyncpg.LockNotAvailableError:
        return False
    return True


async def exchange(owner: Connection) -> None:
    """One schema's tables for the other's."""
    await owner.execute(f"set local lock_timeout = '{WAITS}'")
    for table in TABLES:
        await run(owner, "rebuilding_lock", table)
    for step in ("rebuilding_retire", "rebuilding_take_over"):
        for table in (*VIEWS, *TABLES):
            await run(owner, step, table)
