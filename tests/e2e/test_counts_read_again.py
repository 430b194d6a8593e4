"""The second reading of how many offerings are alike, and what it says where the catalogue differs.

Promises the rule of the instant, and that every difference names its offerings. Must not need a
stack: the catalogue's answers are written down here.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as catalog
from services.console.instants import to_timestamp
from services.console.reading.comparison.count_comparison import compare_counts
from services.console.reading.figures.offering_counts import OfferingClass, classes, counts
from tests.e2e.test_second_reading import BIRTH, City, level, published, verdict

JANUARY = date(2024, 1, 1)
FEBRUARY = datetime(2024, 1, 31, 17, tzinfo=UTC)  # the month's first instant
BEGINS = to_timestamp(FEBRUARY)
WARD = "units/ward"
PARTIAL = catalog.EXTENT_PARTIAL


@pytest.fixture
def city() -> City:
    """A ward that offers a service at level 3."""
    made = City().told(catalog.UnitOpened(unit="units/district"))
    made.told(catalog.UnitOpened(unit=WARD, parent="units/district"))
    return published(made, earned=3, attainable=3)


def assessed(city: City, span: catalog.OfferingSpan) -> None:
    begins = span.effective_time
    city.told(catalog.OfferingAssessed(offering=BIRTH, replaces_from=begins, spans=[span]))


def at(city: City, instant: datetime) -> OfferingClass | None:
    return classes(city.reading, instant).get(BIRTH)


def test_what_takes_effect_at_the_instant_counts_already(city: City) -> None:
    assessed(city, level(BEGINS, 4, extent=PARTIAL))
    before = at(city, FEBRUARY - timedelta(microseconds=1))
    assert before == OfferingClass(WARD, "vn.levels@1", 3, 0, 0)
    assert at(city, FEBRUARY) == OfferingClass(WARD, "vn.levels@1", 4, PARTIAL, 0)


def test_a_closed_offering_is_not_counted(city: City) -> None:
    assessed(city, catalog.OfferingSpan(effective_time=BEGINS))
    assert at(city, FEBRUARY - timedelta(microseconds=1)) is not None
    assert at(city, FEBRUARY) is None


def test_a_verdict_is_a_class_of_its_own(city: City) -> None:
    assessed(city, verdict(BEGINS, catalog.VERDICT_UNKNOWN))
    found = at(city, FEBRUARY)
    assert found == OfferingClass(WARD, "six_points@1", None, 0, catalog.VERDICT_UNKNOWN)


def test_a_count_has_the_digest_of_its_names_in_order(city: City) -> None:
    each = OfferingClass(WARD, "", 3, 0, 0)
    found = counts({"services/b/offerings/ward": each, "services/a/offerings/ward": each})
    lines = b"services/a/offerings/ward\nservices/b/offerings/ward\n"
    assert found == {each: (2, hashlib.sha256(lines).hexdigest())}


class Answers:
    """A client whose catalogue answers what a test wrote down."""

    def __init__(self, count: api.OfferingCount, offering: api.Offering) -> None:
        listed = api.ListOfferingsResponse(offerings=[offering])
        self.by_type = {
            api.CountOfferingsRequest: api.CountOfferingsResponse(counts=[count]),
            api.ListOfferingsRequest: listed,
        }
        self.asked: list[Any] = []
        self.catalog = SimpleNamespace(CountOfferings=None, ListOfferings=None)

    async def call(self, _method: Any, request: Any, *, role: str) -> Any:
        self.asked.append(request)
        return self.by_type[type(request)]


def catalogue(level: int | None, digest: str | None = None) -> Any:
    """One offering at a level, or without one."""
    names = hashlib.sha256(f"{BIRTH}\n".encode()).hexdigest()
    rule = "vn.levels@1"
    count = api.OfferingCount(
        unit=WARD, level_rule=rule, level=level, extent=PARTIAL, offerings=1, digest=digest or names
    )
    assessment = api.Assessment(level=level, extent=PARTIAL)
    offering = api.Offering(name=BIRTH, unit=WARD, level_rule=rule, assessment=assessment)
    return Answers(count, offering)


async def test_counts_that_agree_are_equal_at_our_position(city: City) -> None:
    assessed(city, level(BEGINS, 3, extent=PARTIAL))
    answers = catalogue(3)
    assert await compare_counts(answers, city.reading, JANUARY) == (1, [])
    [asked] = answers.asked
    assert asked.as_known == city.reading.positions["catalog"]
    assert asked.as_of == to_timestamp(FEBRUARY)


async def test_a_difference_names_the_offerings_and_both_classes(city: City) -> None:
    assessed(city, level(BEGINS, 3, extent=PARTIAL))
    compared, differences = await compare_counts(catalogue(4), city.reading, JANUARY)
    assert compared == len(differences) == 2
    ours = "vn.levels@1 level 3 partial"
    assert differences[0].numbers[f"{ours}: offerings"] == (1, 0)
    assert differences[0].items == ((BIRTH, ours, "vn.levels@1 level 4 partial"),)


async def test_no_level_is_another_class_than_level_0(city: City) -> None:
    assessed(city, level(BEGINS, 0, extent=PARTIAL))
    assert await compare_counts(catalogue(0), city.reading, JANUARY) == (1, [])
    _, differences = await compare_counts(catalogue(None), city.reading, JANUARY)
    [items] = {each.items for each in differences}
    assert items == ((BIRTH, "vn.levels@1 level 0 partial", "vn.levels@1 partial"),)


async def test_a_count_of_other_offerings_differs_by_its_digest(city: City) -> None:
    assessed(city, level(BEGINS, 3, extent=PARTIAL))
    _, [difference] = await compare_counts(catalogue(3, "other"), city.reading, JANUARY)
    [(name, sides)] = difference.numbers.items()
    assert (name, sides[1]) == ("vn.levels@1 level 3 partial: digest", "other")
