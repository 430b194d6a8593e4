"""Counts that overlap single dossiers: of both, what this service's log says up to where it was
read.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL


class CountOverlap(NamedTuple):
    """The series of a count, and the first single dossier that overlaps it; None: none does."""

    stream: str
    dossier: str | None


class Days(NamedTuple):
    """The days of a count, half open, of a unit and service ("": any)."""

    population: int
    unit: str
    service: str
    first: date
    end: date


class Counts:
    """What the tables of counts hold."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = statements(SQL)

    async def dossiers_on(self, days: Sequence[Days]) -> list[str | None]:
        """Of each, a single dossier that counts there."""
        columns = [list(column) for column in zip(*days, strict=True)] or [[]] * 5
        rows = await self._pool.fetch(self._sql["dossiers_on_days"], *columns)
        return [row["dossier"] for row in rows]

    async def overlap(self, count: str) -> CountOverlap | None:
        """The overlap of a count with single dossiers; None: there is no such count."""
        row = await self._pool.fetchrow(self._sql["count_beside"], count)
        return CountOverlap(row["stream"], row["dossier"]) if row else None

    async def fields_of(self, services: Iterable[str]) -> dict[str, str]:
        """The fields of administration of those services of these that are known."""
        rows = await self._pool.fetch(self._sql["fields_of_services"], list(services))
        return {row["service"]: row["field"] for row in rows}
