"""Streams of the service's own account, on a real NATS.

Promises that a stream does not exist before a test, nor after it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.embedded.stack import Stack
from services.chassis.bus import Bus


@asynccontextmanager
async def bus_without(stack: Stack, stream: str) -> AsyncIterator[Bus]:
    """A connection as `metrics`, to which the stream does not exist yet."""
    bus = await Bus.connect(stack.nats_url("metrics"))
    await bus.delete_stream(stream)
    yield bus
    await bus.delete_stream(stream)
    await bus.close()
