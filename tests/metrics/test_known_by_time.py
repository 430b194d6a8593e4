"""What a moment stands for: in each stream the last position recorded by then.

Against a naive list of positions and times, in any batches, with times alike and events parked.
"""

import itertools
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.chassis.errors import Refusal
from services.metrics.api.requests import question
from services.metrics.api.servicer import Metrics
from services.metrics.domain.indicators.definition import Adoption, read
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.queries.recordings import recorded_by, statement
from tests.calling import calling
from tests.metrics import given as events
from tests.metrics.conftest import Fed
from tests.metrics.shipped import find
from tests.metrics.test_questions_asked import FIRST, LAST, Standing, asking, listing
from tests.metrics.test_questions_asked import as_known as as_known_at

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


def recorded(position: int) -> Any:
    """When `given.recorded` says that an event was recorded."""
    return events.timestamp(events.RECORDED + timedelta(seconds=position))


@pytest.fixture
async def metrics(fed: Fed) -> Metrics:
    """Two dossiers, and the second one's channel corrected by the last event."""
    told = [events.submitted(1), events.accepted(1), events.submitted(2), events.accepted(2)]
    last = events.accepted(2, channel=events.IN_PERSON)
    await fed.apply([events.recorded(n, each) for n, each in enumerate([*told, last], 1)])
    return serving(fed, end=5)


def serving(fed: Fed, *, end: int, catalog_end: int = 0) -> Metrics:
    catalog = Standing(fed.catalog, end=catalog_end or fed.catalog)
    return Metrics(
        fed.reader, as_known_at(fed, {"catalog": catalog, "submissions": Standing(5, end=end)})
    )


@given(
    steps=st.lists(st.integers(0, 2), min_size=1, max_size=450),
    batches=st.lists(st.integers(1, 230), min_size=1, max_size=6),
    parked=st.sets(st.integers(2, 450), max_size=3),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_a_moment_is_the_last_position_recorded_by_then(
    fed: Fed, steps: list[int], batches: list[int], parked: set[int]
) -> None:
    times, at = {}, START
    for position, step in enumerate(steps, 1):
        at += timedelta(microseconds=step)
        times[position] = at
    applied = {position: at for position, at in times.items() if position not in parked}
    async with fed.pool.acquire() as connection:
        undone = connection.transaction()
        await undone.start()
        write, rest = statement("recordings_write", "submissions"), list(applied)
        for size in itertools.chain(batches, itertools.repeat(50)):
            if not (run := contiguous(rest[:size])):
                break
            await connection.execute(write, run, [applied[each] for each in run])
            rest = rest[len(run) :]
        last = max(applied.values())
        for moment in (START - timedelta(days=1), START, START + timedelta(microseconds=7), last):
            naive = max((p for p, at in applied.items() if at <= moment), default=0)
            found = await recorded_by(connection, "submissions", moment)
            assert found == (naive, last > moment)
        await undone.rollback()


def contiguous(positions: list[int]) -> list[int]:
    """The first of them, up to an event that was parked: it ends a batch."""
    found = positions[:1]
    for each in positions[1:]:
        if each != found[-1] + 1:
            break
        found.append(each)
    return found


@pytest.mark.parametrize(("at", "numerator"), [(4, 2), (5, 1)])
async def test_a_rate_as_known_at_a_moment_is_that_at_its_positions(
    metrics: Metrics, at: int, numerator: int
) -> None:
    rate = await metrics.GetRate(asking(as_known_time=recorded(at)), None)
    stood = {each.stream: each.position for each in rate.receipt.positions}
    assert stood["submissions"] == at
    assert rate.receipt.numerator == numerator
    assert await metrics.GetRate(asking(as_known=rate.receipt.positions), None) == rate


async def test_the_pages_of_a_list_are_known_at_one_moment(metrics: Metrics) -> None:
    options = {"as_known_time": recorded(4), "start_date": FIRST, "end_date": LAST}
    request = listing(**options, breakdown=Breakdown.BREAKDOWN_MONTH)
    reply = await metrics.ListRates(request, None)
    assert [rate.receipt.numerator for rate in reply.rates] == [2]


async def test_before_the_first_event_nothing_was_known(fed: Fed, metrics: Metrics) -> None:
    early = events.timestamp(START)
    with pytest.raises(Refusal) as refused:
        await metrics.GetRate(asking(as_known_time=early, unit=events.WARD), None)
    assert refused.value.reason.code == "UNIT_UNKNOWN"
    whole = await metrics.GetRate(asking(as_known_time=early), None)
    assert [each.position for each in whole.receipt.positions] == [0, 0]
    assert whole.receipt.considered == 0


async def test_a_moment_to_come_is_refused(metrics: Metrics) -> None:
    ahead = events.timestamp(events.RECORDED + timedelta(days=2))
    with pytest.raises(Refusal) as refused:
        await metrics.GetRate(asking(as_known_time=ahead), None)
    assert refused.value.reason.code == "KNOWN_TIME_AHEAD"


@pytest.mark.parametrize(("at", "is_there"), [(4, False), (5, True)])
def test_a_definition_of_a_city_was_not_there_before_it_was_adopted(
    at: int, is_there: bool
) -> None:
    text = find("online_handling").text.replace('"online_handling"', '"h26.online"')
    adopted = Adoption(events.RECORDED + timedelta(seconds=5), 24)
    definitions = Definitions([replace(read(text), adopted=adopted)])
    asked = asking(definition="h26.online", as_known_time=recorded(at))
    with nullcontext() if is_there else pytest.raises(Refusal, match="DEFINITION_NOT_THEN"):
        assert question(asked, definitions).definition.id == "h26.online"
    earlier = asking(definition="h26.online")  # by positions, or as known now
    assert question(earlier, definitions).definition.adopted == adopted


async def test_positions_and_a_moment_are_refused_together(metrics: Metrics) -> None:
    known = (await metrics.GetRate(asking(), None)).receipt.positions
    with pytest.raises(Refusal) as refused:
        await metrics.GetRate(asking(as_known_time=recorded(4), as_known=known), None)
    assert refused.value.reason.code == "KNOWN_TWICE"


async def test_a_moment_is_answered_once_a_later_event_or_the_end_is_read(
    fed: Fed, metrics: Metrics
) -> None:
    behind = serving(fed, end=9)  # four events are published and not read yet
    passed = await behind.GetRate(asking(as_known_time=recorded(4)), None)
    assert passed.receipt.numerator == 2
    with pytest.raises(Refusal) as refused:
        await behind.GetRate(asking(as_known_time=recorded(5)), None)
    assert refused.value.reason.code == "POSITION_NOT_REACHED"
    assert (await metrics.GetRate(asking(as_known_time=recorded(5)), None)).receipt.numerator == 1


async def test_a_pair_of_positions_that_never_stood_together_is_refused(fed: Fed) -> None:
    """The clock of submissions was behind that of the catalogue."""
    decided = events.submitted(1, catalog_position=fed.catalog)
    await fed.apply([events.recorded(1, decided), events.recorded(2, events.accepted(1))])
    with pytest.raises(Refusal) as refused:
        await serving(fed, end=5).GetRate(asking(as_known_time=recorded(2)), None)
    assert refused.value.reason.code == "POSITIONS_INCONSISTENT"
    assert refused.value.values["lowest"] == str(fed.catalog)
