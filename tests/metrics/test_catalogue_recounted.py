"""Figures over random catalogues, moves and corrections included, against a plain recount.

One truth for every scope, as of any instant, as known at any position, in whatever batches the
catalogue came.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as having
from hypothesis import strategies as st

from services.chassis.database import Pool
from services.console.reading.figures.activity import FACTS as OF_PERIOD
from services.console.reading.figures.coverage import coverage, covered_months
from services.console.reading.figures.dossier_items import by_kind
from services.console.reading.figures.sums import Figure as SecondFigure
from services.console.reading.figures.sums import FigureKey, Scopes
from services.console.reading.folding.dossier_fold import Fact
from services.console.reading.folding.fold import Reading
from services.metrics.domain.classes import EXCLUDED, NUMERATOR
from services.metrics.domain.digest import CLASSES
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight, months
from services.metrics.queries.positions import NOW, Requested
from tests.e2e.definitions import COVERAGE, DEFINITIONS
from tests.metrics import given, recount
from tests.metrics.catalogue_recount import FIRST, HISTORIES, INSTANTS, SERVICES, UNITS, Truth
from tests.metrics.conftest import Fed
from tests.metrics.naive_digest import naive_digest
from tests.metrics.shipped import find

SCOPES = [
    Scope(), *(Scope(unit) for unit in UNITS), *(Scope(unit, alone=True) for unit in UNITS),
    Scope(UNITS[1], SERVICES[0]), Scope("", SERVICES[1]),
]  # fmt: skip
WINTER = Period(date(2025, 11, 1), date(2026, 3, 1))
NOVEMBER = Period(date(2025, 11, 1), date(2025, 12, 1))
EXAMPLES = st.tuples(HISTORIES, recount.histories(), st.integers(1, 20))


def drawn(number: int) -> tuple[list[Any], list[Any], int]:
    """The example with this number, always the same."""
    found: list[Any] = []

    @hypothesis.seed(number)
    @settings(
        max_examples=3,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @having(EXAMPLES)
    def draw(example: Any) -> None:
        found.append(example)

    draw()
    return max(found, key=lambda example: len(example[0]))


async def told(pool: Pool, facts: list[Any], size: int) -> Fed:
    """Tables that heard these facts in batches of that size."""
    fed = Fed(pool)
    for start in range(0, len(facts), size):
        await fed.learn(*facts[start : start + size])
    return fed


@pytest.mark.parametrize("seed", range(4))
async def test_coverage_equals_the_recount(pool: Pool, seed: int) -> None:
    facts, _, size = drawn(seed)
    fed = await told(pool, facts, size)
    for position in {len(FIRST), (len(FIRST) + len(facts)) // 2, len(facts) - 1, len(facts)}:
        for as_of in INSTANTS[1::2]:
            truth = Truth(facts, position, as_of)
            for scope in SCOPES:
                question = Question(given.COVERAGE_L3L4, scope, WINTER, as_of)
                found = await fed.reader.figure(question, Requested(position, 0))
                expected = truth.coverage(scope.unit, scope.service, alone=scope.alone)
                assert found.digest == coverage_digest(question, expected), (position, expected)
                assert found.numerator == list(expected.values()).count(NUMERATOR)


def coverage_digest(question: Question, found: dict[str, int]) -> str:
    """All services of a figure in one leaf."""
    day = (question.as_of + timedelta(hours=7)).date().isoformat()
    place = (question.scope.unit or "-", day)
    rows = [(*place, "service", name, CLASSES[each], "", "1") for name, each in found.items()]
    return naive_digest(rows)


def below(events: list[Any], question: Question, truth: Truth) -> dict[str, Any]:
    """The items of a figure by the tree of the truth."""
    scope = question.scope
    counted = recount.items(
        events,
        question.definition.name,
        question.period,
        service=scope.service,
        as_of=question.as_of,
    )
    return {
        name: each
        for name, each in counted.items()
        if truth.inside(each.unit, scope.unit, alone=scope.alone)
    }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("period", [WINTER, NOVEMBER])
async def test_dossiers_count_below_the_ancestors_of_the_cut(
    pool: Pool, seed: int, period: Period
) -> None:
    facts, events, size = drawn(seed)
    fed = await told(pool, facts, size)
    await fed.apply(events)
    for as_of in INSTANTS[::3]:
        for position in (len(FIRST), len(facts)):
            truth = Truth(facts, position, as_of)
            asked = NOW if position == len(facts) else Requested(position)
            for definition in (find("online_handling"), find("handling_time.ended")):
                for scope in SCOPES:
                    question = Question(definition, scope, period, as_of)
                    expected = recount.numbers(below(events, question, truth))
                    found = await fed.reader.figure(question, asked)
                    assert found.digest == expected["digest"], (question, position)
                    counts: Any = expected["places"]
                    denominator = [n for (member, _), n in counts.items() if member != EXCLUDED]
                    assert found.denominator == sum(denominator)


@pytest.mark.parametrize("seed", range(4))
async def test_the_consoles_second_reading_agrees(pool: Pool, seed: int) -> None:
    facts, _, size = drawn(seed)
    fed = await told(pool, facts, size)
    reading = read_again(facts)
    positions = await fed.reader.current_positions(Scope())
    whole = await fed.reader.whole_period(given.COVERAGE_L3L4, Scope(), positions)
    assert whole is not None
    covered = covered_months(reading, given.RECORDED)
    assert covered == [period.start for period in months(whole)]
    services = [each for each in by_kind(DEFINITIONS)["service"] if not each.facts & OF_PERIOD]
    found = coverage(reading, services, Scopes(reading), given.RECORDED)
    for period in months(Period(covered[0], date(2026, 3, 1))):
        for unit in ("", *UNITS):
            question = Question(given.COVERAGE_L3L4, Scope(unit), period, midnight(period.end))
            theirs = await fed.reader.figure(question, NOW)
            place = FigureKey(COVERAGE, unit, "", period.start)
            ours = found.get(place, SecondFigure()).numbers()
            assert (ours.digest, ours.unknown) == (theirs.digest, theirs.unknown), question


def read_again(facts: list[Any]) -> Reading:
    """What the console makes of the same events."""
    reading, versions = Reading(), Counter[str]()
    for position, fact in enumerate(facts, 1):
        stream, kind = given.stream_of(fact), fact.DESCRIPTOR.full_name
        versions[stream] += 1
        times = (INSTANTS[0], INSTANTS[0])
        payload = fact.SerializeToString()
        reading.take(Fact("catalog", position, kind, *times, payload, versions[stream]))
    return reading


@pytest.mark.parametrize("seed", range(3))
async def test_permissions_equal_the_recount(pool: Pool, seed: int) -> None:
    facts, _, size = drawn(seed)
    fed = await told(pool, facts, size)
    for as_of in INSTANTS:
        # A figure is as of before an instant, a permission as of it.
        truth = Truth(facts, len(facts), as_of + INSTANTS[0].resolution)
        for unit in UNITS:
            for above in UNITS:
                assert fed.tree.within(above, unit, as_of) == truth.inside(unit, above)
    await fed.inbox.load(fed.pool)
    for unit in UNITS:
        truth = Truth(facts, len(facts), INSTANTS[5] + INSTANTS[0].resolution)
        for above in UNITS:
            assert fed.tree.within(above, unit, INSTANTS[5]) == truth.inside(unit, above)
