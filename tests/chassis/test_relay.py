"""Events go from the log to the stream: all, once, in order, whoever else publishes.

Promises real servers. Must not damage the shared NATS: test_damage does, on a server of its own.
"""

import asyncio
from uuid import uuid4

import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis import envelope
from services.chassis.bus import Bus, Message, Refused
from services.chassis.database import Pool
from services.chassis.leadership import Leadership
from services.chassis.log import Log
from services.chassis.reasons import ChassisReason
from services.chassis.relay import Relay
from services.chassis.settings import RELAY
from services.chassis.wakes import Peers, Wakes
from tests.chassis import appends
from tests.chassis.streaming import KEYS, World, ready, running
from tests.waiting import until


def batch(world: World, first: int, count: int) -> list[Message]:
    return [
        Message(f"motcua.{world.service}.X.u", {"Nats-Msg-Id": f"{n}"}, b"x")
        for n in range(first, first + count)
    ]


async def test_a_batch_is_published_whole_or_not_at_all(world: World) -> None:
    bus = world.bus
    await bus.ensure_stream(world.service)
    assert await bus.publish_batch(batch(world, 1, 3), after=0) == 3
    assert await bus.publish_batch(batch(world, 4, 1), after=3) == 4
    assert await bus.publish_batch(batch(world, 5, 1000), after=4) == 1004
    for wrong, code in (((2000, 1001), 10199), ((1000, 5), 10201), ((3000, 5), 10071)):
        with pytest.raises(Refused) as refused:
            await bus.publish_batch(batch(world, *wrong), after=7 if code == 10071 else 1004)
        assert refused.value.code == code
    state = await bus.state(world.service)
    assert state is not None
    assert state.messages == state.last == 1004


async def test_nobody_deletes_a_message_and_settings_are_brought_up_to_date(world: World) -> None:
    await world.bus.ensure_stream(world.service)
    await world.bus.publish_batch(batch(world, 1, 3), after=0)
    with pytest.raises(Refused):
        await world.bus.api(f"STREAM.MSG.DELETE.{world.service}", {"seq": 2})
    config = (await world.bus.api(f"STREAM.INFO.{world.service}"))["config"]
    config["duplicate_window"] = 60_000_000_000
    await world.bus.api(f"STREAM.UPDATE.{world.service}", config)
    await world.bus.ensure_stream(world.service)
    config = (await world.bus.api(f"STREAM.INFO.{world.service}"))["config"]
    assert config["duplicate_window"] == 10_000_000_000


async def test_a_message_gives_back_the_event_with_any_text_in_it(world: World) -> None:
    subject = f"motcua.{world.service}.Happened.%E1%BB%A6y"
    kind = f"motcua.{world.service}.v1.Happened"
    event = appends.event(
        'đơn vị/ 100% "x"\r\nPUB a 0\r\n', kind=kind, subject=subject, payload=b"\0\xff\r\n"
    )
    await world.log.append(appends.append(event, fingerprint=b"\0\x01"))
    async with running(world.relay()):
        await until(world.same)
    stored = await world.bus.message(world.service, 1)
    assert stored is not None
    assert [envelope.recorded(*stored)] == await world.log.read(0, 1)
    assert stored.headers["ce-source"] == f"motcua/{world.service}"
    assert stored.headers["ce-specversion"] == "1.0"


async def test_a_service_may_publish_its_own_subjects_only(bus: Bus, log: Log, pool: Pool) -> None:
    world = World(log, pool, bus, service="catalog")
    await world.append(3)
    async with running(world.relay()):
        await until(world.same)
    foreign = Message("motcua.metrics.X.u", {}, b"x")
    with pytest.raises(Exception, match="no answer"):
        await bus.publish_batch([foreign], after=0)
    await bus.delete_stream("catalog")


async def test_everything_is_published_in_order_while_it_is_appended(world: World) -> None:
    await world.append(2500)
    relay = world.relay()
    async with running(relay):
        for _ in range(20):
            await world.append(37)
        await until(lambda: relay.position == 2500 + 20 * 37)
        assert await world.same()
    assert relay.rebuilt == 0


