"""Where readers' requests come in: a subscription for each lane, which is closed while it is full.

NATS answers what comes to a closed lane with the status 503. So what a reader sends in a flood
costs the service little: a moment's messages now and then.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from typing import Any

from services.chassis.bus import AWAY
from services.chassis.client import FastClient
from services.readers.turns import Turns

LANES = 64  # a reader is in one by its name: deploy/embedded/accounts.py
ASKED = "motcua-readers"  # subjects `motcua-readers.<lane>.<reader>.<action>`
LOOKS_EVERY = 0.01  # seconds, while one is closed
# Seconds for which a lane stays closed for each message that found no place: ten times what it took
# to pass over it.
FOR_EACH = 50e-6


class Lane:
    """One of them."""

    def __init__(self, number: int, client: FastClient, turns: Turns) -> None:
        self.number, self.client, self.turns = number, client, turns
        self.surplus, self.closed_until = 0, 0.0
        self.held: AsyncExitStack | None = None
        self.full: Callable[[], None] = lambda: None  # called when one finds no place

    async def open(self) -> None:
        """Processes of a service are one queue group: each request comes to one of them."""
        self.surplus, self.held = 0, AsyncExitStack()
        subject = f"{ASKED}.{self.number}.>"
        await self.held.enter_async_context(self.client.taking(subject, self._take, ASKED))

    def _take(self, message: Any) -> None:
        if not self.turns.add(self.number, message):
            self.surplus += 1
            self.full()

    async def close(self) -> None:
        """Until NATS knows, what it sends is passed over, and counts."""
        assert self.held  # noqa: S101 — it was open
        held, self.held, before = self.held, None, self.client.stats["in_msgs"]
        await held.aclose()
        with suppress(*AWAY):
            await self.client.flush()
        surplus = self.surplus + self.client.stats["in_msgs"] - before
        self.closed_until = time.monotonic() + FOR_EACH * surplus

    def may_open(self) -> bool:
        """Whether what waited is answered, and it was closed for long enough."""
        return self.turns.is_empty(self.number) and time.monotonic() > self.closed_until


class Lanes:
    """All of them."""

    def __init__(self, client: FastClient, turns: Turns) -> None:
        self._full = asyncio.Event()
        self._lanes = [Lane(number, client, turns) for number in range(LANES)]
        for each in self._lanes:
            each.full = self._full.set

    @property
    def are_open(self) -> bool:
        """Whether whoever asks is heard."""
        return all(each.held for each in self._lanes)

    async def run(self) -> None:
        """Open all, and close and open them until cancelled."""
        while True:
            for each in self._lanes:
                if each.held and each.surplus:
                    await each.close()
                elif not each.held and each.may_open():
                    await each.open()
            if self.are_open:
                await self._full.wait()
                self._full.clear()
            else:
                await asyncio.sleep(LOOKS_EVERY)
