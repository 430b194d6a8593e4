"""Reads of sums that must agree, in one snapshot.

An interval that had ended before the period is left out by its index; as known earlier it may have
had no end, so that its end does not say it.
"""

from datetime import datetime
from typing import Any, NamedTuple

from services.chassis.database import Connection, Pool, statements
from services.metrics.domain.figures import Positions, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.reconciliation import (
    IDENTITIES,
    PARTED,
    Part,
    Reconciliation,
    by_parts,
    identity,
    satisfaction_sum,
)
from services.metrics.queries.positions import Requested, current_positions
from services.metrics.settings import SQL

STILL = "i.ends is null or i.ends >= $4"
STILL_KNOWN = f"{STILL} or i.ended_from > $7"


class SumsQuestion(NamedTuple):
    """A scope and period, as of when the tree of units is meant, and the positions to answer at."""

    scope: Scope
    period: Period
    as_of: datetime
    positions: Positions

    @property
    def parameters(self) -> tuple[Any, ...]:
        """$1 to $7 of each statement."""
        since, until = (midnight(each) for each in self.period)
        return (self.scope.unit, self.scope.alone, self.as_of, since, until, *self.positions)


async def reconciled(
    pool: Pool, scope: Scope, period: Period, asked: Requested, as_of: datetime | None = None
) -> Reconciliation:
    """Each sum with its lines; `as_of` when the tree of units is meant, if not at the period's end.
    Raises Refusal where the scope is not known at the positions.
    """
    snapshot = {"isolation": "repeatable_read", "readonly": True}
    async with pool.acquire() as connection, connection.transaction(**snapshot):
        positions = await current_positions(connection, scope, asked)
        still = STILL if asked.submissions is None else STILL_KNOWN
        of = SumsQuestion(scope, period, as_of or midnight(period.end), positions)
        rows = await _lines(connection, of, still=still)
        parts = {name: await _parts(connection, name, of) for name in PARTED}
    flow = rows["flow"]
    whole = [identity(name, counts) for name, counts in rows.items()]
    parted = [each for name in PARTED for each in by_parts(name, rows[name][name], parts[name])]
    return Reconciliation(
        scope,
        period,
        of.as_of,
        positions,
        (*whole, *parted),
        overdue=flow["overdue"],
        disordered=flow["disordered"],
        satisfaction=satisfaction_sum(rows["ended"]),
    )


async def _lines(
    connection: Connection, of: SumsQuestion, *, still: str
) -> dict[str, dict[str, int]]:
    asked, sql = of.parameters, statements(SQL)
    return {
        name: dict(
            await connection.fetchrow(sql[f"identity_{name}"].replace(":still", still), *asked)
        )
        for name in IDENTITIES
    }


async def _parts(connection: Connection, name: str, of: SumsQuestion) -> list[Part]:
    sql = statements(SQL)
    statement = sql[f"parts_{name}"].replace(":below", sql["below"])
    rows = await connection.fetch(statement, *of.parameters)
    return [Part(row["month"], row["part"], row["n"]) for row in rows]
