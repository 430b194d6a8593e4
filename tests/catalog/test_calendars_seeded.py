"""A calendar seeded from the library of holidays and the shipped list of swapped Saturdays.

Promises the same days as an independent list, and that library and list do not contradict each
other. Must not need a running stack.
"""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from motcua.catalog.v1 import calendars_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.api.context import event_of
from services.catalog.domain import calendars
from services.catalog.domain.calendars import Calendar
from services.console.commands.calendar import SWAPPED
from services.console.outcome import Mistake
from services.console.portal import workdays
from tests.catalog.given import NOW
from tests.catalog.weeks import OFFICE, SHORT, spans_of
from tests.dates import iso

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared/data/vn-admin-units/vn_public_holidays_2018_2026.csv"
YEARS = range(2018, 2027)
SATURDAYS = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


def requests(swaps: list[workdays.Swap]) -> list[api.ReviseCalendarRequest]:
    first = workdays.founding("vn", weekdays=[1, 2, 3, 4, 5], hours="07:30-11:30,13:00-17:00")
    return [first, *(workdays.year_of("vn", year, swaps) for year in YEARS)]


def seeded(swaps: list[workdays.Swap]) -> Calendar:
    """Through the domain, as the service would."""
    state = Calendar()
    for request in requests(swaps):
        name = f"calendars/{request.calendar_id}"
        proposed = event_of(facts.CalendarRevised, request, calendar=name)
        decided = calendars.revise(state, proposed=proposed, now=NOW)
        state = calendars.DECIDER.fold(state, decided)
    return state


@pytest.fixture(scope="module")
def swaps() -> list[workdays.Swap]:
    return workdays.read_swaps(SWAPPED)


@pytest.fixture(scope="module")
def calendar(swaps: list[workdays.Swap]) -> Calendar:
    return seeded(swaps)


def days(since: date, until: date) -> list[date]:
    return [since + timedelta(n) for n in range((until - since).days)]


def on(known: Calendar, text: str) -> Any:
    return calendars.day(known, date.fromisoformat(text))


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the list of public holidays is not here")
def test_without_swaps_the_days_off_are_those_of_the_published_list() -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        published = {row["date"]: row["name"] for row in csv.DictReader(file)}
    plain = seeded([])
    for each in days(date(2018, 1, 1), date(2027, 1, 1)):
        day, text = calendars.day(plain, each), each.isoformat()
        assert bool(day.kind) == (text in published), text
        assert (day.name.en if day.name else "") == published.get(text, ""), text
        assert bool(day.hours) == (each.isoweekday() < 6 and text not in published), text


def test_swaps_change_nothing_but_their_own_days(
    calendar: Calendar, swaps: list[workdays.Swap]
) -> None:
    plain, swapped = seeded([]), {day for each in swaps for day in each[:2]}
    for each in days(date(2018, 1, 1), date(2027, 1, 1)):
        alike = calendars.day(plain, each) == calendars.day(calendar, each)
        assert alike or each in swapped, each


@pytest.mark.parametrize("saturday", SATURDAYS)
def test_a_swapped_saturday_is_worked_as_a_monday_is(calendar: Calendar, saturday: str) -> None:
    day = on(calendar, saturday)
    assert (spans_of(day), day.kind) == (OFFICE, facts.DAY_KIND_SWAPPED_WORKING)
    assert day.name.vi.startswith("Ngày làm việc bù")


def test_every_swap_exchanges_a_weekend_for_a_working_day(
    calendar: Calendar, swaps: list[workdays.Swap]
) -> None:
    for each in swaps:
        assert each.worked.isoweekday() == 6
        assert each.off.isoweekday() < 6
        assert calendars.day(calendar, each.worked).hours
        assert not calendars.day(calendar, each.off).hours
        assert calendars.day(calendar, each.off).kind == facts.DAY_KIND_SWAPPED_OFF


def test_the_library_and_the_list_agree(swaps: list[workdays.Swap]) -> None:
    listed = {each.off: each.worked for each in swaps}
    known = {}
    for year in YEARS:
        for each in workdays.public_holidays(year):
            if found := re.search(r"substituted from (\d\d)/(\d\d)/(\d{4})", each.name.en):
                month, day, of = map(int, found.groups())
                known[date.fromisoformat(iso(each.date))] = date(of, month, day)
    # Announced on 25 December 2025, and not in the library.
    assert {off: listed[off] for off in listed.keys() - known.keys()} == {
        date(2026, 1, 2): date(2026, 1, 10)
    }
    assert known.items() <= listed.items()


