"""One draft is counted at a time, each caller's in its turn.

Promises that whoever waits has the place within WITHIN seconds, however often others ask: a caller
has one place, counting or waiting, and leaves it early enough for all who wait behind.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil, inf

from services.chassis.errors import Refusal
from services.metrics.domain.refusals import MetricsReason

SECONDS = 25.0  # from asking, for one draft
WITHIN = 12.0  # seconds until whoever waits has the place
LEAVING = 2.0  # seconds more, until a statement that was cancelled has ended


class Turns:
    """Of one process."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()  # serves in the order of waiting
        self._counting: str | None = None
        self._waiting: dict[str, float] = {}  # by caller, in order, when each has the place at last
        self._limit: asyncio.Timeout | None = None  # of the one that is counted

    @asynccontextmanager
    async def of(self, caller: str) -> AsyncIterator[None]:
        """Wait, and have the place. Raises Refusal where this caller has one or none came free, and
        where the draft takes too long.
        """
        if caller == self._counting or caller in self._waiting:
            raise busy()
        asked = now()
        await self._wait(caller)
        self._counting, began = caller, now()
        try:
            async with asyncio.timeout_at(min(asked + SECONDS, self._share(began))) as self._limit:
                yield
        except TimeoutError:
            values = {"seconds": str(ceil(now() - began))}
            raise Refusal(MetricsReason.DRAFT_TOO_SLOW, values=values) from None
        finally:
            self._counting = None
            self._one.release()

    async def _wait(self, caller: str) -> None:
        """In order; the draft that is counted meanwhile has as long as is left to it."""
        self._waiting[caller] = now() + WITHIN
        self._hasten()
        try:
            async with asyncio.timeout(WITHIN + LEAVING):
                await self._one.acquire()
        except TimeoutError:
            raise busy() from None
        finally:
            del self._waiting[caller]

    def _hasten(self) -> None:
        """The one that is counted ends so that all who wait have their turn."""
        if self._counting is not None and self._limit and not self._limit.expired():
            self._limit.reschedule(min(self._limit.when() or inf, self._share(now())))

    def _share(self, since: float) -> float:
        """Until when one may be counted: what is left until the n-th who waits must have the place
        is for n drafts.
        """
        waiting = enumerate(self._waiting.values(), 1)
        return min((since + (until - since) / n for n, until in waiting), default=inf)


def now() -> float:
    """Seconds of the loop."""
    return asyncio.get_running_loop().time()


def busy() -> Refusal:
    """Others are counted."""
    return Refusal(MetricsReason.DRAFT_BUSY, retry_after=WITHIN)
