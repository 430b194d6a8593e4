"""How many calls are served at once, and whose: a call needs a place before its request is read.

Example: one caller floods a server; a newcomer still finds a place, since those who wait are served
in turn, caller by caller. Who cannot wait is refused at once, with a time to come back after.
"""

import asyncio
import random
from collections import Counter, deque

from services.chassis import gauges
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason


class Lane:
    """Places of calls of one kind: `active` are served at once, `waiting` more may wait for it.

    A caller may hold as many places as are left free, at most. Example of 32 places: one caller
    alone gets 16, each of two gets 10 or 11, and of three 8; so a further one always finds some.
    """

    def __init__(self, name: str, *, active: int, waiting: int) -> None:
        self.free, self.room = active, waiting
        self.held: Counter[str] = Counter()  # places by caller; none stands at 0
        self.queues: dict[str, deque[asyncio.Future[None]]] = {}  # by caller; none is empty
        gauges.CALLS_ACTIVE.labels(name).set_function(lambda: active - self.free)
        gauges.CALLS_WAITING.labels(name).set_function(lambda: waiting - self.room)

    async def enter(self, caller: str) -> None:
        """Take a place, perhaps after a wait; or a refusal. Whoever enters must leave."""
        if self.held[caller] < self.free and caller not in self.queues:
            self.take(caller)
            return
        if len(self.queues.get(caller, ())) >= self.room:
            raise Refusal(ChassisReason.SERVER_BUSY, retry_after=random.uniform(0.5, 1.5))  # noqa: S311
        place = asyncio.get_running_loop().create_future()
        self.queues.setdefault(caller, deque()).append(place)
        self.room -= 1
        try:
            await place
        except asyncio.CancelledError:
            self.abandon(caller, place)
            raise

    def of(self, caller: str) -> int:
        """How many places a caller has."""
        return self.held.get(caller, 0)

    def leave(self, caller: str) -> None:
        """Give the place back, to whoever's turn it is."""
        self.held[caller] -= 1
        if not self.held[caller]:
            del self.held[caller]
        self.free += 1
        while self.queues and (first := self.next()) is not None:
            self.serve(first)

    def next(self) -> str | None:
        """Who is served next: the caller whose turn was longest ago, of those below the bound."""
        return next((each for each in self.queues if self.held[each] < self.free), None)

    def serve(self, caller: str) -> None:
        """The first call of this caller that waits; then it is the turn of the others."""
        queue = self.queues.pop(caller)
        place = queue.popleft()
        self.room += 1
        if queue:
            self.queues[caller] = queue
        if not place.done():  # otherwise it was cancelled a moment ago
            self.take(caller)
            place.set_result(None)

    def take(self, caller: str) -> None:
        """One place less for everybody else."""
        self.held[caller] += 1
        self.free -= 1

    def abandon(self, caller: str, place: "asyncio.Future[None]") -> None:
        """Who gave up waiting needs no place, also where it was given a moment before."""
        queue = self.queues.get(caller, deque())
        if not place.cancelled():
            self.leave(caller)
        elif place in queue:
            queue.remove(place)
            self.room += 1
            if not queue:
                del self.queues[caller]


class Lanes:
    """The lanes of one server: what one kind of call takes is not taken from another."""

    def __init__(self) -> None:
        self.public = Lane("public", active=32, waiting=1024)  # without a token
        self.signed = Lane("signed", active=256, waiting=4096)
        self.uploads = Lane("uploads", active=16, waiting=64)  # streams of requests
        self.downloads = Lane("downloads", active=256, waiting=0)  # they may last for ever
        self.probes = Lane("probes", active=16, waiting=1024)  # whether the server is healthy
        self.open = Lane("open", active=64, waiting=0)  # streams without a token

    def of(self, *, public: bool, probe: bool, uploads: bool, downloads: bool) -> Lane:
        """The lane of a call of this shape."""
        streams = uploads or downloads
        if public and streams:
            return self.open
        if public:
            return self.probes if probe else self.public
        if uploads:
            return self.uploads
        return self.downloads if downloads else self.signed
