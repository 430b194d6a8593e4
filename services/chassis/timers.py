"""Timers: what is to happen at an instant, as rows that a projection writes with its batch.

What is due is fired until it is done, by any replica and without a leader; its command is recorded
once, since the id follows from the row.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from services.chassis import telemetry
from services.chassis.database import SQL, Connection, Pool, is_lost, statements
from services.chassis.ids import derived
from services.chassis.reasons import Reason
from services.chassis.store import Command

AT_ONCE = 50


class Timer(NamedTuple):
    """One row; `subject` is mostly a stream."""

    subject: str
    kind: str
    due_at: datetime

    def command(self) -> Command:
        """The same in every replica and at every attempt, but for the trace."""
        due = self.due_at.astimezone(UTC).isoformat()
        command_id = derived("timer", self.subject, self.kind, due)
        return Command(command_id, command_id.bytes, "timer", telemetry.unsampled())


FIRST = Timer("", "", datetime(1, 1, 2, tzinfo=UTC))


async def replace(
    connection: Connection, kinds: Sequence[str], subjects: Sequence[str], timers: Sequence[Timer]
) -> None:
    """In a projection's transaction: the timers of these kinds that these subjects have now."""
    columns = [[timer[n] for timer in timers] for n in range(3)]
    await connection.execute(statements(SQL)["timers_replace"], kinds, subjects, *columns)


@dataclass(slots=True)
class Timers:
    """Fires what is due. `fire` carries it out; False: nothing is to do; None: more is left. It
    must not wait for a projection, which may wait for the rows that are held meanwhile: `first` is
    awaited before any is taken, and knows then all that was so when they were due.
    """

    pool: Pool
    fire: Callable[[Timer], Awaitable[bool | None]]
    accepting: Callable[[], Reason | None]  # why no command is taken now
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    every: float = 1.0  # seconds
    kinds: Sequence[str] = ()  # none: all but `others`
    others: Sequence[str] = ()  # that somebody else fires
    first: Callable[[], Awaitable[object]] | None = None

    async def run(self) -> None:
        """Look every second, whatever the clock did meanwhile, until cancelled."""
        while True:
            after: Timer | None = FIRST
            try:
                while after is not None and self.accepting() is None:
                    after = await self.fire_next(after)
            except Exception as error:
                if not is_lost(error):
                    raise
            await asyncio.sleep(self.every)

    async def fire_next(self, after: Timer) -> Timer | None:
        """Some of those that are due and that nobody else has, in the order of their dues; the last
        of them, or None when the round is over. What fails is tried again in the next round.
        """
        asked = self.clock(), *after, self.kinds, self.others
        if self.first is not None and not await self._may_take(self.first, asked):
            return None
        async with self.pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(statements(SQL)["timers_take"], *asked, AT_ONCE)
            due = [Timer(*row) for row in rows]
            done = await asyncio.gather(*map(self.fire, due), return_exceptions=True)
            fired = [(*t, not it) for t, it in zip(due, done, strict=True) if isinstance(it, bool)]
            await connection.executemany(statements(SQL)["timers_fired"], fired)
        if failed := [each for each in done if isinstance(each, BaseException)]:
            telemetry.log().warning("timers.failed", count=len(failed), error=failed[0])
        return due[-1] if due else None

    async def _may_take(
        self, first: Callable[[], Awaitable[object]], asked: tuple[object, ...]
    ) -> bool:
        """Whether any is due, and what comes first has come about."""
        if not await self.pool.fetchval(statements(SQL)["timers_due"], *asked):
            return False
        try:
            await first()
        except Exception as error:
            if is_lost(error):
                raise
            telemetry.log().warning("timers.failed", count=0, error=error)
            return False
        return True
