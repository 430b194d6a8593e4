"""The figures of one definition and local month, for many scopes in two statements.

Promises the same numbers as single questions at the same positions. Must not say who hears them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.metrics.domain.figures import Count, Figure, Positions, Question, Scope, figure
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight, next_month
from services.metrics.queries.classified import classified, kept
from services.metrics.queries.leaves import NOTHING, parameters, span
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


async def figures_of(pool: Pool, moved: Moved, positions: Positions, now: datetime) -> list[Figure]:
    """The figures of the whole tree and of these units, each with all below it."""
    period = Period(moved.month, next_month(moved.month))
    begin, end = (midnight(each) for each in period)
    by, whole = classified(moved.definition), Question(moved.definition, Scope(), period, end)
    asked = (begin, end, *positions, moved.units, by.key.number, moved.definition.name)
    counts: dict[str, list[Count]] = {unit: [] for unit in ("", *moved.units)}
    for unit, *count in await pool.fetch(by.statement("month_counts"), *asked):
        counts[unit].append(by.count(*count))
    known = parameters(whole, span(whole), positions)
    digests = dict(await pool.fetch(by.statement("month_digests"), *known, moved.units))
    return [
        figure(
            Question(moved.definition, Scope(unit), period, end),
            counts[unit],
            positions=positions,
            digest=digests.get(unit, NOTHING),
            covered=True,
            now=now,
        )
        for unit in counts
    ]