def test_tet_2026_is_off_and_named_in_both_languages(calendar: Calendar) -> None:
    tet = [on(calendar, f"2026-02-{day}") for day in range(16, 21)]
    assert [(day.hours, day.kind) for day in tet] == [((), facts.DAY_KIND_HOLIDAY)] * 5
    assert (tet[1].name.vi, tet[1].name.en) == ("Tết Nguyên Đán", "Lunar New Year")
    assert spans_of(on(calendar, "2026-02-13")) == OFFICE
    assert spans_of(on(calendar, "2026-02-23")) == OFFICE


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("National Day", facts.DAY_KIND_HOLIDAY),
        ("National Day (observed)", facts.DAY_KIND_COMPENSATION),
        ("Day off (substituted from 05/04/2024)", facts.DAY_KIND_SWAPPED_OFF),
        ("National Day (observed); Lunar New Year", facts.DAY_KIND_HOLIDAY),
    ],
)
def test_a_name_says_what_kind_of_day_it_is(names: str, kind: int) -> None:
    assert workdays.kind_of(names) == kind


def test_a_source_names_the_library_with_its_version_and_the_documents(
    swaps: list[workdays.Swap],
) -> None:
    assert workdays.year_of("vn", 2023, swaps).source == "holidays 0.109"
    assert workdays.year_of("vn", 2025, swaps).source == "holidays 0.109; 6150/TB-BLĐTBXH"


def test_a_year_is_seeded_by_the_same_command_whenever_it_is_asked_for(
    swaps: list[workdays.Swap],
) -> None:
    assert requests(swaps) == requests(swaps)
    assert len({request.request_id for request in requests(swaps)}) == 1 + len(YEARS)
    other = workdays.year_of("hue", 2026, swaps)
    assert other.request_id != workdays.year_of("vn", 2026, swaps).request_id


def test_every_day_is_seeded_with_its_own_year(swaps: list[workdays.Swap]) -> None:
    # 31 December 2018 is paid for by 5 January 2019.
    for year in YEARS:
        dates = [iso(each.date) for each in workdays.year_of("vn", year, swaps).days]
        assert {each[:4] for each in dates} == {str(year)}
        assert dates == sorted(set(dates))


def test_what_is_typed_becomes_a_day() -> None:
    worked = workdays.parse_worked("2025-04-26")
    assert (iso(worked.date), worked.kind) == ("2025-04-26", facts.DAY_KIND_SWAPPED_WORKING)
    assert list(worked.hours) == []
    assert spans_of(workdays.parse_worked("2025-04-26:08:00-12:00")) == SHORT
    closed = workdays.parse_named("2026-06-01:Mất điện|No power", facts.DAY_KIND_CLOSURE)
    assert (closed.name.vi, closed.name.en) == ("Mất điện", "No power")
    assert workdays.parse_weekdays("1-3,6") == [1, 2, 3, 6]
    assert workdays.parse_years("2018-2026") == YEARS
    assert workdays.parse_years("2026") == range(2026, 2027)


@pytest.mark.parametrize(
    "typing",
    [
        lambda: workdays.parse_years("2026-2018"),
        lambda: workdays.parse_years("1900"),
        lambda: workdays.parse_years("26"),
        lambda: workdays.parse_weekdays("0-5"),
        lambda: workdays.parse_weekdays("Mon"),
        lambda: workdays.parse_hours("7:30-11:30"),
        lambda: workdays.parse_hours("07:60-11:30"),
        lambda: workdays.parse_hours(""),
        lambda: workdays.parse_date("20260110"),
        lambda: workdays.parse_date("2026-02-30"),
        lambda: workdays.parse_worked("2026-1-1"),
        lambda: workdays.parse_named("2026-06-01", facts.DAY_KIND_CLOSURE),
        lambda: workdays.parse_swap({"worked": date(2026, 1, 10)}, "here"),
        lambda: workdays.parse_swap({"worked": "2026-01-10", "off": "2026-01-02"}, "here"),
        lambda: workdays.parse_swap({"worked": date(2026, 1, 10), "of": 1}, "here"),
        lambda: workdays.read_swaps(Path("nowhere.toml")),
    ],
)
def test_what_cannot_be_read_is_a_mistake_that_says_so(typing: Any) -> None:
    with pytest.raises(Mistake) as mistake:
        typing()
    assert mistake.value.message
