"""Reads of sums that must agree, in one snapshot.

An interval that had ended before the period is left out by its index; as known earlier it may have
had no end, so that its end does not say it.
"""

from services.chassis.database import Connection, Pool, statements
from services.metrics.domain.figures import Positions, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.reconciliation import IDENTITIES, Reconciliation, identity
from services.metrics.queries.standing import Asked, standing
from services.metrics.settings import SQL

STILL = "i.ends is null or i.ends >= $4"
STILL_KNOWN = f"{STILL} or i.ended_from > $7"


async def reconciled(pool: Pool, scope: Scope, period: Period, asked: Asked) -> Reconciliation:
    """Each sum with its lines. Raises Refusal where the scope is not known at the positions."""
    snapshot = {"isolation": "repeatable_read", "readonly": True}
    async with pool.acquire() as connection, connection.transaction(**snapshot):
        positions = await standing(connection, scope, asked)
        still = STILL if asked.submissions is None else STILL_KNOWN
        rows = await _lines(connection, scope, period, positions, still=still)
    flow = rows["flow"]
    return Reconciliation(
        scope,
        period,
        positions,
        tuple(identity(name, counts) for name, counts in rows.items()),
        overdue=flow["overdue"],
        disordered=flow["disordered"],
    )


async def _lines(
    connection: Connection, scope: Scope, period: Period, positions: Positions, *, still: str
) -> dict[str, dict[str, int]]:
    since, until = (midnight(each) for each in period)
    asked = (scope.unit, scope.alone, until, since, until, *positions)
    sql = statements(SQL)
    return {
        name: dict(
            await connection.fetchrow(sql[f"identity_{name}"].replace(":still", still), *asked)
        )
        for name in IDENTITIES
    }
