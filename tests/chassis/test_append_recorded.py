"""Appends that were recorded: where they stand, what is kept, and who is told.

Promises what a reader of the log may rely on. Must not look at refusals.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from services.chassis.database import Connection
from services.chassis.log import Log, Status
from tests.chassis.appends import append, append_all, begin, event, positions


async def test_an_event_comes_back_as_it_was_given(log: Log) -> None:
    wanted = append(event("units/Hồ Tây", subject="motcua.x.%20", payload=bytes(range(256))))
    before = datetime.now(UTC)
    outcome = await log.append(wanted)
    assert outcome == (Status.APPENDED, 1, "units/Hồ Tây", 1)
    [recorded] = await log.read(0, 10)
    new = wanted.events[0]
    assert recorded._asdict().items() >= new._asdict().items()
    assert recorded[4:7] == (wanted.command_id, 0, b"f")
    assert (recorded.actor, recorded.traceparent) == (wanted.actor, wanted.traceparent)
    assert before <= recorded.recorded_at <= datetime.now(UTC)


async def test_positions_have_no_gaps_under_parallel_writers(log: Log) -> None:
    outcomes = await append_all(log, [begin() for _ in range(700)])
    assert sorted(outcome.position for outcome in outcomes) == list(range(1, 701))
    assert await positions(log) == list(range(1, 701))
    assert (await log.head()).position == 700


async def test_one_command_appends_to_several_streams(log: Log) -> None:
    events = [event("a", 1), event("b", 1), event("a", 2), event("a", 3), event("b", 2)]
    outcome = await log.append(append(*events))
    assert outcome == (Status.APPENDED, 5, "a", 3)
    assert [(e.n, e.stream, e.version) for e in await log.read(0, 9)] == [
        (n, e.stream, e.version) for n, e in enumerate(events)
    ]


async def test_a_stream_is_loaded_in_its_order(log: Log) -> None:
    await append_all(log, [append(event("a", 1), event("b", 1)), append(event("c", 1))])
    await append_all(log, [append(event("a", 2)), append(event("b", 2))])
    assert [e.version for e in (await log.load("a")).events] == [1, 2]
    assert (await log.load("nothing")) == ([], None)


async def test_reading_continues_after_a_position(log: Log) -> None:
    await append_all(log, [begin() for _ in range(10)])
    assert [e.position for e in await log.read(4, 3)] == [5, 6, 7]
    assert await log.read(10, 3) == []


async def test_recorded_at_never_decreases_when_the_clock_jumps_back(
    log: Log, owner: Connection
) -> None:
    await log.append(begin())
    # To the log it is the same whether the clock went back or its last entry lies ahead.
    ahead = datetime.now(UTC) + timedelta(hours=1)
    await owner.execute("update head set recorded_at = $1", ahead)
    await append_all(log, [begin() for _ in range(3)])
    await log.append(begin())
    times = [e.recorded_at for e in await log.read(0, 10)]
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert times[1:] == [ahead] * 4
    assert (await log.head()).recorded_at == ahead


async def test_listeners_are_woken(log: Log) -> None:
    heard = log.subscribe()
    assert not heard.is_set()
    await log.append(begin())
    assert heard.is_set()


async def test_an_append_inside_a_transaction_is_part_of_it(log: Log, owner: Connection) -> None:
    transaction = owner.transaction()
    await transaction.start()
    [outcome] = await log.append_in(owner, [begin()])
    assert outcome.status is Status.APPENDED
    await transaction.rollback()
    assert await positions(log) == []
    assert (await log.append(begin())).position == 1
