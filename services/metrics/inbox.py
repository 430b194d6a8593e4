"""The catalogue's stream: our copy of units, services, offerings and levels, each with two times.

Promises that what was known at any position stays readable, and that the unit tree in memory
follows the table. Must not judge what the catalogue says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import events_pb2 as events
from services.chassis.database import Connection, Pool, statements
from services.chassis.log import Recorded
from services.metrics.settings import SQL

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


class Tree:
    """Who lies below whom, for permissions: asked on every call, so it is kept in memory."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    async def load(self, pool: Pool) -> None:
        """As the table has it."""
        self.grow(await pool.fetch(statements(SQL)["tree"]))

    def grow(self, units: Sequence[Sequence[str]]) -> None:
        """Units with their parents."""
        self._parents.update((unit, parent) for unit, parent in units)

    def within(self, ancestor: str, unit: str) -> bool:
        """Whether the unit is the other or lies below it; all lie in the whole tree ("")."""
        while unit and unit != ancestor:
            unit = self._parents.get(unit, "")
        return unit == ancestor


@dataclass(slots=True)
class Batch:
    """Rows of one batch, by table."""

    units: list[tuple[Any, ...]] = field(default_factory=list)
    services: list[tuple[Any, ...]] = field(default_factory=list)
    offerings: list[tuple[Any, ...]] = field(default_factory=list)
    spans: list["Span"] = field(default_factory=list)
    # (offering, since, until, position): stored spans that begin there close; ranges never overlap.
    closed: list[tuple[str, datetime, datetime, int]] = field(default_factory=list)
    closed_from: dict[str, datetime] = field(default_factory=dict)


@dataclass(slots=True)
class Span:
    """A level of an offering, as one assessment had it."""

    offering: str
    effective_from: datetime
    earned: int
    attainable: int
    level: int
    known_from: int
    known_to: int | None = None

    def row(self) -> tuple[Any, ...]:
        """As the table has it."""
        return (
            self.offering, self.effective_from, self.earned, self.attainable, self.level,
            self.known_from, self.known_to,
        )  # fmt: skip


class Inbox:
    """prepare → apply → committed, as the chassis's projector calls them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    async def prepare(self, records: Sequence[Recorded]) -> Batch:
        """Decode into rows; types that no figure reads are passed over."""
        batch = Batch()
        for record in records:
            known = READERS.get(record.type)
            if known is not None:
                kind, read = known
                read(batch, kind.FromString(record.payload), record.position)
        return batch

    async def apply(self, connection: Connection, batch: Batch) -> None:
        """Each table once."""
        for statement, rows in (
            ("units_write", batch.units),
            ("ancestry_write", [(unit, position) for unit, _, _, position in batch.units]),
            ("service_versions_write", batch.services),
            ("offerings_write", batch.offerings),
            ("level_spans_close", batch.closed),
            ("level_spans_write", [span.row() for span in batch.spans]),
        ):
            if rows:
                await connection.execute(statements(SQL)[statement], *zip(*rows, strict=True))

    def committed(self, batch: Batch) -> None:
        """Permissions may follow what is committed."""
        self._tree.grow([(unit, parent) for unit, parent, _, _ in batch.units])


def unit_opened(batch: Batch, event: events.UnitOpened, position: int) -> None:
    """A unit, below its parent."""
    batch.units.append((event.unit, event.parent, instant(event.effective_time), position))


def service_published(batch: Batch, event: events.ServicePublished, position: int) -> None:
    """A version, from its time on."""
    since = instant(event.effective_time)
    authority = event.content.authority
    batch.services.append((event.service, event.version, authority, since, position))


def offering_opened(batch: Batch, event: events.OfferingOpened, position: int) -> None:
    """An offering, from its time on."""
    since = instant(event.effective_time)
    batch.offerings.append((event.offering, event.service, event.unit, since, position))


def levels_assessed(batch: Batch, event: events.LevelsAssessed, position: int) -> None:
    """Spans that replace everything known from a time on, in this batch and in the table."""
    since = instant(event.replaces_from)
    for span in batch.spans:
        if span.offering == event.offering and span.effective_from >= since:
            span.known_to = span.known_to or position
    until = batch.closed_from.get(event.offering, FOREVER)
    if since < until:
        batch.closed.append((event.offering, since, until, position))
        batch.closed_from[event.offering] = since
    for each in event.spans:
        begins = instant(each.effective_time)
        batch.spans.append(
            Span(event.offering, begins, each.earned, each.attainable, each.level, position)
        )


def instant(timestamp: Timestamp) -> datetime:
    """As an aware datetime."""
    return timestamp.ToDatetime(UTC)


def readers(*pairs: tuple[Any, Callable[[Batch, Any, int], None]]) -> dict[str, tuple[Any, Any]]:
    """By the full name of the message."""
    return {kind.DESCRIPTOR.full_name: (kind, read) for kind, read in pairs}


READERS = readers(
    (events.UnitOpened, unit_opened),
    (events.ServicePublished, service_published),
    (events.OfferingOpened, offering_opened),
    (events.LevelsAssessed, levels_assessed),
)
