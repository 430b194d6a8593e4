"""The own log folded into tables that find figures and statements, and say what to look at again.

Promises that they follow the log in the transaction of the checkpoint. Must not hold what an event
says: whoever wants that reads the log.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from motcua.metrics.v1.events_pb2 import Disclosure, FigurePublished, FigureRevised
from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.metrics.domain.figures import scope_of
from services.metrics.domain.periods import date_of
from services.metrics.queries.figure_events import KINDS, FigureEvent, figure_event
from services.metrics.queries.figure_names import FIGURES
from services.metrics.queries.statement_events import KINDS as STATEMENTS
from services.metrics.queries.statement_events import stated
from services.metrics.settings import SQL
from services.metrics.stated import Rows


@dataclass(slots=True)
class Batch:
    """Rows of one batch; of each figure the last state counts."""

    figures: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)
    current: dict[UUID, tuple[Any, ...]] = field(default_factory=dict)  # publications
    superseded: list[tuple[Any, ...]] = field(default_factory=list)
    told: dict[UUID, tuple[datetime, bool]] = field(default_factory=dict)  # when, and if revised
    stated: Rows = field(default_factory=Rows)


class Published:
    """prepare → apply, as the chassis's projector calls them."""

    async def prepare(self, records: Sequence[Recorded]) -> Batch:
        """Decode into rows."""
        batch = Batch()
        for record in records:
            if record.type in KINDS:
                take(batch, figure_event(record))
            elif record.type in STATEMENTS:
                batch.stated.take(stated(record))
        return batch

    def committed(self, batch: Batch) -> None:
        """Nothing of it is kept in memory."""

    async def apply(self, connection: Connection, batch: Batch) -> None:
        """Each table once."""
        sql = statements(SQL)
        if batch.figures:
            await connection.execute(sql["publications_supersede"], list(batch.figures))
            rows = zip(*batch.figures.values(), strict=True)
            await connection.execute(sql["figures_write"], *rows)
            rows = zip(*batch.superseded, *batch.current.values(), strict=True)
            await connection.execute(sql["publications_write"], *rows)
        await batch.stated.write(connection)
        if batch.told:
            columns = zip(*batch.told.values(), strict=True)
            await connection.execute(sql["figures_told"], list(batch.told), *columns)


def take(batch: Batch, each: FigureEvent) -> None:
    """One more event: a publication supersedes those before it, a revision is told."""
    figure = UUID(each.event.figure.removeprefix(FIGURES))
    if isinstance(each.event, FigurePublished):
        if figure in batch.current:
            batch.superseded.append((*batch.current[figure][:-1], True))
        batch.current[figure] = (each.event.publication, figure, each.position, False)
        batch.figures[figure] = row(figure, each.event, each.at, batch.figures.get(figure))
    batch.told[figure] = (each.at, isinstance(each.event, FigureRevised))


def row(
    figure: UUID, event: FigurePublished, at: datetime, before: tuple[Any, ...] | None
) -> tuple[Any, ...]:
    """A figure as its table has it, after another row of the same batch."""
    receipt = event.rate.receipt
    latest, disclosed = receipt.SerializeToString(), event.disclosure == Disclosure.DISCLOSURE_SHOWN
    shown = latest if disclosed else before[-1] if before else None
    return (
        figure,
        f"{receipt.definition}@{receipt.version}",
        receipt.scope.unit,
        receipt.scope.service,
        receipt.scope.alone,
        json.dumps({each.dimension: list(each.values) for each in receipt.scope.filters}),
        scope_of(receipt.scope).units_at,
        date_of(receipt.period.start),
        date_of(receipt.period.end),
        receipt.as_of.ToDatetime(UTC),
        at,
        latest,
        disclosed,
        shown,
    )
