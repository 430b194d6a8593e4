"""A writer stalls inside its transaction: others wait or are told so, and no reader skips anything.

The same reader over a log that numbers its events by a sequence does skip; it lives only here.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg
import pytest

from deploy.embedded.databases import Database
from services.chassis.database import Connection, Pool
from services.chassis.errors import STORE_UNAVAILABLE, Refusal
from services.chassis.log import Log, Status
from tests.chassis.appends import begin, positions

STALL = 10.0  # longer than a log is patient with a batch
Read: TypeAlias = Callable[[int], Awaitable[list[int]]]
Write: TypeAlias = Callable[[Connection], Awaitable[object]]


@asynccontextmanager
async def following(read: Read) -> AsyncIterator[list[int]]:
    """A reader as every relay and projector is one: what comes after the last that it saw."""
    seen: list[int] = []

    async def follow() -> None:
        while True:
            seen.extend(await read(seen[-1] if seen else 0))
            await asyncio.sleep(0.005)

    task = asyncio.create_task(follow())
    yield seen
    await asyncio.sleep(0.1)
    task.cancel()


async def seen_while_a_writer_stalls(
    database: Database, *, read: Read, write: Write, others: int = 20
) -> list[int]:
    """One writer waits before it commits, others write meanwhile: what did the reader see?"""
    stalled, other = [await asyncpg.connect(database.dsn) for _ in range(2)]
    async with following(read) as seen:
        transaction = stalled.transaction()
        await transaction.start()
        await write(stalled)
        writing = asyncio.create_task(_write_often(other, write, others))
        await asyncio.sleep(STALL)
        await transaction.commit()
        await writing
    for connection in (stalled, other):
        await connection.close()
    return seen


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
    patient = await Log.open(pool, migrated.dsn, patience=6 * STALL)
    late = begin()
    async with owner.transaction():
        await log.append_in(owner, [begin()])
        waiting = asyncio.create_task(patient.append(begin()))
        told = asyncio.create_task(log.append(late))
        await asyncio.sleep(STALL)
        assert not waiting.done()
        with pytest.raises(Refusal) as refused:
            await asyncio.wait_for(told, 0)
        assert refused.value.reason is STORE_UNAVAILABLE
        assert refused.value.retry_after
    assert await waiting == (Status.APPENDED, 2, waiting.result().stream, 1)
    assert (await log.append(late)).position == 3
    assert await positions(log) == [1, 2, 3]
    await patient.close()
