"""A projector over a stream that is made anew, has a hole, or loses its consumer.

Promises that each event is applied once and in order all the same. Must not depend on time: it
waits for what it wants to see.
"""

import asyncio
from contextlib import suppress

import pytest

from services.chassis.bus import Refused
from tests.chassis.streaming import Seen, World, running
from tests.waiting import until


async def test_a_stream_made_anew_with_other_sequences_is_read_on(quiet: World) -> None:
    world, seen = quiet, Seen(quiet.pool, quiet.stream())
    await world.append(50)
    async with running(world.relay()):
        await until(world.same)
    async with running(seen.projector):
        assert await seen.projector.reached(50, timeout=60)
        await renumber(world, first=701)
        async with running(world.relay()):
            await world.append(20)
            assert await seen.projector.reached(70, timeout=60)
            again = Seen(world.pool, world.stream())
            async with running(again.projector):
                await world.append(20)
                assert await again.projector.reached(90, timeout=60)
    assert await seen.rows() == await world.logged()


async def test_a_rebuilt_stream_does_not_disturb(relayed: World) -> None:
    world = relayed
    seen = Seen(world.pool, world.stream())
    async with running(seen.projector):
        for _ in range(4):
            await world.append(300)
            await world.bus.delete_stream(world.service)
            await asyncio.sleep(0.1)
        assert await seen.projector.reached(1200, timeout=60)
    assert await seen.rows() == await world.logged()


async def test_a_hole_is_waited_for_and_never_skipped(quiet: World) -> None:
    world, seen = quiet, Seen(quiet.pool, quiet.stream())
    await world.append(50)
    async with running(world.relay()):
        await until(world.same)
    await renumber(world, first=1, without=30)
    async with running(seen.projector):
        await until(lambda: seen.projector.position == 29)
        await asyncio.sleep(0.3)
        assert seen.projector.position == 29
        async with running(world.relay()):  # which notices, and makes the stream anew
            assert await seen.projector.reached(50, timeout=60)
    assert await seen.rows() == await world.logged()


@pytest.mark.parametrize("fault", ["deleted", "disconnected"])
async def test_a_consumer_that_ends_is_opened_again(relayed: World, fault: str) -> None:
    world = relayed
    seen = Seen(world.pool, world.stream())
    async with running(seen.projector):
        for _ in range(3):
            await world.append(100)
            consumers = await opened(world)
            if fault == "disconnected":
                await world.bus.client.force_reconnect()
                continue
            for name in consumers:
                with suppress(Refused):  # it ended by itself
                    await world.bus.api(f"CONSUMER.DELETE.{world.service}.{name}")
        await world.append(100)
        assert await seen.projector.reached(400, timeout=60)
    assert await seen.rows() == await world.logged()


async def opened(world: World) -> list[str]:
    """The consumers of the stream, as soon as there are any."""
    names: list[str] = []

    async def any_is_open() -> bool:
        names[:] = (await world.bus.api(f"CONSUMER.NAMES.{world.service}"))["consumers"] or []
        return bool(names)

    await until(any_is_open)
    return names


async def renumber(world: World, *, first: int, without: int = 0) -> None:
    """Make the stream again from a copy, beginning elsewhere, perhaps with one message missing."""
    state = await world.bus.state(world.service)
    assert state is not None
    messages = [await world.bus.message(world.service, n) for n in range(1, state.last + 1)]
    config = (await world.bus.api(f"STREAM.INFO.{world.service}"))["config"]
    await world.bus.delete_stream(world.service)
    config |= {"first_seq": first, "deny_delete": False, "name": world.service}
    await world.bus.api(f"STREAM.CREATE.{world.service}", config)
    copies = [
        message._replace(
            headers={k: v for k, v in message.headers.items() if not k.startswith("Nats-")}
        )
        for message in messages
        if message is not None
    ]
    await world.bus.publish_batch(copies, after=first - 1)
    if without:
        await world.bus.api(f"STREAM.MSG.DELETE.{world.service}", {"seq": first - 1 + without})


async def test_one_that_ends_leaves_no_task(relayed: World) -> None:
    await relayed.append(50)
    await read(relayed)  # for its connection's own tasks, which stay
    before = asyncio.all_tasks()
    await read(relayed)
    await until(lambda: not asyncio.all_tasks() - before)


async def read(world: World) -> None:
    seen = Seen(world.pool, world.stream())
    async with running(seen.projector):
        assert await seen.projector.reached(50, timeout=60)
