"""Events go from a log or stream into tables: each once, in order, or the projection stands still.

Promises both sources wherever it makes a difference. Must not depend on time: it waits for what it
wants to see.
"""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.database import Connection
from services.chassis.parking import Parking, park
from services.chassis.projector import Status
from services.chassis.sources import Source
from tests.chassis.streaming import Seen, World, kill, running
from tests.waiting import until

BOTH = pytest.mark.parametrize("kind", ["log", "stream"])


@pytest.fixture
async def world(relayed: World) -> World:
    return relayed


def source(world: World, kind: str) -> Source:
    return world.own() if kind == "log" else world.stream()


EXPLAINED = "explain delete from seen where position = 1"
CUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1"


@BOTH
async def test_everything_is_applied_once_while_it_arrives(world: World, kind: str) -> None:
    await world.append(300)
    seen = Seen(world.pool, source(world, kind))
    async with running(seen.projector):
        for _ in range(10):
            await world.append(40)
        assert await seen.projector.reached(700, timeout=60)
    assert await seen.rows() == await world.logged()
    assert seen.in_memory == 700


@BOTH
async def test_a_backlog_is_written_in_large_batches(world: World, kind: str) -> None:
    await world.append(6000)
    await until(world.same)
    seen = Seen(world.pool, source(world, kind))
    async with running(seen.projector):
        assert await seen.projector.reached(6000, timeout=60)
    assert sum(seen.batches) == 6000
    assert max(seen.batches) >= 500


async def test_rows_are_found_through_an_index(world: World, owner: Connection) -> None:
    """A plan that reads all of a small table is kept while the table grows."""
    await owner.execute("insert into seen values (-1, gen_random_uuid()); analyze seen")
    await world.append(1)
    seen, plans = Seen(world.pool, world.own()), []

    async def explain(connection: Connection, _: object) -> None:
        plans.append(str(await connection.fetch(EXPLAINED)))

    seen.projector.apply = explain
    async with running(seen.projector):
        assert await seen.projector.reached(1, timeout=60)
    assert "Index Scan using seen_pkey" in plans[0]


async def test_waiting_for_a_position_ends_with_it_or_with_time(world: World) -> None:
    seen = Seen(world.pool, world.own())
    async with running(seen.projector):
        assert not await seen.projector.reached(3, timeout=0.1)
        waiting = [asyncio.create_task(seen.projector.reached(n, timeout=60)) for n in (3, 1, 2)]
        await world.append(3)
        assert await asyncio.gather(*waiting) == [True, True, True]
        assert not await seen.projector.reached(9, timeout=0.01)
        assert not seen.projector.waiting  # nobody who gave up is kept


@BOTH
async def test_two_at_once_apply_everything_once(world: World, kind: str) -> None:
    both = [Seen(world.pool, source(world, kind)) for _ in range(2)]
    async with running(*(seen.projector for seen in both)):
        for _ in range(20):
            await world.append(20)
        for seen in both:
            assert await seen.projector.reached(400, timeout=60)
    assert await both[0].rows() == await world.logged()
    assert not any(seen.projector.status is Status.HALTED for seen in both)


@BOTH
async def test_a_killed_one_goes_on_where_it_was(world: World, kind: str) -> None:
    for _ in range(8):
        async with running(Seen(world.pool, source(world, kind)).projector) as tasks:
            await world.append(50)
            await asyncio.sleep(0.03)
            await kill(*tasks)
    seen = Seen(world.pool, source(world, kind))
    async with running(seen.projector):
        assert await seen.projector.reached(400, timeout=60)
    assert await seen.rows() == await world.logged()
    assert seen.in_memory == 400


