"""One question of many units, or of many values of a dimension, at once: in one statement.

Promises the same figures as single questions at the same positions. Must not be asked of units
where counted facts may stand; those of values are read by themselves and given.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.chassis.database import Pool
from services.metrics.domain.figures import Count, Figure, Positions, Question, figure
from services.metrics.queries.classified import classified
from services.metrics.queries.counted import NO_FACTS, Facts
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
    counted: Mapping[str, Facts],
) -> list[Figure]:
    """The question of each value of a dimension, each a part of the whole one, in one statement."""
    by, part = classified(whole.definition), span(whole)
    known = known_values(whole, (part.since, part.until), positions)
    counts: dict[str, list[Count]] = {value: [] for value in asked}
    digests: dict[str, str] = {}
    statement = by.by_value(dimension)
    asked_for = (*known, *part.around, *by.class_lines, list(asked))
    lines = [
        (value, *leaf.key, leaf.digest) for value, each in counted.items() for leaf in each.leaves
    ]
    more = zip(*lines, strict=True) if lines else ([], [], [], [])
    for value, number, n, assisted, digest in await pool.fetch(statement, *asked_for, *more):
        if digest:
            digests[value] = digest
        else:
            counts[value].append(by.count(number, n, assisted))
    return [
        figure(
            question,
            [*counts[value], *counted.get(value, NO_FACTS).sums.counts],
            positions=positions,
            digest=digests.get(value, NOTHING),
            covered=True,
            now=now,
            not_attributable=counted.get(value, NO_FACTS).sums.cut,
        )
        for value, question in asked.items()
    ]