async def test_large_events_are_cut_into_batches_that_fit(world: World) -> None:
    await world.append(30, payload=b"x" * 400_000)
    relay = world.relay()
    async with running(relay):
        await until(lambda: relay.position == 30)
    assert await world.same()


async def test_two_relays_at_once_publish_everything_once(world: World) -> None:
    """Both believe that they lead: the expected sequence is what fences."""
    relays = [world.relay(), world.relay()]
    async with running(*relays):
        for _ in range(15):
            await world.append(50)
            await asyncio.sleep(0.01)
        await until(lambda: max(relay.position for relay in relays) == 750)
        await until(world.same)
    assert [relay.rebuilt for relay in relays] == [0, 0]


async def test_another_relay_takes_over(world: World, migrated: Database) -> None:
    leaderships = [Leadership(migrated.dsn, [RELAY]) for _ in range(2)]
    first, second = (world.relay(peers=Peers(each.roles[RELAY], Wakes())) for each in leaderships)
    async with running(first, leaderships[0]):
        await until(lambda: first.leading)
        async with running(second, leaderships[1]):
            await until(ready(second))
            assert second.accepting() is None
            await world.append(5)
            await until(lambda: first.position == 5)
            assert not second.leading
    async with running(second, leaderships[1]):
        await world.append(5)
        await until(lambda: second.position == 10)
    assert await world.same()


async def test_commands_are_refused_until_the_stream_was_seen(
    stack: Stack, log: Log, pool: Pool
) -> None:
    bus = Bus()
    relay = Relay("nobody", pool=pool, log=log, bus=bus, keys=KEYS)
    assert relay.accepting() is ChassisReason.LOG_STARTING
    bus = await Bus.connect(stack.nats_url("catalog"))
    world = World(log, pool, bus)
    relay = world.relay()
    async with running(relay):
        await until(ready(relay))
        assert relay.accepting() is None
    await bus.close()


@pytest.mark.parametrize("lost", ["timeout", "refused"])
async def test_a_lost_acknowledgement_publishes_nothing_twice(world: World, lost: str) -> None:
    relay, publish = world.relay(), world.bus.publish_batch
    losses = iter([True, False, True, True, False])

    async def lossy(messages: list[Message], *, after: int) -> int:
        sequence = await publish(messages, after=after)
        if next(losses, False):
            raise TimeoutError if lost == "timeout" else Refused({"err_code": 10201})
        return sequence

    world.bus.publish_batch = lossy  # type: ignore[method-assign, assignment]
    async with running(relay):
        for _ in range(5):
            await world.append(10)
            await asyncio.sleep(0.05)
        await until(lambda: relay.position == 50)
        await until(world.same)
    assert relay.rebuilt == 0


async def test_a_batch_that_was_not_finished_leaves_nothing(world: World) -> None:
    await world.bus.ensure_stream(world.service)
    begun = {"Nats-Batch-Id": uuid4().hex, "Nats-Batch-Sequence": "1"}
    await world.bus.client.publish(f"motcua.{world.service}.X.u", b"x", headers=begun)
    await world.append(10)
    async with running(world.relay()):
        await until(world.same)
    assert [position for position, _ in await world.published()] == list(range(1, 11))


async def test_a_batch_for_another_stream_is_refused_whole(world: World) -> None:
    """The accounts are one guard; that every message names its stream is another."""
    await world.bus.ensure_stream(world.service)
    own = [each._replace(headers=EXPECTED | each.headers) for each in batch(world, 1, 3)]
    with pytest.raises(Refused) as refused:
        await world.bus.publish_batch(own, after=0)
    assert refused.value.code == 10060
    state = await world.bus.state(world.service)
    assert state is not None
    assert state.messages == 0


EXPECTED = {"Nats-Expected-Stream": "another"}
