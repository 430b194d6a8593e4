"""Pending requests of many readers, taken lane by lane.

Example: lane 1 has the requests a, b, c and lane 2 has d; they are taken as a, d, b, c. A request
that waited for too long is expired: its reader has asked again.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

CAPACITY = 16  # requests of a lane: twice as many as a reader has connections
EXPIRES_AFTER = 4.0  # seconds


class Pending(NamedTuple):
    """A request, its lane, and when it arrived (seconds of the clock)."""

    lane: int
    message: Any
    since: float


class RoundRobin:
    """Pending requests by lane; a reader is always in the same one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._lanes: dict[int, deque[Pending]] = {}  # the first is the next to be taken from
        self._paused: dict[int, float] = {}  # until when
        self._arrived = asyncio.Event()

    def add(self, lane: int, message: Any) -> bool:
        """Put a request at the end of its lane; False where the lane is full."""
        requests = self._lanes.setdefault(lane, deque())
        if len(requests) == CAPACITY:
            return False
        requests.append(Pending(lane, message, self.clock()))
        self._arrived.set()
        return True

    def is_empty(self, lane: int) -> bool:
        """Whether a lane has no pending request."""
        return lane not in self._lanes

    def pause(self, lane: int, seconds: float) -> None:
        """Take nothing from a lane for so long."""
        self._paused[lane] = self.clock() + seconds

    def take(self) -> Pending | None:
        """The next request; its lane is the last one then. None: no lane that is not paused has
        any.
        """
        now = self.clock()
        self._paused = {lane: until for lane, until in self._paused.items() if until > now}
        for lane in self._lanes:
            if lane not in self._paused:
                requests = self._lanes.pop(lane)
                found = requests.popleft()
                if requests:
                    self._lanes[lane] = requests
                return found
        return None

    async def next(self) -> Pending:
        """The next request, once there is one."""
        while (found := self.take()) is None:
            self._arrived.clear()
            ends = [until for lane, until in self._paused.items() if lane in self._lanes]
            timeout = min(ends) - self.clock() if ends else None
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await self._arrived.wait()
        return found

    def is_expired(self, request: Pending) -> bool:
        """Whether it waited for too long."""
        return self.clock() - request.since > EXPIRES_AFTER
