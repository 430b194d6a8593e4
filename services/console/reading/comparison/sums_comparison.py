"""The sums of metrics, as `./motcua reconcile` shows them, against the second reading's.

Promises every line of every month and year of the whole tree until now, and of each unit with all
below it over all months. Must not decide which reading is right.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from motcua.metrics.v1 import reconciliation_pb2 as api
from services.console.instants import from_timestamp, next_month, to_date
from services.console.portal.client import Portal
from services.console.portal.questions import ROLE, known_at
from services.console.portal.requests import gather
from services.console.reading.comparison.aside import aside
from services.console.reading.comparison.compared_units import units_above
from services.console.reading.comparison.comparison import AT_ONCE
from services.console.reading.comparison.differences import Comparison, FigureDifference
from services.console.reading.figures.month_runs import after
from services.console.reading.figures.reconciled_sums import NO_SUM, SATISFACTION, Lines, Reconciled
from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.fold import Reading

SUMS = "reconciliation"  # what stands where figures have their definition


class SumsQuestion(NamedTuple):
    """Sums of a unit with all below it, in whole months."""

    unit: str
    start: date
    end: date


async def compare_sums(portal: Portal, reading: Reading, found: Comparison, today: date) -> None:
    """Add to a comparison what the sums come to."""
    ours = await aside(Reconciled, reading, date(today.year + 1, 1, 1))
    found.counted[SUMS] = 0

    async def check(question: SumsQuestion) -> None:
        answer = await service_sums(portal, reading, question)
        as_of = from_timestamp(answer.as_of) if answer.HasField("as_of") else None
        mine, service = ours.lines(*question, as_of), lines_of(answer)
        found.counted[SUMS] += 1
        if numbers := differing(mine, service):
            key = FigureKey(SUMS, question.unit, "", question.start, question.end)
            found.differences.append(FigureDifference(key, numbers))

    await gather(map(check, questions(ours, reading, today)), at_once=AT_ONCE)


def questions(ours: Reconciled, reading: Reading, today: date) -> Iterator[SumsQuestion]:
    """Months and years of the whole tree, and each unit over all months."""
    months = sorted(month for month in ours.months if month <= today)
    for month in months:
        yield SumsQuestion("", month, next_month(month))
    for year in sorted({date(month.year, 1, 1) for month in months}):
        yield SumsQuestion("", year, after(year, 12))
    if months:
        known = {unit for unit in ours.units | units_above(reading) if unit in reading.places}
        for unit in sorted(known):
            yield SumsQuestion(unit, months[0], next_month(months[-1]))


async def service_sums(
    portal: Portal, reading: Reading, question: SumsQuestion
) -> api.Reconciliation:
    """What the service says, where this reading ended."""
    request = api.GetReconciliationRequest(
        unit=question.unit,
        start_date=to_date(question.start),
        end_date=to_date(question.end),
        **known_at(reading.positions),
    )
    method = portal.reconciliations.GetReconciliation
    answer: api.Reconciliation = await portal.call(method, request, role=ROLE)
    return answer


def lines_of(found: api.Reconciliation) -> Lines:
    """Every line that is not 0, and those that no sum adds up."""
    lines = {
        (each.name, line.name): line.count
        for each in found.identities
        for line in (*each.left, *each.right)
    }
    lines |= {
        (SATISFACTION, each.name): getattr(found.satisfaction, each.name)
        for each in api.SatisfactionSum.DESCRIPTOR.fields
    }
    lines |= {(NO_SUM, name): getattr(found, name) for name in ("overdue", "disordered")}
    return Lines({place: count for place, count in lines.items() if count})


def differing(ours: Lines, service: Lines) -> dict[str, tuple[object, object]]:
    """By sum and line, what is not the same."""
    return {
        f"{identity}: {line}": (ours[identity, line], service[identity, line])
        for identity, line in sorted(ours.keys() | service.keys())
        if ours[identity, line] != service[identity, line]
    }
