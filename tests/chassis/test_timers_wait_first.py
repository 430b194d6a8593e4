"""Timers of which something comes first: it is waited for before their rows are held.

Promises a real PostgreSQL. Must not wait for the clock: the tests set it.
"""

import asyncio
from collections import Counter

import pytest

from services.chassis.database import Pool
from services.chassis.log import Log
from services.chassis.timers import FIRST
from tests.chassis.taking import HOUR, NOON, Office, due


@pytest.fixture
async def office(log: Log, pool: Pool) -> Office:
    return Office(log, pool)


async def test_who_waits_for_what_comes_first_holds_no_row_and_holds_up_no_other_kind(
    office: Office,
) -> None:
    """Nobody else could write them: not even the projection that is waited for."""
    await office.write([due("a", kind="soon"), due("b")])
    waiting, come = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        waiting.set()
        await come.wait()

    patient = office.taker(kinds=["soon"], first=first)
    taking = asyncio.create_task(office.round(patient))
    await waiting.wait()
    await asyncio.wait_for(office.write([due("a", NOON + HOUR, "soon")]), 10)
    await office.round(office.taker(others=["soon"]))
    assert await office.events() == [("b", "due")]
    come.set()
    await taking
    assert await office.events() == [("b", "due")]  # it is due in an hour now
    office.now += HOUR
    await office.round(patient)
    assert await office.events() == [("b", "due"), ("a", "soon")]


async def test_what_becomes_due_while_something_comes_first_waits_for_the_next_round(
    office: Office,
) -> None:
    """For what is due, all is known that was so by then."""
    await office.write([due("a"), due("b", NOON + HOUR)])

    async def first() -> None:
        office.now = NOON + HOUR

    await office.taker(first=first).fire_next(FIRST)
    assert await office.events() == [("a", "due")]


async def test_nothing_comes_first_where_none_is_due_and_none_is_taken_where_it_fails(
    office: Office,
) -> None:
    asked = Counter[str]()

    async def first() -> None:
        asked["first"] += 1
        raise ValueError("not yet")

    patient = office.taker(kinds=["soon"], first=first)
    await office.write([due("a")])
    await office.round(patient)
    assert not asked
    await office.write([due("a", kind="soon")])
    await office.round(patient)
    assert (asked["first"], await office.events()) == (1, [])
