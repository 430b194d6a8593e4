"""prepare → apply → committed, as the chassis's projector calls them.

An event is applied only when our copy of the catalogue stands where the event was decided.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

from services.chassis import telemetry
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.metrics.domain.acts import Roots
from services.metrics.domain.intervals import Interval, IntervalFold
from services.metrics.domain.versions import DOSSIER, KINDS, PETITION, Fold, Version
from services.metrics.projections import intervals, items, links
from services.metrics.projections.batch import Batch, columns, decode
from services.metrics.projections.names import Numbers
from services.metrics.projections.recent import Recent
from services.metrics.queries.recordings import statement
from services.metrics.settings import SQL

PATIENCE = 5.0  # seconds between two looks at a catalogue copy that is behind


@dataclass(slots=True)
class Applied:
    """What a batch changed, once it was applied."""

    items: Fold
    intervals: IntervalFold
    numbers: dict[str, int]
    awaited: set[str] = field(default_factory=set)  # after it


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
        self._recent = {kind: Recent[Version](remembered) for kind in KINDS}
        self._intervals = Recent[Interval](remembered)
        self._awaited: set[str] = set()
        self._position = -1
        self._tables: object = None  # which ones what is remembered was read from
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
        await items.write(connection, applied.items, applied.numbers)
        await intervals.write(connection, applied.intervals, applied.numbers)
        await connection.execute(statement("recordings_write", "submissions"), *batch.recorded)
        if batch.origins:
            await connection.execute(statements(SQL)["origins_write"], *columns(batch.origins))
        if batch.marks[0]:
            await connection.execute(statements(SQL)["mark"], *batch.marks)
        self._applied = applied

    def committed(self, batch: Batch) -> None:
        """Only now may memory know it: a transaction that failed leaves no trace."""
        if self._applied is None:
            return
        self._position, self._awaited = batch.last, self._applied.awaited
        self._numbers.keep(self._applied.numbers)
        for kind, changed in self._applied.items.items.items():
            self._recent[kind].keep(changed.opened, batch.last)
        held = self._applied.intervals
        self._intervals.keep(held.last, batch.last, gone=held.replaced)
        if self._applied.items.moved:
            self._moved(batch.traceparent)

    async def _folded(self, connection: Connection, batch: Batch) -> Applied:
        await self._read_tables(connection)
        awaited = self._awaited
        if batch.first != self._position + 1:  # somebody else moved the tables
            awaited = await links.awaited(connection)
        before = await self._before(connection, batch, awaited)
        roots = await self._roots(connection, before[DOSSIER], batch, awaited)
        fold = Fold(before, roots)
        held = IntervalFold(await self._last_intervals(connection, batch))
        for kind, item, seen in batch.seen:
            fold.take(kind, item, seen)
            if kind == DOSSIER:
                held.take(item, seen)
        begun = awaited & batch.begun[DOSSIER]
        known = {*before[DOSSIER], *batch.begun[DOSSIER], *awaited}
        awaits = (batch.linked | batch.complained) - known
        await links.write(connection, roots, awaits=awaits, begun=begun)
        names = items.names(fold) | intervals.names(held)
        numbers = await self._numbers.of(connection, names)
        return Applied(fold, held, numbers, (awaited | awaits) - begun)

    async def _read_tables(self, connection: Connection) -> None:
        """Tables that were made again may have taken the place of those that memory knows
        (`rebuilding/`). This transaction holds the checkpoint, so that none do meanwhile.
        """
        tables = await connection.fetchval(statements(SQL)["tables"])
        if tables != self._tables:
            self._tables, self._position = tables, -1
            self._intervals.forget()
            for each in self._recent.values():
                each.forget()

    async def _last_intervals(self, connection: Connection, batch: Batch) -> dict[str, Interval]:
        self._intervals.expect(batch.first)
        before = batch.before.get(DOSSIER, set())
        found = self._intervals.among(before)
        return found | await intervals.load(connection, before - found.keys())

    async def _before(
        self, connection: Connection, batch: Batch, awaited: Collection[str]
    ) -> dict[str, dict[str, Version]]:
        """The open versions of all items that the batch may change but by an act."""
        wanted = batch.before
        found = {
            kind: await self._versions(connection, kind, wanted.get(kind, set()), batch)
            for kind in KINDS
            if kind != DOSSIER
        }
        named = {each.facts.dossier for each in found[PETITION].values()} - {None}
        dossiers = wanted.get(DOSSIER, set()) | named | batch.complained | batch.linked
        begun = batch.begun[DOSSIER]
        dossiers = (dossiers - begun) | (begun & set(awaited))
        found[DOSSIER] = await self._versions(connection, DOSSIER, dossiers, batch)
        return found

    async def _roots(
        self,
        connection: Connection,
        before: dict[str, Version],
        batch: Batch,
        awaited: Collection[str],
    ) -> Roots:
        """With the versions of all dossiers of these acts."""
        beginning = batch.begun[DOSSIER] | batch.complained
        named = batch.linked | (beginning & set(awaited))
        roots = await links.roots(connection, before, named)
        members = set(roots.stated) | set(roots.leads)
        missing = members - before.keys() - batch.begun[DOSSIER]
        before |= await self._versions(connection, DOSSIER, missing, batch)
        return roots

    async def _versions(
        self, connection: Connection, kind: str, wanted: set[str], batch: Batch
    ) -> dict[str, Version]:
        self._recent[kind].expect(batch.first)
        found = self._recent[kind].among(wanted)
        return found | await items.load(connection, kind, wanted - found.keys())
