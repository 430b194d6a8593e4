"""One process leads: until it ends, hangs, or is cut off; then another one does, in time.

Promises real sessions of a real PostgreSQL, and processes that are really stopped
(`test_replicas_take_over` does the same with whole services). Must not rely on how long anything
took, but for what the server promises.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import asyncpg
import pytest
from structlog.testing import capture_logs

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis import leadership as under_test
from services.chassis import own_thread
from services.chassis.database import Connection
from services.chassis.leadership import LOCKS, SILENT, Leadership, Pooled, Role
from services.chassis.settings import PROJECTOR, RELAY
from services.chassis.turns import Turns
from tests.chassis.streaming import running
from tests.waiting import until

BOTH = [RELAY, PROJECTOR]


def leads(leadership: Leadership) -> list[bool]:
    return [leadership.roles[name].held for name in BOTH]


def compute(seconds: float) -> None:
    """Without ever waiting for anything."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sum(range(1000))


def all_of(leadership: Leadership) -> bool:
    return all(leads(leadership))


async def holders(owner: Connection) -> set[int]:
    """The sessions that hold one of the locks."""
    rows = await owner.fetch(
        "select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 1"
        " and (classid::bigint << 32 | objid::bigint) = any($1::bigint[])"
        " and database = (select oid from pg_database where datname = current_database())",
        list(LOCKS.values()),
    )
    return {row["pid"] for row in rows}


async def test_one_of_two_leads_and_the_other_after_it(migrated: Database) -> None:
    first, second = Leadership(migrated.dsn, BOTH), Leadership(migrated.dsn, BOTH)
    heard: list[bool] = []
    second.roles[RELAY].subscribe(lambda: heard.append(second.roles[RELAY].held))
    async with running(first):
        await until(lambda: all_of(first))
        async with running(second):
            await asyncio.sleep(2 * under_test.EVERY)
            assert leads(second) == [False, False]
            assert all_of(first)
    async with running(second):
        await until(lambda: all_of(second))
    assert leads(second) == [False, False]
    assert heard == [True, False]


async def test_who_is_no_candidate_never_leads(migrated: Database, owner: Connection) -> None:
    api, relay = Leadership(migrated.dsn, ["api"]), Leadership(migrated.dsn, ["api", RELAY])
    async with running(api, relay):
        await until(lambda: relay.roles[RELAY].held)
        assert leads(api) == [False, False]
        assert leads(relay) == [True, False]
        assert len(await holders(owner)) == 1
    assert not relay.is_sole


@pytest.mark.parametrize("hold", [time.sleep, compute], ids=["asleep", "computing"])
async def test_a_loop_that_is_held_for_longer_than_the_lease_goes_on_leading(
    migrated: Database, owner: Connection, hold: Callable[[float], None]
) -> None:
    """As by a batch of many events on a busy machine."""
    busy, changes = Leadership(migrated.dsn, BOTH), list[bool]()
    busy.roles[RELAY].subscribe(lambda: changes.append(busy.roles[RELAY].held))
    async with running(busy):
        await until(lambda: all_of(busy))
        before = await holders(owner)
        hold(2 * SILENT)
        assert all_of(busy)
        await asyncio.sleep(2 * under_test.EVERY)
        assert await holders(owner) == before
        assert changes == [True]


