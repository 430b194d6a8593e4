"""Commands that come again: answered as the first time, refused when they are not the same.

Promises the first answer, whatever happened since. Must not use services.
"""

from uuid import uuid4

from services.chassis.log import Earlier, Log, Status
from tests.chassis.appends import append, append_all, begin, event, positions


async def test_a_repeat_gets_the_first_result(log: Log) -> None:
    first = append(event("a", 1), event("b", 1), event("a", 2))
    await log.append(first)
    await log.append(append(event("a", 3)))
    assert await log.append(first) == (Status.DUPLICATE, 3, "a", 2)
    assert await positions(log) == [1, 2, 3, 4]


async def test_a_repeat_that_wants_another_stream_gets_the_first_stream(log: Log) -> None:
    command_id = uuid4()
    await log.append(begin("streams/first", command_id=command_id))
    again = await log.append(begin("streams/second", command_id=command_id))
    assert again == (Status.DUPLICATE, 1, "streams/first", 1)


async def test_equal_commands_in_one_batch_are_one(log: Log) -> None:
    same = begin()
    outcomes = await append_all(log, [begin(), same, begin(), same, same])
    statuses = [outcome.status for outcome in outcomes]
    assert statuses.count(Status.DUPLICATE) == 2
    assert outcomes[1][1:] == outcomes[3][1:] == outcomes[4][1:]
    assert await positions(log) == [1, 2, 3]


async def test_an_id_with_other_content_is_refused(log: Log) -> None:
    command_id = uuid4()
    await log.append(append(event("a"), command_id=command_id, fingerprint=b"one"))
    other = append(event("b"), command_id=command_id, fingerprint=b"two")
    assert (await log.append(other)).status is Status.REUSED
    assert await positions(log) == [1]


async def test_an_id_with_other_content_in_one_batch_is_refused(log: Log) -> None:
    command_id = uuid4()
    contents = [
        append(event("a"), command_id=command_id, fingerprint=b"one"),
        append(event("b"), command_id=command_id, fingerprint=b"two"),
    ]
    outcomes = await append_all(log, contents)
    assert [outcome.status for outcome in outcomes] == [Status.APPENDED, Status.REUSED]


async def test_a_load_knows_what_the_command_did(log: Log) -> None:
    first = append(event("a", 1), event("b", 1), event("a", 2), fingerprint=b"print")
    await log.append(first)
    await log.append(append(event("a", 3)))
    known = Earlier(b"print", 3, "a", 2)
    assert (await log.load("a", first.command_id)).earlier == known
    assert (await log.load("elsewhere", first.command_id)) == ([], known)
    assert (await log.load("a", uuid4())).earlier is None
