"""How long to wait before a batch, and how large it may be: fewer, larger ones under load, no delay
when it is quiet, and none that keeps the loop from everything else.

The wait is never to be used before an answer to a caller.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from time import monotonic
from typing import Any, Generic, TypeVar

from services.chassis.database import is_lost

T = TypeVar("T")

BACKLOG = 256
QUIET = 0.005
BUSY = 0.05
SOON = 0.1  # seconds
SELDOM = 4  # times as long as between two looks at first
FEWEST, AT_FIRST, LARGEST = 100, 500, 5000  # events of a batch
HELD = 0.2  # seconds that a batch may hold the loop at once


async def until_answered(query: Callable[[], Awaitable[Any]], *, within: float) -> None:
    """Ask ten times a second until the database answers, or for so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            lost = True
            while lost:
                await asyncio.sleep(SOON)
                try:
                    await query()
                    lost = False
                except Exception as error:  # noqa: BLE001 — whoever waits finds the others itself
                    lost = is_lost(error)


def linger(last: int, *, longest: float = BUSY) -> float:
    """Seconds to wait after a batch of that size before the next one is taken."""
    if not 0 < last < BACKLOG:
        return 0.0
    return QUIET if last < 3 else longest


class Pace:
    """How many events a batch may have, by how long those before held the loop. Example: 5,000 take
    0.3 s of processor at once, on a machine with much else to do 4 s, in which nobody is answered:
    then batches are halved until they take 0.2.
    """

    def __init__(self) -> None:
        self.most = AT_FIRST
        self.held = 0.0  # by one step since the last batch

    async def measured(self, work: Awaitable[T]) -> T:
        """What the work returns."""
        steps = Steps(work)
        try:
            return await steps
        finally:
            self.held = max(self.held, steps.longest)

    def adapt(self, size: int) -> None:
        """After a batch of that many."""
        held, self.held = self.held, 0.0
        if held > HELD:
            self.most = max(FEWEST, min(self.most, size) // 2)
        elif held < HELD / 3 and size >= self.most:
            self.most = min(LARGEST, 2 * self.most)


class Steps(Generic[T]):
    """Work, and its longest step: from where it goes on to where it waits again."""

    def __init__(self, work: Awaitable[T]) -> None:
        self.work, self.longest = work, 0.0

    def __await__(self) -> Generator[Any, Any, T]:
        steps: Any = self.work.__await__()
        step, value = steps.send, None
        while True:
            began = monotonic()
            try:
                awaited = step(value)
            except StopIteration as done:
                result: T = done.value
                return result
            finally:
                self.longest = max(self.longest, monotonic() - began)
            try:
                step, value = steps.send, (yield awaited)
            except BaseException as error:  # noqa: BLE001 — it is for the work, as all that is sent
                step, value = steps.throw, error


async def soon(event: asyncio.Event, within: float) -> None:
    """Until it is set, or so many seconds have passed."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            await event.wait()


class Net:
    """What should have been announced is looked for all the same: the more seldom the longer there
    is nothing, since every look of an idle service is a statement.
    """

    def __init__(self, announced: asyncio.Event, soonest: float) -> None:
        self.announced, self.soonest, self.rest = announced, soonest, soonest

    async def wait(self, *, within: float = float("inf")) -> None:
        """Until it is announced, or it is time to look."""
        await soon(self.announced, min(self.rest, within))
        longer = min(2 * self.rest, SELDOM * self.soonest)
        self.rest = self.soonest if self.announced.is_set() else longer
