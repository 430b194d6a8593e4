"""Which dossier a citizen's number names.

Promises an answer as of the log's end when asked, at the same cost whether the number exists or
not. Must not read the dossier.
"""

from typing import Protocol

from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.submissions.domain import refusals
from services.submissions.queries.catalogue import SQL

PATIENCE = 2.0


class Projection(Protocol):
    """How far this service's own log was read into the numbers."""

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Whether it got there in time."""


class Tracking:
    """Numbers that were given, as the log tells them."""

    def __init__(self, pool: Pool, log: Log, projection: Projection) -> None:
        self._pool = pool
        self._log = log
        self._projection = projection
        self._sql = statements(SQL)

    async def dossier_of(self, number: str) -> str | None:
        """The dossier's name; a number that was given a moment ago is found."""
        await self.must_be_caught_up()
        found: str | None = await self._pool.fetchval(self._sql["dossier_of_number"], number)
        return found

    async def must_be_caught_up(self) -> None:
        """Refuse to answer without what the log holds already."""
        if not await self.caught_up():
            raise Refusal(refusals.TRACKING_BEHIND, retry_after=1.0)

    async def caught_up(self) -> bool:
        """Whether all that the log holds is known here, after a moment."""
        head = await self._log.head()
        return await self._projection.reached(head.position, PATIENCE)
