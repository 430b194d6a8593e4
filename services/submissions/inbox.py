"""The catalogue's stream → this service's own copy of units, services, offerings and levels.

Promises idempotence: the checkpoint moves with what was learned. Must not interpret a level rule,
and must pass over event types that came later than this version.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from motcua.catalog.v1 import events_pb2 as catalog
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.submissions.queries.catalogue import SQL, News

NAME = "catalog"
_MOST = 2**63 - 1  # what a fee's column holds


class SpanRow(NamedTuple):
    """A row of level_spans, after its offering."""

    effective_time: datetime
    level: int
    extent: int
    level_rule: str


Rows: TypeAlias = dict[Any, tuple[Any, ...]]


@dataclass(slots=True)
class Learned:
    """A batch, folded: the rows to write by key, and what they touch."""

    units: Rows = field(default_factory=dict)
    versions: Rows = field(default_factory=dict)
    offerings: Rows = field(default_factory=dict)
    replaced: dict[str, datetime] = field(default_factory=dict)
    spans: dict[str, list[SpanRow]] = field(default_factory=dict)
    news: News = field(default_factory=News)


async def prepare(batch: Sequence[Recorded]) -> Learned:
    """Fold a batch in memory."""
    learned = Learned()
    for event in batch:
        if (handler := _HANDLERS.get(event.type)) is not None:
            kind, fold = handler
            fold(learned, kind.FromString(event.payload))
        learned.news.position = event.position
    return learned


async def apply(connection: Connection, learned: Learned) -> None:
    """Write a batch, one statement a table, in the transaction that moves the checkpoint."""
    spans = [(name, *span) for name, rows in learned.spans.items() for span in rows]
    await _write(connection, "learn_units", learned.units.values())
    await _write(connection, "learn_service_versions", learned.versions.values())
    await _write(connection, "learn_offerings", learned.offerings.values())
    await _write(connection, "forget_spans", learned.replaced.items())
    await _write(connection, "learn_spans", spans)


async def _write(connection: Connection, statement: str, rows: Any) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        await connection.execute(statements(SQL)[statement], *columns)


def _unit_opened(learned: Learned, told: catalog.UnitOpened) -> None:
    learned.units[told.unit] = (told.unit, told.parent, _at(told.effective_time))
    learned.news.units[told.unit] = told.parent


def _service_published(learned: Learned, told: catalog.ServicePublished) -> None:
    content = told.content
    learned.versions[told.service, told.version] = (
        told.service,
        told.version,
        _at(told.effective_time),
        content.written_result if content.HasField("written_result") else None,
        content.eligible_full if content.HasField("eligible_full") else None,
        min(sum(line.amount for line in content.fees), _MOST),
    )
    learned.news.services.add(told.service)


def _offering_opened(learned: Learned, told: catalog.OfferingOpened) -> None:
    row = (told.offering, told.service, told.unit, _at(told.effective_time))
    learned.offerings[told.offering] = row
    learned.news.offerings.add(told.offering)


def _levels_assessed(learned: Learned, told: catalog.LevelsAssessed) -> None:
    offering, since = told.offering, _at(told.replaces_from)
    kept = [row for row in learned.spans.get(offering, ()) if row.effective_time < since]
    learned.spans[offering] = kept + [
        SpanRow(_at(span.effective_time), span.level, span.extent, told.level_rule)
        for span in told.spans
    ]
    learned.replaced[offering] = min(since, learned.replaced.get(offering, since))
    learned.news.offerings.add(offering)


def _at(stamp: Any) -> datetime:
    moment: datetime = stamp.ToDatetime(tzinfo=UTC)
    return moment


_HANDLERS: dict[str, tuple[Any, Callable[[Learned, Any], None]]] = {
    kind.DESCRIPTOR.full_name: (kind, fold)
    for kind, fold in (
        (catalog.UnitOpened, _unit_opened),
        (catalog.ServicePublished, _service_published),
        (catalog.OfferingOpened, _offering_opened),
        (catalog.LevelsAssessed, _levels_assessed),
    )
}
