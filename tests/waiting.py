"""Waiting for what a test wants to see, as every suite does it.

Promises patience with a slow machine: speed is never tested by time. Must not hide why something
did not come about.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from nats.aio.client import Client

from services.chassis.bus import Refused, Unreachable
from services.chassis.pull import Silence

SOONEST, LATEST = 0.02, 0.15  # seconds between two looks


async def until(
    true: Callable[[], object], *, within: float = 120.0, every: float | None = None
) -> None:
    """Wait until something is so; what never comes fails the test. It is looked at so often, else
    the more seldom the longer it takes: most looks are calls, which what is waited for lacks.
    """
    began = time.monotonic()
    while True:
        with suppress(Unreachable, Refused, Silence):
            answer = true()
            if isinstance(answer, Awaitable):
                answer = await answer
            if answer:
                return
        waited = time.monotonic() - began
        assert waited < within, "it did not become so in time"
        await asyncio.sleep(min(max(SOONEST, waited / 10), LATEST) if every is None else every)


async def has_heard(client: Client) -> None:
    """Until the server has heard what this client said. The library's own client sends the first
    ping before what waits to be sent, the second after it.
    """
    await client.flush()
    await client.flush()