async def test_a_leader_that_hangs_loses_the_lock_and_knows_it(
    migrated: Database, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its loop does not turn for longer than a busy one may."""
    hanging, other = Leadership(migrated.dsn, BOTH), Leadership(migrated.dsn, BOTH)
    async with running(hanging):
        await until(lambda: all_of(hanging))
        [session] = await holders(owner)
        hung = asyncio.get_running_loop().run_in_executor(None, wait_for_silence, migrated, session)
        await asyncio.sleep(0)
        monkeypatch.setattr(under_test, "BUSY", 0.5)
        time.sleep(SILENT + 2)
        monkeypatch.undo()  # the loops of two are not to be looked at so closely
        assert leads(hanging) == [False, False]  # before its loop heard of anything
        assert await hung
        async with running(other):
            # Each role is led by one of them; not both at one instant, where a loop is slow.
            await until(lambda: sum((*leads(hanging), *leads(other))) == len(BOTH))


async def test_what_holds_a_loop_is_logged(migrated: Database) -> None:
    """With the place, so that whoever reads it knows what to make shorter."""
    with capture_logs() as logs:
        async with running(leader := Leadership(migrated.dsn, BOTH)):
            await until(lambda: all_of(leader))
            Held(lambda: "loop.held" in [each["event"] for each in logs]).pass_on()
            await asyncio.sleep(0)
    held = [each for each in logs if each["event"] == "loop.held"]
    assert any(each["by"][0].startswith("chassis/turns.py:") for each in held)


async def test_a_loop_that_was_not_asked_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where whoever asks waits for a database himself."""
    now = [0.0]
    monkeypatch.setattr(own_thread, "monotonic", lambda: now[0])
    watch = own_thread.LoopWatch()
    with capture_logs() as logs:
        watch.probe()
        await asyncio.sleep(0)
        now[0] = 2 * own_thread.SHOWN
        watch.probe()
        assert watch.held == 0
        now[0] += 2 * own_thread.SHOWN
        assert watch.held == 2 * own_thread.SHOWN
        watch.probe()
    assert [each["seconds"] for each in logs if each["event"] == "loop.held"] == [2.0]


class Held(Turns):
    """Whose turn takes until something is so, whatever the machine does meanwhile."""

    def __init__(self, noticed: Callable[[], bool]) -> None:
        self.noticed, self.latest = noticed, float("-inf")
        super().__init__()
        self.latest = time.monotonic() + 60

    @property
    def owed(self) -> int:
        return 0

    @owed.setter
    def owed(self, owed: int) -> None:
        while owed == 0 and not self.noticed() and time.monotonic() < self.latest:
            time.sleep(0.05)


def wait_for_silence(database: Database, session: int) -> bool:
    """In a thread of its own: the server ends the session of who hangs."""

    async def watch() -> bool:
        connection = await asyncpg.connect(database.owner_dsn)
        try:
            alive = "select exists(select from pg_stat_activity where pid = $1)"
            while await connection.fetchval(alive, session):
                await asyncio.sleep(0.02)
        finally:
            await connection.close()
        return True

    return asyncio.run(asyncio.wait_for(watch(), 60))


async def test_a_session_that_is_cut_is_made_again(
    migrated: Database, owner: Connection, stack: Stack
) -> None:
    leader = Leadership(migrated.dsn, BOTH)
    changes: list[bool] = []
    leader.roles[PROJECTOR].subscribe(lambda: changes.append(leader.roles[PROJECTOR].held))
    async with running(leader):
        await until(lambda: all_of(leader))
        [session] = await holders(owner)
        admin = await asyncpg.connect(stack.postgres_dsn)
        await admin.execute("select pg_terminate_backend($1)", session)
        await admin.close()
        await until(lambda: changes == [True, False, True])
        assert await holders(owner) != {session}


async def test_nobody_leads_through_a_pooler(
    migrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pooler neither keeps the session nor passes its settings on."""
    connect = under_test.connect

    async def pooled(dsn: str, **settings: object) -> Connection:
        return await connect(dsn, timeout=5)

    monkeypatch.setattr(under_test, "connect", pooled)
    leader = Leadership(migrated.dsn, BOTH)
    with pytest.raises(Pooled):
        await asyncio.wait_for(leader.run(), 60)
    assert leads(leader) == [False, False]


def test_a_role_ends_by_the_clock_and_says_so_only_when_it_changes() -> None:
    role, told = Role(RELAY), list[bool]()
    role.subscribe(lambda: told.append(role.held))
    assert not role.held
    now = time.monotonic()
    role.hold(now + 60)
    role.hold(now + 61)
    assert role.held
    role.hold(float("-inf"))
    role.hold(float("-inf"))
    assert told == [True, False]
    role.hold(time.monotonic() - 1)
    assert not role.held
