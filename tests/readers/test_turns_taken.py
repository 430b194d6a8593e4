"""Whose request is next.

Given requests of several lanes, when turns are taken, then each lane comes in its turn, unless it
rests.
"""

import asyncio

from services.readers.turns import PATIENCE, PLACES, Turns


class Clock:
    """A time that the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(turns: Turns, most: int) -> list[str]:
    """The next requests."""
    found = (turns.take() for _ in range(most))
    return [each.message for each in found if each]


def test_who_asks_most_waits_for_the_others() -> None:
    turns = Turns(Clock())
    for number in range(4):
        turns.add(1, f"greedy {number}")
    turns.add(2, "one")
    turns.add(3, "two")
    expected = ["greedy 0", "one", "two", "greedy 1", "greedy 2", "greedy 3"]
    assert taken(turns, 7) == expected
    assert turns.is_empty(1)


def test_a_lane_has_so_many_places() -> None:
    turns = Turns(Clock())
    assert [turns.add(1, n) for n in range(PLACES + 1)] == [True] * PLACES + [False]
    assert turns.add(2, 0)


def test_a_lane_rests_and_others_do_not() -> None:
    clock = Clock()
    turns = Turns(clock)
    for lane in (1, 1, 2, 2):
        turns.add(lane, f"of {lane}")
    assert taken(turns, 1) == ["of 1"]
    turns.rest(1, 5)
    assert taken(turns, 3) == ["of 2", "of 2"]
    clock.now += 4.999
    assert taken(turns, 1) == []
    clock.now += 0.002
    assert taken(turns, 1) == ["of 1"]


def test_what_waited_for_too_long_is_late() -> None:
    clock = Clock()
    turns = Turns(clock)
    turns.add(1, "asked")
    waiting = turns.take()
    assert waiting
    assert not turns.is_late(waiting)
    clock.now += PATIENCE + 0.1
    assert turns.is_late(waiting)


async def test_whoever_waits_for_a_request_gets_it_when_it_comes_and_when_its_lane_has_rested() -> (
    None
):
    turns = Turns()
    nobody = asyncio.create_task(turns.next())
    await asyncio.sleep(0)
    turns.add(1, "first")
    assert (await nobody).message == "first"
    turns.rest(1, 0.1)
    turns.add(1, "second")
    assert turns.take() is None
    assert (await turns.next()).message == "second"
