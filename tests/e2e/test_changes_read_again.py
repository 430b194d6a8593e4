"""The second reading of a catalogue that changes: moves, ends, closings, retirements, corrections.

Promises the rules of the indicators, case by case, as of the end of each month. Must not need a
stack.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from services.console.instants import to_timestamp
from services.console.reading.comparison.compared_units import compared_units
from services.console.reading.figures.figures import figures
from services.console.reading.figures.sums import FigureKey
from tests.e2e.definitions import COVERAGE, DEFINITIONS, ONLINE_HANDLING
from tests.e2e.test_second_reading import (
    BIRTH,
    LONG_AGO,
    RECORDED,
    City,
    level,
    published,
    verdict,
)

FEBRUARY = to_timestamp(datetime(2024, 1, 31, 17, tzinfo=UTC))  # the month's first instant
MARCH = to_timestamp(datetime(2024, 2, 29, 17, tzinfo=UTC))
OF = {"offering": BIRTH, "service": "services/birth", "unit": "units/ward"}


CLOSED_IN_FEBRUARY = catalog.OfferingSpan(
    effective_time=FEBRUARY, closed_by=catalog.CLOSING_CAUSE_DECIDED
)


def assessed(*spans: catalog.OfferingSpan, since: Any = None) -> catalog.OfferingAssessed:
    """They hold from `since`, or from the first of them, on."""
    begins = since or spans[0].effective_time
    return catalog.OfferingAssessed(**OF, replaces_from=begins, spans=spans)


@pytest.fixture
def city() -> City:
    """A city with two districts, and a ward in one that offers a service at level 3."""
    made = City()
    for unit, parent in (("city", ""), ("district", "city"), ("other", "city")):
        made.told(
            catalog.UnitOpened(
                unit=f"units/{unit}", parent=parent and f"units/{parent}", effective_time=LONG_AGO
            )
        )
    ward = catalog.UnitOpened(unit="units/ward", parent="units/district", effective_time=LONG_AGO)
    return published(made.told(ward), earned=3, attainable=3).accepted()


def moved(at: Any = FEBRUARY, unit: str = "ward", parent: str = "other") -> catalog.UnitMoved:
    return catalog.UnitMoved(unit=f"units/{unit}", parent=f"units/{parent}", effective_time=at)


def scopes(city: City, definition: str, month: int) -> set[str]:
    """The scopes with a figure of a month that has an item, but for services."""
    return {
        place.unit
        for place, figure in figures(city.reading, DEFINITIONS, RECORDED).items()
        if (place.definition, place.month.month, place.service) == (definition, month, "")
        and figure.leaves
    }


def months(city: City, unit: str = "") -> dict[int, str]:
    """The class of the service by month, January to March."""
    found = figures(city.reading, DEFINITIONS, RECORDED)
    places = {
        number: FigureKey(COVERAGE, unit and f"units/{unit}", "", date(2024, number, 1))
        for number in (1, 2, 3)
    }
    return {
        number: next(iter(found[place].classes))[0]
        for number, place in places.items()
        if place in found
    }


def test_a_dossier_counts_below_the_ancestors_of_its_months_end(city: City) -> None:
    above = {"", "units/ward", "units/city"}
    assert scopes(city.told(moved()), ONLINE_HANDLING, 1) == above | {"units/district"}
    assert scopes(city.told(moved(LONG_AGO)), ONLINE_HANDLING, 1) == above | {"units/other"}


def test_a_move_at_the_very_end_of_a_month_is_after_it(city: City) -> None:
    city.told(moved())
    assert "units/district" in scopes(city, COVERAGE, 1)
    assert "units/other" in scopes(city, COVERAGE, 2)
    assert months(city, "other") == {2: "numerator", 3: "numerator"}
    assert months(city, "city") == dict.fromkeys((1, 2, 3), "numerator")


def test_a_unit_that_ended_keeps_its_last_ancestors(city: City) -> None:
    before = scopes(city, COVERAGE, 3)
    city.told(catalog.UnitMerged(unit="units/ward", into="units/other", effective_time=FEBRUARY))
    city.told(catalog.UnitClosed(unit="units/district", effective_time=FEBRUARY))
    city.told(catalog.UnitSplit(unit="units/city", effective_time=FEBRUARY))
    assert scopes(city, COVERAGE, 3) == before


def test_what_was_planned_for_its_end_or_later_never_takes_place(city: City) -> None:
    city.told(moved(MARCH)).told(moved())
    city.told(catalog.UnitClosed(unit="units/ward", effective_time=FEBRUARY))
    assert "units/district" in scopes(city, COVERAGE, 3)
    assert "units/other" not in scopes(city, COVERAGE, 3)
    part = catalog.Successor(unit="units/ward")
    version = city.versions["units/ward"]
    city.told(catalog.UnitChangeWithdrawn(unit="units/ward", version=version))
    city.told(catalog.UnitSplit(unit="units/ward", effective_time=FEBRUARY, parts=[part, part]))
    assert "units/other" in scopes(city, COVERAGE, 3)


def test_before_its_opening_a_unit_lies_below_its_first_parent(city: City) -> None:
    late = catalog.UnitOpened(unit="units/late", parent="units/other", effective_time=MARCH)
    city.told(late)
    published(city, earned=4, attainable=4, at="late")
    assert "units/other" in scopes(city, COVERAGE, 1)


def test_a_withdrawn_move_never_was(city: City) -> None:
    city.told(moved())
    city.told(
        catalog.UnitChangeWithdrawn(
            unit="units/ward", version=city.versions["units/ward"], reason="not decided"
        )
    )
    assert "units/district" in scopes(city, COVERAGE, 3)
    assert "units/other" not in scopes(city, COVERAGE, 3)


def test_of_two_moves_of_one_instant_the_later_recorded_counts(city: City) -> None:
    city.told(moved()).told(moved(parent="city"))
    assert scopes(city, COVERAGE, 3) >= {"units/city"}
    assert "units/other" not in scopes(city, COVERAGE, 3)


def test_a_closed_offering_covers_nothing_until_it_opens_again(city: City) -> None:
    city.told(assessed(CLOSED_IN_FEBRUARY))
    authority = {1: "numerator", 2: "denominator", 3: "denominator"}
    assert months(city) == authority
    assert months(city, "ward") == {1: "numerator"}
    city.told(assessed(level(MARCH, 3)))
    assert months(city) == authority | {3: "numerator"}
    city.told(assessed(CLOSED_IN_FEBRUARY))
    assert months(city) == authority


def test_what_an_assessment_does_not_say_goes_on(city: City) -> None:
    city.told(assessed(CLOSED_IN_FEBRUARY))
    city.told(assessed(since=FEBRUARY))
    assert months(city, "ward") == dict.fromkeys((1, 2, 3), "numerator")
    city.told(assessed(since=LONG_AGO))
    assert months(city, "ward") == {}


def test_what_was_decided_of_an_offering_tells_nothing_by_itself(city: City) -> None:
    """Its spans take it into account."""
    city.told(catalog.OfferingClosed(**OF, effective_time=FEBRUARY))
    city.told(catalog.OfferingOpened(**OF, effective_time=MARCH))
    city.told(catalog.OfferingChangeWithdrawn(offering=BIRTH, version=1))
    assert months(city, "ward") == dict.fromkeys((1, 2, 3), "numerator")


def test_a_retired_service_stays_in_old_months_only(city: City) -> None:
    city.told(catalog.ServiceRetired(service="services/birth", effective_time=FEBRUARY))
    assert months(city) == {1: "numerator"}


def test_a_withdrawn_retirement_never_was(city: City) -> None:
    city.told(catalog.ServiceRetired(service="services/birth", effective_time=FEBRUARY))
    city.told(catalog.ServiceRetirementWithdrawn(service="services/birth"))
    assert months(city) == dict.fromkeys((1, 2, 3), "numerator")


def version(number: int, authority: str, at: Any = FEBRUARY) -> catalog.ServicePublished:
    return catalog.ServicePublished(
        service="services/birth",
        version=number,
        effective_time=at,
        content=catalog.ServiceContent(authority=f"units/{authority}"),
    )


def test_a_withdrawn_version_never_came_into_force(city: City) -> None:
    city.told(version(2, "other"))
    assert "units/other" in scopes(city, COVERAGE, 3)
    city.told(catalog.ServiceVersionWithdrawn(service="services/birth", version=2))
    assert "units/other" not in scopes(city, COVERAGE, 3)
    assert months(city, "district") == dict.fromkeys((1, 2, 3), "numerator")


def test_a_version_said_again_replaces_what_was_said(city: City) -> None:
    city.told(version(2, "other")).told(version(2, "city"))
    assert "units/other" not in scopes(city, COVERAGE, 3)


def test_an_assessment_that_claims_no_level_leaves_it_unknown(city: City) -> None:
    city.told(assessed(verdict(FEBRUARY, catalog.VERDICT_FULLY_ONLINE)))
    assert months(city) == {1: "numerator", 2: "unknown", 3: "unknown"}
    city.told(assessed(level(MARCH, 4)))
    assert months(city) == {1: "numerator", 2: "unknown", 3: "numerator"}


def test_what_was_said_last_about_an_instant_counts(city: City) -> None:
    city.told(assessed(level(LONG_AGO, 1), level(MARCH, 4)))
    assert months(city) == {1: "denominator", 2: "denominator", 3: "numerator"}


def test_figures_are_asked_for_whoever_ever_stood_above_somebody(city: City) -> None:
    everybody = {"", "units/city", "units/district", "units/other", "units/ward"}
    city.told(moved(LONG_AGO)).told(moved(LONG_AGO, parent="city"))
    assert compared_units(city.reading, figures(city.reading, DEFINITIONS, RECORDED)) == sorted(
        everybody
    )


def test_facts_that_no_figure_reads_change_nothing(city: City) -> None:
    before = {
        place: each.numbers()
        for place, each in figures(city.reading, DEFINITIONS, RECORDED).items()
    }
    for fact in (
        catalog.UnitRenamed(unit="units/ward", effective_time=LONG_AGO),
        catalog.FilingPolicySet(unit="units/ward", effective_time=LONG_AGO),
        catalog.CalendarAssigned(unit="units/ward", effective_time=LONG_AGO),
        catalog.ServiceDrafted(service="services/birth"),
        catalog.CeilingDeclared(offering=BIRTH, effective_time=LONG_AGO),
        catalog.ExtentDesignated(offering=BIRTH, effective_time=LONG_AGO),
        catalog.TargetSet(target="targets/t", effective_time=LONG_AGO),
    ):
        city.told(fact)
    assert {
        place: each.numbers()
        for place, each in figures(city.reading, DEFINITIONS, RECORDED).items()
    } == before


def test_a_tree_that_cannot_be_is_no_endless_walk(city: City) -> None:
    city.told(moved(LONG_AGO, "city", "ward"))
    assert "units/ward" in scopes(city, COVERAGE, 3)
