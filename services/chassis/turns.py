"""Turns of the loop: few of those that could go on at once do, and the others in the next ones.

Not for work that is long in one turn: the arrival of a new call waits for it.
"""

import asyncio
from collections import deque


class Turns:
    """`await turns.next()` before each piece of work of a stream. Example: with 2 at once, of 100
    streams that have something to say, 2 say one thing each before a new call is looked at.
    """

    def __init__(self, at_once: int = 2) -> None:
        self.at_once = at_once
        self.waiting: deque[asyncio.Future[None]] = deque()  # not empty: `pass_on` is to be called

    async def next(self) -> None:
        """Wait for a turn."""
        loop = asyncio.get_running_loop()
        place: asyncio.Future[None] = loop.create_future()
        self.waiting.append(place)
        if len(self.waiting) == 1:
            loop.call_soon(self.pass_on)
        await place

    def pass_on(self) -> None:
        """Let the first of those go on that have not been cancelled."""
        passed = 0
        while self.waiting and passed < self.at_once:
            place = self.waiting.popleft()
            if not place.done():
                place.set_result(None)
                passed += 1
        if self.waiting:
            asyncio.get_running_loop().call_soon(self.pass_on)
