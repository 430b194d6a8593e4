"""Waking the other processes of a service: something was appended, a projection has committed.

A message is a hint, sent after the commit and only within the service's own account: whoever misses
one looks a quarter of a second later.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import uuid4

from services.chassis.bus import AWAY, Bus
from services.chassis.leadership import Role, always

Wake = Callable[[], None]
APPENDED = "appended"  # a topic, as each name of a projection is
RESTS = 0.005  # seconds between two messages; what is announced meanwhile goes with the next


def subject(service: str) -> str:
    """Not one of a stream's, and exported to nobody."""
    return f"motcua-wake.{service}"


class Wakes:
    """Topics that one process announces to the others; `run` it while the process lives."""

    def __init__(self, bus: Bus | None = None, service: str = "") -> None:
        self.bus, self.subject = bus, subject(service)
        self.sender = uuid4().hex[:8]
        self._due = asyncio.Event()
        self._topics: set[str] = set()
        self._subscribers: defaultdict[str, list[Wake]] = defaultdict(list)

    def announce(self, topic: str) -> None:
        """There is more of this to read."""
        if self.bus is not None:
            self._topics.add(topic)
            self._due.set()

    def subscribe(self, topic: str, wake: Wake) -> None:
        """Call this whenever another process says so."""
        self._subscribers[topic].append(wake)

    async def run(self) -> None:
        """Listen, and send what is announced, until cancelled."""
        assert self.bus is not None  # noqa: S101 — who is alone has nothing to run
        client = self.bus.client
        await asyncio.shield(client.connecting)
        await client.subscribe(self.subject, cb=self._take)  # made again with the connection
        while True:
            await self._due.wait()
            self._due.clear()
            topics, self._topics = self._topics, set()
            with suppress(*AWAY):  # then they look soon
                await client.publish(self.subject, " ".join([self.sender, *topics]).encode())
            await asyncio.sleep(RESTS)

    async def _take(self, message: Any) -> None:
        """Whatever it is: it comes from this service's account."""
        sender, *topics = message.data.decode(errors="replace").split()[:100] or [""]
        if sender != self.sender:
            for wake in (each for topic in topics for each in self._subscribers.get(topic, ())):
                wake()


class Peers(NamedTuple):
    """A part's place among the same parts of other processes: whether it leads, who wakes it."""

    role: Role
    wakes: Wakes


def alone() -> Peers:
    """There are no others."""
    return Peers(always(), Wakes())
