"""Turns of the loop: few of those that could go on at once do, and the others in the next ones.

Who takes as long as many others leaves as many turns to whatever else the loop has to do. Not for
work that is long in one turn: the arrival of a new call waits for it.
"""

import asyncio
from collections import deque
from typing import NamedTuple


class Waiter(NamedTuple):
    """A waiting task, and how many turns it takes."""

    passed: asyncio.Future[None]
    weight: int


class Turns:
    """`await turns.next()` before each piece of work of a stream. Example: with 2 at once, of 100
    streams that have something to say, 2 say one thing each before a new call is looked at. After a
    piece that weighs 99, nobody goes on for 49 turns.
    """

    def __init__(self, at_once: int = 2) -> None:
        self.at_once = at_once
        self.waiting: deque[Waiter] = deque()
        self.owed = 0  # what was let go on, less what turns since then had room for
        self.due = False  # `pass_on` is to be called

    async def next(self, weight: int = 1) -> None:
        """Wait for a turn."""
        loop = asyncio.get_running_loop()
        waiter = Waiter(loop.create_future(), weight)
        self.waiting.append(waiter)
        if not self.due:
            self.due = True
            loop.call_soon(self.pass_on)
        await waiter.passed

    def pass_on(self) -> None:
        """Let the first of those go on that have not been cancelled, as many as there is room."""
        self.owed = max(0, self.owed - self.at_once)
        while self.waiting and self.owed < self.at_once:
            passed, weight = self.waiting.popleft()
            if not passed.done():
                passed.set_result(None)
                self.owed += weight
        self.due = bool(self.waiting or self.owed)
        if self.due:
            asyncio.get_running_loop().call_soon(self.pass_on)
