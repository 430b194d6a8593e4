"""Connections that stay taken between statements: nobody waits for ever, and none is lost or old.

Promises a real PostgreSQL, whose backends are ended and which refuses to write.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.database import Pool, connect, open_pool
from services.metrics.queries import leased as leases
from services.metrics.queries.leased import Leased
from tests.outages import read_only
from tests.waiting import until

BACKEND = "select pg_backend_pid()"


@pytest.fixture
async def by_key(migrated: Database) -> AsyncIterator[Pool]:
    """Two connections at most."""
    async with await open_pool(migrated.dsn, largest=2) as pool:
        yield pool


@pytest.fixture
async def leased(by_key: Pool) -> AsyncIterator[Leased]:
    """Closed before its pool."""
    found = Leased(by_key)
    yield found
    await found.close()


async def backend(leased: Leased) -> int:
    """Who answers."""
    [[found]] = await leased.fetch(BACKEND)
    return int(found)


async def backends(leased: Leased) -> set[int]:
    """Those of both connections."""
    slow = f"{BACKEND}, pg_sleep(0.05)"
    answers = await asyncio.gather(leased.fetch(slow), leased.fetch(slow))
    return {rows[0][0] for rows in answers}


async def test_a_connection_stays_taken_until_it_is_given_back(
    leased: Leased, by_key: Pool
) -> None:
    assert len({await backend(leased) for _ in range(5)}) == 1
    assert (by_key.get_size(), by_key.get_idle_size()) == (1, 0)
    await leased.close()
    assert by_key.get_idle_size() == 1


async def test_whoever_waits_gets_a_connection_in_turn(leased: Leased, by_key: Pool) -> None:
    for _ in range(2):  # of connections that are taken already, too
        asked = [leased.fetch("select $1::integer, pg_sleep(0.01)", n) for n in range(7)]
        found = await asyncio.wait_for(asyncio.gather(*asked), timeout=30)
        assert [rows[0][0] for rows in found] == list(range(7))
    assert by_key.get_size() == 2


async def test_a_connection_that_was_lost_is_not_used(
    leased: Leased, by_key: Pool, migrated: Database
) -> None:
    before = await backends(leased)
    owner = await connect(migrated.dsn)
    for each in before:
        await owner.execute("select pg_terminate_backend($1)", each)
    await owner.close()
    await until(lambda: by_key.get_size() == 0)
    assert len(await backends(leased) - before) == 2


async def test_after_a_statement_that_failed_the_pool_has_all_that_nobody_uses(
    leased: Leased, by_key: Pool
) -> None:
    before = await backends(leased)
    with pytest.raises(asyncpg.DivisionByZeroError):
        await leased.fetch("select 1 / 0")
    assert by_key.get_idle_size() == 2
    assert await backend(leased) in before


async def test_a_server_that_takes_no_writes_is_given_up(stack: Stack, leased: Leased) -> None:
    before = await backends(leased)
    async with read_only(stack):
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await leased.execute("delete from month_leaves")
        assert not before & await backends(leased)


async def test_a_caller_who_gives_up_leaves_no_connection_behind(
    leased: Leased, by_key: Pool
) -> None:
    asking = asyncio.create_task(leased.fetch("select pg_sleep(60)"))
    await until(lambda: by_key.get_size() == 1 and by_key.get_idle_size() == 0)
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait([asking])
    assert len(await backends(leased)) == 2


async def test_the_pool_sees_to_each_connection_now_and_then(
    leased: Leased, by_key: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "RENEWED", 3)
    before = {await backend(leased)}
    await by_key.expire_connections()
    found = [await backend(leased) for _ in range(4)]
    assert set(found[:2]) == before
    assert found[3] not in before
