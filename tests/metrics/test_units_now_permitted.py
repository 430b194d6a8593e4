"""Units as they are at an instant, and whose they are now: nobody reads on of what moved away.

Given a ward that moved to another district in July, when the old district's leader asks for his
district as it was in June, then he is refused what happened in the ward since.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1.metrics_pb2 import Breakdown, GetRateRequest, ListRatesRequest
from motcua.metrics.v1.watching_pb2 import WatchFiguresRequest
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.metrics.api.servicer import Metrics
from services.metrics.api.watching import WatchMethods
from services.metrics.domain.periods import midnight
from services.metrics.queries.reader import utc_now
from services.metrics.watching import Watching
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import CITY, DISTRICT, OTHER, WARD
from tests.metrics.reformed_city import merged
from tests.metrics.test_figures_revised import City
from tests.metrics.test_questions_asked import Standing, as_known

JUNE, JULY, AUGUST = (midnight(date(2026, month, 1)) for month in (6, 7, 8))
ELSEWHERE = "units/elsewhere"
REFUSED = ("NOT_PERMITTED", "units_time")


@pytest.fixture
async def metrics(fed: Fed) -> Metrics:
    """Two dossiers of the ward in March; it moves in July."""
    await fed.learn(given.unit_opened(ELSEWHERE, CITY), given.moved(WARD, ELSEWHERE, JULY))
    events = [given.submitted(1), given.accepted(1), given.submitted(2), given.accepted(2)]
    await fed.apply([given.recorded(n, event) for n, event in enumerate(events, 1)])
    projectors = {
        "catalog": Standing(fed.catalog, end=fed.catalog),
        "submissions": Standing(4, end=4),
    }
    return Metrics(fed.reader, as_known(fed, projectors))


@contextmanager
def leading(fed: Fed, unit: str) -> Iterator[None]:
    """A leader of a unit calls, now."""

    def within(ancestor: str, below: str) -> bool:
        return fed.tree.within(ancestor, below, utc_now())

    with calling(unit=unit, within=within):
        yield


def asking(unit: str, end: int, at: Any) -> GetRateRequest:
    return GetRateRequest(
        definition="online_handling.all",
        unit=unit,
        start_date=Date(year=2026, month=3, day=1),
        end_date=Date(year=2026, month=end, day=1),
        units_time=given.timestamp(at),
    )


async def considered(metrics: Metrics, request: GetRateRequest) -> int:
    return int((await metrics.GetRate(request, None)).receipt.considered)


async def test_what_happened_since_in_a_unit_that_moved_away_is_refused(
    metrics: Metrics, fed: Fed
) -> None:
    with leading(fed, DISTRICT):
        assert await considered(metrics, asking(DISTRICT, 6, JUNE)) == 2  # he led it then
        assert await considered(metrics, asking(DISTRICT, 9, AUGUST)) == 0
        with pytest.raises(Refusal) as refused:
            await considered(metrics, asking(DISTRICT, 9, JUNE))
        assert (refused.value.reason.code, refused.value.field) == REFUSED
    with leading(fed, ELSEWHERE):
        assert await considered(metrics, asking(ELSEWHERE, 9, AUGUST)) == 2
    for unit in (CITY, ""):
        with leading(fed, unit):
            assert await considered(metrics, asking(DISTRICT, 9, JUNE)) == 2


async def test_a_unit_that_is_to_come_is_not_read_before(metrics: Metrics, fed: Fed) -> None:
    planned = midnight(date(utc_now().year + 2, 1, 1))
    await fed.learn(given.moved(WARD, DISTRICT, planned))
    with leading(fed, DISTRICT), pytest.raises(Refusal) as refused:
        await considered(metrics, asking(DISTRICT, 4, planned + timedelta(days=1)))
    assert (refused.value.reason.code, refused.value.field) == REFUSED


async def test_a_unit_that_is_to_be_merged_is_not_read_before(metrics: Metrics, fed: Fed) -> None:
    planned = midnight(date(utc_now().year + 2, 1, 1))
    await fed.learn(merged(WARD, OTHER, planned))
    asked = asking(OTHER, 4, planned + timedelta(days=1))
    with leading(fed, OTHER), pytest.raises(Refusal) as refused:
        await considered(metrics, asked)
    assert (refused.value.reason.code, refused.value.field) == REFUSED
    with leading(fed, CITY):
        assert await considered(metrics, asked) == 2


async def test_a_unit_that_was_merged_is_read_on(metrics: Metrics, fed: Fed) -> None:
    await fed.learn(merged(WARD, OTHER, AUGUST))
    day = timedelta(days=1)
    for at in (AUGUST + day, utc_now(), utc_now() + 400 * day):
        with leading(fed, OTHER):
            assert await considered(metrics, asking(OTHER, 4, at)) == 2


async def test_a_merger_that_was_given_up_lets_nobody_read_by_what_was_known(fed: Fed) -> None:
    await fed.apply([given.recorded(1, given.submitted(1)), given.recorded(2, given.accepted(1))])
    await fed.learn(merged(WARD, OTHER, AUGUST))
    planned = fed.catalog
    await fed.learn(given.unit_withdrawn(WARD, 2))
    projectors = {
        "catalog": Standing(fed.catalog, end=fed.catalog),
        "submissions": Standing(2, end=2),
    }
    metrics = Metrics(fed.reader, as_known(fed, projectors))
    asked = asking(OTHER, 4, AUGUST + timedelta(days=1))
    with leading(fed, OTHER):
        assert await considered(metrics, asked) == 0
    asked.as_known.add(stream="catalog", position=planned)
    with leading(fed, OTHER), pytest.raises(Refusal) as refused:
        await considered(metrics, asked)
    assert (refused.value.reason.code, refused.value.field) == REFUSED
    with leading(fed, CITY):
        assert await considered(metrics, asked) == 1


async def test_lists_are_refused_alike(metrics: Metrics, fed: Fed) -> None:
    asked = asking(DISTRICT, 9, JUNE)
    stated = {field.name: value for field, value in asked.ListFields()}
    request = ListRatesRequest(**stated, breakdown=Breakdown.BREAKDOWN_UNIT)
    with leading(fed, DISTRICT), pytest.raises(Refusal) as refused:
        await metrics.ListRates(request, None)
    assert (refused.value.reason.code, refused.value.field) == REFUSED
    with leading(fed, CITY):
        found = await metrics.ListRates(request, None)
    assert [each.receipt.scope.unit for each in found.rates] == [WARD]


async def test_watches_and_publications_are_refused_alike(
    metrics: Metrics, fed: Fed, log: Log
) -> None:
    at = given.timestamp(JUNE)
    with pytest.raises(Refusal) as refused:
        await City(fed, log).publish(unit=DISTRICT, units_time=at, month=8, reach=DISTRICT)
    assert (refused.value.reason.code, refused.value.field) == REFUSED
    projectors = {"catalog": Standing(0, end=0), "submissions": Standing(0, end=0)}
    watching = Watching(pool=fed.pool, reader=fed.reader)
    methods = WatchMethods(watching, as_known(fed, projectors), within=lambda *_: True)
    request = WatchFiguresRequest(unit=DISTRICT, figures=[asking(DISTRICT, 9, JUNE)])
    with leading(fed, DISTRICT), pytest.raises(Refusal) as refused:
        await anext(methods.WatchFigures(request, None))
    assert (refused.value.reason.code, refused.value.field) == (
        "NOT_PERMITTED",
        "figures[0].units_time",
    )
    assert not watching.figures
