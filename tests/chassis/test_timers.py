"""Timers on a real PostgreSQL: each fires once, whoever takes it, whenever, and whatever is killed.

Promises several takers over one database. Must not wait for the clock: the tests set it.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import asyncpg
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.database import SQL, Pool, is_lost, open_pool, statements
from services.chassis.log import Log
from services.chassis.reasons import ChassisReason
from services.chassis.timers import AT_ONCE, FIRST, Timer
from tests.chassis.taking import HOUR, NOON, Office, due
from tests.chassis.wire import wire_to
from tests.waiting import until


@pytest.fixture
async def office(log: Log, pool: Pool) -> Office:
    return Office(log, pool)


async def test_what_is_due_fires_once_in_its_order_and_what_is_not_waits(office: Office) -> None:
    await office.write([due("b", NOON), due("a", NOON - HOUR), due("c", NOON + HOUR)])
    await office.round()
    await office.round()
    assert sorted(await office.events()) == [("a", "due"), ("b", "due")]
    assert await office.rows() == {
        ("a", "due"): (True, False),
        ("b", "due"): (True, False),
        ("c", "due"): (False, False),
    }


async def test_a_clock_that_jumps_forward_and_back_loses_and_doubles_nothing(
    office: Office,
) -> None:
    await office.write([due(f"s/{n}", NOON + n * HOUR) for n in range(10)])
    for jump in (0, 4, -9, 2, 30, -30, 30):
        office.now = NOON + jump * HOUR
        await office.round()
    assert Counter(await office.events()) == Counter((f"s/{n}", "due") for n in range(10))


async def test_two_takers_at_once_fire_each_timer_once(office: Office) -> None:
    await office.write([due(f"s/{n}", NOON - n * HOUR) for n in range(3 * AT_ONCE)])
    await asyncio.gather(*(office.round(office.taker()) for _ in range(3)))
    assert Counter(await office.events()) == Counter((f"s/{n}", "due") for n in range(3 * AT_ONCE))
    assert set((await office.rows()).values()) == {(True, False)}


async def test_one_who_is_killed_between_the_event_and_the_mark_doubles_nothing(
    office: Office,
) -> None:
    await office.write([due("a"), due("b")])
    appended = asyncio.Event()

    async def hang(timer: Timer) -> bool:
        await office.fire(timer)
        appended.set()
        await asyncio.sleep(3600)
        return True

    dying = asyncio.create_task(office.round(office.taker(fire=hang)))
    await appended.wait()
    await until(lambda: len(office.asked) == 2)
    await office.round()  # nobody else may have them
    assert max(office.asked.values()) == 1
    dying.cancel()
    await asyncio.wait([dying])
    assert set((await office.rows()).values()) == {(False, False)}
    await office.round()
    assert sorted(await office.events()) == [("a", "due"), ("b", "due")]
    assert set((await office.rows()).values()) == {(True, False)}
    assert max(office.asked.values()) == 2


async def test_a_taker_whose_connection_is_killed_doubles_nothing(
    office: Office, stack: Stack
) -> None:
    await office.write([due("a")])
    admin = await asyncpg.connect(stack.postgres_dsn)

    async def cut(timer: Timer) -> bool:
        await office.fire(timer)
        await admin.execute(
            """select pg_terminate_backend(pid) from pg_stat_activity
            where state = 'idle in transaction'"""
        )
        return True

    with pytest.raises(Exception) as ended:  # noqa: PT011 — asyncpg says it in several ways
        await office.round(office.taker(fire=cut))
    assert is_lost(ended.value)
    await admin.close()
    await until(lambda: firing(office))
    assert await office.events() == [("a", "due")]


async def firing(office: Office) -> bool:
    """Whether the timer is fired by now; the pool may have connections that were cut."""
    try:
        await office.round()
        return (await office.rows())["a", "due"] == (True, False)
    except Exception as error:
        if is_lost(error):
            return False
        raise


async def test_one_that_finds_nothing_to_do_is_fired_without_an_event(office: Office) -> None:
    office.idle = {"a"}
    await office.write([due("a")])
    await office.round()
    await office.round()
    assert await office.events() == []
    assert await office.rows() == {("a", "due"): (True, True)}
    assert office.asked == {due("a"): 1}


async def test_one_that_found_nothing_is_tried_again_when_its_subject_changed(
    office: Office,
) -> None:
    office.idle = {"a"}
    await office.write([due("a"), due("b")])
    await office.round()
    office.idle = set()
    await office.write([due("a"), due("b")])  # the same, after other events of the subjects
    await office.round()
    assert await office.events() == [("b", "due"), ("a", "due")]
    assert office.asked == {due("a"): 2, due("b"): 1}


async def test_a_change_that_is_written_while_a_timer_finds_nothing_is_not_lost(
    office: Office,
) -> None:
    """The taker judges the subject before the change, and marks the timer after it."""
    await office.write([due("a")])
    judged, go_on = asyncio.Event(), asyncio.Event()

    async def outdated(_: Timer) -> bool:
        judged.set()
        await go_on.wait()
        return False

    taking = asyncio.create_task(office.round(office.taker(fire=outdated)))
    await judged.wait()
    writing = asyncio.create_task(office.write([due("a")]))
    await until(lambda: waiting_for_a_lock(office.pool))
    go_on.set()
    await asyncio.gather(taking, writing)
    await office.round()
    assert await office.events() == [("a", "due")]


async def waiting_for_a_lock(pool: Pool) -> bool:
    query = "select from pg_locks where not granted"
    return bool(await pool.fetch(query))


async def test_a_due_that_moved_fires_at_its_new_instant_alone(office: Office) -> None:
    other = due("a", NOON, "soon")
    await office.write([due("a"), due("b"), other])
    await office.write([due("a", NOON + HOUR)], kinds=["due"])
    await office.write([], of=["b"])
    await office.round()
    assert await office.events() == [("a", "soon")]
    office.now += HOUR
    await office.round()
    assert await office.events() == [("a", "soon"), ("a", "due")]
    assert await office.rows() == {("a", "soon"): (True, False), ("a", "due"): (True, False)}


async def test_one_that_is_taken_away_and_comes_back_is_recorded_once(office: Office) -> None:
    await office.write([due("a")])
    await office.round()
    await office.write([], of=["a"])
    await office.write([due("a")])
    await office.round()
    assert await office.events() == [("a", "due")]
    assert office.asked == {due("a"): 2}


async def test_what_fails_is_tried_again_and_holds_up_nobody(office: Office) -> None:
    many = [due(f"broken/{n}", NOON - HOUR) for n in range(AT_ONCE + 1)]
    office.broken = {each.subject for each in many}
    await office.write([*many, due("a")])
    await office.round()
    assert await office.events() == [("a", "due")]
    office.broken = set()
    await office.round()
    assert len(await office.events()) == len(many) + 1


async def test_it_runs_until_cancelled_and_only_while_commands_are_taken(office: Office) -> None:
    office.refused = ChassisReason.STORE_BUSY
    running = asyncio.create_task(office.taker().run())
    await office.write([due("a")])
    await asyncio.sleep(0.1)
    assert not office.asked
    office.refused = None
    await until(lambda: has(office, ("a", "due")))
    await office.write([due("b", NOON + HOUR)])
    office.now += 2 * HOUR
    await until(lambda: has(office, ("b", "due")))
    running.cancel()
    await asyncio.wait([running])


async def test_a_database_that_goes_away_is_waited_for(office: Office, migrated: Database) -> None:
    await office.write([due("a")])
    async with wire_to(migrated.dsn) as wire, await open_pool(wire.dsn, largest=2) as far:
        running = asyncio.create_task(office.taker(pool=far).run())
        await until(lambda: has(office, ("a", "due")))
        for n in range(5):
            wire.cut()
            await office.write([due(f"b/{n}")])
            await until(lambda n=n: has(office, (f"b/{n}", "due")))  # type: ignore[misc]
        assert not running.done()
        running.cancel()
        await asyncio.wait([running])


async def has(office: Office, wanted: tuple[str, str]) -> bool:
    return wanted in await office.events()


def test_a_command_is_the_same_in_every_zone_and_differs_in_every_part() -> None:
    zone = datetime.fromisoformat("2026-02-16T12:00:00+07:00")
    same: Callable[[Timer], object] = lambda timer: timer.command()[:2]  # noqa: E731
    assert same(due("a", zone)) == same(due("a", NOON))
    others = [due("b"), due("a", NOON + HOUR), due("a", NOON, "soon")]
    assert len({same(each) for each in (due("a"), *others)}) == 4
    assert due("a").command().id.version == 8


async def test_its_rows_are_found_through_the_index(office: Office) -> None:
    await office.write([due(f"s/{n}", NOON + n * HOUR) for n in range(500)])
    query = "explain " + statements(SQL)["timers_take"]
    async with office.pool.acquire() as connection:
        assert "timers_due" in str(await connection.fetch(query, NOON, *FIRST, [], [], AT_ONCE))
