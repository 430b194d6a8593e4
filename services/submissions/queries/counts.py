"""Single dossiers beside counted facts, as this service's own log tells them.

Promises an answer as of the log's end when asked.
"""

from datetime import date
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.submissions.domain import refusals
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.tracking import PATIENCE, Projection


class Beside(NamedTuple):
    """The series of a count, and the first single dossier beside it."""

    stream: str
    dossier: str | None


class Counts:
    """What the projection of counts holds."""

    def __init__(self, pool: Pool, log: Log, projection: Projection) -> None:
        self._pool = pool
        self._log = log
        self._projection = projection
        self._sql = statements(SQL)

    async def must_be_caught_up(self) -> None:
        """Refuse to answer without what the log holds already."""
        head = await self._log.head()
        if not await self._projection.reached(head.position, PATIENCE):
            raise Refusal(refusals.TRACKING_BEHIND, retry_after=1.0)

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
