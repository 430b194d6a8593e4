"""Which dossier a citizen's number names.

Promises an answer as of the log's end when asked, at the same cost whether the number exists or
not. Must not read the dossier.
"""

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.own_log import OwnLog


class Tracking:
    """Numbers that were given, as the log tells them."""

    def __init__(self, pool: Pool, own_log: OwnLog) -> None:
        self._pool = pool
        self._own_log = own_log
        self._sql = statements(SQL)

    async def dossier_of(self, number: str) -> str | None:
        """The dossier's name; a number that was given a moment ago is found."""
        await self._own_log.must_be_caught_up()
        found: str | None = await self._pool.fetchval(self._sql["dossier_of_number"], number)
        return found
