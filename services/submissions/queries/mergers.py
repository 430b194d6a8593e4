"""By which mergers units end, by what is known of the catalogue.

The inbox sets their timers, and so does the projection once a dossier comes to such a unit.
"""

from collections.abc import Sequence

from services.chassis.database import Connection, statements
from services.chassis.timers import Timer
from services.submissions.domain.units import MERGER
from services.submissions.queries.catalogue import SQL


async def mergers_of(connection: Connection, units: Sequence[str]) -> list[Timer]:
    """In a transaction: of these units, the mergers by which they end, as timers."""
    rows = await connection.fetch(statements(SQL)["mergers"], units)
    return [Timer(row["unit"], MERGER, row["effective_time"]) for row in rows]
