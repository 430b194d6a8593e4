"""Loads that go together: what is asked at once, who waits for whom, and whose error is whose.

Promises the rules of putting together without a database, and in a log what each alone would find.
"""

import asyncio
from collections.abc import Sequence

import asyncpg

from services.chassis.loading import LARGEST_BATCH, Loading
from services.chassis.log import Log
from tests.chassis.appends import append, append_all, begin, event

BAD = -1


class Far:
    """The other side: remembers each batch, answers tenfold once it is open, and knows bad data."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.error: Exception | None = None

    async def fetch(self, questions: Sequence[int]) -> list[int]:
        self.batches.append(list(questions))
        await self.open.wait()
        if self.error:
            raise self.error
        if BAD in questions:
            raise ValueError("bad data")
        return [each * 10 for each in questions]


async def turns() -> None:
    """Let whoever can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_comes_while_a_batch_is_under_way_goes_with_the_next() -> None:
    far = Far()
    loading = Loading(far.fetch)
    far.open.clear()
    first = asyncio.create_task(loading.answer(1))
    await turns()
    others = [asyncio.create_task(loading.answer(n)) for n in range(2, LARGEST_BATCH + 4)]
    await turns()
    assert far.batches == [[1]]  # at once
    far.open.set()
    answers = await asyncio.gather(first, *others)
    assert answers == [10 * n for n in range(1, LARGEST_BATCH + 4)]
    assert [len(each) for each in far.batches] == [1, LARGEST_BATCH, 2]
    assert await loading.answer(7) == 70  # also after a pause


async def test_after_a_batch_of_several_whoever_has_arrived_comes_along() -> None:
    far = Far()
    loading = Loading(far.fetch)
    await asyncio.gather(loading.answer(1), loading.answer(2))
    one = asyncio.create_task(loading.answer(3))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await asyncio.gather(one, loading.answer(4)) == [30, 40]
    assert await loading.answer(5) == 50
    assert far.batches == [[1, 2], [3, 4], [5]]


async def test_a_bad_question_fails_alone() -> None:
    loading = Loading(Far().fetch)
    asked = (loading.answer(n) for n in (1, BAD, 3))
    first, bad, third = await asyncio.gather(*asked, return_exceptions=True)
    assert (first, third) == (10, 30)
    assert isinstance(bad, ValueError)


async def test_an_outage_is_everybodys_and_of_that_batch_alone() -> None:
    far = Far()
    loading, far.error = Loading(far.fetch), ConnectionResetError()
    found = await asyncio.gather(*map(loading.answer, (1, 2)), return_exceptions=True)
    assert found == [far.error, far.error]
    far.error = None
    assert await loading.answer(2) == 20


async def test_a_caller_who_is_gone_takes_nobody_with_him() -> None:
    far = Far()
    loading = Loading(far.fetch)
    far.open.clear()
    tasks = [asyncio.create_task(loading.answer(n)) for n in range(4)]
    await turns()
    tasks[0].cancel()
    tasks[2].cancel()
    far.open.set()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert (found[1], found[3]) == (10, 30)
    assert isinstance(found[0], asyncio.CancelledError)


async def test_loads_of_a_log_that_go_together_find_what_each_finds_alone(log: Log) -> None:
    both = append(event("a"), event("b"))
    await append_all(log, [both, begin("c"), append(event("c", 2))])
    asked = [("a", both.command_id), ("c", both.command_id), ("c", None), ("none", None)]
    alone = [await log.load(*each) for each in asked]
    assert [len(each.events) for each in alone] == [1, 2, 2, 0]
    assert [each.earlier is not None for each in alone] == [True, True, False, False]
    asked *= 20
    together = await asyncio.gather(*(log.load(*each) for each in asked))
    assert together == alone * 20


async def test_a_stream_that_nobody_can_have_fails_alone(log: Log) -> None:
    await log.append(begin("a"))
    found = await asyncio.gather(*map(log.load, ("a", "a\0", "a")), return_exceptions=True)
    assert isinstance(found[1], asyncpg.DataError)
    assert found[0] == found[2] == await log.load("a")
