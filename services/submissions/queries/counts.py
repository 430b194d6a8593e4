"""Single dossiers beside counted facts, as this service's own log told them up to where it was
read.
"""

from datetime import date
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL


class Beside(NamedTuple):
    """The series of a count, and the first single dossier beside it."""

    stream: str
    dossier: str | None


class Counts:
    """What the tables of counts hold."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = statements(SQL)

    async def dossier_on(
        self, population: int, unit: str, service: str, days: tuple[date, date]
    ) -> str | None:
        """A single dossier of a unit and service ("": any) on these days, half open."""
        asked = (population, unit, *days, service)
        found: str | None = await self._pool.fetchval(self._sql["dossier_on_days"], *asked)
        return found

    async def beside(self, count: str) -> Beside | None:
        """What comes beside a count; None: there is no such count."""
        row = await self._pool.fetchrow(self._sql["count_beside"], count)
        return Beside(row["stream"], row["dossier"]) if row else None

    async def field_of(self, service: str) -> str | None:
        """A service's field of administration; None: the service is not known."""
        found: str | None = await self._pool.fetchval(self._sql["field_of_service"], service)
        return found
