"""Commands on streams: decided, repeated, refused, and decided again when another was quicker.

The aggregate is a counter: a StringValue names it, an Int64Value adds to it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from google.protobuf.message import Message
from google.protobuf.wrappers_pb2 import DESCRIPTOR, Int64Value, StringValue

from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.log import AppendCondition, Log
from services.chassis.reasons import ChassisReason, Kind, Reason
from services.chassis.store import Change, Command, Decision, Executed, Store, message_types
from tests.chassis.appends import AT, append, event, positions


class CounterReason(Reason):
    """Why an addition is refused."""

    TOO_HIGH = (Kind.STATE, "{total} là quá cao", "{total} is too high")


@dataclass(frozen=True)
class Counter:
    name: str = ""
    total: int = 0
    at: datetime | None = None


def evolve(state: Counter, message: Message, at: datetime) -> Counter:
    if isinstance(message, Int64Value):
        return replace(state, total=state.total + message.value, at=at)
    assert isinstance(message, StringValue)
    return replace(state, name=message.value)


COUNTER = Decider(Counter, evolve)
Decide = Callable[[Executed[Counter]], Awaitable[Decision]]


def fact(message: Message) -> Fact:
    return Fact(message, AT, "motcua.test.Counted.x")


def named(name: str) -> list[Fact]:
    return [fact(StringValue(value=name))]


def adding(*numbers: int, limit: int = 100) -> Callable[[Counter], Sequence[Fact]]:
    def decide(state: Counter) -> Sequence[Fact]:
        if state.total + sum(numbers) > limit:
            raise Refusal(CounterReason.TOO_HIGH, values={"total": str(state.total)})
        return [fact(Int64Value(value=number)) for number in numbers]

    return decide


def command(command_id: UUID | None = None, fingerprint: bytes = b"f") -> Command:
    return Command(command_id or uuid4(), fingerprint, "officers/1", "00-ab-cd-01")


@pytest.fixture
async def store(log: Log) -> Store:
    return Store(log, message_types(DESCRIPTOR))


async def test_a_stream_begins_and_goes_on(store: Store) -> None:
    begun = await store.begin(command(), stream="c", decider=COUNTER, facts=named("n"))
    assert (begun.state, begun.version, begun.position) == (Counter("n"), 1, 1)
    done = await store.execute(command(), stream="c", decider=COUNTER, decide=adding(3, 4))
    assert (done.state, done.version, done.position) == (Counter("n", 7, AT), 3, 3)
    assert list(done.facts) == adding(3, 4)(Counter())
    loaded = await store.load("c", COUNTER)
    assert (loaded.state, loaded.etag, loaded.position) == (done.state, done.etag, 3)


async def test_an_unknown_stream_is_empty(store: Store) -> None:
    found = await store.load("nothing", COUNTER)
    assert found == (Counter(), "nothing", 0, 0, (), [])


async def test_nothing_decided_is_nothing_recorded(store: Store, log: Log) -> None:
    done = await store.execute(command(), stream="c", decider=COUNTER, decide=adding())
    assert (done.version, done.facts) == (0, ())
    assert await positions(log) == []


async def test_a_refusal_records_nothing(store: Store, log: Log) -> None:
    with pytest.raises(Refusal) as refused:
        await store.execute(command(), stream="c", decider=COUNTER, decide=adding(101))
    assert refused.value.message("vi") == "0 là quá cao"
    assert await positions(log) == []


async def test_a_repeat_is_answered_as_the_first_time(store: Store) -> None:
    once = command()
    first = await store.execute(once, stream="c", decider=COUNTER, decide=adding(60))
    await store.execute(command(), stream="c", decider=COUNTER, decide=adding(1))
    # Decided now it would be refused: the state that forbids it is its own work.
    again = await store.execute(once, stream="c", decider=COUNTER, decide=adding(60))
    assert again == first
    stale = await store.execute(once, stream="c", decider=COUNTER, decide=adding(60), etag='"0"')
    assert stale == first


async def test_a_repeated_beginning_is_answered_from_the_first_stream(store: Store) -> None:
    once = command()
    first = await store.begin(once, stream="c/1", decider=COUNTER, facts=named("n"))
    await store.execute(command(), stream="c/1", decider=COUNTER, decide=adding(1))
    again = await store.begin(once, stream="c/2", decider=COUNTER, facts=named("n"))
    assert again == first
    assert (await store.load("c/2", COUNTER)).version == 0


async def test_the_same_id_for_something_else_is_refused(store: Store) -> None:
    once = command(fingerprint=b"one")
    await store.begin(once, stream="c", decider=COUNTER, facts=named("n"))
    other = once._replace(fingerprint=b"two")
    with pytest.raises(Refusal) as at_execution:
        await store.execute(other, stream="d", decider=COUNTER, decide=adding(1))
    with pytest.raises(Refusal) as at_beginning:
        await store.begin(other, stream="d", decider=COUNTER, facts=named("n"))
    assert at_execution.value.reason is at_beginning.value.reason is ChassisReason.REQUEST_ID_REUSED


async def test_a_stream_begins_only_once(store: Store) -> None:
    await store.begin(command(), stream="units/1", decider=COUNTER, facts=named("n"))
    with pytest.raises(Refusal) as refused:
        await store.begin(command(), stream="units/1", decider=COUNTER, facts=named("n"))
    assert refused.value.reason is ChassisReason.ALREADY_EXISTS
    assert refused.value.message("en") == "units/1 already exists."


async def test_an_outdated_etag_is_refused(store: Store) -> None:
    first = await store.execute(command(), stream="c", decider=COUNTER, decide=adding(1))
    second = await store.execute(
        command(), stream="c", decider=COUNTER, decide=adding(1), etag=first.etag
    )
    with pytest.raises(Refusal) as refused:
        await store.execute(
            command(), stream="c", decider=COUNTER, decide=adding(1), etag=first.etag
        )
    assert refused.value.reason is ChassisReason.VERSION_CONFLICT
    assert (await store.load("c", COUNTER)).etag == second.etag


async def test_parallel_commands_are_decided_on_what_the_others_did(store: Store) -> None:
    adds = [
        store.execute(command(), stream="c", decider=COUNTER, decide=adding(30)) for _ in range(4)
    ]
    refused = [
        each
        for each in await asyncio.gather(*adds, return_exceptions=True)
        if isinstance(each, Refusal)
    ]
    assert [each.reason for each in refused] == [CounterReason.TOO_HIGH]
    assert (await store.load("c", COUNTER)).state.total == 90


async def test_a_race_that_is_never_won_is_given_up(store: Store, log: Log) -> None:
    tries = 0

    class Overtaken(Log):
        async def load(self, stream: str, command_id: UUID | None = None):  # type: ignore[no-untyped-def]
            nonlocal tries
            tries += 1
            loaded = await log.load(stream, command_id)
            await log.append(append(event(stream, len(loaded.events) + 1)))
            return loaded._replace(events=[])

        def __init__(self) -> None:
            self.append = log.append  # type: ignore[method-assign]

    slow = Store(Overtaken(), {})
    with pytest.raises(Refusal) as refused:
        await slow.execute(command(), stream="c", decider=COUNTER, decide=adding(1))
    assert refused.value.reason is ChassisReason.VERSION_CONFLICT
    assert tries == 5


def growing(store: Store, other: str) -> Decide:
    """A decision on one stream that adds to it what another one holds, and says so."""

    async def decide(now: Executed[Counter]) -> Decision:
        view = await store.view([other])
        seen = view.of(other, COUNTER)
        change = Change(now.stream, now.version, adding(seen.state.total)(now.state))
        return Decision([change], AppendCondition(view.position, (other,)))

    return decide


async def test_one_decision_adds_to_several_streams_or_to_none(store: Store, log: Log) -> None:
    async def decide(now: Executed[Counter]) -> Decision:
        there = (await store.view(["d"])).of("d", COUNTER)
        return Decision(
            [Change("c", now.version, named("c")), Change("d", there.version, named("d"))]
        )

    done = await store.carry_out(command(), stream="c", decider=COUNTER, decide=decide)
    assert (done.state, done.version) == (Counter("c"), 1)
    assert [event.stream for event in await log.read(0, 10)] == ["c", "d"]


async def test_a_decision_is_made_again_when_what_it_relied_on_has_changed(
    store: Store, log: Log
) -> None:
    await store.begin(command(), stream="rate", decider=COUNTER, facts=adding(5)(Counter()))
    decide, seen = growing(store, "rate"), []

    async def overtaken(now: Executed[Counter]) -> Decision:
        decision = await decide(now)
        seen.append(decision)
        if len(seen) == 1:  # between the decision and its append somebody else is quicker
            await store.execute(command(), stream="rate", decider=COUNTER, decide=adding(2))
        return decision

    done = await store.carry_out(command(), stream="c", decider=COUNTER, decide=overtaken)
    assert done.state.total == 7
    assert len(seen) == 2


async def test_what_never_holds_still_is_refused_as_a_conflict(store: Store) -> None:
    decide = growing(store, "rate")

    async def always_overtaken(now: Executed[Counter]) -> Decision:
        decision = await decide(now)
        await store.execute(command(), stream="rate", decider=COUNTER, decide=adding(1))
        return decision

    with pytest.raises(Refusal) as refused:
        await store.carry_out(command(), stream="c", decider=COUNTER, decide=always_overtaken)
    assert refused.value.reason is ChassisReason.VERSION_CONFLICT
