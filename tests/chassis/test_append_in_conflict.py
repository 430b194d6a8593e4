"""Appends whose version is taken or not yet reached: refused alone, their neighbours unharmed.

Promises that the whole command is refused, in every stream it names. Must not repeat what
recorded appends promise.
"""

import pytest

from services.chassis.log import Log, Status
from tests.chassis.appends import append, append_all, begin, event, positions

APPENDED, CONFLICT = Status.APPENDED, Status.CONFLICT


@pytest.mark.parametrize("version", [1, 2, 4, 5])
async def test_only_the_next_version_fits(log: Log, version: int) -> None:
    await log.append(append(event("a", 1), event("a", 2)))
    outcome = await log.append(append(event("a", version)))
    assert outcome == (CONFLICT, 2, "a", 2)
    assert await positions(log) == [1, 2]


async def test_neighbours_of_a_conflict_are_recorded(log: Log) -> None:
    await log.append(begin("a"))
    outcomes = await append_all(log, [begin("b"), append(event("a", 1)), begin("c")])
    assert [outcome.status for outcome in outcomes] == [APPENDED, CONFLICT, APPENDED]
    assert [e.stream for e in await log.read(0, 10)] == ["a", "b", "c"]


async def test_a_command_is_recorded_whole_or_not_at_all(log: Log) -> None:
    await log.append(begin("taken"))
    outcome = await log.append(append(event("a"), event("b"), event("taken", 1)))
    assert outcome == (CONFLICT, 1, "a", 0)
    assert await positions(log) == [1]


async def test_the_second_append_to_a_stream_is_checked_against_the_first(log: Log) -> None:
    versions = [1, 2, 2, 3, 5, 4]
    outcomes = await append_all(log, [append(event("a", version)) for version in versions])
    statuses = [APPENDED, APPENDED, CONFLICT, APPENDED, CONFLICT, APPENDED]
    assert [outcome.status for outcome in outcomes] == statuses
    assert [e.version for e in (await log.load("a")).events] == [1, 2, 3, 4]


async def test_a_hole_inside_a_command_is_a_conflict(log: Log) -> None:
    assert (await log.append(append(event("a", 1), event("a", 3)))).status is CONFLICT
    assert (await log.append(append(event("a", 2), event("a", 1)))).status is CONFLICT
    assert await positions(log) == []
