"""By which mergers units end, by what is known of the catalogue.

The inbox sets the timers of units that have something open, and the projection those of units to
which it brings something. A reform merges thousands of units, of which most have nothing here.
"""

from collections.abc import Sequence

from services.chassis.database import Connection, statements
from services.chassis.timers import Timer
from services.submissions.domain.dossier.steps import OPEN
from services.submissions.domain.petition.state import OPEN as OPEN_PETITIONS
from services.submissions.domain.units import MERGER
from services.submissions.queries.catalogue import SQL


async def mergers_of(connection: Connection, units: Sequence[str]) -> list[Timer]:
    """In a transaction: of these units, the mergers by which they end, as timers."""
    rows = await connection.fetch(statements(SQL)["mergers"], units)
    return [Timer(row["unit"], MERGER, row["effective_time"]) for row in rows]


async def mergers_of_some_use(connection: Connection, units: Sequence[str]) -> list[Timer]:
    """In a transaction of the inbox: the same of those units that have an open dossier or petition.

    The projection brings none meanwhile: its transactions begin with its checkpoint, which is held
    here. One that is under way is waited for, and one that comes after this sees the merger.
    """
    await connection.execute(statements(SQL)["hold_projection"])
    asked = units, sorted(OPEN), sorted(OPEN_PETITIONS)
    having = [row["unit"] for row in await connection.fetch(statements(SQL)["having_open"], *asked)]
    return await mergers_of(connection, having) if having else []
