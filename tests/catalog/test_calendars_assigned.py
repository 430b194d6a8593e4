"""By which calendar a unit works: given a forest of units, when a day is asked, then this one.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import assignment, units
from services.catalog.domain.units import Unit
from tests.catalog.given import after, unit_opened

MIDNIGHT = datetime(2026, 6, 30, 17, tzinfo=UTC)  # at which 1 July begins
EARLIER = MIDNIGHT - timedelta(days=300)
SECOND = timedelta(seconds=1)
CITY, OTHER, WARD = "units/tp", "units/khac", "units/p1"
Forest = dict[str, Unit]


def assigned(unit: str, calendar: str, at: datetime = EARLIER) -> facts.CalendarAssigned:
    return facts.CalendarAssigned(unit=unit, calendar=f"calendars/{calendar}", effective_time=at)


def moved(unit: str, parent: str, at: datetime) -> facts.UnitMoved:
    return facts.UnitMoved(unit=unit, parent=parent, effective_time=at)


def forest(**changes: list[Any]) -> Forest:
    """A ward below a city, beside another city, each with what became of it."""
    opened = {
        "city": unit_opened(CITY, at=EARLIER),
        "other": unit_opened(OTHER, at=EARLIER),
        "ward": unit_opened(WARD, parent=CITY, at=EARLIER),
    }
    return {
        opening.unit: after(units.DECIDER, opening, *changes.get(word, []))
        for word, opening in opened.items()
    }


def of_days(known: Forest, unit: str = WARD) -> list[str]:
    """On 30 June, and on 1 and 2 July."""
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)]
    found = assignment.calendars_of(unit, days, forest=known)
    return [each.removeprefix("calendars/") for each in found]


def test_a_unit_works_by_its_own_calendar() -> None:
    known = forest(city=[assigned(CITY, "vn")], ward=[assigned(WARD, "cho-dem")])
    assert of_days(known) == ["cho-dem"] * 3


def test_a_unit_without_one_works_by_that_of_the_nearest_unit_above() -> None:
    known = forest(city=[assigned(CITY, "vn")])
    assert of_days(known) == ["vn"] * 3
    assert of_days(forest()) == [""] * 3


def test_an_assignment_holds_from_the_first_day_that_begins_after_it() -> None:
    at_midnight = forest(city=[assigned(CITY, "vn")], ward=[assigned(WARD, "moi", MIDNIGHT)])
    assert of_days(at_midnight) == ["vn", "moi", "moi"]
    late = assigned(WARD, "moi", MIDNIGHT + SECOND)
    assert of_days(forest(city=[assigned(CITY, "vn")], ward=[late])) == ["vn", "vn", "moi"]


def test_a_unit_that_moves_works_by_the_calendar_of_its_new_parent() -> None:
    known = forest(
        city=[assigned(CITY, "vn")],
        other=[assigned(OTHER, "khac")],
        ward=[moved(WARD, OTHER, MIDNIGHT)],
    )
    assert of_days(known) == ["vn", "khac", "khac"]


def test_before_a_unit_opens_nothing_is_assigned_to_it() -> None:
    late = after(units.DECIDER, unit_opened("units/moi", parent=CITY, at=MIDNIGHT))
    known = {**forest(city=[assigned(CITY, "vn")]), "units/moi": late}
    assert of_days(known, "units/moi") == ["", "vn", "vn"]


def test_a_unit_that_has_ended_keeps_the_calendar_of_where_it_lay_last() -> None:
    closed = facts.UnitClosed(unit=WARD, effective_time=MIDNIGHT)
    known = forest(city=[assigned(CITY, "vn")], ward=[closed])
    assert of_days(known) == ["vn"] * 3


def test_a_withdrawn_assignment_never_was() -> None:
    withdrawn = facts.UnitChangeWithdrawn(unit=WARD, version=2, reason="nhầm")
    known = forest(city=[assigned(CITY, "vn")], ward=[assigned(WARD, "moi", MIDNIGHT), withdrawn])
    assert of_days(known) == ["vn"] * 3


def test_a_unit_whose_opening_was_withdrawn_works_by_none() -> None:
    withdrawn = facts.UnitChangeWithdrawn(unit=WARD, version=1)
    assert of_days(forest(city=[assigned(CITY, "vn")], ward=[withdrawn])) == [""] * 3
