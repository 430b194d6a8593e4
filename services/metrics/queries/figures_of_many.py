"""One question of many units, or of many values of a dimension, at once: in one statement.

Promises the same figures as single questions at the same positions. Must not be asked where counted
facts may stand: they are read by themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.chassis.database import Pool
from services.metrics.domain.figures import Count, Figure, Positions, Question, figure
from services.metrics.queries.classified import classified
from services.metrics.queries.leaves import NOTHING, parameters, span
from services.metrics.queries.parameters import known_values

ALONE, BELOW = "alone", "below"  # each unit by itself, or with all below it


async def figures_listed(
    pool: Pool,
    whole: Question,
    asked: Sequence[Question],
    positions: Positions,
    now: datetime,
    *,
    each: str,
) -> list[Figure]:
    """Questions that differ by their unit alone; the scope of `whole` holds them all."""
    by, units = classified(whole.definition), [question.scope.unit for question in asked]
    counts: dict[str, list[Count]] = {unit: [] for unit in units}
    digests: dict[str, str] = {}
    values = (*parameters(whole, span(whole), positions), units)
    rows = await pool.fetch(by.statement(f"{each}_figures"), *values)
    for unit, number, n, assisted, digest in rows:
        if digest:
            digests[unit] = digest
        else:
            counts[unit].append(by.count(number, n, assisted))
    return [
        figure(
            question,
            counts[unit],
            positions=positions,
            digest=digests.get(unit, NOTHING),
            covered=True,
            now=now,
        )
        for unit, question in zip(units, asked, strict=True)
    ]


async def figures_of_values(
    pool: Pool,
    whole: Question,
    asked: Mapping[str, Question],
    positions: Positions,
    now: datetime,
    *,
    dimension: str,
) -> list[Figure]:
    """The question of each value of a dimension, each a part of the whole one, in one statement."""
    by, part = classified(whole.definition), span(whole)
    known = known_values(whole, (part.since, part.until), positions)
    counts: dict[str, list[Count]] = {value: [] for value in asked}
    digests: dict[str, str] = {}
    statement = by.by_value(dimension)
    rows = await pool.fetch(statement, *known, *part.around, *by.class_lines, list(asked))
    for value, number, n, assisted, digest in rows:
        if digest:
            digests[value] = digest
        else:
            counts[value].append(by.count(number, n, assisted))
    return [
        figure(
            question,
            counts[value],
            positions=positions,
            digest=digests.get(value, NOTHING),
            covered=True,
            now=now,
        )
        for value, question in asked.items()
    ]
