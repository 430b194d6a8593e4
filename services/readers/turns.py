"""Whose request is next, when many readers ask.

Promises that readers take turns, whoever asks most. What waited for too long is not worth an answer
any more: whoever asked has asked again.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

PLACES = 16  # of a lane: twice as many as a reader has connections
PATIENCE = 4.0  # seconds


class Waiting(NamedTuple):
    """A request, and in which lane and when it came."""

    lane: int
    message: Any
    since: float


class Turns:
    """Requests that wait, by lanes: a reader is always in the same one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._lanes: dict[int, deque[Waiting]] = {}  # in the order of their turns
        self._rests: dict[int, float] = {}  # until when
        self._came = asyncio.Event()

    def add(self, lane: int, message: Any) -> bool:
        """It comes after the lane's others; False where there is no place."""
        waiting = self._lanes.setdefault(lane, deque())
        if len(waiting) == PLACES:
            return False
        waiting.append(Waiting(lane, message, self.clock()))
        self._came.set()
        return True

    def is_empty(self, lane: int) -> bool:
        """Whether none of it waits."""
        return lane not in self._lanes

    def rest(self, lane: int, seconds: float) -> None:
        """Take none of it for so long."""
        self._rests[lane] = self.clock() + seconds

    def take(self) -> Waiting | None:
        """The next one, whose lane goes to the end; None where nobody waits who does not rest."""
        now = self.clock()
        self._rests = {lane: until for lane, until in self._rests.items() if until > now}
        for lane in self._lanes:
            if lane not in self._rests:
                waiting = self._lanes.pop(lane)
                found = waiting.popleft()
                if waiting:
                    self._lanes[lane] = waiting
                return found
        return None

    async def next(self) -> Waiting:
        """The next one, once there is one."""
        while (found := self.take()) is None:
            self._came.clear()
            ends = [until for lane, until in self._rests.items() if lane in self._lanes]
            pause = min(ends) - self.clock() if ends else None
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), pause)
        return found

    def is_late(self, waiting: Waiting) -> bool:
        """Whether it waited for too long."""
        return self.clock() - waiting.since > PATIENCE
