"""The table in which wrong pairs of number and secret are counted.

It survives a restart, and all replicas share it.
"""

from datetime import datetime, timedelta

from services.chassis.database import Pool, statements
from services.chassis.keys import Keyring
from services.submissions.domain.guessing import SPAN, cells
from services.submissions.queries.catalogue import SQL


class WrongPairs:
    """Counts wrong pairs; the current key chooses their cells."""

    def __init__(self, pool: Pool, keys: Keyring) -> None:
        self._pool = pool
        self._keys = keys

    async def count(self, number: str, caller: str, now: datetime) -> timedelta | None:
        """Count one; or how long none is answered, where too many came in the last hour."""
        columns = zip(*cells(self._keys.current[1], number=number, caller=caller), strict=True)
        sql = statements(SQL)["count_wrong_pair"]
        wait: timedelta | None = await self._pool.fetchval(sql, *map(list, columns), now, SPAN)
        return wait
