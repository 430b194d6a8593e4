"""Reads of published figures: where a publication stands from a table, what it says from the log.

An answer about a figure is what its stream in the log says; the tables only find figures. Anybody
may ask for a thousand of them: events are looked at once, and others get their turn meanwhile.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from motcua.metrics.v1.events_pb2 import FigurePublished, FigureRevised
from motcua.metrics.v1.publications_pb2 import Publication, Revision
from services.chassis.database import Pool, statements
from services.chassis.log import Recorded
from services.metrics.queries.contents import AT_ONCE, Contents
from services.metrics.queries.figure_events import (
    FigureEvent,
    figure_event,
    publications,
    revisions,
)
from services.metrics.queries.figure_names import FIGURES
from services.metrics.queries.reader import utc_now
from services.metrics.settings import SQL

PUBLISHED = FigurePublished.DESCRIPTOR.full_name
REVISED = FigureRevised.DESCRIPTOR.full_name


class Cursor(NamedTuple):
    """The position of the last publication of the page before."""

    before: int


class Selection(NamedTuple):
    """Which publications: of a unit ("": the whole tree), and which of its."""

    unit: str
    subtree: bool = True  # also of the units that lie below it now
    definition: str = ""
    service: str = ""
    start: date | None = None  # periods lie within
    end: date | None = None
    superseded: bool = False


class Publications:
    """All reads."""

    def __init__(self, pool: Pool, *, now: Callable[[], datetime] = utc_now) -> None:
        self._pool = pool
        self._now = now
        self._contents: Contents[FigureEvent] = Contents()

    async def history(self, figure: str, *, revised: bool = True) -> list[FigureEvent]:
        """Each publication of a figure, and the last revision of each, in order; [] where it was
        never published. Without revisions, where nobody is told of them, those that the tables
        have.
        """
        return (await self.histories([figure], revised=revised))[figure]

    async def histories(
        self, figures: Sequence[str], *, revised: bool = True, until: int | None = None
    ) -> dict[str, list[FigureEvent]]:
        """The same of several figures, in one snapshot, as they were at a position of the log."""
        if revised:
            rows = await self._pool.fetch(
                statements(SQL)["figures_by_publication"], list(figures), until, REVISED
            )
        else:
            ids = [UUID(each.removeprefix(FIGURES)) for each in figures]
            rows = await self._pool.fetch(statements(SQL)["figures_published"], ids)
        found: dict[str, list[FigureEvent]] = {figure: [] for figure in figures}
        for n, row in enumerate(rows, 1):
            record = Recorded(*row)
            found[record.stream].append(self._of(record))
            if not n % AT_ONCE:
                await asyncio.sleep(0)
        return found

    async def revisions(
        self, history: Sequence[FigureEvent], publication: str, after: int, last: int
    ) -> list[Revision]:
        """Those of a publication with higher numbers than one, up to another."""
        begun = next(
            each
            for each in history
            if isinstance(each.event, FigurePublished) and each.event.publication == publication
        )
        of_figure = (begun.event.figure, begun.version + after + 1, begun.version + last)
        rows = await self._pool.fetch(statements(SQL)["figure_revisions"], *of_figure)
        return revisions([self._of(Recorded(*row)) for row in rows], publication)

    def _of(self, record: Recorded) -> FigureEvent:
        return self._contents.of(record.event_id, len(record.payload), lambda: figure_event(record))

    async def figure_of(self, publication: str) -> str | None:
        """The figure of a publication; None where nothing was published under that name."""
        found = await self._pool.fetchval(statements(SQL)["figure_of"], publication)
        return f"{FIGURES}{found}" if found else None

    async def above(self, unit: str) -> list[str]:
        """The units above one, as they lie now; "", the whole tree, where it has several roots."""
        rows = await self._pool.fetch(statements(SQL)["units_above"], unit, self._now())
        return [str(row["ancestor"]) for row in rows]

    async def page(
        self, selection: Selection, cursor: Cursor | None, size: int, *, revised: bool = True
    ) -> tuple[list[Publication], Cursor | None]:
        """The next publications, the newest first. Of no other ones than those of a unit and of the
        units below it does GetPublication answer who asks for this unit.
        """
        before = cursor.before if cursor else None
        asked = (*selection, before, size + 1, self._now())
        rows = await self._pool.fetch(statements(SQL)["publications_of"], *asked)
        names = [row["publication"] for row in rows[:size]]
        figures = [f"{FIGURES}{row['figure']}" for row in rows[:size]]
        histories = await self.histories(list(dict.fromkeys(figures)), revised=revised)
        by_name = {
            each.name: each for history in histories.values() for each in publications(history)
        }
        rest = Cursor(rows[size - 1]["position"]) if len(rows) > size else None
        return [by_name[name] for name in names], rest
