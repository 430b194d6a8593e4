"""Which open dossiers a unit has, and by which merger it ends.

A dossier that was closed a moment ago may be among them: whoever acts on one looks at its facts.
"""

from collections.abc import Sequence

from services.chassis.database import Connection, Pool, statements
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.chassis.timers import Timer
from services.submissions.domain import refusals
from services.submissions.domain.units import MERGER
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.tracking import PATIENCE, Projection


async def mergers_of(connection: Connection, units: Sequence[str]) -> list[Timer]:
    """In a transaction: of these units, the mergers by which they end, as timers."""
    rows = await connection.fetch(statements(SQL)["mergers"], units)
    return [Timer(row["unit"], MERGER, row["effective_time"]) for row in rows]


class Holdings:
    """Open dossiers by the unit that has them, as this service's own log tells them."""

    def __init__(self, pool: Pool, log: Log, projection: Projection) -> None:
        self._pool = pool
        self._log = log
        self._projection = projection

    async def must_be_caught_up(self) -> None:
        """Refuse to answer without what the log holds already."""
        head = await self._log.head()
        if not await self._projection.reached(head.position, PATIENCE):
            raise Refusal(refusals.TRACKING_BEHIND, retry_after=1.0)

    async def of(self, unit: str, *, after: str = "", most: int) -> list[str]:
        """Some of a unit's, in order."""
        rows = await self._pool.fetch(statements(SQL)["open_dossiers_of"], unit, after, most)
        return [row["dossier"] for row in rows]
