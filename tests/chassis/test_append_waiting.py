"""A writer stalls inside its transaction: others wait or are told so, and no reader skips anything.

The same reader over a log that numbers its events by a sequence does skip; it lives only here.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import asyncpg
import pytest

from deploy.embedded.databases import Database
from services.chassis.database import Connection, Pool
from services.chassis.errors import Refusal
from services.chassis.log import Log, Status
from services.chassis.reasons import ChassisReason
from tests.chassis.appends import begin, positions
from tests.chassis.streaming import running
from tests.waiting import until

Read: TypeAlias = Callable[[int], Awaitable[list[int]]]
Write: TypeAlias = Callable[[Connection], Awaitable[object]]
WAITING = "select count(*) from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'"

# The server ends who stalls for longer than 1.5 seconds, in which a busy machine may get nowhere.
PATIENTLY = "set local idle_in_transaction_session_timeout = 0"


@dataclass
class Follower:
    """A reader as every relay and projector is one: what comes after the last that it saw."""

    read: Read
    seen: list[int] = field(default_factory=list)
    looks: int = 0

    async def run(self) -> None:
        while True:
            self.seen.extend(await self.read(self.seen[-1] if self.seen else 0))
            self.looks += 1
            await asyncio.sleep(0.005)

    async def looked(self, times: int = 2) -> None:
        """Once it has looked so often again, of which the first look may have begun before."""
        wanted = self.looks + times
        await until(lambda: self.looks >= wanted)


async def seen_while_a_writer_stalls(
    database: Database, *, read: Read, write: Write, others: int = 20
) -> list[int]:
    """One writer waits before it commits, others write meanwhile: what did the reader see?"""
    stalled, other, watch = [await asyncpg.connect(database.dsn) for _ in range(3)]
    follower = Follower(read)
    async with running(follower):
        transaction = stalled.transaction()
        await transaction.start()
        await write(stalled)
        await stalled.execute(PATIENTLY)
        writing = asyncio.create_task(_write_often(other, write, others))
        while not writing.done() and not await watch.fetchval(WAITING, database.name):
            await asyncio.sleep(0.005)
        await follower.looked(20)
        await transaction.commit()
        await writing
        await follower.looked()
    for connection in (stalled, other, watch):
        await connection.close()
    return follower.seen


async def _write_often(connection: Connection, write: Write, times: int) -> None:
    for _ in range(times):
        await write(connection)


async def test_no_reader_of_the_log_skips(migrated: Database, log: Log) -> None:
    async def read(after: int) -> list[int]:
        return [event.position for event in await log.read(after, 1000)]

    async def write(connection: Connection) -> None:
        await log.append_in(connection, [begin()])

    seen = await seen_while_a_writer_stalls(migrated, read=read, write=write)
    assert seen == list(range(1, 22)) == await positions(log)


async def test_the_reader_of_a_plain_sequence_skips(
    migrated: Database, pool: Pool, owner: Connection
) -> None:
    await owner.execute("create table plain (position bigserial primary key)")
    await owner.execute(f'grant all on plain, plain_position_seq to "{migrated.name}"')

    async def read(after: int) -> list[int]:
        query = "select position from plain where position > $1 order by position"
        return [row[0] for row in await pool.fetch(query, after)]

    async def write(connection: Connection) -> None:
        await connection.execute("insert into plain default values")

    seen = await seen_while_a_writer_stalls(migrated, read=read, write=write)
    assert seen == list(range(2, 22))
    assert await read(0) == list(range(1, 22))  # the first was there, and was never seen


async def test_others_wait_for_the_stalled_writer_or_are_told_to_repeat(
    migrated: Database, pool: Pool, log: Log, owner: Connection
) -> None:
    hasty = Log(pool, migrated.dsn, patience=0.5)
    late = begin()
    async with owner.transaction():
        await log.append_in(owner, [begin()])
        await owner.execute(PATIENTLY)
        waiting = asyncio.create_task(log.append(begin()))
        with pytest.raises(Refusal) as refused:
            await hasty.append(late)
        assert refused.value.reason is ChassisReason.STORE_UNAVAILABLE
        assert refused.value.retry_after
        await until(lambda: only_one_waits(pool, migrated))  # who was refused leaves no ghost
        assert not waiting.done()
    assert await waiting == (Status.APPENDED, 2, waiting.result().stream, 1)
    assert (await log.append(late)).position == 3
    assert await positions(log) == [1, 2, 3]
    await hasty.close()


async def only_one_waits(pool: Pool, database: Database) -> bool:
    return bool(await pool.fetchval(WAITING, database.name) == 1)
