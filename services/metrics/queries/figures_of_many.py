"""One question of many units, or services, at once: in two statements, where each needed three.

Promises the same figures as single questions at the same positions. Must not be asked where counted
facts may stand: they are read by themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from services.chassis.database import Pool
from services.metrics.domain.figures import Count, Figure, Positions, Question, Scope, figure
from services.metrics.queries.classified import classified
from services.metrics.queries.leaves import NOTHING, kept_definition, parameters, span
from services.metrics.queries.parameters import known_place

ALONE, BELOW = "alone", "below"  # each unit by itself, or with all below it


async def figures_listed(
    pool: Pool,
    question: Question,
    scopes: Sequence[Scope],
    positions: Positions,
    now: datetime,
    *,
    each: str,
) -> list[Figure]:
    """The question of each of these scopes in place of its own, which holds them all."""
    by, part = classified(question.definition), span(question)
    units = [scope.unit for scope in scopes]
    known = known_place(question, (part.since, part.until), positions)
    asked = (*known, kept_definition(question), *part.around, units)
    counts: dict[str, list[Count]] = {unit: [] for unit in units}
    for unit, *count in await pool.fetch(by.statement(f"{each}_counts"), *asked):
        counts[unit].append(by.count(*count))
    asked = (*parameters(question, part, positions), units)
    digests = dict(await pool.fetch(by.statement(f"{each}_digests"), *asked))
    return [
        figure(
            question._replace(scope=scope),
            counts[scope.unit],
            positions=positions,
            digest=digests.get(scope.unit, NOTHING),
            covered=True,
            now=now,
        )
        for scope in scopes
    ]


async def figures_of_services(
    pool: Pool, question: Question, scopes: Sequence[Scope], positions: Positions, now: datetime
) -> list[Figure]:
    """The question of each of these scopes, each of one service, in one statement."""
    by, part = classified(question.definition), span(question)
    known = known_place(question, (part.since, part.until), positions)
    services = [scope.service for scope in scopes]
    counts: dict[str, list[Count]] = {service: [] for service in services}
    digests: dict[str, str] = {}
    rows = await pool.fetch(
        by.statement("service_figures"), *known, *part.around, *by.words, services
    )
    for service, number, n, assisted, digest in rows:
        if digest:
            digests[service] = digest
        else:
            counts[service].append(by.count(number, n, assisted))
    return [
        figure(
            question._replace(scope=scope),
            counts[scope.service],
            positions=positions,
            digest=digests.get(scope.service, NOTHING),
            covered=True,
            now=now,
        )
        for scope in scopes
    ]
