"""Messages in a stream that its own relay did not publish: nothing is taken from them, and they
cost nothing.

Promises each kind of forgery, at the end of a stream and before it. Must not ask how it came there:
tests/e2e/test_accounts does.
"""

import asyncio
from collections.abc import Callable

import pytest

from deploy.embedded.databases import Database
from services.chassis.bus import Message
from services.chassis.checkpoint import Diverged
from services.chassis.database import Connection
from services.chassis.envelope import Foreign, event_of, message
from services.chassis.keys import Keyring
from services.chassis.log import Recorded
from services.chassis.mac import HEADER, Mac
from services.chassis.reasons import ChassisReason
from services.chassis.refill import Refilled, refill
from services.chassis.relay import Status
from services.chassis.resync import Damaged
from tests.chassis.streaming import KEYS, Seen, World, ready, running
from tests.chassis.test_refill import restore
from tests.waiting import until

NEW = {"2": b"a key that came later"}
# Of the event that would be next in the log, or of one that is in it.
FORGERIES: dict[str, Callable[[Recorded, Mac], Message]] = {
    "nothing": lambda event, _: Message(event.subject, {}, b"forged"),
    "nonsense": lambda event, _: Message(
        event.subject, {"Motcua-Position": "x", "ce-id": "1", HEADER: "1:x"}, b"forged"
    ),
    "without a MAC": lambda event, mac: without(message(event, mac=mac), HEADER),
    "another's key": lambda event, mac: message(
        event, mac=Mac(mac.log, Keyring({"1": b"of another service"}))
    ),
    "an unknown key": lambda event, mac: message(event, mac=Mac(mac.log, Keyring(NEW))),
    "another log's, under the same key": lambda event, mac: message(
        event, mac=Mac("another", mac.keys)
    ),
    "changed": lambda event, mac: message(event, mac=mac)._replace(payload=b"changed"),
}
COPY = "published before"
FORGED = pytest.mark.parametrize("forgery", [*FORGERIES, COPY])


def without(made: Message, name: str) -> Message:
    return made._replace(headers={k: v for k, v in made.headers.items() if k != name})


async def published(world: World, count: int = 20) -> list[Recorded]:
    """So many events, all in the stream; no relay runs any more."""
    await world.append(count)
    async with running(world.relay()):
        await until(world.same)
    return await world.log.read(0, 1000)


async def put(world: World, *messages: Message) -> None:
    """Into the stream, as whoever got into the account would: under no condition."""
    for each in messages:
        headers = {k: v for k, v in each.headers.items() if not k.startswith("Nats-")}
        await world.bus.client.request(each.subject, each.payload, headers=headers, timeout=30)


def forged(world: World, events: list[Recorded], forgery: str) -> Message:
    """A message that pretends to follow the events, or is a copy of one that the log has."""
    if forgery == COPY:
        return message(events[4], mac=world.mac)
    last = events[-1]
    return FORGERIES[forgery](last._replace(position=last.position + 1), world.mac)


@FORGED
async def test_a_stream_with_a_forgery_is_published_again(quiet: World, forgery: str) -> None:
    events = await published(quiet)
    await put(quiet, forged(quiet, events, forgery))
    relay = quiet.relay()
    async with running(relay):
        await until(lambda: relay.rebuilt)
        await until(quiet.same)
    assert await quiet.log.read(0, 1000) == events


@FORGED
async def test_after_a_restore_a_forgery_neither_costs_the_copy_nor_enters_the_log(
    quiet: World, migrated: Database, owner: Connection, forgery: str
) -> None:
    """In the stream: 20 events, two forgeries, two events, a forgery; in the log, the first 12."""
    await published(quiet)
    await quiet.append(2)
    events = await quiet.log.read(0, 1000)
    fake = forged(quiet, events[:20], forgery)
    genuine = [message(event, mac=quiet.mac) for event in events[20:]]
    await put(quiet, fake, fake, *genuine, forged(quiet, events, forgery))
    await restore(owner, 12)
    relay = quiet.relay()
    async with running(relay):
        await until(lambda: relay.status is Status.HALTED)
        assert relay.accepting() is ChassisReason.LOG_HALTED
        state = await quiet.bus.state(quiet.service)
        assert state is not None
        assert (state.messages, relay.rebuilt) == (25, 0)
        done = await refill(migrated.owner_dsn, bus=quiet.bus, mac=quiet.mac)
        assert done == Refilled(common=12, displaced=0, restored=10)
        assert await quiet.log.read(0, 1000) == events
        await until(lambda: relay.rebuilt)
        await until(quiet.same)
    assert await quiet.log.read(0, 1000) == events


