"""The second reading of times: days, times that cannot be, and the months that are asked for.

Promises the rules of the indicators, case by case. Must not need a stack.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import from_timestamp, to_timestamp
from services.console.reading.figures.coverage import covered_months
from services.console.reading.figures.figures import figures
from services.console.reading.figures.sums import FigureKey
from tests.e2e.definitions import COVERAGE, DEFINITIONS, ON_TIME, ONLINE_HANDLING
from tests.e2e.test_second_reading import NOON, RECORDED, City, due, offering

MIDNIGHT = datetime(2024, 1, 10, 17, tzinfo=UTC)  # begins 11 January


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (due(MIDNIGHT + timedelta(hours=3)), "numerator"),
        (due(MIDNIGHT), "numerator"),
        (due(MIDNIGHT, end_of_day=True), "denominator"),
        (due(MIDNIGHT + timedelta(days=1), end_of_day=True), "numerator"),
        (due(MIDNIGHT - timedelta(minutes=1)), "denominator"),
    ],
)
def test_an_end_that_is_a_day_is_on_time_on_the_day_of_its_due(
    city: City, until: submissions.Due, expected: str
) -> None:
    city.accepted().ended(MIDNIGHT, due=until, day_only=True)
    assert city.classes(ON_TIME) == {"2024-01": (expected, "")}


@pytest.mark.parametrize(
    "ending",
    [
        {"time_known": False, "anomalies": [3]},
        {"anomalies": [3, 1]},
        {"at": datetime(16, 1, 1, tzinfo=UTC)},
        {"at": datetime(1899, 12, 31, 16, 59, 59, 999999, tzinfo=UTC)},
        {"at": datetime(2124, 3, 1, 0, 0, 0, 1, tzinfo=UTC)},
        {"at": datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)},
    ],
)
def test_an_end_without_time_counts_where_it_was_recorded(
    city: City, ending: dict[str, Any]
) -> None:
    city.accepted().ended(**ending)
    assert city.classes(ON_TIME) == {"2024-03": ("excluded", "ended_without_time")}


@pytest.mark.parametrize("at", [datetime(16, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)])
def test_an_acceptance_without_a_time_counts_where_it_was_recorded(
    city: City, at: datetime
) -> None:
    city.told(submissions.DossierSubmitted(dossier="dossiers/1", offering=offering(3)))
    event = submissions.DossierAccepted(
        dossier="dossiers/1", offering=offering(3), channel=1, time_known=True
    )
    city.told(event, at)
    assert city.classes(ONLINE_HANDLING) == {"2024-03": ("excluded", "accepted_without_time")}


@pytest.mark.parametrize(
    "never", [due(datetime(9999, 12, 31, tzinfo=UTC)), due(datetime(16, 1, 1, tzinfo=UTC))]
)
def test_a_due_that_cannot_be_is_none(city: City, never: submissions.Due) -> None:
    city.accepted().ended(due=never)
    assert city.classes(ON_TIME) == {"2024-01": ("excluded", "no_due")}


def published(city: City, since: datetime, version: int = 1) -> City:
    content = catalog.ServiceContent(authority="units/ward")
    return city.told(
        catalog.ServicePublished(
            service="services/birth",
            version=version,
            effective_time=to_timestamp(since),
            content=content,
        )
    )


def test_coverage_is_asked_for_from_the_first_service_to_the_present(city: City) -> None:
    assert covered_months(city.reading, RECORDED) == []
    published(city, datetime(2023, 12, 31, tzinfo=UTC))
    # An end that is still to come does not stretch the months, nor does a service from the year 16.
    city.accepted().ended(RECORDED + timedelta(days=90), anomalies=[2])
    published(city, datetime(16, 1, 1, tzinfo=UTC), version=2)
    months = [date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
    assert covered_months(city.reading, RECORDED) == months
    found = figures(city.reading, DEFINITIONS, RECORDED)
    assert sorted({place.month for place in found if place.definition == COVERAGE}) == months
    assert FigureKey(ON_TIME, "", "", date(2024, 5, 1)) in found
    assert covered_months(city.reading, datetime(2023, 1, 1, tzinfo=UTC)) == [date(2023, 1, 1)]


def test_a_catalogue_whose_services_have_all_ended_is_still_asked_about(city: City) -> None:
    published(city, datetime(2023, 11, 1, tzinfo=UTC))
    retirement = to_timestamp(datetime(2024, 1, 15, tzinfo=UTC))
    city.told(catalog.ServiceRetired(service="services/birth", effective_time=retirement))
    assert len(covered_months(city.reading, RECORDED)) == 5
    found = figures(city.reading, DEFINITIONS, RECORDED)
    assert sorted({f"{place.month:%Y-%m}" for place in found}) == ["2023-11", "2023-12"]


def test_a_service_that_is_still_to_come_is_not_asked_about(city: City) -> None:
    published(city, RECORDED + timedelta(days=1))
    assert covered_months(city.reading, RECORDED) == []


@pytest.mark.parametrize("seconds", [-(2**62), 2**62])
def test_a_time_outside_of_every_calendar_is_its_end(seconds: int) -> None:
    timestamp = to_timestamp(NOON)
    timestamp.seconds = seconds
    assert from_timestamp(timestamp).year in {1, 9999}


@pytest.fixture
def city() -> City:
    """A district and its ward."""
    made = City().told(catalog.UnitOpened(unit="units/district"))
    return made.told(catalog.UnitOpened(unit="units/ward", parent="units/district"))


def test_months_in_which_nothing_changed_are_those_before_them(city: City) -> None:
    published(city, datetime(2020, 1, 1, tzinfo=UTC))
    ward = catalog.UnitMoved(
        unit="units/ward", parent="", effective_time=to_timestamp(datetime(2022, 5, 5, tzinfo=UTC))
    )
    found = figures(city.told(ward).reading, DEFINITIONS, RECORDED)
    inside = {
        place.month
        for place in found
        if (place.definition, place.unit, place.service) == (COVERAGE, "units/district", "")
    }
    assert (min(inside), max(inside), len(inside)) == (date(2020, 1, 1), date(2022, 4, 1), 28)
