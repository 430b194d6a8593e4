"""The coalescer without a database: what it puts together, sends again, refuses and leaves out.

Promises the rules of putting together, apart from any SQL. Must not stand in for the tests of
the log, which talk to PostgreSQL.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from services.chassis.coalescer import LARGEST_BATCH, LONGEST_QUEUE, Coalescer
from services.chassis.errors import NOT_STORABLE, STORE_BUSY, STORE_UNAVAILABLE, Refusal


class Line:
    """Stands for a connection."""

    closed = False

    def is_closed(self) -> bool:
        return self.closed

    def terminate(self) -> None:
        self.closed = True


class Far:
    """The other side: remembers each batch, answers tenfold, fails as often as it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.lines: list[Line] = []
        self.failures: list[Exception] = []
        self.open = asyncio.Event()
        self.open.set()

    async def connect(self) -> Line:
        self.lines.append(Line())
        return self.lines[-1]

    async def send(self, line: Line, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        await self.open.wait()
        if self.failures:
            raise self.failures.pop()
        if -1 in items:
            raise ValueError("bad data")
        return [item * 10 for item in items]


@pytest.fixture
async def far() -> Far:
    return Far()


@pytest.fixture
async def coalescer(far: Far) -> AsyncIterator[Coalescer[int, int]]:
    made = Coalescer(connect=far.connect, send=far.send, patience=0.3)
    yield made
    await made.close()


def submit(coalescer: Coalescer[int, int], *items: int) -> list[asyncio.Task[int]]:
    return [asyncio.create_task(coalescer.submit(item)) for item in items]


async def test_what_waits_during_a_batch_is_the_next_batch(
    far: Far, coalescer: Coalescer[int, int]
) -> None:
    far.open.clear()
    first = submit(coalescer, 1)
    await asyncio.sleep(0.01)
    rest = submit(coalescer, 2, 3, 4)
    await asyncio.sleep(0.01)
    far.open.set()
    assert await asyncio.gather(*first, *rest) == [10, 20, 30, 40]
    assert far.batches == [[1], [2, 3, 4]]


async def test_a_batch_has_a_largest_size(far: Far, coalescer: Coalescer[int, int]) -> None:
    await asyncio.gather(*submit(coalescer, *range(LARGEST_BATCH + 1)))
    assert [len(batch) for batch in far.batches] == [LARGEST_BATCH, 1]


async def test_a_full_queue_refuses_at_once(far: Far, coalescer: Coalescer[int, int]) -> None:
    far.open.clear()
    flying = submit(coalescer, 0)
    await asyncio.sleep(0.01)
    waiting = submit(coalescer, *range(LONGEST_QUEUE))
    await asyncio.sleep(0)
    with pytest.raises(Refusal) as refused:
        await coalescer.submit(1)
    assert refused.value.reason is STORE_BUSY
    far.open.set()
    await asyncio.gather(*flying, *waiting)


async def test_a_lost_line_means_the_same_batch_on_a_new_one(
    far: Far, coalescer: Coalescer[int, int]
) -> None:
    far.failures = [ConnectionResetError(), TimeoutError()]
    assert await asyncio.gather(*submit(coalescer, 1, 2)) == [10, 20]
    assert far.batches == [[1, 2]] * 3
    assert [line.closed for line in far.lines] == [True, True, False]


async def test_a_line_that_stays_silent_is_given_up(
    far: Far, coalescer: Coalescer[int, int]
) -> None:
    far.open.clear()
    with pytest.raises(Refusal) as refused:
        await coalescer.submit(1)
    assert refused.value.reason is STORE_UNAVAILABLE
    far.open.set()
    assert await coalescer.submit(2) == 20


async def test_only_bad_data_is_refused(far: Far, coalescer: Coalescer[int, int]) -> None:
    results = await asyncio.gather(*submit(coalescer, 1, 2, -1, 3, 4), return_exceptions=True)
    refused = results.pop(2)
    assert isinstance(refused, Refusal)
    assert refused.reason is NOT_STORABLE
    assert results == [10, 20, 30, 40]
    assert len(far.lines) == 1


async def test_who_no_longer_waits_is_not_sent(far: Far, coalescer: Coalescer[int, int]) -> None:
    far.open.clear()
    first = submit(coalescer, 1)
    await asyncio.sleep(0.01)
    rest = submit(coalescer, 2, 3)
    await asyncio.sleep(0.01)
    rest[0].cancel()
    await asyncio.sleep(0.01)
    far.open.set()
    assert await asyncio.gather(*first, rest[1]) == [10, 30]
    assert far.batches == [[1], [3]]


async def test_closing_refuses_what_cannot_be_sent(far: Far) -> None:
    coalescer = Coalescer(connect=far.connect, send=far.send, patience=0.1)
    far.open.clear()
    tasks = submit(coalescer, 1)
    await asyncio.sleep(0.01)
    tasks += submit(coalescer, 2)
    await asyncio.sleep(0.01)
    await coalescer.close()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [Refusal, Refusal]
