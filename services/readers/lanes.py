"""Where readers' requests arrive: a subscription for each lane, which is closed while it is full.

NATS itself answers requests to a closed lane with the status 503, so that a flood of requests costs
the service little.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from typing import Any

from services.chassis.bus import AWAY
from services.chassis.client import FastClient
from services.readers.round_robin import RoundRobin

LANES = 64  # a reader is in one by its name: deploy/embedded/accounts.py
REQUESTS = "motcua-readers"  # subjects `motcua-readers.<lane>.<reader>.<action>`
CHECK_EVERY = 0.01  # seconds, while a lane is closed
# Seconds for which a lane stays closed for each request that was dropped: ten times what it took to
# drop it.
CLOSED_FOR_EACH = 50e-6


def end_if_cancelled() -> None:
    """Raise a cancellation that met the answer of NATS. Before Python 3.12 `asyncio.wait_for`, by
    which NATS's client waits, returns the answer instead: whoever loops calls this in each round.
    """
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError


class Lane:
    """One subscription, and whether it is open."""

    def __init__(self, number: int, client: FastClient, pending: RoundRobin) -> None:
        self.number, self.client, self.pending = number, client, pending
        self.dropped, self.closed_until = 0, 0.0
        self.subscription: AsyncExitStack | None = None
        self.on_full: Callable[[], None] = lambda: None  # called when a request is dropped

    async def open(self) -> None:
        """Subscribe. Processes of a service are one queue group: each request goes to one."""
        self.dropped, self.subscription = 0, AsyncExitStack()
        subject = f"{REQUESTS}.{self.number}.>"
        taking = self.client.taking(subject, self._take, REQUESTS)
        await self.subscription.enter_async_context(taking)

    def _take(self, message: Any) -> None:
        if not self.pending.add(self.number, message):
            self.dropped += 1
            self.on_full()

    async def close(self) -> None:
        """Unsubscribe. What NATS sends until it knows is dropped, and counted."""
        assert self.subscription  # noqa: S101 — it was open
        ending, self.subscription = self.subscription, None
        before = self.client.stats["in_msgs"]
        await ending.aclose()
        with suppress(*AWAY):
            await self.client.flush()
        dropped = self.dropped + self.client.stats["in_msgs"] - before
        self.closed_until = time.monotonic() + CLOSED_FOR_EACH * dropped

    def may_open(self) -> bool:
        """Whether its pending requests are answered, and it was closed for long enough."""
        return self.pending.is_empty(self.number) and time.monotonic() > self.closed_until


class Lanes:
    """All of them."""

    def __init__(self, client: FastClient, pending: RoundRobin) -> None:
        self._full = asyncio.Event()
        self._lanes = [Lane(number, client, pending) for number in range(LANES)]
        for each in self._lanes:
            each.on_full = self._full.set

    @property
    def are_open(self) -> bool:
        """Whether every reader's requests arrive."""
        return all(each.subscription for each in self._lanes)

    async def run(self) -> None:
        """Open all; close those that are full, and open them again, until cancelled."""
        while True:
            for each in self._lanes:
                if each.subscription and each.dropped:
                    await each.close()
                elif not each.subscription and each.may_open():
                    await each.open()
            end_if_cancelled()
            if self.are_open:
                await self._full.wait()
                self._full.clear()
            else:
                await asyncio.sleep(CHECK_EVERY)
