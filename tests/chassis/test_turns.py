"""Streams that could all go on at once, and a call that comes meanwhile.

Promises counts of turns, not times.
"""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from services.chassis.call import current
from services.chassis.turns import Turns
from tests.chassis.echo import Echo, request, running

STREAMS, AT_ONCE = 60, 3


async def test_few_go_on_in_a_turn_however_many_wait_and_all_in_order() -> None:
    turns, said = Turns(AT_ONCE), list[int]()

    async def stream(number: int) -> None:
        for _ in range(3):
            await turns.next()
            said.append(number)

    tasks = [asyncio.ensure_future(stream(number)) for number in range(STREAMS)]
    before = 0
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)  # a turn of the loop, in which a new call may come
        assert len(said) - before <= AT_ONCE
        before = len(said)
    assert said == list(range(STREAMS)) * 3


async def test_after_a_heavy_piece_as_many_turns_are_left_to_others() -> None:
    turns, rested = Turns(AT_ONCE), list[int]()

    async def streams() -> None:
        for weight in (30, 1, 1, 1, 1, 1, 1):
            await turns.next(weight)
            rested.append(count)

    count = 0
    task = asyncio.ensure_future(streams())
    while not task.done():
        await asyncio.sleep(0)
        count += 1
    first, *others = rested
    assert others[0] - first >= 30 // AT_ONCE
    assert others[-1] - others[0] <= len(others)


async def test_a_heavy_piece_that_nobody_waits_for_any_longer_takes_no_turn() -> None:
    turns = Turns(AT_ONCE)
    heavy = asyncio.ensure_future(turns.next(10**9))
    await asyncio.sleep(0)
    heavy.cancel()
    await asyncio.wait_for(turns.next(), 60)


async def test_who_gives_up_keeps_nobody_waiting() -> None:
    turns, passed = Turns(AT_ONCE), list[int]()

    async def stream(number: int) -> None:
        await turns.next()
        passed.append(number)

    tasks = [asyncio.ensure_future(stream(number)) for number in range(STREAMS)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    assert passed == list(range(1, STREAMS, 2))
    await asyncio.wait_for(turns.next(), 60)  # and it goes on


async def test_a_stream_of_answers_waits_for_a_turn_after_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken, next_one = list[Any](), Turns.next

    async def counted(turns: Turns, weight: int = 1) -> None:
        taken.append(turns)
        await next_one(turns, weight)

    async def permitted(asked: Any) -> Any:
        current().exempt()
        return await echo.answer(asked)

    echo = Echo()
    echo.act = permitted
    monkeypatch.setattr(Turns, "next", counted)
    async with running(echo) as client:
        listening = client.stream("Listen", request(), shape="unary_stream")
        answers = [each async for each in listening]
        await client.call("Say", request())
    assert len(answers) == 3
    assert len(set(taken)) == 1  # one for all streams of a server
    assert len(taken) == len(answers)
