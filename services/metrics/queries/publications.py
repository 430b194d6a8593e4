"""Reads of published figures: where a publication stands from a table, what it says from the log.

An answer about a figure is what its stream in the log says; the tables only find figures. Anybody
may ask for a thousand of them: events are looked at once, and others get their turn meanwhile.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from motcua.metrics.v1.events_pb2 import FigurePublished
from motcua.metrics.v1.publications_pb2 import Publication
from services.chassis.database import Pool, statements
from services.chassis.log import Log, Recorded
from services.metrics.queries.contents import AT_ONCE, Contents
from services.metrics.queries.figure_events import FigureEvent, figure_event, publications
from services.metrics.queries.figure_names import FIGURES
from services.metrics.queries.reader import utc_now
from services.metrics.settings import SQL

PUBLISHED = FigurePublished.DESCRIPTOR.full_name


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

    def __init__(self, pool: Pool, log: Log, *, now: Callable[[], datetime] = utc_now) -> None:
        self._pool = pool
        self._log = log
        self._now = now
        self._contents: Contents[FigureEvent] = Contents()

    async def history(self, figure: str, *, revised: bool = True) -> list[FigureEvent]:
        """All events of a figure, in order; [] where it was never published. Without its revisions,
        where nobody is told of them, those that the tables have.
        """
        if not revised:
            return (await self.histories([figure], revised=False))[figure]
        return (await self._by_figure([figure], (await self._log.load(figure)).events))[figure]

    async def histories(
        self, figures: Sequence[str], *, revised: bool = True
    ) -> dict[str, list[FigureEvent]]:
        """The same of several figures, in one snapshot."""
        if revised:
            events = (await self._log.view(figures)).events
        else:
            ids = [UUID(each.removeprefix(FIGURES)) for each in figures]
            rows = await self._pool.fetch(statements(SQL)["figures_published"], ids)
            events = [Recorded(*row) for row in rows]
        return await self._by_figure(figures, events)

    async def _by_figure(
        self, figures: Sequence[str], events: Sequence[Recorded]
    ) -> dict[str, list[FigureEvent]]:
        found: dict[str, list[FigureEvent]] = {figure: [] for figure in figures}
        for n, record in enumerate(events, 1):
            found[record.stream].append(self._of(record))
            if not n % AT_ONCE:
                await asyncio.sleep(0)
        return found

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
