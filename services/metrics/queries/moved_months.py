"""The months in which something moved, by definition.

Rather one too many than one too few. Must not say who hears of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.metrics.domain.figures import Positions
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period
from services.metrics.queries.classified import classified, kept
from services.metrics.settings import SQL


class Moved(NamedTuple):
    """A month in which something moved, by a definition, and the units whose figures hold it."""

    definition: Definition
    month: date
    units: Sequence[str]


async def moved_since(
    pool: Pool,
    told: Positions,
    positions: Positions,
    months: Period,
    definitions: Sequence[Definition],
) -> list[Moved]:
    """What moved between two pairs of positions in these months, by these definitions."""
    asked = (positions.catalog, *told, *months)
    rows = await pool.fetch(statements(SQL)["moved_months"], *asked)
    return [
        Moved(definition, month, units or [])
        for key, month, units in rows
        for definition in definitions
        if classified(definition).key.number == key
    ]


def newest_with_cells(definitions: Iterable[Definition]) -> list[Definition]:
    """The newest version of each definition that adds up."""
    found: dict[str, Definition] = {}
    for each in kept(definitions):
        if each.has_cells and each.version > (found[each.id].version if each.id in found else 0):
            found[each.id] = each
    return list(found.values())
