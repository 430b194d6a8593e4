"""Which pending request is next.

Given requests of several lanes, when they are taken, then each lane comes in its turn, unless it is
paused.
"""

import asyncio

from services.readers.round_robin import CAPACITY, EXPIRES_AFTER, RoundRobin


class Clock:
    """A time that the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(pending: RoundRobin, most: int) -> list[str]:
    """The next requests."""
    found = (pending.take() for _ in range(most))
    return [each.message for each in found if each]


def test_the_lane_with_most_requests_waits_for_the_others() -> None:
    pending = RoundRobin(Clock())
    for number in range(4):
        pending.add(1, f"many {number}")
    pending.add(2, "one")
    pending.add(3, "two")
    expected = ["many 0", "one", "two", "many 1", "many 2", "many 3"]
    assert taken(pending, 7) == expected
    assert pending.is_empty(1)


def test_a_full_lane_takes_no_more() -> None:
    pending = RoundRobin(Clock())
    assert [pending.add(1, n) for n in range(CAPACITY + 1)] == [True] * CAPACITY + [False]
    assert pending.add(2, 0)


def test_a_lane_is_paused_and_others_are_not() -> None:
    clock = Clock()
    pending = RoundRobin(clock)
    for lane in (1, 1, 2, 2):
        pending.add(lane, f"of {lane}")
    assert taken(pending, 1) == ["of 1"]
    pending.pause(1, 5)
    assert taken(pending, 3) == ["of 2", "of 2"]
    clock.now += 4.999
    assert taken(pending, 1) == []
    clock.now += 0.002
    assert taken(pending, 1) == ["of 1"]


def test_what_waited_for_too_long_is_expired() -> None:
    clock = Clock()
    pending = RoundRobin(clock)
    pending.add(1, "asked")
    request = pending.take()
    assert request
    assert not pending.is_expired(request)
    clock.now += EXPIRES_AFTER + 0.1
    assert pending.is_expired(request)


async def test_next_waits_for_a_request_and_for_the_end_of_a_pause() -> None:
    clock = Clock()
    pending = RoundRobin(clock)
    waiting = asyncio.create_task(pending.next())
    await asyncio.sleep(0)
    pending.add(1, "first")
    assert (await waiting).message == "first"
    pending.pause(1, 0.01)
    pending.add(1, "second")
    waiting = asyncio.create_task(pending.next())
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.now += 1
    assert (await waiting).message == "second"
