"""The coalescer without a database: what it puts together, sends again, refuses and leaves out.

Promises the rules of putting together, apart from any SQL. Must not stand in for the tests of
the log, which talk to PostgreSQL.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

import asyncpg
import pytest

from services.chassis.coalescer import HEAVIEST_BATCH, LARGEST_BATCH, LONGEST_QUEUE, Coalescer
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason


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
        self.reached = asyncio.Event()  # by a batch

    async def connect(self) -> Line:
        self.lines.append(Line())
        return self.lines[-1]

    async def send(self, line: Line, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        self.reached.set()
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
    made = Coalescer(connect=far.connect, send=far.send, patience=60)
    yield made
    far.open.set()
    await made.close()


async def submit(coalescer: Coalescer[int, int], *items: int) -> list[asyncio.Task[int]]:
    """Tasks whose items wait in the queue."""
    tasks = [asyncio.create_task(coalescer.submit(item)) for item in items]
    await asyncio.sleep(0)
    return tasks


async def flying(far: Far, coalescer: Coalescer[int, int], item: int) -> asyncio.Task[int]:
    """A task whose item is on the line, and stays there until the other side opens."""
    far.open.clear()
    [task] = await submit(coalescer, item)
    await far.reached.wait()
    return task


async def test_what_waits_during_a_batch_is_the_next_batch(
    far: Far, coalescer: Coalescer[int, int]
) -> None:
    first = await flying(far, coalescer, 1)
    rest = await submit(coalescer, 2, 3, 4)
    far.open.set()
    assert await asyncio.gather(first, *rest) == [10, 20, 30, 40]
    assert far.batches == [[1], [2, 3, 4]]


async def test_a_batch_has_a_largest_size(far: Far, coalescer: Coalescer[int, int]) -> None:
    await asyncio.gather(*await submit(coalescer, *range(LARGEST_BATCH + 1)))
    assert [len(batch) for batch in far.batches] == [LARGEST_BATCH, 1]


async def test_a_full_queue_refuses_at_once(far: Far, coalescer: Coalescer[int, int]) -> None:
    first = await flying(far, coalescer, 0)
    waiting = await submit(coalescer, *range(LONGEST_QUEUE))
    with pytest.raises(Refusal) as refused:
        await coalescer.submit(1)
    assert refused.value.reason is ChassisReason.STORE_BUSY
    far.open.set()
    assert await asyncio.gather(first, *waiting) == [0, *range(0, 10 * LONGEST_QUEUE, 10)]


async def test_a_lost_line_means_the_same_batch_on_a_new_one(
    far: Far, coalescer: Coalescer[int, int]
) -> None:
    far.failures = [ConnectionResetError(), TimeoutError()]
    assert await asyncio.gather(*await submit(coalescer, 1, 2)) == [10, 20]
    assert far.batches == [[1, 2]] * 3
    assert [line.closed for line in far.lines] == [True, True, False]


async def test_a_line_that_stays_silent_is_given_up(far: Far) -> None:
    impatient = Coalescer(connect=far.connect, send=far.send, patience=0.1)
    far.open.clear()
    with pytest.raises(Refusal) as refused:
        await impatient.submit(1)
    assert refused.value.reason is ChassisReason.STORE_UNAVAILABLE
    assert [line.closed for line in far.lines] == [True]
    await impatient.close()


async def test_after_a_silent_line_comes_another(far: Far, coalescer: Coalescer[int, int]) -> None:
    far.failures = [TimeoutError()]
    assert await coalescer.submit(2) == 20
    assert [line.closed for line in far.lines] == [True, False]


async def test_a_full_disk_is_an_answer_and_the_line_stays(
    far: Far, coalescer: Coalescer[int, int]
) -> None:
    far.failures = [asyncpg.DiskFullError()]
    results = await asyncio.gather(*await submit(coalescer, 1, 2), return_exceptions=True)
    assert [getattr(each, "reason", each) for each in results] == [
        ChassisReason.STORE_FULL,
        ChassisReason.STORE_FULL,
    ]
    assert await coalescer.submit(3) == 30
    assert far.batches == [[1, 2], [3]]
    assert len(far.lines) == 1


async def test_a_full_disk_after_a_lost_attempt_says_that_the_outcome_is_unknown(far: Far) -> None:
    impatient = Coalescer(connect=far.connect, send=far.send, patience=0.05)
    far.failures = [asyncpg.DiskFullError()] * 5 + [ConnectionResetError()]
    with pytest.raises(Refusal) as refused:
        await impatient.submit(1)
    assert refused.value.reason is ChassisReason.STORE_UNAVAILABLE
    await impatient.close()


async def test_a_fault_of_ours_leaves_nobody_waiting_and_the_queue_goes_on(
    far: Far, coalescer: Coalescer[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_few(line: Line, items: Sequence[int]) -> list[int]:
        return []

    with monkeypatch.context() as patched:
        patched.setattr(coalescer, "_send", too_few)
        with pytest.raises(Refusal) as refused:
            await coalescer.submit(1)
    assert refused.value.reason is ChassisReason.STORE_UNAVAILABLE
    assert await coalescer.submit(2) == 20


async def test_only_bad_data_is_refused(far: Far, coalescer: Coalescer[int, int]) -> None:
    results = await asyncio.gather(*await submit(coalescer, 1, 2, -1, 3, 4), return_exceptions=True)
    refused = results.pop(2)
    assert isinstance(refused, Refusal)
    assert refused.reason is ChassisReason.NOT_STORABLE
    assert results == [10, 20, 30, 40]
    assert len(far.lines) == 1


async def test_who_no_longer_waits_is_not_sent(far: Far, coalescer: Coalescer[int, int]) -> None:
    first = await flying(far, coalescer, 1)
    gone, stays = await submit(coalescer, 2, 3)
    gone.cancel()
    await asyncio.wait([gone])
    far.open.set()
    assert await asyncio.gather(first, stays) == [10, 30]
    assert far.batches == [[1], [3]]


async def test_closing_refuses_what_cannot_be_sent(far: Far) -> None:
    coalescer = Coalescer(connect=far.connect, send=far.send, patience=0.1)
    tasks = [await flying(far, coalescer, 1), *await submit(coalescer, 2)]
    await coalescer.close()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [Refusal, Refusal]


async def test_heavy_items_come_in_batches_of_their_own() -> None:
    far, heavy = Far(), HEAVIEST_BATCH // 2 - 1
    coalescer = Coalescer(connect=far.connect, send=far.send, patience=60, weigh=lambda item: item)
    items = [1, heavy, heavy, heavy, 2 * HEAVIEST_BATCH, 1, 1]
    try:
        far.open.clear()
        first = asyncio.ensure_future(coalescer.submit(1))
        await far.reached.wait()
        rest = [asyncio.ensure_future(coalescer.submit(item)) for item in items]
        await asyncio.sleep(0)
        far.open.set()
        assert await asyncio.gather(first, *rest) == [each * 10 for each in (1, *items)]
    finally:
        await coalescer.close()
    assert far.batches == [[1], [1, heavy, heavy], [heavy], [2 * HEAVIEST_BATCH], [1, 1]]


async def test_a_writer_that_breaks_refuses_those_who_wait_and_is_begun_again(far: Far) -> None:
    def weigh(item: int) -> int:
        if item < 0:
            raise KeyError(item)
        return 1

    made: Coalescer[int, int] = Coalescer(
        connect=far.connect, send=far.send, patience=60, weigh=weigh
    )
    waiting = await submit(made, 1, -7, 2)
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [each.reason for each in ended if isinstance(each, Refusal)] == (
        [ChassisReason.STORE_UNAVAILABLE] * 3
    )
    assert far.batches == []
    assert await made.submit(3) == 30
    await made.close()
