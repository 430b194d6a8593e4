"""An address that names several servers: one that hangs, one that only follows, one that moved.

Promises real servers, one following the other, and a socket that accepts and never answers. Must
not measure how long anything took.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis import hosts
from services.chassis.database import SQL, Connection, connect, migrate, open_pool
from services.chassis.dsn import hosts_of
from services.chassis.gauges import REGISTRY
from services.chassis.hosts import Hosts, hosts_of_dsn
from services.chassis.own_thread import run_in_own_thread
from services.chassis.process import background
from services.chassis.readiness import Readiness
from tests.replicated import Pair, crash, hanging, pair
from tests.waiting import until

ASKED_BY = "select current_setting('port')::int"


@pytest.mark.parametrize(
    ("dsn", "expected"),
    [
        ("postgresql://u:p@one:1/d", (("one", 1),)),
        ("postgres://u:p@one,two:5433/d", (("one", 5432), ("two", 5433))),
        ("postgresql://u:a%40b@[::1]:5,127.0.0.1/d", (("::1", 5), ("127.0.0.1", 5432))),
        ("postgresql://[fe80::1]/d", (("fe80::1", 5432),)),
        ("postgresql:///d?host=/run/postgresql", ()),
    ],
)
def test_an_address_names_its_servers(dsn: str, expected: object) -> None:
    assert hosts_of(dsn) == expected


@pytest.mark.parametrize(
    "dsn", ["one:1", "mysql://one/d", "postgresql://one:x/d", "postgresql:///d?host=one,two"]
)
def test_an_address_that_is_none_is_refused(dsn: str) -> None:
    with pytest.raises(ValueError, match=r"postgresql://|int\(\)|several hosts"):
        hosts_of(dsn)


async def test_a_thread_that_has_ended_keeps_no_other_from_moving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def made() -> Hosts:
        return Hosts("postgresql://u:p@one:1,two:2/d")

    ended = await asyncio.to_thread(lambda: asyncio.run(made()))
    one, other = await made(), await made()
    monkeypatch.setattr(hosts, "ALL", [ended, one, other])
    one.move_others(1)
    await asyncio.sleep(0)
    assert (one.first, other.first) == (0, 1)


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def before(dsn: str, host: str) -> str:
    """The address with another server named first."""
    return dsn.replace("@", f"@{host},")


async def test_one_that_hangs_does_not_hide_the_next(
    silent: str, migrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "PROMOTED_WITHIN", 60)  # the other one may be slow to answer
    dsn = before(migrated.dsn, silent)
    connection = await connect(dsn, timeout=60)
    assert await connection.fetchval("select true")
    assert hosts_of_dsn(dsn).first == 1  # whoever connects next does not wait for it again
    await connection.close()
    assert await migrate(before(migrated.owner_dsn, silent), role="x", directories=[SQL]) == []
    async with await open_pool(dsn) as pool:
        assert await pool.fetchval("select true")


async def test_who_gives_up_goes_on_with_the_next_one(silent: str, migrated: Database) -> None:
    dsn = before(migrated.dsn, silent)
    with pytest.raises(TimeoutError):
        await connect(dsn, timeout=0.05)
    assert hosts_of_dsn(dsn).first == 1
    nobody = f"{silent},{silent}"
    with pytest.raises(TimeoutError):
        await connect(f"postgresql://u:p@{nobody}/d", timeout=0.05)


async def test_a_wrong_password_is_said_and_not_covered_by_another_server(
    migrated: Database,
) -> None:
    name, rest = migrated.dsn.split("@")
    wrong = f"{name}x@{rest.replace('/', ',127.0.0.1:1/')}"
    with pytest.raises(asyncpg.InvalidPasswordError):
        await connect(wrong)


async def test_servers_that_are_all_away_are_away(
    migrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "PROMOTED_WITHIN", 0.2)
    dsn = migrated.dsn.split("@")[0] + "@127.0.0.1:1,127.0.0.1:2/d"
    with pytest.raises(OSError, match="Connect call failed"):
        await connect(dsn)


async def test_whoever_connects_waits_for_a_promotion_and_one_looks_for_all(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "PROMOTED_WITHIN", 60)
    monkeypatch.setattr(hosts, "HOST_WITHIN", 60)  # twenty at once are slow on a busy machine
    attempts = counted_attempts(monkeypatch)
    async with two_servers(data_dir) as (servers, database):
        new = servers.standby.port
        assert await answered_by(database.dsn) != new
        await crash(servers.primary)
        attempts.clear()
        waiting = [asyncio.create_task(answered_by(database.dsn)) for _ in range(20)]
        await asyncio.sleep(0.5)
        assert not any(each.done() for each in waiting)
        assert attempts[new] <= 3  # it is asked again in one session
        await servers.fail_over()
        assert set(await asyncio.gather(*waiting)) == {new}


async def test_a_standby_that_hangs_before_it_is_promoted_is_asked_again(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "PROMOTED_WITHIN", 60)
    async with two_servers(data_dir) as (servers, database):
        await answered_by(database.dsn)
        await crash(servers.primary)
        waiting = asyncio.create_task(answered_by(database.dsn))
        await asyncio.sleep(0.5)
        with hanging(servers.standby):
            await asyncio.sleep(2 * hosts.HOST_WITHIN)
        await servers.fail_over()
        assert await waiting == servers.primary.port


async def test_whoever_looks_for_all_and_gives_up_leaves_that_to_the_next(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "PROMOTED_WITHIN", 60)
    async with two_servers(data_dir) as (servers, database):
        await answered_by(database.dsn)
        await crash(servers.primary)
        impatient = asyncio.create_task(connect(database.dsn, timeout=0.5))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(answered_by(database.dsn))
        with pytest.raises(TimeoutError):
            await impatient
        await servers.fail_over()
        assert await waiting == servers.primary.port


def counted_attempts(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How often each port was connected to."""
    found, original = Counter[int](), asyncpg.connect

    async def counting(*args: Any, **options: Any) -> Connection:
        found[options.get("port", 0)] += 1
        return await original(*args, **options)

    monkeypatch.setattr(asyncpg, "connect", counting)
    return found


