"""Lists of dossiers, and counts of what became of them, from the row that each has.

A page reads of each unit and status no more than a page, whatever the size of the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.database import Pool, statements
from services.submissions.domain.dossier.listed import LONG_AGO, NEVER
from services.submissions.domain.units import Units
from services.submissions.queries.catalogue import SQL

STATUSES = tuple(range(1, 11))
DAYS_SINCE = date(1970, 1, 1)  # by which rows number local days
_KEPT = 16  # subtrees, as of the second in which they were asked for


class After(NamedTuple):
    """The last dossier of a page, and the microseconds by which it was ordered."""

    key: int
    dossier: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dossiers are listed, in which order; None: any."""

    units: Sequence[str] = ()
    statuses: Sequence[int] = STATUSES
    due_from: int | None = None
    due_before: int | None = None
    portal: str | None = None
    service: str | None = None
    channel: int | None = None
    assignee: str | None = None
    dossier: UUID | None = None
    falls_due: bool = False
    by_submission: bool = False

    @property
    def statement(self) -> str:
        """By officer, or unit by unit."""
        officer = "" if self.assignee is None else "of_officer_"
        return f"dossiers_{officer}by_{'submission' if self.by_submission else 'due'}"

    @property
    def beginning(self) -> After:
        """Before the first one."""
        if self.by_submission:
            return After(NEVER, UUID(int=2**128 - 1))
        return After(LONG_AGO, UUID(int=0))

    def arguments(self, after: After, most: int) -> tuple[Any, ...]:
        """Of the statement."""
        return (
            self.units, self.statuses, *after, self.due_from, self.due_before, self.portal,
            self.service, self.channel, self.assignee, self.dossier, self.falls_due, most,
        )  # fmt: skip


class DossierRows:
    """Reads the rows, as far as this service's own log was read into them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page(
        self, wanted: Wanted, after: After | None, size: int
    ) -> tuple[list[api.Dossier], After | None]:
        """At most `size` dossiers, and after what to go on; None: at the end."""
        arguments = wanted.arguments(after or wanted.beginning, size + 1)
        rows = await self._pool.fetch(statements(SQL)[wanted.statement], *arguments)
        shown = [api.Dossier.FromString(row["content"]) for row in rows[:size]]
        more = rows[size - 1] if len(rows) > size else None
        return shown, After(more["key"], more["dossier"]) if more else None

    async def portal_days(
        self, units: Sequence[str], begins: int, ends: int, portal: str | None
    ) -> Sequence[Mapping[str, Any]]:
        """What became of what was submitted in a period, by portal and day since 1970."""
        rows: Sequence[Mapping[str, Any]] = await self._pool.fetch(
            statements(SQL)["portal_days"], units, begins, ends, portal
        )
        return rows


class Subtrees:
    """The units of whose dossiers a subtree's lists consist: those below its top, and those that
    have ended and are followed by one of them. Walking a province takes as long as a page.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str, datetime], list[str]] = {}

    def of(self, units: Units, position: int, top: str, at: datetime) -> list[str]:
        """As the units were known at a catalogue position, and lay at an instant."""
        key = (position, top, at)
        if key not in self._kept:
            below = units.below(top, at)
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = sorted({*below, *units.predecessors(set(below), at)})
        return self._kept[key]
