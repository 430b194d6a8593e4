"""Batches that get smaller where they hold the loop, and larger again.

Promises that what is measured is one step, from where work goes on to where it waits again. Must
not depend on how fast a machine is: what is slow here sleeps.
"""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from services.chassis import pacing
from services.chassis.log import Recorded
from services.chassis.pacing import AT_FIRST, FEWEST, HELD, LARGEST, SELDOM, Net, Pace, Steps
from tests.chassis.streaming import Seen, World, running

LONG = HELD * 1.5


class Slow(Seen):
    """A projection that holds the loop for a millisecond an event."""

    async def prepare(self, batch: list[Recorded]) -> list[Recorded]:
        time.sleep(0.001 * len(batch))
        return await super().prepare(batch)


async def test_a_projection_that_catches_up_slowly_takes_fewer_events_at_once(
    quiet: World,
) -> None:
    """However many there are, the loop is free again soon."""
    await quiet.append(1500)
    async with running((slow := Slow(quiet.pool, quiet.own())).projector):
        assert await slow.projector.reached(1500, timeout=60)
    assert slow.batches[0] <= AT_FIRST
    assert slow.batches[-2] < AT_FIRST / 2
    assert await slow.rows() == await quiet.logged()


async def test_one_long_step_is_measured_and_many_short_ones_are_not_added_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]

    async def steps(*lengths: float) -> str:
        for each in lengths:
            now[0] += each
            await asyncio.sleep(0)
        return "done"

    monkeypatch.setattr(pacing, "monotonic", lambda: now[0])
    one, many = Steps(steps(0.0, 2.0, 0.0)), Steps(steps(*[1.0] * 20))
    assert (await one, await many) == ("done", "done")
    assert (one.longest, many.longest) == (2.0, 1.0)


async def test_an_error_and_a_cancellation_go_through() -> None:
    with pytest.raises(ZeroDivisionError):
        await Steps(fails())
    heard = list[str]()
    task = asyncio.create_task(waits(heard))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert heard == ["cancelled"]


async def fails() -> None:
    await asyncio.sleep(0)
    raise ZeroDivisionError


async def waits(heard: list[str]) -> None:
    await Pace().measured(forever(heard))


async def forever(heard: list[str]) -> None:
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        heard.append("cancelled")
        raise


async def test_what_a_generator_yields_can_be_measured() -> None:
    numbers = counted()
    assert [await Pace().measured(anext(numbers)) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(StopAsyncIteration):
        await Pace().measured(anext(numbers))


async def counted() -> AsyncIterator[int]:
    for number in range(3):
        await asyncio.sleep(0)
        yield number


def test_batches_grow_while_they_are_full_and_quick() -> None:
    pace, sizes = Pace(), list[int]()
    for _ in range(6):
        pace.adapt(pace.most)
        sizes.append(pace.most)
    assert sizes == [1000, 2000, 4000, LARGEST, LARGEST, LARGEST]
    pace.adapt(3)  # a small one says nothing
    assert pace.most == LARGEST


def test_batches_shrink_by_what_was_slow_and_never_below_a_few() -> None:
    pace = Pace()
    pace.most, pace.held = LARGEST, LONG
    pace.adapt(1000)
    assert pace.most == 500
    pace.adapt(100)
    assert pace.most == 500
    for _ in range(9):
        pace.held = LONG
        pace.adapt(pace.most)
    assert pace.most == FEWEST


async def test_what_is_not_announced_is_looked_for_more_and_more_seldom() -> None:
    net = Net(asyncio.Event(), 0.001)
    rests = []
    for _ in range(5):
        rests.append(net.rest)
        await net.wait()
    assert rests == [0.001, 0.002, 0.004, 0.004, 0.004]
    assert rests[-1] == SELDOM * net.soonest
    net.announced.set()
    await net.wait()
    assert net.rest == net.soonest
    began = time.monotonic()
    net.announced.clear()
    net.rest = 60
    await net.wait(within=0.001)
    assert time.monotonic() - began < 60