@asynccontextmanager
async def two_servers(path: Path) -> AsyncIterator[tuple[Pair, Database]]:
    """A primary, a standby, and a database with tables."""
    stack = await Stack(path).start(services=False)
    try:
        async with pair(stack) as servers:
            [database] = await stack.create_databases("moved")
            await migrate(database.owner_dsn, role=database.name, directories=[SQL])
            yield servers, servers.of(database)
    finally:
        await stack.stop()


async def connected(dsn: str, found: list[Connection]) -> None:
    """By a thread of its own, as leadership is."""
    found.append(await connect(dsn))
    await asyncio.Event().wait()


async def test_all_connections_move_with_the_primary(data_dir: Path) -> None:
    """Also idle ones, those in use, those of a pool that only reads, and of another thread."""
    async with two_servers(data_dir) as (servers, database):
        old, new = servers.primary.port, servers.standby.port
        pool, lists = await open_pool(database.dsn), await open_pool(database.dsn)
        async with pool, lists:
            own, apart = await connect(database.dsn), list[Connection]()
            elsewhere = asyncio.create_task(
                run_in_own_thread(partial(connected, database.dsn, apart))
            )
            await until(lambda: apart)
            held = [await each.acquire() for each in (pool, pool, lists)]
            assert {await each.fetchval(ASKED_BY) for each in (*held, own)} == {old}
            await pool.release(held.pop(1))  # idle from now on
            with hanging(servers.primary):
                waiting = asyncio.ensure_future(held[0].fetchval("select 1"))
                await servers.fail_over(dead=False)
                assert not waiting.done()
                moved = counted()
                assert await answered_by(database.dsn) == new
                with pytest.raises(asyncpg.ConnectionDoesNotExistError):
                    await waiting
                assert own.is_closed()
                await until(apart[0].is_closed)
                assert counted() == moved + 2
                elsewhere.cancel()
                for each, lent in zip((pool, lists), held, strict=True):
                    await each.release(lent)
                assert {await each.fetchval(ASKED_BY) for each in (pool, pool, lists)} == {new}
        await servers.follow()  # the old one is a standby now, and is named first
        assert await answered_by(database.owner_dsn) == new
        alone = database.dsn.replace(f",127.0.0.1:{new}", "")
        with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
            await connect(f"{alone}?target_session_attrs=read-write")
        assert await answered_by(f"{alone}?target_session_attrs=standby") == old


async def test_a_primary_that_takes_no_writes_is_left_by_those_too_who_only_read(
    data_dir: Path,
) -> None:
    """It answers, so nothing fails; whether it takes writes is looked at every second."""
    async with two_servers(data_dir) as (servers, database):
        old, new = servers.primary.port, servers.standby.port
        async with await open_pool(database.dsn) as lists, looking(database.dsn):
            assert await lists.fetchval(ASKED_BY) == old
            await until(lambda: sampled("motcua_database_up") == 1)
            admin = await asyncpg.connect(servers.primary.dsn())
            await admin.execute("alter system set default_transaction_read_only = on")
            await admin.execute("select pg_reload_conf()")
            await until(lambda: sampled("motcua_database_read_only") == 1)
            assert await lists.fetchval(ASKED_BY) == old  # there is no better one yet
            assert sampled("motcua_database_up") == 1
            await servers.fail_over(dead=False)
            await until(lambda: sampled("motcua_database_read_only") == 0)
            assert not admin.is_closed()
            assert await lists.fetchval(ASKED_BY) == new
            await admin.close()


@asynccontextmanager
async def looking(dsn: str) -> AsyncIterator[None]:
    """What every service does beside its work."""

    async def tried() -> None:
        """There is no NATS here."""

    bus, relay = SimpleNamespace(is_connected=False, tried=tried), SimpleNamespace(current=False)
    base: Any = SimpleNamespace(bus=bus, relay=relay)
    async with background(readiness=partial(Readiness(base, dsn).run, lambda *_: None)):
        yield


def sampled(name: str) -> float | None:
    return REGISTRY.get_sample_value(name)


async def answered_by(dsn: str) -> int:
    connection = await connect(dsn, timeout=60)
    port = int(await connection.fetchval(ASKED_BY))
    await connection.close()
    return port


def counted() -> float:
    return sampled("motcua_database_moves_total") or 0
