"""Tree heads: when one is signed, and that its root is that of the messages in the stream.

Promises an oracle over the stream. Must not read the tree that is kept.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from prometheus_client import generate_latest

from services.chassis import gauges
from services.chassis.bus import Bus
from services.chassis.database import Connection, Pool
from services.chassis.errors import Refusal
from services.chassis.keys import Keyring
from services.chassis.log import Append, Log, Outcome
from services.chassis.reasons import ChassisReason
from services.evidence import signed_notes
from services.evidence.merkle import root_of
from services.evidence.signed_notes import Root
from tests.chassis.streaming import World, running
from tests.evidence.signing import SERVICE, heads, kind, root, signed, sizes, stated
from tests.waiting import until


@pytest.fixture
async def world(log: Log, pool: Pool, bus: Bus) -> World:
    await bus.delete_stream(SERVICE)
    return signed(log, pool, bus)


async def agree(world: World) -> None:
    """Every head is signed by the log's key, and of the messages in the stream."""
    await until(world.same)
    key = signed_notes.signers(SERVICE, world.keys)[0].verifier
    for number, (event, head) in enumerate(await stated(world), 1):
        note = signed_notes.read(head.note)
        assert (event.stream, event.version, event.subject) == (
            "logs/echo", number, "motcua.echo.TreeHeadSigned",
        )  # fmt: skip
        assert head.size < event.position
        assert head.root == note.root.hash == await root(world, head.size)
        assert note.root[:2] == ("motcua/echo", head.size)
        assert key.verifies(note)
        assert signed_notes.verifier(head.verifier_key) == key


async def test_a_head_is_signed_after_so_many_events_and_of_all_before_it(world: World) -> None:
    async with running(world.relay(), world.observer):
        await world.append(9)
        await until(world.same)
        assert await sizes(world) == []
        await world.append(1)
        await until(lambda: signed_up_to(world, 10))
        await world.append(25)
        await until(lambda: signed_up_to(world, 36))
        await agree(world)


async def signed_up_to(world: World, size: int) -> bool:
    return (await sizes(world))[-1:] == [size]


async def test_an_event_that_stays_alone_is_signed_too_and_a_head_asks_for_none(
    log: Log, pool: Pool, bus: Bus
) -> None:
    await bus.delete_stream(SERVICE)
    world = signed(log, pool, bus, at_latest=timedelta(seconds=0.5))
    async with running(world.relay(), world.observer):
        await world.append(1)
        await until(lambda: signed_up_to(world, 1))
        await asyncio.sleep(2)  # in which a head of the head would come
        assert await sizes(world) == [1]
        await world.append(1)
        await until(lambda: signed_up_to(world, 3))
        await agree(world)


async def test_some_events_ask_for_a_head_at_once(log: Log, pool: Pool, bus: Bus) -> None:
    await bus.delete_stream(SERVICE)
    world = signed(log, pool, bus, at_once=frozenset({"motcua.echo.v1.Happened"}))
    async with running(world.relay(), world.observer):
        await world.append(3)
        await until(lambda: signed_up_to(world, 3))
        await agree(world)


