"""The catalogue's own facts → its read tables, in the transaction that moves the checkpoint.

Promises one statement per table and batch, and rows that are only ever added. Must not decide what
counts at an instant: that is the question's business.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1 import events_pb2
from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    LevelsAssessed,
    OfferingOpened,
    ServiceDrafted,
    ServicePublished,
    UnitOpened,
)
from services.catalog.domain.effective import instant
from services.catalog.queries import SQL, Tree
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.chassis.store import message_types

NAME = "catalogue"
REGISTRY = message_types(events_pb2.DESCRIPTOR)


class Row(NamedTuple):
    """One row of one table, its columns in the order of the statement that inserts it."""

    table: str
    columns: tuple[Any, ...]


class Prepared(NamedTuple):
    """What a batch comes to: rows by table, and the edges of the tree."""

    rows: dict[str, list[tuple[Any, ...]]]
    opened: list[UnitOpened]


class Catalogue:
    """The projection; `tree` follows what is committed."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._sql = statements(SQL)

    async def prepare(self, batch: Sequence[Recorded]) -> Prepared:
        """Decode a batch, outside of any transaction."""
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        opened = []
        for event in batch:
            fact = REGISTRY[event.type].FromString(event.payload)
            if isinstance(fact, UnitOpened):
                opened.append(fact)
            for table, columns in rows_of(event, fact):
                rows[table].append(columns)
        return Prepared(rows, opened)

    async def apply(self, connection: Connection, prepared: Prepared) -> None:
        """Add the rows."""
        for table, rows in prepared.rows.items():
            await connection.execute(self._sql[f"insert_{table}"], *zip(*rows, strict=True))

    def committed(self, prepared: Prepared) -> None:
        """Let permissions know the new units."""
        for fact in prepared.opened:
            self._tree.learn(fact.unit, fact.parent)


def rows_of(event: Recorded, fact: Message) -> Iterator[Row]:
    """The rows that a fact adds; a fact of a type that has none is a mistake of ours."""
    return ROWS[type(fact)](event, fact)


def _unit(event: Recorded, fact: UnitOpened) -> Iterator[Row]:
    since = instant(fact.effective_time)
    columns = (fact.unit, since, event.position, event.version, fact.parent, event.payload)
    yield Row("units", columns)


def _draft(event: Recorded, fact: ServiceDrafted) -> Iterator[Row]:
    # A draft has no effective time of its own: it can be seen from the moment it was made.
    yield _version(event, fact, number=0, since=event.occurred_at)


def _published(event: Recorded, fact: ServicePublished) -> Iterator[Row]:
    yield _version(event, fact, number=fact.version, since=instant(fact.effective_time))


def _version(
    event: Recorded, fact: ServiceDrafted | ServicePublished, *, number: int, since: datetime
) -> Row:
    content = fact.content.SerializeToString(deterministic=True)
    place = (event.position, event.version)
    return Row("service_versions", (fact.service, number > 0, since, *place, number, content))


def _offering(event: Recorded, fact: OfferingOpened) -> Iterator[Row]:
    since = instant(fact.effective_time)
    columns = (fact.offering, fact.service, fact.unit, since, event.position, event.payload)
    yield Row("offerings", columns)


def _recording(event: Recorded, fact: CapabilitiesRecorded) -> Iterator[Row]:
    since = instant(fact.effective_time)
    yield Row("recordings", (fact.offering, since, event.position, event.payload))


def _spans(event: Recorded, fact: LevelsAssessed) -> Iterator[Row]:
    rules = (fact.level_rule, fact.extent_rule)
    for span in fact.spans:
        place = (fact.offering, event.position, instant(span.effective_time), event.version)
        said = (span.earned, span.attainable, span.level, span.extent, span.ceiling)
        yield Row("spans", (*place, *said, *rules))


ROWS: dict[type[Message], Callable[[Recorded, Any], Iterator[Row]]] = {
    UnitOpened: _unit,
    ServiceDrafted: _draft,
    ServicePublished: _published,
    OfferingOpened: _offering,
    CapabilitiesRecorded: _recording,
    LevelsAssessed: _spans,
}
