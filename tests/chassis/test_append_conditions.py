"""Appends with a condition: recorded when it holds, refused when it does not.

Promises that no neighbour in a batch slips between a decision and its condition.
"""

from uuid import uuid4

import pytest

from services.chassis.database import literal
from services.chassis.log import AppendCondition, Log, Status
from tests.chassis.appends import append, append_all, begin, event, positions

APPENDED, CONFLICT = Status.APPENDED, Status.CONFLICT


async def test_what_still_holds_is_recorded(log: Log) -> None:
    await append_all(log, [begin("units/a"), begin("units/b")])
    condition = AppendCondition(2, ("units/a",), ("units/%",))
    assert (await log.append(begin("c")._replace(condition=condition))).status is APPENDED


async def test_a_stream_that_has_grown_since_is_a_conflict(log: Log) -> None:
    await append_all(log, [begin("units/a"), begin("b")])
    await log.append(append(event("units/a", 2)))
    outcome = await log.append(begin("c")._replace(condition=AppendCondition(2, ("units/a",))))
    assert outcome == (CONFLICT, 3, "c", 0)
    assert await positions(log) == [1, 2, 3]


async def test_a_stream_that_did_not_exist_is_relied_on_too(log: Log) -> None:
    await log.append(begin("x"))
    await log.append(begin("new"))
    assert (
        await log.append(begin("c")._replace(condition=AppendCondition(1, ("new",))))
    ).status is CONFLICT


@pytest.mark.parametrize(
    ("pattern", "status"),
    [
        (literal("services/50%_a") + "/offerings/%", CONFLICT),
        (literal("services/50%_") + "/offerings/%", APPENDED),
        ("services/%/offerings/" + literal("u"), CONFLICT),
        ("services/%/offerings/" + literal("_"), APPENDED),
        ("services/%/%/%", CONFLICT),
        ("services/%", APPENDED),
        ("services/%/%", APPENDED),
        ("%", APPENDED),
    ],
)
async def test_a_pattern_finds_streams_that_nobody_knew(
    log: Log, pattern: str, status: Status
) -> None:
    await log.append(begin("x"))
    await log.append(begin("services/50%_a/offerings/u"))
    condition = AppendCondition(1, patterns=(pattern,))
    assert (await log.append(begin("c")._replace(condition=condition))).status is status


async def test_a_neighbour_in_the_batch_counts(log: Log) -> None:
    condition = AppendCondition(0, ("units/a",), ("units/%",))
    asked = [begin("x"), begin("units/a"), begin("c")._replace(condition=condition), begin("d")]
    outcomes = await append_all(log, asked)
    assert [outcome.status for outcome in outcomes] == [APPENDED, APPENDED, CONFLICT, APPENDED]


async def test_of_two_that_rely_on_one_another_the_first_is_recorded(log: Log) -> None:
    one = append(event("a"))._replace(condition=AppendCondition(0, ("b",)))
    two = append(event("b"))._replace(condition=AppendCondition(0, ("a",)))
    outcomes = await append_all(log, [one, two])
    assert [outcome.status for outcome in outcomes] == [APPENDED, CONFLICT]


async def test_what_it_adds_itself_is_no_conflict(log: Log) -> None:
    condition = AppendCondition(0, ("a",), ("%",))
    outcome = await log.append(append(event("a"), event("b"))._replace(condition=condition))
    assert outcome.status is APPENDED


async def test_a_repeat_is_answered_whatever_has_changed_since(log: Log) -> None:
    command = uuid4()
    asked = begin("a", command_id=command)._replace(condition=AppendCondition(0, ("b",)))
    first = await log.append(asked)
    await log.append(begin("b"))
    assert await log.append(asked) == first._replace(status=Status.DUPLICATE)


async def test_a_view_shows_streams_as_they_were_together(log: Log) -> None:
    await append_all(log, [begin("a"), begin("b"), begin("c")])
    viewed = await log.view(["a", "c", "none"])
    assert viewed.head == 3
    assert [(each.stream, each.position) for each in viewed.events] == [("a", 1), ("c", 3)]
    assert await log.view([]) == (3, [])
