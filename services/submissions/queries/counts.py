"""Single dossiers beside counted facts, as this service's own log told them up to where it was
read.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL


class Beside(NamedTuple):
    """The series of a count, and the first single dossier beside it."""

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

    async def dossiers_on(self, asked: Sequence[Days]) -> list[str | None]:
        """Of each, a single dossier that counts there."""
        columns = [list(column) for column in zip(*asked, strict=True)] or [[]] * 5
        rows = await self._pool.fetch(self._sql["dossiers_on_days"], *columns)
        return [row["dossier"] for row in rows]

    async def beside(self, count: str) -> Beside | None:
        """What comes beside a count; None: there is no such count."""
        row = await self._pool.fetchrow(self._sql["count_beside"], count)
        return Beside(row["stream"], row["dossier"]) if row else None

    async def fields_of(self, services: Iterable[str]) -> dict[str, str]:
        """The fields of administration of those services of these that are known."""
        rows = await self._pool.fetch(self._sql["fields_of_services"], list(services))
        return {row["service"]: row["field"] for row in rows}
