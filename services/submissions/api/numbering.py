"""Serial numbers of a unit's local day, taken from the database in blocks.

Promises that no number is given twice, by whatever processes at once, after whatever restart.
Must not promise that there are no gaps.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime
from typing import TypeAlias

from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.submissions.domain.moments import local_day
from services.submissions.domain.numbers import number
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.queries.catalogue import SQL

# A quiet desk wastes few numbers at a restart; a busy one asks seldom.
SMALLEST_BLOCK = 4
LARGEST_BLOCK = 256
Key: TypeAlias = tuple[str, date]


class Numbering:
    """Gives numbers; `caught_up` says whether the counters know every number in the log."""

    def __init__(self, pool: Pool, caught_up: Callable[[], Awaitable[bool]]) -> None:
        self._pool = pool
        self._caught_up = caught_up
        self._trusted = False
        self._blocks: dict[Key, Iterator[int]] = {}
        self._sizes: dict[Key, int] = {}
        self._taking: dict[Key, asyncio.Task[None]] = {}

    async def next(self, unit: str, at: datetime) -> str:
        """The next number of the unit on that instant's local day."""
        key = (unit, local_day(at))
        while (serial := next(self._blocks.get(key, iter(())), None)) is None:
            await self._take(key)
        return number(unit, at, serial)

    async def _take(self, key: Key) -> None:
        """One block for all who wait, and not lost with the first of them."""
        if (task := self._taking.get(key)) is None:
            task = self._taking[key] = asyncio.create_task(self._take_block(key))
            task.add_done_callback(_seen)
        await asyncio.shield(task)

    async def _take_block(self, key: Key) -> None:
        try:
            await self._must_trust_counters()
            self._forget_other_days(key[1])
            size = min(2 * self._sizes.get(key, SMALLEST_BLOCK // 2), LARGEST_BLOCK)
            last = await self._pool.fetchval(statements(SQL)["take_block"], *key, size)
            self._sizes[key] = size
            self._blocks[key] = iter(range(last - size + 1, last + 1))
        finally:
            # In this very turn: who waits for a task that is done never lets the loop go on.
            self._taking.pop(key, None)

    async def _must_trust_counters(self) -> None:
        """Once per process: a restored database learns first which numbers the log holds."""
        self._trusted = self._trusted or await self._caught_up()
        if not self._trusted:
            raise Refusal(SubmissionsReason.NUMBERS_NOT_READY, retry_after=1.0)

    def _forget_other_days(self, day: date) -> None:
        for key in [each for each in self._blocks if each[1] != day]:
            del self._blocks[key]
            del self._sizes[key]


def _seen(task: asyncio.Task[None]) -> None:
    """A refusal is for those who wait; where all have gone, it is no fault of the loop."""
    if not task.cancelled():
        task.exception()
