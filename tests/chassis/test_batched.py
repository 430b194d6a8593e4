"""Batches: results in the order of the messages, few in hand, and how both sides end.

Must not wait for a clock: what takes long takes turns of the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.batched import in_order


class Sender:
    """Messages 0, 1, 2 …, and how many of them were taken."""

    def __init__(self, count: int, *, fails: bool = False) -> None:
        self.count, self.fails, self.taken = count, fails, 0

    async def messages(self) -> AsyncIterator[int]:
        for number in range(self.count):
            self.taken += 1
            yield number
        if self.fails:
            raise ConnectionError


@given(st.lists(st.integers(0, 5), max_size=8), st.integers(1, 3), st.booleans(), st.integers(0, 3))
async def test_results_are_in_order_and_few_are_in_hand(
    turns: list[int], at_once: int, fails: bool, slow: int
) -> None:
    sender, running, answered = Sender(len(turns), fails=fails), 0, list[int]()

    async def work(number: int) -> int:
        nonlocal running
        running += 1
        assert running <= at_once
        assert sender.taken - len(answered) <= at_once
        for _ in range(turns[number]):
            await asyncio.sleep(0)
        running -= 1
        return number

    async def read() -> None:
        async for each in in_order(sender.messages(), work, at_once=at_once):
            for _ in range(slow):  # the client has no room yet
                await asyncio.sleep(0)
                assert sender.taken - len(answered) <= at_once
            answered.append(each)

    if fails:
        with pytest.raises(ConnectionError):
            await read()
    else:
        await read()
    assert answered == list(range(len(turns)))


async def test_a_result_is_there_before_the_next_message_is() -> None:
    sent: asyncio.Queue[int] = asyncio.Queue()

    async def messages() -> AsyncIterator[int]:
        while (number := await sent.get()) >= 0:
            yield number

    async def work(number: int) -> int:
        return number

    results = in_order(messages(), work, at_once=2)
    for number in range(3):
        await sent.put(number)
        assert await anext(results) == number
    await sent.put(-1)
    assert [each async for each in results] == []


async def test_what_is_in_hand_is_cancelled_with_the_call() -> None:
    begun, cancelled = list[int](), list[int]()

    async def work(number: int) -> int:
        begun.append(number)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(number)
            raise
        return number

    async def read() -> None:
        async for _ in in_order(Sender(9).messages(), work, at_once=2):
            pass

    reading = asyncio.ensure_future(read())
    while len(begun) < 2:
        await asyncio.sleep(0)
    reading.cancel()
    await asyncio.wait([reading])
    assert sorted(cancelled) == begun == [0, 1]


async def test_what_fails_in_work_ends_the_results() -> None:
    async def work(number: int) -> int:
        if number == 1:
            raise LookupError(number)
        return number

    results = in_order(Sender(5).messages(), work, at_once=2)
    assert await anext(results) == 0
    with pytest.raises(LookupError, match="1"):
        await anext(results)