@BOTH
@pytest.mark.parametrize("place", ["prepare", "apply"])
async def test_poison_halts_at_the_event_and_an_operator_parks_it(
    world: World, owner: Connection, kind: str, place: str
) -> None:
    await world.append(100)
    seen = Seen(world.pool, source(world, kind))
    seen.poisoned_at, seen.poison = place, {37, 60}
    async with running(seen.projector):
        await until(lambda: owner.fetchval("select count(*) from halted"))
        assert seen.projector.status is Status.HALTED
        assert [position for position, _ in await seen.rows()] == list(range(1, 37))
        row = await owner.fetchrow("select * from halted")
        assert (row["projection"], row["position"]) == ("seen", 37)
        assert "poison" in row["error"]
        await park(world.pool, Parking("seen", 37, row["event_id"], "agreed by two"))
        await until(lambda: "position 60" in seen.projector.reason)
        seen.poison = set()
    seen = Seen(world.pool, source(world, kind))
    async with running(seen.projector):
        assert await seen.projector.reached(100, timeout=60)
    assert [position for position, _ in await seen.rows()] == [n for n in range(1, 101) if n != 37]
    assert await owner.fetchval("select count(*) from halted") == 0
    assert await owner.fetchval("select reason from parked") == "agreed by two"


async def test_a_halted_projection_outlives_its_database_being_away(
    world: World, migrated: Database, stack: Stack
) -> None:
    await world.append(5)
    seen = Seen(world.pool, world.own())
    seen.poisoned_at, seen.poison = "apply", {3}
    async with running(seen.projector) as tasks:
        await until(lambda: seen.projector.status is Status.HALTED)
        admin = await asyncpg.connect(stack.postgres_dsn)
        for _ in range(10):
            await admin.execute(CUT, migrated.name)
            await asyncio.sleep(0.05)
        await admin.close()
        assert not any(task.done() for task in tasks)
        # The first cut may have come before the halt was noted; it is noted at the next attempt.
        await until(
            lambda: world.pool.fetchval("select position from halted where projection = 'seen'")
        )
        event = await world.pool.fetchval("select event_id from halted")
        await park(world.pool, Parking("seen", 3, event, "known"))
        assert await seen.projector.reached(5, timeout=60)


@BOTH
async def test_an_older_read_database_catches_up(
    world: World, owner: Connection, kind: str
) -> None:
    await world.append(100)
    seen = Seen(world.pool, source(world, kind))
    async with running(seen.projector):
        assert await seen.projector.reached(100, timeout=60)
    await owner.execute("delete from seen where position > 60")
    event_id = (await world.log.read(59, 1))[0].event_id
    await owner.execute("update checkpoints set position = 60, event_id = $1", event_id)
    seen = Seen(world.pool, source(world, kind))
    async with running(seen.projector):
        assert await seen.projector.reached(100, timeout=60)
    assert await seen.rows() == await world.logged()


@BOTH
async def test_a_newer_read_database_halts_until_the_log_is_there(
    world: World, owner: Connection, kind: str
) -> None:
    await world.append(50)
    event_id = uuid4()
    seen = Seen(world.pool, source(world, kind))
    await owner.execute("insert into checkpoints values ('seen', 60, $1)", event_id)
    async with running(seen.projector):
        await until(lambda: seen.projector.status is Status.HALTED)
        await world.append(30)  # the log goes past, with another event there
        await until(lambda: str(event_id) in seen.projector.reason)
        assert await seen.rows() == []
        right = (await world.log.read(59, 1))[0].event_id
        await owner.execute("update checkpoints set event_id = $1", right)
        assert await seen.projector.reached(80, timeout=60)
        await until(lambda: seen.projector.status is Status.RUNNING)
    assert [position for position, _ in await seen.rows()] == list(range(61, 81))


@BOTH
async def test_another_history_halts(world: World, owner: Connection, kind: str) -> None:
    await world.append(50)
    seen = Seen(world.pool, source(world, kind))
    async with running(seen.projector):
        assert await seen.projector.reached(50, timeout=60)
    await owner.execute("update checkpoints set event_id = gen_random_uuid()")
    async with running(seen.projector):
        await until(lambda: seen.projector.status is Status.HALTED)
        await world.append(10)
        assert len(await seen.rows()) == 50
