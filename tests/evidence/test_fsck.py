"""Whoever changes a log, its stream, or both, in one byte: fsck says where, and on which side.

Promises a world whose 40 events and heads are right before each change. Must not repair.
"""

import random
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus, Message
from services.chassis.database import Connection, Pool
from services.chassis.envelope import message
from services.chassis.keys import Keyring
from services.chassis.log import Log, Recorded
from services.chassis.mac import HEADER, Mac
from services.evidence import command, signed_notes
from services.evidence.checking import Report
from services.evidence.comparison import Finding, Head
from tests.chassis.echo import settings
from tests.chassis.streaming import World, running
from tests.evidence.signing import SERVICE, check, findings, kind, signed, sizes, stated
from tests.waiting import until


@pytest.fixture
async def world(log: Log, pool: Pool, bus: Bus) -> AsyncIterator[World]:
    """Heads are of the first 10, 21 and 32 events; those after them are of no head."""
    await bus.delete_stream(SERVICE)
    world = signed(log, pool, bus)
    async with running(world.relay(), world.observer):
        for count in (10, 10, 10, 5):
            await world.append(count)
            await until(world.same)
            await until(lambda: settled(world))
    assert await sizes(world) == [10, 21, 32]
    yield world
    await bus.delete_stream(SERVICE)


async def settled(world: World) -> bool:
    """Whether all is published, and fewer than ten events are of no head."""
    found, end = await sizes(world), (await world.log.head()).position
    return await world.same() and end - max(found, default=0) - bool(found) < 10


async def rewrite(owner: Connection, change: str, *values: object) -> None:
    """As somebody who owns the database."""
    async with owner.transaction():
        await owner.execute("alter table events disable trigger user")
        await owner.execute(change, *values)
        await owner.execute("alter table events enable trigger user")


async def messages(world: World) -> list[Message]:
    """What the stream holds, as it was sent."""
    state = await world.bus.state(SERVICE)
    assert state
    found = [await world.bus.message(SERVICE, number) for number in range(1, state.last + 1)]
    return [each._replace(headers=sent(each)) for each in found if each]


def sent(found: Message) -> dict[str, str]:
    """Its headers without those of the batch that it came in."""
    ours = ("Nats-Msg-Id", "Nats-Expected-Stream")
    return {k: v for k, v in found.headers.items() if not k.startswith("Nats-") or k in ours}


async def publish(world: World, stored: Sequence[Message]) -> None:
    """Make the stream again with other messages, as somebody who owns the server."""
    await world.bus.delete_stream(SERVICE)
    await world.bus.ensure_stream(SERVICE)
    await world.bus.publish_batch(stored, after=0)


async def replace(world: World, position: int, *instead: Message) -> None:
    """Put these in the place of one message."""
    stored = await messages(world)
    await publish(world, [*stored[: position - 1], *instead, *stored[position:]])


async def test_nothing_is_found_where_nothing_was_changed(world: World) -> None:
    report = await check(world)
    assert report.findings == []
    end = (await world.log.head()).position
    assert report[:5] == (SERVICE, end, end, 3, 32)


OTHER: dict[type, Callable[[Any], Any]] = {
    str: lambda value: value + "x",
    int: lambda value: value + 10_000,
    bytes: lambda value: value + b"\1",
    datetime: lambda value: value + timedelta(microseconds=1),
}


def other(value: Any) -> Any:
    """Another value of the kind."""
    return OTHER.get(type(value), lambda value: UUID(int=value.int ^ 1))(value)


async def test_a_column_of_the_log_that_was_changed_is_found_at_its_position(
    world: World, owner: Connection
) -> None:
    for column in (each for each in Recorded._fields if each != "position"):
        for position in (1, 21, 37):
            [event] = await world.log.read(position - 1, 1)
            value = getattr(event, column)
            change = f"update events set {column} = $2 where position = $1"
            await rewrite(owner, change, position, other(value))
            [found] = await findings(world)
            assert found[:4] == ("log", position, position, "differs"), column
            assert len(found.fields) >= 1
            await rewrite(owner, change, position, value)
    assert await findings(world) == []


async def test_events_that_were_removed_are_missing(world: World, owner: Connection) -> None:
    end = (await world.log.head()).position
    await rewrite(owner, "delete from events where position in (3, 4, 5, $1)", end)
    assert await findings(world) == [
        Finding("log", 3, 5, "missing"),
        Finding("log", end, end, "end"),
        Finding("log", end, end, "missing"),
    ]


async def test_a_byte_of_a_message_that_was_changed_is_found_at_its_position(
    world: World,
) -> None:
    chance = random.Random(2026)
    stored = await messages(world)
    for _ in range(30):
        position = chance.randint(1, 37)
        changed = flipped(stored[position - 1], chance)
        await publish(world, [*stored[: position - 1], changed, *stored[position:]])
        [found] = await findings(world)
        assert found[:4] == ("stream", position, position, "differs"), changed
        assert len(found.fields) >= 1


def flipped(found: Message, chance: random.Random) -> Message:
    """A byte of the payload or of a header is another one."""
    name = chance.choice([*found.headers, "payload", "payload"])
    if name == "payload":
        place = chance.randrange(len(found.payload))
        changed = bytearray(found.payload)
        changed[place] ^= 1 << chance.randrange(8)
        return found._replace(payload=bytes(changed))
    text = found.headers[name]
    place = chance.randrange(len(text))
    other = chance.choice([each for each in "0123456789abcdef" if each != text[place]])
    if name.startswith("Nats-"):  # NATS itself reads these, and writes them
        return flipped(found, chance)
    headers = {**found.headers, name: text[:place] + other + text[place + 1 :]}
    return found._replace(headers=headers)


