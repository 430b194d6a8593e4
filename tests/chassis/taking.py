"""Takers of timers over one log, for the tests of timers.

Promises a clock that the test sets, and counts of what each timer was asked. Must not assert more
than that the log takes what a timer appends.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.chassis.database import Pool
from services.chassis.log import Append, Log, Status
from services.chassis.reasons import Reason
from services.chassis.timers import FIRST, Timer, Timers, replace
from tests.chassis.appends import event

NOON = datetime(2026, 2, 16, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
KINDS = ("due", "soon")


class Office:
    """Takers over one log: each timer gives its stream one event, unless the stream is idle."""

    def __init__(self, log: Log, pool: Pool) -> None:
        self.log, self.pool, self.now = log, pool, NOON
        self.idle: set[str] = set()
        self.broken: set[str] = set()
        self.asked: Counter[Timer] = Counter()
        self.refused: Reason | None = None

    def taker(self, **changed: object) -> Timers:
        """One replica's."""
        known = {"accepting": lambda: self.refused, "clock": lambda: self.now, "every": 0.02}
        usual = {"pool": self.pool, "fire": self.fire}
        return Timers(**(usual | known | changed))  # type: ignore[arg-type]

    async def fire(self, timer: Timer) -> bool:
        self.asked[timer] += 1
        if timer.subject in self.broken:
            raise ValueError("broken")
        if timer.subject in self.idle:
            return False
        command = timer.command()
        loaded = await self.log.load(timer.subject, command.id)
        fact = event(timer.subject, len(loaded.events) + 1, kind=timer.kind)
        asked = Append(command.id, command.fingerprint, command.actor, "", (fact,))
        outcome = await self.log.append(asked)
        assert outcome.status in (Status.APPENDED, Status.DUPLICATE)
        return True

    async def write(
        self, timers: Sequence[Timer], *, of: Sequence[str] = (), kinds: Sequence[str] = KINDS
    ) -> None:
        """As a projection does."""
        subjects = [*of, *{timer.subject for timer in timers}]
        async with self.pool.acquire() as connection, connection.transaction():
            await replace(connection, kinds, subjects, timers)

    async def round(self, taker: Timers | None = None) -> None:
        """All that is due, once."""
        taker, after = taker or self.taker(), FIRST
        while after := await taker.fire_next(after):  # type: ignore[assignment]
            pass

    async def rows(self) -> dict[tuple[str, str], tuple[bool, bool]]:
        """(fired, idle) by subject and kind."""
        rows = await self.pool.fetch("select subject, kind, fired, idle from timers")
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}

    async def events(self) -> list[tuple[str, str]]:
        """Subject and kind of each event, in order."""
        return [(each.stream, each.type) for each in await self.log.read(0, 10_000)]


def due(subject: str, at: datetime = NOON, kind: str = "due") -> Timer:
    return Timer(subject, kind, at)
