"""What a batch of the catalogue's stream comes to: rows to write, and what they touch.

Promises that of two facts of one instant the later event counts, within a batch as between batches.
Must not know an event type.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias

from services.submissions.queries.catalogue import Update

FOREVER = datetime.max.replace(tzinfo=UTC)


class SpanRow(NamedTuple):
    """A row of offering_spans, after its offering; level None: closed, or its rule claims none."""

    effective_time: datetime
    open: bool
    level: int | None
    extent: int
    level_rule: str


Rows: TypeAlias = dict[Any, tuple[Any, ...]]


@dataclass(slots=True)
class Dated:
    """A row, and the positions between which it is known; None: still."""

    row: SpanRow
    known_from: int
    known_to: int | None = None


@dataclass(slots=True)
class History:
    """Rows of dated histories; what comes replaces everything known from an instant on."""

    rows: dict[str, list[Dated]] = field(default_factory=dict)
    # (name, since, until, position): rows in the table that begin there close; ranges never meet.
    closed: list[tuple[str, datetime, datetime, int]] = field(default_factory=list)
    closed_from: dict[str, datetime] = field(default_factory=dict)

    def replace(self, name: str, since: datetime, rows: Sequence[SpanRow], position: int) -> None:
        """What holds from an instant on as known from a position on, whatever was known of it."""
        here = self.rows.setdefault(name, [])
        for each in here:
            if each.row.effective_time >= since and each.known_to is None:
                each.known_to = position
        until = self.closed_from.get(name, FOREVER)
        if since < until:
            self.closed.append((name, since, until, position))
            self.closed_from[name] = since
        here += [Dated(row, position) for row in rows]

    def flat(self) -> list[tuple[Any, ...]]:
        """Every row between its name and when it is known."""
        return [
            (name, *each.row, each.known_from, each.known_to)
            for name, rows in self.rows.items()
            for each in rows
        ]


@dataclass(slots=True)
class FoldedBatch:
    """The rows to write for a batch, by key, and the update that they are for this process."""

    versions: Rows = field(default_factory=dict)
    withdrawn_versions: set[tuple[str, int]] = field(default_factory=set)
    retired: Rows = field(default_factory=dict)
    unit_changes: Rows = field(default_factory=dict)
    unit_names: Rows = field(default_factory=dict)
    successors: set[tuple[str, int, str]] = field(default_factory=set)
    ending: set[str] = field(default_factory=set)  # units whose end may be another now
    authorizations: Rows = field(default_factory=dict)
    duties: Rows = field(default_factory=dict)
    calendars: Rows = field(default_factory=dict)
    withdrawn_changes: list[tuple[str, int, int]] = field(default_factory=list)
    withdrawn_retirements: set[tuple[str]] = field(default_factory=set)
    offerings: Rows = field(default_factory=dict)
    spans: History = field(default_factory=History)
    update: Update = field(default_factory=Update)
