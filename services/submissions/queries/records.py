"""Which of another system's records are known already.

Promises one statement for many records. Must not be the last word: an append decides, since another
importer may be at work.
"""

from collections.abc import Sequence
from uuid import UUID

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL


class Records:
    """Records as the log knows them, by the id that source and key make."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def known(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The fingerprints of those that were recorded."""
        return dict(await self._pool.fetch(statements(SQL)["recorded"], ids))
