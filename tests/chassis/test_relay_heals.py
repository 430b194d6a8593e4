"""Streams and logs that are not what the relay left: deleted, renumbered, with holes, exchanged.

Promises that what the log can heal is healed, and that everything else halts. Must not damage
files: that is test_damage's, on a server of its own.
"""

import json
from typing import Any

from services.chassis.gauges import REGISTRY
from services.chassis.reasons import ChassisReason
from services.chassis.relay import Status
from tests.chassis.streaming import World, running
from tests.waiting import until


def republished() -> float:
    return REGISTRY.get_sample_value("motcua_relay_rebuilds_total") or 0.0


async def test_a_deleted_stream_is_published_again(world: World) -> None:
    await world.append(1500)
    relay, before = world.relay(), republished()
    async with running(relay):
        await until(world.same)
        assert republished() == before
        await world.bus.delete_stream(world.service)
        await until(lambda: relay.position == 1500 and relay.status is Status.READY)
        await until(world.same)
    assert republished() == before + 1
    assert await numbers(world) == list(range(1, 1501))


async def test_a_stream_with_other_sequences_is_as_good(world: World) -> None:
    """Somebody made it again from a copy, and it began at 5001."""
    await world.append(20)
    relay = world.relay()
    async with running(relay):
        await until(world.same)
    messages = [await world.bus.message(world.service, n) for n in range(1, 21)]
    config = (await world.bus.api(f"STREAM.INFO.{world.service}"))["config"]
    await world.bus.delete_stream(world.service)
    await world.bus.api(f"STREAM.CREATE.{world.service}", {**config, "first_seq": 5001})
    for message in messages:
        assert message is not None
        headers = {k: v for k, v in message.headers.items() if not k.startswith("Nats-")}
        await world.bus.client.request(
            message.subject, message.payload, headers=headers, timeout=30
        )
    relay = world.relay()
    async with running(relay):
        await world.append(5)
        await until(lambda: relay.position == 25)
        await until(world.same)
    assert (relay.rebuilt, relay.tail.sequence) == (0, 5025)


async def test_a_hole_in_the_middle_is_noticed_and_the_stream_made_anew(world: World) -> None:
    await world.append(100)
    async with running(world.relay()):
        await until(world.same)
    await dig(world, 40, 41)
    relay = world.relay()
    async with running(relay):
        await until(lambda: relay.rebuilt == 1)
        await until(world.same)
    assert await numbers(world) == list(range(1, 101))


async def test_a_stream_that_lost_its_beginning_is_made_anew(world: World) -> None:
    await world.append(100)
    relay = world.relay(check_every=0.2)
    async with running(relay):
        await until(world.same)
        await dig(world, 1)
        await until(lambda: relay.rebuilt >= 1)
        await until(world.same)
    assert await numbers(world) == list(range(1, 101))


async def test_a_foreign_message_in_the_stream_does_not_stay(world: World) -> None:
    await world.append(10)
    relay = world.relay()
    async with running(relay):
        await until(world.same)
        await world.bus.client.request(f"motcua.{world.service}.X.u", b"forged", timeout=30)
        await world.append(10)
        await until(lambda: relay.position == 20 and relay.rebuilt >= 1)
        await until(world.same)
    assert await numbers(world) == list(range(1, 21))


async def test_a_log_exchanged_while_running_halts_before_it_publishes(
    world: World, owner: object
) -> None:
    """The backup is older than the stream, and commands went on before anybody looked."""
    await world.append(100)
    relay = world.relay(check_every=30.0)
    async with running(relay):
        await until(world.same)
        before = await world.published()
        await restore(owner, 90)
        await world.append(20)
        await until(lambda: relay.status is Status.HALTED)
        assert relay.accepting() is ChassisReason.LOG_HALTED
        assert await world.published() == before


async def numbers(world: World) -> list[int]:
    """The positions of everything in the stream."""
    return [position for position, _ in await world.published()]


async def dig(world: World, *sequences: int) -> None:
    """Lose messages, as a server that lost files would."""
    config = (await world.bus.api(f"STREAM.INFO.{world.service}"))["config"]
    state = await world.bus.state(world.service)
    assert state is not None
    messages = {
        n: await world.bus.message(world.service, n) for n in range(state.first, state.last + 1)
    }
    await world.bus.delete_stream(world.service)
    await world.bus.api(f"STREAM.CREATE.{world.service}", {**config, "deny_delete": False})
    for message in messages.values():
        assert message is not None
        headers = {k: v for k, v in message.headers.items() if not k.startswith("Nats-")}
        reply = await world.bus.client.request(
            message.subject, message.payload, headers=headers, timeout=30
        )
        assert "error" not in json.loads(reply.data)
    for sequence in sequences:
        await world.bus.api(f"STREAM.MSG.DELETE.{world.service}", {"seq": sequence})


async def restore(owner: object, position: int) -> None:
    """Put the log back to where an older backup ended."""
    connection: Any = owner
    async with connection.transaction():
        await connection.execute("alter table events disable trigger user")
        await connection.execute("delete from events where position > $1", position)
        await connection.execute("update head set position = $1", position)
        await connection.execute("update relay set position = $1, sequence = $1", position)
        await connection.execute("alter table events enable trigger user")
