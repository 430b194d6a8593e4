"""prepare → apply → committed, as the chassis's projector calls them.

An event is applied only when our copy of the catalogue stands where the event was decided.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from services.chassis import telemetry
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.metrics.domain.intervals import Interval, IntervalFold
from services.metrics.domain.versions import Fold, Version
from services.metrics.projections import dossiers, intervals
from services.metrics.projections.batch import Batch, columns, decode
from services.metrics.projections.names import Numbers
from services.metrics.projections.recent import Recent
from services.metrics.settings import SQL

PATIENCE = 5.0  # seconds between two looks at a catalogue copy that is behind


@dataclass(slots=True)
class Applied:
    """What a batch changed, once it was applied."""

    items: Fold
    intervals: IntervalFold
    numbers: dict[str, int]


class Projection:
    """Over the stream of submissions."""

    def __init__(
        self,
        *,
        catalog_reached: Callable[[int, float], Awaitable[bool]],
        moved: Callable[[str], None] = lambda _: None,
        remembered: int = 50_000,
    ) -> None:
        self._catalog_reached = catalog_reached
        self._moved = moved
        self._items = Recent[Version](remembered)
        self._intervals = Recent[Interval](remembered)
        self._numbers = Numbers()
        self._applied: Applied | None = None

    async def prepare(self, records: Sequence[Recorded]) -> Batch:
        """Decode, and wait until the catalogue is known as far as these events need it."""
        batch = decode(records)
        needed = batch.marks[1][-1] if batch.marks[1] else 0
        while not await self._catalog_reached(needed, PATIENCE):
            pass
        return batch

    async def apply(self, connection: Connection, batch: Batch) -> None:
        """Fold the batch and write each table once."""
        batch.traceparent = telemetry.CURRENT.get()
        applied = await self._folded(connection, batch)
        await dossiers.write(connection, applied.items, applied.numbers)
        await intervals.write(connection, applied.intervals, applied.numbers)
        if batch.origins:
            await connection.execute(statements(SQL)["origins_write"], *columns(batch.origins))
        if batch.marks[0]:
            await connection.execute(statements(SQL)["mark"], *batch.marks)
        self._applied = applied

    def committed(self, batch: Batch) -> None:
        """Only now may memory know it: a transaction that failed leaves no trace."""
        if self._applied is None:
            return
        self._numbers.keep(self._applied.numbers)
        self._items.keep(self._applied.items.opened, batch.last)
        changed = self._applied.intervals
        self._intervals.keep(changed.last, batch.last, gone=changed.replaced)
        if self._applied.items.moved:
            self._moved(batch.traceparent)

    async def _folded(self, connection: Connection, batch: Batch) -> Applied:
        items = Fold(await self._versions(connection, batch))
        held = IntervalFold(await self._last_intervals(connection, batch))
        for dossier, seen in batch.seen:
            items.take(dossier, seen)
            held.take(dossier, seen)
        names = dossiers.names(items) | intervals.names(held)
        return Applied(items, held, await self._numbers.of(connection, names))

    async def _versions(self, connection: Connection, batch: Batch) -> dict[str, Version]:
        self._items.expect(batch.first)
        found = self._items.among(batch.dossiers)
        return found | await dossiers.load(connection, batch.dossiers - found.keys())

    async def _last_intervals(self, connection: Connection, batch: Batch) -> dict[str, Interval]:
        self._intervals.expect(batch.first)
        found = self._intervals.among(batch.dossiers)
        return found | await intervals.load(connection, batch.dossiers - found.keys())
