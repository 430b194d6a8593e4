"""The submissions' stream folded into facts, contributions, sums and marks, a batch at a time.

Promises that all of them move in the transaction that moves the checkpoint, and that an event is
applied only when our copy of the catalogue stands where the event was decided. Must not classify.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis import telemetry
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.metrics.domain.facts import Facts, Seen
from services.metrics.domain.ledger import Kept, Ledger, Series
from services.metrics.settings import SQL

DOSSIERS = "dossiers/"
PLACES = 200_000  # numbers of places that are kept in memory
PATIENCE = 5.0  # seconds between two looks at a catalogue copy that is behind
TYPES = {
    message.DESCRIPTOR.full_name: message
    for message in (
        events.DossierSubmitted,
        events.DossierAccepted,
        events.DossierRefused,
        events.HandlingStarted,
        events.ResultRecorded,
        events.ResultReturned,
        events.DossierWithdrawn,
        events.DossierStopped,
        events.DossierVoided,
        events.DossierCorrected,
    )
}
FACT_COLUMNS = (*Facts._fields, "position")
CONTRIBUTION_COLUMNS = (
    "series", "dossier", "key_at", "weight", "assisted", "from_position", "to_position",
)  # fmt: skip


@dataclass(slots=True)
class Batch:
    """Decoded events of a few hundred dossiers, and, once applied, what they changed."""

    first: int
    last: int
    seen: list[tuple[str, Seen]]
    begun: set[str]  # dossiers whose first event is in the batch: nothing to load
    marks: tuple[list[int], list[int]]
    origins: list[tuple[str, str, str]] = field(default_factory=list)  # dossier, source, key
    ledger: Ledger | None = None
    numbers: dict[Series, int] = field(default_factory=dict)
    traceparent: str = ""  # of the span that applied it, for what it causes


class Projection:
    """prepare → apply → committed, as the chassis's projector calls them."""

    def __init__(
        self,
        *,
        catalog_reached: Callable[[int, float], Awaitable[bool]],
        moved: Callable[[str], None] = lambda _: None,
        remembered: int = 50_000,
    ) -> None:
        self._catalog_reached = catalog_reached
        self._moved = moved
        self._recent = Recent(remembered)
        self._series: dict[Series, int] = {}

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
        self._recent.expect(batch.first)
        batch.ledger = Ledger(await self._facts(connection, batch))
        for dossier, seen in batch.seen:
            batch.ledger.take(dossier, seen)
        batch.numbers = await self._numbers(connection, batch.ledger.places)
        await write(connection, batch.ledger, batch.begun, batch.numbers)
        if batch.origins:
            await connection.execute(statements(SQL)["origins_write"], *columns(batch.origins))
        if batch.marks[0]:
            await connection.execute(statements(SQL)["mark"], *batch.marks)

    def committed(self, batch: Batch) -> None:
        """Only now may the cache know it: a transaction that failed leaves no trace."""
        if batch.ledger is not None:
            self._remember(batch.numbers)
            self._recent.keep(batch.ledger.facts, batch.last)
            if batch.ledger.places:
                self._moved(batch.traceparent)

    async def _facts(self, connection: Connection, batch: Batch) -> dict[str, Facts]:
        wanted = {dossier for dossier, _ in batch.seen} - batch.begun
        found = self._recent.among(wanted)
        missing = [dossier for dossier in wanted if dossier not in found]
        if missing:
            for row in await connection.fetch(statements(SQL)["facts_load"], missing):
                found[str(row[0])] = Facts(str(row[0]), *row[1:])
        return found

    def _remember(self, numbers: Mapping[Series, int]) -> None:
        """Numbers never change, so that forgetting all of them now and then is enough."""
        if len(self._series) > PLACES:
            self._series.clear()
        self._series.update(numbers)

    async def _numbers(
        self, connection: Connection, places: Collection[Series]
    ) -> dict[Series, int]:
        """The numbers of these places, from memory where they are certain to be there."""
        missing = [place for place in places if place not in self._series]
        fresh: dict[Series, int] = {}
        if missing:
            rows = await connection.fetch(statements(SQL)["series_numbers"], *columns(missing))
            fresh = {Series(*row[1:]): row[0] for row in rows}
        return {place: fresh.get(place) or self._series[place] for place in places}


