"""What a process holds of the catalogue in memory whole: units and calendars, read from its copy.

Promises one snapshot, with the catalogue position of exactly that. Must not be read again where
nothing of it was told since: a country's units take a tenth of a second.
"""

from pathlib import Path
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.units import Authorization, Duty, Units
from services.submissions.queries.rows import facts_of, revisions_of, units_of

SQL = Path(__file__).parents[1] / "sql"
NOW = 2**63 - 1  # as known at the last position, whichever that is


class Held(NamedTuple):
    """As the tables say it."""

    units: Units
    calendars: Calendars


async def held(pool: Pool, *, known: int) -> tuple[int, Held | None]:
    """The catalogue position of the tables, and what they say; None: what they said at a position
    that is known, 0: none is.
    """
    sql = statements(SQL)
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        fetch, position = connection.fetch, await connection.fetchval(sql["learned"])
        if 0 < known <= position and not await connection.fetchval(sql["units_told"], known):
            return position, None
        units = units_of(await fetch(sql["unit_changes"], NOW))
        units.learn(facts_of(Authorization, await fetch(sql["authorizations"])))
        units.learn(facts_of(Duty, await fetch(sql["duties"])))
        calendars = Calendars()
        calendars.learn(revisions_of(await fetch(sql["calendar_revisions"])))
        return position, Held(units, calendars)
