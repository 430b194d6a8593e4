"""At which positions a question is answered, and whether its scope exists there.

Promises that a pair of positions that never stood together is refused, with the lowest that fits.
Must not wait for anything.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal, refuse_all
from services.metrics.domain.figures import Positions, Scope
from services.metrics.domain.refusals import MetricsReason
from services.metrics.settings import SQL


class Requested(NamedTuple):
    """Positions that a caller requests; None: the current one."""

    catalog: int | None = None
    submissions: int | None = None


NOW = Requested()


async def current_positions(pool: Pool, scope: Scope, requested: Requested) -> Positions:
    """The positions to answer at, for reads that do not look them up themselves."""
    row = await pool.fetchrow(
        statements(SQL)["standing"], scope.unit, scope.service, requested.catalog
    )
    return await resolve(pool, row, scope, requested)


async def resolve(pool: Pool, row: Any, scope: Scope, requested: Requested) -> Positions:
    """From the current positions of both streams (`row`) and the requested ones."""
    now = Positions(row["catalog"], row["submissions"])
    positions = Positions(
        now.catalog if requested.catalog is None else requested.catalog,
        now.submissions if requested.submissions is None else requested.submissions,
    )
    for stream, wanted, position in zip(Positions._fields, positions, now, strict=True):
        if wanted > position:
            raise not_reached(stream, wanted, position)
    # Where the stream stands now, the projection has seen to it that the pair fits.
    if requested.catalog is not None and requested.catalog < now.catalog:
        await consistent(pool, positions)
    exists(row, scope, positions)
    return positions


def not_reached(stream: str, wanted: int, position: int) -> Refusal:
    """Nobody can know yet what a later position will say."""
    values = {"stream": stream, "wanted": str(wanted), "position": str(position)}
    return Refusal(MetricsReason.POSITION_NOT_REACHED, values=values, retry_after=1.0)


async def consistent(pool: Pool, positions: Positions) -> None:
    """What was decided on a catalogue cannot be judged with an older one."""
    lowest = await pool.fetchval(statements(SQL)["lowest_catalog"], positions.submissions)
    if positions.catalog < lowest:
        raise Refusal(
            MetricsReason.POSITIONS_INCONSISTENT,
            field="as_known",
            values={"submissions": str(positions.submissions), "lowest": str(lowest)},
        )


def exists(row: Any, scope: Scope, positions: Positions) -> None:
    """A scope that the catalogue did not know there is refused, not answered with nothing; the
    position stands among the values.
    """
    refuse_all(_unknown(row, scope, str(positions.catalog)))


def _unknown(row: Any, scope: Scope, position: str) -> Iterator[Refusal]:
    if not row["has_unit"]:
        values = {"unit": scope.unit, "position": position}
        yield Refusal(MetricsReason.UNIT_UNKNOWN, field="unit", values=values)
    if not row["has_service"]:
        values = {"service": scope.service, "position": position}
        yield Refusal(MetricsReason.SERVICE_UNKNOWN, field="service", values=values)
