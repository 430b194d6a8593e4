"""Whoever gives up waiting for a statement, at whichever moment, leaves nothing behind in the pool.

Promises that the next one who gets the connection begins a transaction of his own, and that what
he writes is committed. Must not pick the moment: after each wait of its it is cancelled once.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import asyncpg
import pytest

from services.chassis.database import Pool, open_pool
from tests.chassis.moments import at_wait
from tests.templates import MakeDatabase

FRESH = itertools.count()  # a statement that is new is prepared first


@pytest.fixture
async def pool(database: MakeDatabase) -> AsyncIterator[Pool]:
    """Of one connection: whoever comes next gets what was left."""
    fresh = await database("abandoned")
    pool = await open_pool(fresh.owner_dsn, largest=1)
    await pool.execute("create table written (n bigint)")
    try:
        yield pool
    finally:
        await pool.close()


async def write(pool: Pool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"insert into written values ($1) -- {next(FRESH)}", -1)


async def read(pool: Pool) -> None:
    await pool.fetchval(f"select count(*) from written where n = $1 -- {next(FRESH)}", -1)


async def write_late(pool: Pool) -> None:
    seconds = next(FRESH) % 40 / 10_000 + 0.0001
    slow = f"insert into written select $1 from pg_sleep(1) -- {next(FRESH)}"
    await pool.execute(slow, -1, timeout=seconds)


async def send_nonsense(pool: Pool) -> None:
    await pool.execute(f"insert into written values ($1) -- {next(FRESH)}", "no number")


async def cancelled_at(wait: int, work: Coroutine[Any, Any, None]) -> bool:
    """Cancel it when that wait of its is over, before it goes on; whether there was such a one."""
    return (await at_wait(wait, work, lambda task: task.cancel())).cancelled()


async def must_be_as_new(pool: Pool, number: int) -> None:
    """For a transaction of any kind, and for a statement without one."""
    async with pool.acquire() as connection:
        assert not connection.is_in_transaction()
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await connection.fetchval("select count(*) from written")
        await connection.execute("insert into written values ($1)", number)
        assert not connection.is_in_transaction()


@pytest.mark.parametrize("work", [write, read])
async def test_a_statement_is_cancelled_when_it_was_answered(
    pool: Pool, work: Callable[[Pool], Coroutine[Any, Any, None]]
) -> None:
    for number in itertools.count():
        cancelled = await cancelled_at(number, work(pool))
        await must_be_as_new(pool, number)
        if not cancelled:
            break
    assert number >= 2  # it was prepared, and carried out
    assert await pool.fetchval("select count(*) from written where n >= 0") == number + 1


@pytest.mark.parametrize(
    ("work", "error"),
    [(write_late, asyncio.TimeoutError), (send_nonsense, asyncpg.DataError)],
)
async def test_a_statement_ends_before_it_is_sent(
    pool: Pool, work: Callable[[Pool], Awaitable[None]], error: type[Exception]
) -> None:
    for number in range(20):
        with pytest.raises(error):
            await work(pool)
        await must_be_as_new(pool, number)
