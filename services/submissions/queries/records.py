"""Which of another system's records are known already.

Promises one statement for many records, and that a standby has those that are known. Must not be
the last word: an append decides, since another importer may be at work.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.chassis.database import statements
from services.chassis.log import Log
from services.chassis.replicated import confirm
from services.submissions.queries.catalogue import SQL


class EarlierRecord(NamedTuple):
    """The dossier and fingerprint that an earlier import of a record left in the log."""

    dossier: str
    fingerprint: bytes


class Records:
    """Records as the log knows them, by the ids of the commands that brought them."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def earlier(self, ids: Sequence[UUID]) -> dict[UUID, EarlierRecord]:
        """The earlier imports among these, by command id."""
        rows = await self._log.pool.fetch(statements(SQL)["recorded"], ids)
        if rows:
            await confirm(self._log)
        return {row["command_id"]: EarlierRecord(row["stream"], row["fingerprint"]) for row in rows}

    async def commands(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those of these that were recorded, whatever they recorded."""
        rows = await self._log.pool.fetch(statements(SQL)["recorded_commands"], ids)
        return {row["command_id"] for row in rows}
