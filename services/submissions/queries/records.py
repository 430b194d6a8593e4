"""Which of another system's records are known already.

Promises one statement for many records. Must not be the last word: an append decides, since another
importer may be at work.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.chassis.database import Pool, statements
from services.submissions.queries.catalogue import SQL


class Recorded(NamedTuple):
    """What a command of another importer, or of an earlier call, left in the log."""

    dossier: str
    fingerprint: bytes


class Records:
    """Records as the log knows them, by the ids of the commands that brought them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def known(self, ids: Sequence[UUID]) -> dict[UUID, Recorded]:
        """Those commands of these that were recorded."""
        rows = await self._pool.fetch(statements(SQL)["recorded"], ids)
        return {row["command_id"]: Recorded(row["stream"], row["fingerprint"]) for row in rows}
