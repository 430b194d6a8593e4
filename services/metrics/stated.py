"""Statements of the own log folded into the table that finds them.

Promises that it follows the log in the transaction of the checkpoint. Must not hold what a
statement says.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from motcua.metrics.v1.statement_events_pb2 import (
    AssertionPublished,
    FigureAsserted,
    FindingRemedied,
    InspectionRecorded,
)
from services.chassis.database import Connection, statements
from services.metrics.domain.statements import to_remedy
from services.metrics.queries.statement_events import Stated, name_of, unit_of
from services.metrics.settings import SQL


@dataclass(slots=True)
class Rows:
    """What one batch says of statements."""

    recorded: list[tuple[Any, ...]] = field(default_factory=list)
    remedied: list[tuple[str, str]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)

    def take(self, each: Stated) -> None:
        """One more event."""
        event, name = each.event, name_of(each.event)
        if isinstance(event, FindingRemedied):
            self.remedied.append((name, event.finding))
        elif isinstance(event, FigureAsserted):
            definitions = list(event.figure.definitions)
            self._record(each, definitions, [], published=not event.unpublished)
        elif isinstance(event, InspectionRecorded):
            self._record(each, [], to_remedy(event.report), published=False)
        elif isinstance(event, AssertionPublished):
            self.published.append(name)
        else:
            self.withdrawn.append(name)

    def _record(
        self, each: Stated, definitions: list[str], codes: list[str], *, published: bool
    ) -> None:
        name = name_of(each.event)
        of = (name, name.partition("/")[0], unit_of(each.event))
        lists = (json.dumps(definitions), json.dumps(codes))
        self.recorded.append((*of, *lists, published, each.position))

    async def write(self, connection: Connection) -> None:
        """What was recorded first: the rest is of it."""
        sql = statements(SQL)
        if self.recorded:
            rows = zip(*self.recorded, strict=True)
            await connection.execute(sql["statements_write"], *rows)
        if self.remedied:
            rows = zip(*self.remedied, strict=True)
            await connection.execute(sql["statements_remedied"], *rows)
        if self.published:
            await connection.execute(sql["statements_published"], self.published)
        if self.withdrawn:
            await connection.execute(sql["statements_withdrawn"], self.withdrawn)