async def test_a_head_that_could_not_be_recorded_is_signed_once_it_can(
    log: Log, pool: Pool, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without another event: its own ones asked for it at once."""
    await bus.delete_stream(SERVICE)
    world = signed(log, pool, bus, at_once=frozenset({"motcua.echo.v1.Happened"}))
    append, faults = log.append, [Refusal(ChassisReason.STORE_UNAVAILABLE), ConnectionError()]

    async def away_at_first(asked: Append) -> Outcome:
        if faults and asked.actor == "tree-heads":
            raise faults.pop()
        return await append(asked)

    monkeypatch.setattr(log, "append", away_at_first)
    async with running(world.relay(), world.observer):
        await world.append(3)
        await until(lambda: signed_up_to(world, 3))
        await agree(world)
    assert not faults


async def test_whoever_takes_over_goes_on_from_the_last_head(world: World) -> None:
    async with running(world.relay(), world.observer):
        await world.append(14)
        await until(lambda: signed_up_to(world, 14))
    world.observer = None
    await world.append(2)
    async with running(world.relay()):  # a version that signs nothing
        await until(world.same)
    world.observer = heads(world)
    async with running(world.relay(), world.observer):
        await world.append(8)
        await until(lambda: signed_up_to(world, 25))
        await agree(world)


async def test_whoever_takes_over_shows_the_last_head_before_the_next_one(world: World) -> None:
    async with running(world.relay(), world.observer):
        await world.append(14)
        await until(lambda: signed_up_to(world, 14))
    gauges.TREE_HEAD_POSITION.set(0)  # as in another process
    world.observer = heads(world)
    async with running(world.relay(), world.observer):
        await until(lambda: b"motcua_tree_head_position 14" in generate_latest(gauges.REGISTRY))
        assert await sizes(world) == [14]


async def test_a_log_that_ends_before_what_was_published_is_not_read_for_ever(world: World) -> None:
    assert world.observer
    signing = world.observer
    async with running(signing):
        await world.append(12)
        signing.begin(20)
        await until(lambda: not signing.noticed.is_set())
        await asyncio.sleep(1)  # in which it finds the end, and must not sign
        assert await sizes(world) == []
        signing.begin(12)
        await until(lambda: signed_up_to(world, 12))


async def test_what_waited_while_nothing_ran_is_signed_without_another_event(world: World) -> None:
    await world.append(30)
    async with running(world.relay(), world.observer):
        await until(lambda: signed_up_to(world, 30))
        await agree(world)


async def test_a_stream_that_is_made_anew_changes_no_head(world: World) -> None:
    async with running(world.relay(), world.observer):
        await world.append(12)
        await until(lambda: signed_up_to(world, 12))
        await world.bus.delete_stream(SERVICE)
        await world.append(10)
        await until(lambda: signed_up_to(world, 23))
        await agree(world)


async def test_two_replicas_sign_one_row_of_heads(world: World) -> None:
    other = World(world.log, world.pool, world.bus, service=SERVICE)
    other.observer = heads(other)
    first = [world.relay(), world.observer]
    async with running(other.relay(), other.observer):
        async with running(*first):
            for _ in range(6):
                await world.append(10)
                await asyncio.sleep(0.1)
        await world.append(10)
        await until(lambda: signed_up_to_end(world))
        await agree(world)
    found = await sizes(world)
    assert found == sorted(set(found))


async def signed_up_to_end(world: World) -> bool:
    """All but fewer than ten events, and the heads among them."""
    end = (await world.log.head()).position
    return (await sizes(world))[-1:] >= [end - 10]


def spoilt(payload: bytes) -> bytes:
    """A head of which one byte is another."""
    forged, root = bytearray(payload), kind().read(payload).root
    forged[forged.index(root)] ^= 1
    return bytes(forged)


def of_another_history(payload: bytes) -> bytes:
    """A head that agrees with itself, made by somebody without the key."""
    head = kind().read(payload)
    head.peaks[0] = bytes(32)
    head.root = root_of(head.peaks)
    root = Root(signed_notes.origin(SERVICE), head.size, head.root)
    head.note = signed_notes.signers(SERVICE, Keyring({"1": b"another key than ours"}))[0].note(
        root
    )
    return kind().write(head)


@pytest.mark.parametrize("forge", [spoilt, of_another_history])
async def test_nothing_is_signed_over_a_head_that_was_changed(
    world: World, owner: Connection, forge: Callable[[bytes], bytes]
) -> None:
    async with running(world.relay(), world.observer):
        await world.append(10)
        await until(lambda: signed_up_to(world, 10))
    [(event, _)] = await stated(world)
    async with owner.transaction():
        await owner.execute("alter table events disable trigger user")
        await owner.execute(
            "update events set payload = $2 where position = $1",
            event.position,
            forge(event.payload),
        )
        await owner.execute("alter table events enable trigger user")
    world.observer = heads(world)
    async with running(world.relay(), world.observer):
        await world.append(30)
        await until(lambda: (world.observer and world.observer.stopped) or signed_up_to(world, 40))
        assert world.observer.stopped
        assert b"motcua_tree_heads_stopped 1" in generate_latest(gauges.REGISTRY)
        assert await sizes(world) == [10]
    gauges.TREE_HEADS_STOPPED.set(0)