async def test_a_message_that_is_no_event_and_one_that_is_missing_are_told_apart(
    world: World,
) -> None:
    stored = await messages(world)
    await publish(world, [*stored[:6], *stored[7:]])
    assert await findings(world) == [Finding("stream", 7, 7, "missing")]
    foreign = Message("motcua.echo.Other", {"Nats-Expected-Stream": SERVICE}, b"")
    await publish(world, [*stored[:11], foreign, *stored[11:]])
    assert await findings(world) == [Finding("stream", 12, 12, "foreign")]
    copied = {k: v for k, v in stored[3].headers.items() if k != "Nats-Msg-Id"}
    copy = stored[3]._replace(headers=copied)
    await publish(world, [*stored[:11], copy, *stored[11:]])
    assert await findings(world) == [Finding("stream", 12, 12, "foreign")]


async def forge(world: World, owner: Connection, position: int, keys: Keyring) -> None:
    """Change a payload in log and stream, with a MAC of somebody who has the key."""
    await rewrite(owner, "update events set payload = 'other' where position = $1", position)
    [event] = await world.log.read(position - 1, 1)
    forged = message(event, mac=Mac(SERVICE, keys))
    await replace(world, position, forged)


async def test_who_changes_both_without_the_key_is_found_at_the_position(
    world: World, owner: Connection
) -> None:
    await forge(world, owner, 15, Keyring({"1": b"another key than ours"}))
    assert await findings(world) == [
        Finding("log", 11, 21, "not_as_signed"),
        Finding("stream", 15, 15, "differs", (HEADER,)),
    ]


async def test_who_changes_both_and_has_the_key_is_found_between_two_heads(
    world: World, owner: Connection
) -> None:
    await forge(world, owner, 15, world.keys)
    assert await findings(world) == [
        Finding("log", 11, 21, "not_as_signed"),
        Finding("stream", 11, 21, "not_as_signed"),
    ]


async def test_who_changes_the_stream_alone_and_has_the_key_is_found_there(
    world: World, owner: Connection
) -> None:
    [event] = await world.log.read(14, 1)
    forged = message(event._replace(payload=b"other"), mac=world.mac)
    await replace(world, 15, forged)
    assert await findings(world) == [Finding("stream", 15, 15, "differs", ("payload",))]


@pytest.mark.parametrize("part", ["root", "note", "peaks", "key", "nothing"])
async def test_a_head_that_its_service_did_not_sign_is_not_believed(
    world: World, owner: Connection, part: str
) -> None:
    (event, head), *_ = await stated(world)
    if part == "root":
        head.root = bytes(32)
    elif part == "note":
        head.note = head.note.replace("10", "11")
    elif part == "peaks":
        head.peaks[0] = bytes(32)
    elif part == "key":  # signed, but by somebody else
        [other, *_] = signed_notes.signers(SERVICE, Keyring({"1": b"another key than ours"}))
        head.note = other.note(signed_notes.Root("motcua/echo", head.size, head.root))
    payload = type(head).SerializeToString(head)
    assert world.observer
    written = world.observer.kind.write(head) if part != "nothing" else payload[:-1]
    change = "update events set payload = $2 where position = $1"
    await rewrite(owner, change, event.position, written)
    found = await findings(world)
    assert {(each.side, each.first, each.what) for each in found} == {
        ("log", event.position, "tree_head"),
        ("log", event.position, "differs"),
    }


async def test_a_note_that_was_kept_shows_a_log_that_was_written_anew(
    world: World, owner: Connection
) -> None:
    kept = [Head(head.size, head.root) for _, head in await stated(world)]
    assert await findings(world, *kept) == []
    everything = await world.log.read(0, 10**6)
    await rewrite(owner, "delete from events")
    await owner.execute("update head set position = 0")
    await owner.execute("update relay set position = 0, sequence = 0")
    await world.bus.delete_stream(SERVICE)
    again = signed(world.log, world.pool, world.bus)
    async with running(again.relay(), again.observer):
        await again.append(len(everything) - 3)
        await until(lambda: settled(again))
    assert await findings(world) == []  # who has all keys can write a history of his own
    found = await findings(world, kept[0])
    assert found[0] == Finding("log", 1, 10, "not_as_signed")


async def test_a_note_that_was_kept_shows_that_the_end_was_cut_off(world: World) -> None:
    longer = Head(1000, bytes(32))
    end = (await world.log.head()).position
    assert Finding("log", end + 1, 1000, "missing") in await findings(world, longer)


async def test_a_database_that_is_away_is_no_finding(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    known = settings(nats_url=stack.nats_url("catalog"))  # and the port of no database
    with pytest.raises(SystemExit) as ended:
        await command.fsck(SERVICE, kind())(known, [])
    assert ended.value.code == command.UNCHECKED
    assert "could not be checked" in capsys.readouterr().err


def test_a_log_of_which_no_head_is_signed_yet_is_not_told_of_right_ones() -> None:
    report = Report("catalog", log=904, stream=904, heads=0, signed=0, findings=())
    told = "catalog: 904 events, 904 in the stream; no tree head is signed yet\n"
    assert list(command.lines(report)) == [told]
