"""The log: 64 waiting commands, each appending the first event of a new stream, durably.

Promises the same event, the same PostgreSQL and the same 64 callers on both sides. Must not run
relay, projector or services: only what stores is measured here.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import uvloop

from bench import size
from bench.pairs import Measure, Row, compare
from bench.world import busy
from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.database import SQL, Pool, migrate, open_pool, statements
from services.chassis.ids import uuid7
from services.chassis.log import Append, Log, NewEvent

STATEMENTS = Path(__file__).parent
NAMES = (f"bench_{number}" for number in itertools.count(1))


async def rows(stack: Stack) -> list[Row]:
    """All three comparisons."""
    return [await against_inserts(stack), await against_library(stack), await grown(stack)]


async def against_inserts(stack: Stack) -> Row:
    """One transaction for each event, over a pool of 16."""
    async with log_of(stack) as (log, owner):
        await owner.execute(statements(STATEMENTS)["plain_table"])
        return await row(
            "append, 64 waiting commands",
            "one insert per transaction, same columns and indexes, pool of 16",
            "≥ 3",
            ours=lambda: busy(lambda _: log.append(submitted())),
            theirs=lambda: busy(lambda _: insert(owner, submitted())),
        )


async def against_library(stack: Stack) -> Row:
    """The PyPI library `eventsourcing`, which is synchronous: a thread for each connection."""
    [database] = await stack.create_databases(next(NAMES))
    save, loop = library_save(database), asyncio.get_running_loop()
    with ThreadPoolExecutor(16) as threads:
        async with log_of(stack) as (log, _):
            return await row(
                "append, 64 waiting commands",
                "the library `eventsourcing` saving one aggregate event, pool of 16",
                "≥ 20",
                ours=lambda: busy(lambda _: log.append(submitted())),
                theirs=lambda: busy(lambda _: loop.run_in_executor(threads, save)),
            )


async def grown(stack: Stack) -> Row:
    """A large log against a small one, which is made anew for every round."""
    async with log_of(stack, events=size.SIZE.large_log) as (large, _):

        async def at_small() -> float:
            async with log_of(stack, events=size.SIZE.small_log) as (small, _):
                return await busy(lambda _: small.append(submitted()), share=0.6)

        return await row(
            f"append at {size.SIZE.large_log:,} events in the log",
            f"at {size.SIZE.small_log:,}",
            "≥ 0.9",
            ours=lambda: busy(lambda _: large.append(submitted()), share=0.6),
            theirs=at_small,
        )


async def row(what: str, against: str, reach: str, *, ours: Measure, theirs: Measure) -> Row:
    """Measure a pair in turn."""
    ratio, mine, other = await compare(ours, theirs)
    return Row(what, against, reach, ratio, mine, other, "events/s")


def submitted() -> Append:
    """What a submission appends."""
    event = NewEvent(
        stream=f"dossiers/{uuid7()}",
        version=1,
        event_id=uuid7(),
        type="motcua.submissions.v1.DossierSubmitted",
        subject="motcua.submissions.DossierSubmitted.ward-7",
        occurred_at=datetime.now(UTC),
        payload=b"\xab" * 200,
    )
    traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    return Append(uuid7(), b"f" * 32, "portals/national", traceparent, (event,))


async def insert(pool: Pool, append: Append) -> None:
    """The same row, in a transaction of its own."""
    [event] = append.events
    await pool.execute(
        statements(STATEMENTS)["plain_insert"],
        *(event.stream, event.version, event.event_id, append.command_id, append.fingerprint),
        *(event.type, event.subject, event.occurred_at, append.actor, append.traceparent),
        event.payload,
    )


@asynccontextmanager
async def log_of(stack: Stack, *, events: int = 0) -> AsyncIterator[tuple[Log, Pool]]:
    """A log in a database of its own with this many events in it, and a pool of 16 of its owner."""
    [database] = await stack.create_databases(next(NAMES))
    await migrate(database.owner_dsn, role=database.name, directories=[SQL])
    async with (
        await open_pool(database.dsn, largest=2) as pool,
        await open_pool(database.owner_dsn, smallest=16, largest=16) as owner,
    ):
        if events:
            await fill(owner, events)
        log = Log(pool, database.dsn)
        yield log, owner
        await log.close()


async def fill(owner: Pool, events: int) -> None:
    """Events as a service would have appended them."""
    await owner.execute(statements(STATEMENTS)["fill"], events)
    await owner.execute(statements(STATEMENTS)["fill_head"], events)
    await owner.execute("vacuum analyze events")


def library_save(database: Database) -> Callable[[], object]:
    """A function that saves a new aggregate with its one event."""
    from eventsourcing.application import Application  # noqa: PLC0415 — not installed for users
    from eventsourcing.domain import Aggregate  # noqa: PLC0415

    address = urlsplit(database.owner_dsn)
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": database.name,
        "POSTGRES_HOST": str(address.hostname),
        "POSTGRES_PORT": str(address.port),
        "POSTGRES_USER": str(address.username),
        "POSTGRES_PASSWORD": str(address.password),
        "POSTGRES_POOL_SIZE": "16",
    }
    application: Application[UUID] = Application(env=environment)
    return lambda: application.save(Aggregate())


async def main() -> None:
    """Print the rows alone."""
    for row in await rows():
        print(row.line())


if __name__ == "__main__":
    uvloop.run(main())
