"""Which dossier a citizen's number names, and the sources whose keys name one, too.

Promises an answer as of the log's end when asked, at the same cost whether the number exists or
not. Must not read the dossier.
"""

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.own_log import OwnLog

MOST_SOURCES = 1000  # in which a number is tried: some 5 ms


class Tracking:
    """Numbers that were given, as the log tells them."""

    def __init__(self, pool: Pool, own_log: OwnLog) -> None:
        self._pool = pool
        self._own_log = own_log
        self._sql = statements(SQL)
        self._sources: list[str] = []

    async def dossier_of(self, number: str) -> str | None:
        """The dossier's name; a number that was given a moment ago is found."""
        await self._own_log.must_be_caught_up()
        found: str | None = await self._pool.fetchval(self._sql["dossier_of_number"], number)
        return found

    async def sources(self) -> list[str]:
        """The first ones of other systems' records, by the log itself: one that was bound a moment
        ago, by whatever process, is there. So many never change, and are read once.
        """
        if len(self._sources) < MOST_SOURCES:
            rows = await self._pool.fetch(self._sql["first_sources"], MOST_SOURCES)
            self._sources = [row["source"] for row in rows]
        return self._sources
