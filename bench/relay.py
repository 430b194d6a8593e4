"""The relay's atomic batches against one-by-one publishing with acknowledgement, on one server.

Promises `sync_interval: always` for both and the same messages. Must not count events that are not
acknowledged by JetStream.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import nats

from bench import size
from bench.append import log_of, submitted
from bench.pairs import Row, compare
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.chassis.envelope import message
from services.chassis.keys import keyring
from services.chassis.log import Log
from services.chassis.mac import Mac
from services.chassis.process import background
from services.chassis.relay import Relay

SERVICE, SINGLE = "submissions", "benchsingle"  # the events' own subjects
KEYS = keyring(f"bench:{'00' * 32}")


async def row(stack: Stack) -> Row:
    """On a stack whose stream nobody else publishes to."""
    async with log_of(stack) as (log, owner), connected(stack) as bus:
        ratio, ours, theirs = await compare(
            lambda: relayed(log, bus, owner), lambda: published_singly(log, bus)
        )
    against = "one-by-one publishing with acknowledgement, same server"
    return Row("relay, `sync_interval: always`", against, "≥ 8", ratio, ours, theirs, "events/s")


@asynccontextmanager
async def connected(stack: Stack) -> AsyncIterator[Bus]:
    """As the service whose events are published."""
    bus = await Bus.connect(stack.nats_url(SERVICE), name="bench")
    try:
        yield bus
    finally:
        await bus.close()


async def relayed(log: Log, bus: Bus, pool: object) -> float:
    """Append a backlog, then let a relay publish it."""
    appends = [submitted() for _ in range(size.SIZE.relayed)]
    before = (await log.head()).position
    async with pool.acquire() as connection, connection.transaction():  # type: ignore[attr-defined]
        await log.append_in(connection, appends)
    relay = Relay(SERVICE, pool=pool, log=log, bus=bus, keys=KEYS)  # type: ignore[arg-type]
    last, started = (await log.head()).position, time.perf_counter()
    async with background(relay=relay.run):
        while relay.position < last:  # noqa: ASYNC110 - looked at rarely: it shares our core
            await asyncio.sleep(0.005)
    return (last - before) / (time.perf_counter() - started)


async def published_singly(log: Log, bus: Bus) -> float:
    """The same events, each acknowledged before the next one is sent."""
    stream = bus.client.jetstream(timeout=5)
    with suppress(nats.js.errors.APIError):
        await stream.delete_stream(SINGLE)
    await stream.add_stream(name=SINGLE, subjects=[f"motcua.{SINGLE}.>"])
    events = await log.read(0, size.SIZE.published)
    started = time.perf_counter()
    for event in events:
        made = message(event, mac=Mac(SINGLE, KEYS))
        await stream.publish(f"motcua.{SINGLE}.x", made.payload, headers=dict(made.headers))
    return len(events) / (time.perf_counter() - started)
