"""Targets, leaders and points: the second reading against the service, over random catalogues.

Given targets and leaders set, changed and withdrawn at random, when rates, league tables and scores
are asked for, then the console comes to the same from the events alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given as having
from hypothesis import strategies as st

from motcua.metrics.v1.leagues_pb2 import LEAGUE_OF_LEADERS, LeagueLine
from services.console.reading.comparison.receipts import service_numbers
from services.console.reading.figures import leaders, scores
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.targets import Aims, stated
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.scores.index import read
from services.metrics.domain.scores.scoring import score, shown
from services.metrics.domain.scores.shipped import shipped
from services.metrics.domain.targets import Target
from services.metrics.queries.leagues import Leagues
from services.metrics.queries.positions import NOW
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import BIRTH, CITY, DISTRICT, LAND, OTHER, WARD
from tests.metrics.leagues_asked import appointed, relieved
from tests.metrics.shipped import find
from tests.metrics.test_figures_read import drawn
from tests.metrics.test_kinds_verified import read_again
from tests.metrics.test_targets_beside import FILTERS, figure, target_set, target_withdrawn

UNITS = ["", CITY, DISTRICT, WARD, OTHER]
FIRST = date(2025, 11, 1)
WINTER = Period(FIRST, date(2026, 4, 1))


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


async def plan(fed: Fed, random: Random) -> None:
    """Sets, withdrawals and a move, some of one instant."""
    for _ in range(25):
        since = midnight(FIRST + timedelta(days=random.choice([0, 30, 61, 90])))
        if random.random() < 0.2:
            await fed.learn(target_withdrawn(random.randrange(8), since))
            continue
        event = target_set(
            random.randrange(8), Fraction(random.randrange(11), 10), since=since,
            by=random.choice(["", "2025-12-31", "2026-06-30"]), unit=random.choice(UNITS),
            service=random.choice(["", "", BIRTH, LAND]), channel=random.choice([0, 0, 5]),
            indicator=random.choice(["online_handling", "on_time.ended", "handling_time.ended"]),
        )  # fmt: skip
        await fed.learn(event)
    await fed.learn(given.moved(WARD, OTHER, midnight(date(2026, 1, 10))))


@pytest.mark.parametrize("seed", range(4))
async def test_both_readings_see_the_same_targets(fed: Fed, seed: int) -> None:
    random = Random(seed)
    events, *_ = drawn(seed)
    await fed.apply(events)
    await plan(fed, random)
    aims, seen = Aims(read_again(fed)), 0
    for name in ("online_handling", "on_time.ended", "handling_time.ended", "coverage.l3l4"):
        for month in (1, 2):
            period = Period(FIRST, date(2026, month, 1))
            for unit in UNITS:
                filters = random.choice(FILTERS) if name == "online_handling" else ()
                scope = Scope(unit, random.choice(["", BIRTH]), filters=filters)
                question = Question(find(name), scope, period, midnight(period.end))
                rate = await fed.reader.targets.rate(await fed.reader.figure(question, NOW))
                assert aims.of(rate.receipt, service_numbers(rate.receipt)) == stated(rate)
                seen += len(rate.targets)
    assert seen


@pytest.mark.parametrize("seed", [2, 3, 11])
async def test_both_readings_see_the_same_leaders(fed: Fed, seed: int) -> None:
    random = Random(seed)
    events, *_ = drawn(seed)
    await fed.apply(events)
    for _ in range(15):
        at = midnight(date(2025, 12, 10)) + timedelta(hours=random.randrange(-400, 1400, 12))
        make = appointed if random.random() < 0.6 else relieved
        await fed.learn(make(random.choice(UNITS[1:]), random.choice("abc"), at))
    definition = find("online_handling.all")
    question = Question(definition, Scope(), WINTER, midnight(WINTER.end))
    positions = await fed.reader.current_positions(Scope())
    league = await Leagues(fed.pool, fed.reader).league(question, LEAGUE_OF_LEADERS, positions)
    rates = [await fed.reader.targets.rate(each.figure) for each in league.lines]
    service = [
        LeagueLine(leader=each.leader, rate=rate)
        for each, rate in zip(league.lines, rates, strict=True)
    ]
    ((ours,), _) = interpreted([definition_message(definition)])
    assert leaders.computed(read_again(fed), ours, *WINTER) == leaders.stated(service)
    assert service


COUNTS = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 5))


@having(
    st.lists(COUNTS, min_size=5, max_size=5), st.fractions(0, 1, max_denominator=20) | st.none()
)
def test_both_readings_give_the_same_points(
    counts: list[tuple[int, int, int]], threshold: Fraction | None
) -> None:
    (index,) = shipped().values()
    held = (
        ()
        if threshold is None
        else (Target("targets/1", "online_handling", "", "", "", threshold, None),)
    )
    found = score(index, [(figure(*each), held) for each in counts])
    ours = scores.scored(
        index.text,
        [scores.Counts(each[0], sum(each), each[2]) for each in counts],
        [threshold] * 5,
    )
    assert ours == tuple(shown(each, index.decimals) for each in found.points)
    assert scores.digest(index.text) == read(index.text).digest
