"""The log as it may be published: no event that a standby lacks for which commits wait.

A primary that crashes and comes back shows commits that were still waiting. Whoever reads in a
session that began with a commit of its own, which waits too, reads none of those: a crash ends the
session.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.chassis.database import SQL, Connection, connect, statements
from services.chassis.log import Head, Log, Recorded

ANSWERED_WITHIN = 10.0  # seconds: a machine that is gone ends no connection by itself


class Replicated:
    """The log over such a session."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = statements(SQL)

    async def read(self, after: int, limit: int) -> list[Recorded]:
        """See Log."""
        asked = self._sql["read"], after, limit
        rows = await self._connection.fetch(*asked, timeout=ANSWERED_WITHIN)
        return [Recorded(*row) for row in rows]

    async def head(self) -> Head:
        """See Log."""
        row = await self._connection.fetchrow(self._sql["head"], timeout=ANSWERED_WITHIN)
        return Head(*row)


@asynccontextmanager
async def replicated(log: Log) -> AsyncIterator[Replicated]:
    """A log's session; it begins when a standby has all that the log held."""
    connection = await connect(log.dsn, application_name="motcua relay")
    try:
        await connection.execute(statements(SQL)["log_confirm"])
        yield Replicated(connection)
    finally:
        connection.terminate()


async def confirm(log: Log) -> None:
    """Return when a standby has all that could be read by now."""
    await log.pool.execute(statements(SQL)["log_confirm"])