async def test_a_log_that_went_on_is_not_mistaken_for_the_stream_behind_a_forgery(
    quiet: World, owner: Connection
) -> None:
    """The restored log is longer than the stream; what the stream holds is still nowhere else."""
    events = await published(quiet)
    await put(quiet, forged(quiet, events, "nothing"))
    await restore(owner, 12)
    await quiet.append(30)
    relay = quiet.relay()
    async with running(relay):
        await until(lambda: relay.status is Status.HALTED)
    state = await quiet.bus.state(quiet.service)
    assert (state and state.messages, relay.rebuilt) == (21, 0)


async def test_a_stream_of_forgeries_only_is_left_to_an_operator(
    quiet: World, migrated: Database
) -> None:
    [event] = await published(quiet, 1)
    await quiet.bus.delete_stream(quiet.service)
    await quiet.bus.ensure_stream(quiet.service)
    await put(quiet, *[forged(quiet, [event], "an unknown key")] * 3)
    relay = quiet.relay()
    async with running(relay):
        await until(lambda: relay.status is Status.HALTED)
        assert "were keys forgotten?" in relay.reason
        with pytest.raises(Diverged):
            await refill(migrated.owner_dsn, bus=quiet.bus, mac=quiet.mac)
        await quiet.bus.delete_stream(quiet.service)
        await until(quiet.same)
        await until(ready(relay))
    assert await quiet.log.read(0, 1000) == [event]


async def test_more_forgeries_than_are_looked_at_are_left_to_an_operator(
    quiet: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of them is an event that the log has: it must not pass for the end."""
    monkeypatch.setattr("services.chassis.resync.SEARCHED", 5)
    events = await published(quiet)
    await put(quiet, *[forged(quiet, events, COPY)] * 6)
    relay = quiet.relay()
    async with running(relay):
        await until(lambda: relay.status is Status.HALTED)
    assert relay.rebuilt == 0


async def test_what_a_retired_key_made_is_believed_until_it_is_dropped(
    quiet: World, migrated: Database, owner: Connection
) -> None:
    await published(quiet)
    quiet.keys = Keyring(NEW | dict(KEYS.keys))
    relay = quiet.relay()
    async with running(relay):
        await quiet.append(5)
        await until(quiet.same)
    assert relay.rebuilt == 0
    events = await quiet.log.read(0, 1000)
    await restore(owner, 3)
    with pytest.raises(Damaged):
        await refill(migrated.owner_dsn, bus=quiet.bus, mac=Mac(quiet.service, Keyring(NEW)))
    assert (await quiet.log.head()).position == 3
    await refill(migrated.owner_dsn, bus=quiet.bus, mac=quiet.mac)
    assert await quiet.log.read(0, 1000) == events


async def test_a_reader_stops_at_what_is_not_of_the_stream_and_goes_on_after_it(
    quiet: World,
) -> None:
    events = await published(quiet)
    foreign = events[-1]._replace(position=21, type="motcua.metrics.v1.FigurePublished")
    await put(quiet, message(foreign, mac=quiet.mac))
    seen = Seen(quiet.pool, quiet.stream())
    async with running(seen.projector):
        await until(lambda: "none of its events" in seen.projector.reason)
        await asyncio.sleep(0.2)
        assert seen.projector.position <= 20
        async with running(quiet.relay()):
            await quiet.append(1)
            assert await seen.projector.reached(21, timeout=60)
    assert await seen.rows() == await quiet.logged()


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "motcua.metrics.X.u"},
        {"subject": "motcua.catalogue.X"},
        {"type": "motcua.metrics.v1.FigurePublished"},
        {"type": "motcua.catalogs.v1.UnitOpened"},
    ],
)
async def test_a_message_of_another_subject_or_type_is_refused(
    quiet: World, changes: dict[str, str]
) -> None:
    await quiet.append(1)
    [event] = await quiet.log.read(0, 1)
    sound, other = (message(each, mac=quiet.mac) for each in (event, event._replace(**changes)))
    assert event_of("catalog", *sound) == event
    with pytest.raises(Foreign):
        event_of("catalog", *other)
    with pytest.raises(Foreign):
        event_of("catalog", *without(sound, "Motcua-Version"))
