"""Waiting for what a test wants to see, as every suite does it.

Promises patience with a slow machine: speed is never tested by time. Must not hide why something
did not come about.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from services.chassis.bus import Refused, Unreachable
from services.chassis.pull import Silence


async def until(true: Callable[[], object], *, within: float = 60.0, every: float = 0.02) -> None:
    """Wait until something is so; what never comes fails the test."""
    deadline = time.monotonic() + within
    while True:
        with suppress(Unreachable, Refused, Silence):
            answer = true()
            if isinstance(answer, Awaitable):
                answer = await answer
            if answer:
                return
        assert time.monotonic() < deadline, "it did not become so in time"
        await asyncio.sleep(every)
