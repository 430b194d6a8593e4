"""Published figures with units as they are at an instant: names, revisions by mergers, their items.

Given a figure of a ward, when another one is merged into it, then a revision tells of its dossiers.
"""

from datetime import date

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1.metrics_pb2 import GetRateRequest, ListRatesRequest
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.metrics.api.requests import question, scope
from services.metrics.domain.figures import scope_message, scope_of
from services.metrics.domain.periods import midnight
from services.metrics.queries.figure_names import figure_name
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.given import OTHER, WARD
from tests.metrics.shipped import DEFINITIONS, find
from tests.metrics.test_figures_revised import CATALOGUE, City, accept, causes
from tests.metrics.test_questions_asked import FIRST, LAST

DECEMBER = midnight(date(2026, 12, 1))


def asking(**options: object) -> GetRateRequest:
    dates = {"start_date": FIRST, "end_date": LAST}
    return GetRateRequest(definition="online_handling", unit=OTHER, **dates, **options)  # type: ignore[arg-type]


@pytest.fixture
def city(fed: Fed, log: Log) -> City:
    return City(fed, log)


def test_the_instant_is_part_of_the_question_and_of_its_name() -> None:
    then = question(asking(), DEFINITIONS)
    now = question(asking(units_time=given.timestamp(DECEMBER)), DEFINITIONS)
    assert (then.scope.units_at, now.scope.units_at) == (None, DECEMBER)
    assert figure_name(then) != figure_name(now)
    assert scope_of(scope_message(now.scope)) == now.scope
    listed = ListRatesRequest(unit=OTHER, units_time=given.timestamp(DECEMBER))
    assert scope(listed, find("online_handling")) == now.scope


async def test_a_merger_revises_the_figure_of_its_successor(city: City) -> None:
    await accept(city, 1, 2)
    await city.publish(unit=OTHER, units_time=given.timestamp(DECEMBER))
    await city.publish(unit=OTHER)
    since = given.timestamp(midnight(date(2026, 7, 1)))
    await city.fed.learn(catalog.UnitMerged(unit=WARD, into=OTHER, effective_time=since))
    assert await city.check() == 1
    [revision] = await city.revisions()
    assert causes(revision) == {CATALOGUE: 2}
    before, after = revision.previous.receipt, revision.rate.receipt
    assert (before.denominator, after.denominator) == (0, 2)
    assert after.scope.units_time.ToDatetime() == DECEMBER.replace(tzinfo=None)
    moved = await city.moved(revision)
    assert {each.now.id for each in moved} == {given.dossier(1), given.dossier(2)}
    assert {each.now.unit for each in moved} == {WARD}


async def test_it_is_published_as_of_the_beginning_of_a_day(city: City) -> None:
    noon = given.timestamp(given.AT)
    with pytest.raises(Refusal) as refused:
        await city.publish(unit=OTHER, units_time=noon)
    assert (refused.value.reason.code, refused.value.field) == ("AS_OF_WITHIN_DAY", "units_time")
