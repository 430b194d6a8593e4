"""A replicated stream whose servers elect who makes consumers: it is published and read.

Promises a real server, of which these requests alone get no answer. Must not be about how long an
election takes, which is NATS's.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from services.chassis.bus import Bus, Placement, Unreachable
from services.chassis.checkpoint import START, Checkpoint
from services.chassis.checkpoint import of as checkpoint_of
from tests.chassis.streaming import World, ready, running
from tests.waiting import until


class Electing(Bus):
    """Answers as a cluster does without a leader of its own: what is stored can be read."""

    electing = True

    async def _create_consumer(self, *args: Any, **options: Any) -> None:
        if self.electing:
            await asyncio.sleep(0.2)
            raise Unreachable("nobody makes consumers")
        await super()._create_consumer(*args, **options)

    async def ensure_stream(self, name: str, *, latest: bool = False) -> None:
        if self.electing:
            raise Unreachable("nobody makes streams")
        await super().ensure_stream(name, latest=latest)


async def test_a_stream_is_read_while_nobody_makes_consumers(relayed: World) -> None:
    bus = relayed.reader
    assert bus is not None
    relayed.reader = electing = Electing(bus.client, prefix=bus.prefix)
    source, seen = relayed.stream(), list[Checkpoint]()

    async def read() -> None:
        async for batch in source.batches(START):
            seen.extend(map(checkpoint_of, batch))

    await relayed.append(3)
    async with running(Reading(read)):
        await until(lambda: len(seen) == 3)
        await relayed.append(2)
        await until(lambda: len(seen) == 5)
        assert not source.is_live  # whether there is more cannot be said
        electing.electing = False
        await until(lambda: source.is_live)
        await relayed.append(1)
        await until(lambda: len(seen) == 6)
    assert [each.position for each in seen] == list(range(1, 7))  # each once


async def test_a_consumer_that_delivers_nothing_is_left(relayed: World) -> None:
    """As one on a server that was cut off and came back: it goes on sending heartbeats."""
    source, seen = relayed.stream(), list[int]()

    async def read() -> None:
        async for batch in source.batches(START):
            seen.extend(each.position for each in batch)

    await relayed.append(2)
    async with running(Reading(read)):
        await until(lambda: len(seen) == 2)
        await until(lambda: source.is_live)
        names = (await relayed.bus.api(f"CONSUMER.NAMES.{relayed.service}"))["consumers"]
        for name in names:
            paused = {"pause_until": "2100-01-01T00:00:00Z"}
            await relayed.bus.api(f"CONSUMER.PAUSE.{relayed.service}.{name}", paused)
        await relayed.append(3)
        await until(lambda: len(seen) == 5)
        await until(lambda: source.is_live)
    assert seen == list(range(1, 6))


async def test_what_is_not_the_readers_own_is_not_read(relayed: World) -> None:
    bus = relayed.reader
    assert bus is not None
    electing = Electing(bus.client, prefix=bus.prefix)
    relayed.reader = electing
    await relayed.append(2)
    await until(relayed.same)
    (_, first), *_ = await relayed.logged()
    source = relayed.stream()
    assert len(await source._stored(Checkpoint(1, type(START.event_id)(first)))) == 1
    assert not await source._stored(Checkpoint(1, START.event_id))
    assert not await source._stored(Checkpoint(9, START.event_id))


@pytest.mark.parametrize("replicas", [3, 1])
async def test_a_relay_publishes_while_a_replicated_stream_cannot_be_looked_through(
    world: World, replicas: int
) -> None:
    await world.append(3)
    async with running(relay := world.relay()):
        await until(ready(relay))
        await until(world.same)
    world.bus = electing = Electing(world.bus.client)
    electing.placement = Placement(replicas)
    await world.append(1)
    async with running(relay := world.relay()):
        if replicas == 1:  # nothing is published that may lie behind what a crash took
            await until(lambda: "nobody makes" in relay.last_reason)
            state = await electing.state(world.service)
            assert state is not None
            assert state.messages == 3
        else:
            await until(lambda: relay.position == 4)
            assert not relay.looked_through
        electing.electing = False
        electing.placement = Placement()
        await until(lambda: relay.looked_through)
        await until(world.same)


async def test_only_who_knows_of_the_others_speaks_for_a_server(world: World) -> None:
    """One that is cut off has its messages: to read them says nothing of whether it leads."""
    await world.bus.ensure_stream(world.service)
    client = world.bus.client
    await client.answered(False)
    assert await world.bus.message(world.service, 1) is None
    await world.append(1)
    async with running(relay := world.relay()):
        await until(lambda: relay.position == 1)
    await client.answered(False)
    assert await world.bus.message(world.service, 1) is not None
    assert client.unanswered_since is not None
    await world.bus.state(world.service)
    assert client.unanswered_since is None


class Reading:
    """What `running` runs."""

    def __init__(self, run: Any) -> None:
        self.run = run
