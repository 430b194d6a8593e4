"""The submissions' stream folded into versions of items and the months that they move.

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
from services.metrics.domain.facts import CHANGES, Facts, Seen
from services.metrics.domain.versions import Fold, Version
from services.metrics.settings import SQL

DOSSIERS = "dossiers/"
NAMES = 200_000  # numbers of units and services that are kept in memory
PATIENCE = 5.0  # seconds between two looks at a catalogue copy that is behind
TYPES: dict[str, Any] = {
    message.DESCRIPTOR.full_name: message
    for message in (*CHANGES, events.HandlingStarted)  # which names a catalogue position
}
NAMED = ("service", "unit", "handling_unit")  # facts that rows hold as numbers
COLUMNS = (*Facts._fields, "known_from", "known_to")


@dataclass(slots=True)
class Batch:
    """Decoded events of a few hundred dossiers, and, once applied, what they changed."""

    first: int
    last: int
    seen: list[tuple[str, Seen]]
    begun: set[str]  # dossiers whose first event is in the batch: nothing to load
    marks: tuple[list[int], list[int]]
    origins: list[tuple[str, str, str]] = field(default_factory=list)  # dossier, source, key
    fold: Fold | None = None
    numbers: dict[str, int] = field(default_factory=dict)
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
        self._numbers: dict[str, int] = {}

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
        batch.fold = Fold(await self._before(connection, batch))
        for dossier, seen in batch.seen:
            batch.fold.take(dossier, seen)
        batch.numbers = await self._numbered(connection, names(batch.fold))
        await write(connection, batch.fold, batch.numbers)
        if batch.origins:
            await connection.execute(statements(SQL)["origins_write"], *columns(batch.origins))
        if batch.marks[0]:
            await connection.execute(statements(SQL)["mark"], *batch.marks)

    def committed(self, batch: Batch) -> None:
        """Only now may the cache know it: a transaction that failed leaves no trace."""
        if batch.fold is not None:
            self._remember(batch.numbers)
            self._recent.keep(batch.fold.opened, batch.last)
            if batch.fold.moved:
                self._moved(batch.traceparent)

    async def _before(self, connection: Connection, batch: Batch) -> dict[str, Version]:
        wanted = {dossier for dossier, _ in batch.seen} - batch.begun
        found = self._recent.among(wanted)
        missing = [dossier for dossier in wanted if dossier not in found]
        if missing:
            for row in await connection.fetch(statements(SQL)["items_load"], missing):
                found[row["dossier"]] = Version(Facts(*row[:-1]), row["known_from"])
        return found

    def _remember(self, numbers: Mapping[str, int]) -> None:
        """Numbers never change, so that forgetting all of them now and then is enough."""
        if len(self._numbers) > NAMES:
            self._numbers.clear()
        self._numbers.update(numbers)

    async def _numbered(self, connection: Connection, names: Collection[str]) -> dict[str, int]:
        """The numbers of these names, from memory where they are certain to be there."""
        missing = [name for name in names if name not in self._numbers]
        fresh: dict[str, int] = {}
        if missing:
            fresh = dict(await connection.fetch(statements(SQL)["names_numbered"], missing))
        return {name: fresh.get(name) or self._numbers[name] for name in names}


class Recent:
    """The versions of dossiers seen last, so that a dossier's next event needs no load.

    They are thrown away when a batch does not begin where the last one of ours ended: then somebody
    else moved the tables.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: OrderedDict[str, Version] = OrderedDict()
        self._position = -1

    def expect(self, first: int) -> None:
        """The batch that begins here is about to be folded."""
        if first != self._position + 1:
            self._rows.clear()

    def among(self, dossiers: set[str]) -> dict[str, Version]:
        """Those that are remembered."""
        rows = self._rows
        return {each: rows[each] for each in dossiers if each in rows}

    def keep(self, versions: dict[str, Version], position: int) -> None:
        """What was committed, the oldest falling out."""
        self._position = position
        for dossier, version in versions.items():
            self._rows[dossier] = version
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


def names(fold: Fold) -> set[str]:
    """The units and services that rows and months of a batch name."""
    versions = {getattr(each.facts, name) for each in fold.versions for name in NAMED}
    return versions | {each.unit for each in fold.moved}


async def write(connection: Connection, fold: Fold, numbers: Mapping[str, int]) -> None:
    """One statement a table; old versions close before new ones open."""
    sql = statements(SQL)
    if fold.closed:
        await connection.execute(sql["items_close"], *columns(fold.closed))
    if opened := [row(each, numbers) for each in fold.versions]:
        await connection.copy_records_to_table("dossier_items", records=opened, columns=COLUMNS)
    if fold.moved:
        # In the order that another writer would take them, too.
        moved = sorted(
            (each.key, numbers[each.unit], each.month, position)
            for each, position in fold.moved.items()
        )
        await connection.execute(sql["months_move"], *columns(moved))


def row(version: Version, numbers: Mapping[str, int]) -> tuple[Any, ...]:
    """As the table has it."""
    facts = version.facts
    numbered: dict[str, Any] = {name: numbers[getattr(facts, name)] for name in NAMED}
    return (*facts._replace(**numbered), version.known_from, version.known_to)


def columns(rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows as the arrays that `unnest` takes."""
    return list(zip(*rows, strict=True))
