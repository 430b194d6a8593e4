"""The own log's events of members folded into the table that has the register.

Promises that it follows the log in the transaction of the checkpoint.
"""

from collections.abc import Sequence
from typing import TypeAlias

from services.chassis.database import Connection, statements
from services.chassis.log import Recorded
from services.metrics.queries.member_events import KINDS, event_of
from services.metrics.settings import SQL

Row: TypeAlias = tuple[int, str, str, bytes]


class Registered:
    """prepare → apply, as the chassis's projector calls them."""

    async def prepare(self, records: Sequence[Recorded]) -> list[Row]:
        """Events of members, as the table has them."""
        return [
            (each.position, event_of(each.type, each.payload).member, each.type, each.payload)
            for each in records
            if each.type in KINDS
        ]

    def committed(self, rows: list[Row]) -> None:
        """Nothing of it is kept in memory."""

    async def apply(self, connection: Connection, rows: list[Row]) -> None:
        """Rows are only added."""
        if rows:
            columns = zip(*rows, strict=True)
            await connection.execute(statements(SQL)["member_events_write"], *columns)
