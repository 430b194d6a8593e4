"""A connection that ends between the parts of a statement: another server takes writes, and what
leads to this one is dropped, or this one is gone.

Promises that whoever waits is answered, or learns that the database was away, and may ask again.
Must not pick the moment: its connection ends once in each wait of a statement's, and after it.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, TypeAlias

import pytest
import uvloop

from services.chassis.database import Pool, is_lost, open_pool
from services.chassis.hosts import hosts_of_dsn
from tests.chassis.moments import at_wait
from tests.templates import MakeDatabase

FRESH = itertools.count()  # a statement that is new is prepared first
MUCH = 4_000_000  # bytes: more than a socket takes before a writer waits
PATIENCE = 60.0  # seconds


class Case(NamedTuple):
    """A pool of one connection, and the address by which its connections are known."""

    pool: Pool
    dsn: str

    def drop(self) -> None:
        """As when another server takes writes."""
        hosts_of_dsn(self.dsn).leave(lambda _: True)

    def lose(self) -> None:
        """As when the server is gone."""
        for each in hosts_of_dsn(self.dsn).open:
            if not each.is_closed():
                each._protocol.connection_lost(ConnectionResetError())
                each._transport.abort()


Work: TypeAlias = Callable[[Pool], Coroutine[Any, Any, None]]
End: TypeAlias = Callable[[Case], None]


async def read(pool: Pool) -> None:
    """With values of a type that is asked for."""
    asked = f"select array['a']::kind[] as kinds, $1::int -- {next(FRESH)}"
    assert (await pool.fetchrow(asked, 1))["kinds"] == ["a"]


async def write(pool: Pool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"insert into written values ($1) -- {next(FRESH)}", ["a"])
        assert await connection.fetchval(f"select true -- {next(FRESH)}")
        async with connection.transaction():
            assert await connection.fetch("select true")


async def write_many(pool: Pool) -> None:
    rows = [(bytes(MUCH // 4),)] * 8
    await pool.executemany(f"insert into written (content) values ($1) -- {next(FRESH)}", rows)


async def copy(pool: Pool) -> None:
    rows = [(bytes(MUCH // 4),)] * 8
    async with pool.acquire() as connection, connection.transaction():
        await connection.copy_records_to_table("written", records=rows, columns=["content"])


async def tried(dsn: str, work: Work, end: End, *, over: bool) -> None:
    """With a table, and a type that each connection asks for."""
    pool = await open_pool(dsn, largest=1)
    await pool.execute("create type kind as enum ('a', 'b')")
    await pool.execute("create table written (kinds kind[], content bytea)")
    case, ends, lost = Case(pool, dsn), list[object](), 0
    for number in itertools.count():
        ends.clear()
        async with asyncio.timeout(PATIENCE):
            task = await at_wait(number, work(pool), lambda _: ends.append(end(case)), over=over)
        error = task.exception()
        assert error is None or is_lost(error), error
        lost += error is not None
        async with asyncio.timeout(PATIENCE):
            await work(pool)
        if not ends:
            break
    pool.terminate()
    assert lost


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])  # as processes have it
@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("end", [Case.drop, Case.lose])
@pytest.mark.parametrize("work", [read, write, write_many, copy])
async def test_a_statement_whose_connection_ends_is_answered_or_lost(
    database: MakeDatabase, work: Work, end: End, over: bool, run: Callable[[Any], None]
) -> None:
    dsn = (await database("dropped")).owner_dsn
    await asyncio.to_thread(run, tried(dsn, work, end, over=over))