class Recent:
    """The facts of dossiers seen last, so that a dossier's next event needs no load.

    They are thrown away when a batch does not begin where the last one of ours ended: then somebody
    else moved the tables.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: OrderedDict[str, Facts] = OrderedDict()
        self._position = -1

    def expect(self, first: int) -> None:
        """The batch that begins here is about to be folded."""
        if first != self._position + 1:
            self._rows.clear()

    def among(self, dossiers: set[str]) -> dict[str, Facts]:
        """Those that are remembered."""
        rows = self._rows
        return {each: rows[each] for each in dossiers if each in rows}

    def keep(self, facts: dict[str, tuple[Facts, int]], position: int) -> None:
        """What was committed, the oldest falling out."""
        self._position = position
        for dossier, (row, _) in facts.items():
            self._rows[dossier] = row
            self._rows.move_to_end(dossier)
        while len(self._rows) > self._size:
            self._rows.popitem(last=False)


def decode(records: Sequence[Recorded]) -> Batch:
    """Messages from bytes. A type that is not ours to read is passed over; broken bytes raise."""
    batch = Batch(records[0].position, records[-1].position, [], set(), ([], []))
    highest = 0
    for record in records:
        kind = TYPES.get(record.type)
        if kind is None:
            continue
        message: Any = kind.FromString(record.payload)
        dossier = identity(message.dossier)
        batch.seen.append(
            (dossier, Seen(message, record.position, record.occurred_at, record.recorded_at))
        )
        if record.version == 1:
            batch.begun.add(dossier)
        if kind is events.DossierSubmitted and message.HasField("origin"):
            batch.origins.append((dossier, message.origin.source, message.origin.key))
        if message.catalog_position > highest:
            highest = message.catalog_position
            batch.marks[0].append(record.position)
            batch.marks[1].append(highest)
    return batch


def identity(name: str) -> str:
    """The UUID of `dossiers/{uuid}`, which is how tables keep it."""
    if not name.startswith(DOSSIERS) or len(name) != 45:
        raise ValueError("an event names no dossier")
    return name[9:]


async def write(
    connection: Connection, ledger: Ledger, begun: set[str], numbers: Mapping[Series, int]
) -> None:
    """One statement a table; old contributions close before new ones open."""
    sql = statements(SQL)
    await write_facts(connection, ledger, begun)
    if ledger.closed:
        closed = [(each.dossier, numbers[each.series], each.position) for each in ledger.closed]
        await connection.execute(sql["contributions_close"], *columns(closed))
    opened = [
        contribution_row(each, numbers) for each in (*ledger.superseded, *ledger.opened.values())
    ]
    if opened:
        await connection.copy_records_to_table(
            "contributions", records=opened, columns=CONTRIBUTION_COLUMNS
        )
    if ledger.places:
        await connection.execute(sql["months_move"], *columns(month_rows(ledger, numbers)))
        await connection.execute(sql["days_move"], *columns(day_rows(ledger, numbers)))


async def write_facts(connection: Connection, ledger: Ledger, begun: set[str]) -> None:
    """Dossiers that begin in the batch are copied, which is cheaper; the others may be there."""
    rows = [(*row, position) for row, position in ledger.facts.values()]
    fresh = [row for row in rows if row[0] in begun]
    known = [row for row in rows if row[0] not in begun]
    if fresh:
        await connection.copy_records_to_table("facts", records=fresh, columns=FACT_COLUMNS)
    if known:
        await connection.execute(statements(SQL)["facts_write"], *columns(known))


def contribution_row(kept: Kept, numbers: Mapping[Series, int]) -> tuple[Any, ...]:
    """As the table has it, where a contribution that still holds has no end."""
    each = kept.contribution
    return (
        numbers[kept.series], kept.dossier, each.key_at, each.weight, each.assisted,
        kept.from_position, kept.to_position or None,
    )  # fmt: skip


def month_rows(ledger: Ledger, numbers: Mapping[Series, int]) -> list[tuple[Any, ...]]:
    """In the order that the index likes."""
    return sorted(
        (number, day, not series.service, delta.n, delta.assisted, delta.position)
        for series, number in numbers.items()
        for day, delta in ledger.places[series].months.items()
    )


def day_rows(ledger: Ledger, numbers: Mapping[Series, int]) -> list[tuple[Any, ...]]:
    """In the order that the index likes."""
    return sorted(
        (number, day, delta.n, delta.assisted, delta.position)
        for series, number in numbers.items()
        for day, delta in ledger.places[series].days.items()
    )


def columns(rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows as the arrays that `unnest` takes."""
    return list(zip(*rows, strict=True))
