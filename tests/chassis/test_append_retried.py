"""Appends whose database went away in the middle, or whose data it refuses: once or not at all.

Promises real connections that are really cut. Must not mock the database.
"""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.database import Connection, Pool
from services.chassis.errors import Refusal
from services.chassis.log import Log, Status
from services.chassis.reasons import ChassisReason
from tests.chassis.appends import append, append_all, begin, event, positions
from tests.chassis.wire import wire_to
from tests.waiting import until


async def appending_backend(admin: Connection, database: str) -> int:
    """The process that waits for the head of the log, as soon as one does."""
    query = """select pid from pg_stat_activity where datname = $1
      and application_name = 'motcua append' and wait_event_type = 'Lock'"""
    await until(lambda: admin.fetchval(query, database))
    return int(await admin.fetchval(query, database))


@pytest.fixture
async def admin(stack: Stack) -> AsyncIterator[Connection]:
    """A connection that sees every other one."""
    connection = await asyncpg.connect(stack.postgres_dsn)
    yield connection
    await connection.close()


async def test_a_batch_whose_connection_was_killed_is_recorded_once(
    admin: Connection, migrated: Database, log: Log, owner: Connection
) -> None:
    async with owner.transaction():
        await owner.execute("select position from head for update")
        appends = [begin() for _ in range(20)]
        waiting = asyncio.gather(*map(log.append, appends))
        pid = await appending_backend(admin, migrated.name)
        await admin.execute("select pg_terminate_backend($1)", pid)
    outcomes = await waiting
    assert [outcome.status for outcome in outcomes] == [Status.APPENDED] * 20
    assert await positions(log) == list(range(1, 21))


async def test_a_batch_whose_answer_was_lost_is_recorded_once(
    pool: Pool, migrated: Database
) -> None:
    async with wire_to(migrated.dsn) as wire:
        log = Log(pool, wire.dsn)
        await log.append(begin())
        wire.deaf = True
        outcomes = await append_all(log, [begin() for _ in range(20)])
        assert wire.cuts == 1
        # The second sending found what the first had recorded.
        assert {outcome.status for outcome in outcomes} == {Status.DUPLICATE}
        assert sorted(outcome.position for outcome in outcomes) == list(range(2, 22))
        assert await positions(log) == list(range(1, 22))
        await log.close()


async def test_an_absent_database_is_reported_and_the_log_comes_back(
    pool: Pool, migrated: Database
) -> None:
    nowhere = "postgresql://x:y@127.0.0.1:1/z"
    log = Log(pool, nowhere, patience=0.3)
    with pytest.raises(Refusal) as refused:
        await log.append(begin())
    assert refused.value.reason is ChassisReason.STORE_UNAVAILABLE
    assert refused.value.retry_after
    log.dsn, log._patience, log._coalescer._patience = migrated.dsn, 60.0, 60.0
    assert (await log.append(begin())).position == 1
    await log.close()


@pytest.mark.parametrize(
    "bad",
    [
        append(event("nul\0byte")),
        append(event("a"), event("b", subject="nul\0byte")),
        append(event("lone \ud800 surrogate")),
        append(event("version", 2**40)),
        append(event("payload")._replace(payload="text")),  # type: ignore[arg-type]
        append(event("time")._replace(occurred_at=None)),  # type: ignore[arg-type]
        begin("stream")._replace(fingerprint=None),  # type: ignore[arg-type]
    ],
    ids=["nul", "nul-in-second", "surrogate", "overflow", "text", "no-time", "null"],
)
async def test_data_that_cannot_be_stored_does_not_hurt_neighbours(log: Log, bad: object) -> None:
    appends = [begin() for _ in range(9)]
    appends.insert(4, bad)  # type: ignore[arg-type]
    outcomes = await asyncio.gather(*map(log.append, appends), return_exceptions=True)
    refused = outcomes.pop(4)
    assert isinstance(refused, Refusal)
    assert refused.reason is ChassisReason.NOT_STORABLE
    assert [outcome.status for outcome in outcomes] == [Status.APPENDED] * 9  # type: ignore[union-attr]
    assert await positions(log) == list(range(1, 10))


async def test_a_cancelled_caller_leaves_the_others_alone(
    admin: Connection, migrated: Database, log: Log, owner: Connection
) -> None:
    async with owner.transaction():
        await owner.execute("select position from head for update")
        tasks = [asyncio.create_task(log.append(begin())) for _ in range(5)]
        await appending_backend(admin, migrated.name)
        tasks[2].cancel()
        late = asyncio.create_task(log.append(begin()))
        await asyncio.sleep(0)
        late.cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(isinstance(outcome, asyncio.CancelledError) for outcome in done) == 1
    # The first cancellation came too late to be left out, the second did not.
    assert await positions(log) == [1, 2, 3, 4, 5]


async def test_closing_sends_what_is_waiting(log: Log) -> None:
    waiting = [asyncio.create_task(log.append(begin())) for _ in range(600)]
    await asyncio.sleep(0)
    await log.close()
    assert len([task.result() for task in waiting]) == 600
    with pytest.raises(Refusal):
        await log.append(begin())
