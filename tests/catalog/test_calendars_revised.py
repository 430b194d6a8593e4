"""Working calendars: given revisions, when another is asked for or a day, then this.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import calendars, dates
from services.catalog.domain.calendars import Calendar
from services.chassis.errors import Refusal
from tests.catalog.given import NOW, text
from tests.catalog.weeks import (
    OFFICE,
    SHORT,
    SWAPPED,
    calendar,
    founded,
    hours,
    revised,
    spans_of,
    special,
    week,
)
from tests.dates import iso
from tests.dates import on as on_date

NEW = Calendar()
KNOWN = calendar()


def revising(known: Calendar, proposed: facts.CalendarRevised) -> facts.CalendarRevised:
    [fact] = calendars.revise(known, proposed=proposed, now=NOW)
    assert isinstance(fact.message, facts.CalendarRevised)
    assert (fact.subject, fact.occurred_at) == ("motcua.catalog.CalendarRevised.vn", NOW)
    return fact.message


def refusal_of(known: Calendar, proposed: facts.CalendarRevised) -> str:
    with pytest.raises(Refusal) as refusal:
        calendars.revise(known, proposed=proposed, now=NOW)
    assert refusal.value.message("vi")
    assert refusal.value.message("en")
    return f"{refusal.value.reason.code} {refusal.value.field}".strip()


def on(known: Calendar, text: str) -> calendars.Day:
    return calendars.day(known, date.fromisoformat(text))


def test_the_first_version_says_what_was_asked() -> None:
    assert revising(NEW, founded(version=0)) == founded(version=1)


def test_a_later_version_has_the_next_number() -> None:
    proposed = revised(0, days=[special("2026-02-17")])
    assert revising(KNOWN, proposed).version == 2
    assert revising(calendar(founded(), revised(2)), proposed).version == 3


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"display_name": text("")}, "DISPLAY_NAME_MISSING display_name.vi"),
        ({"display_name": None}, "DISPLAY_NAME_MISSING display_name.vi"),
        ({"week": []}, "WEEK_MISSING week"),
        ({"week_start_date": on_date("2026-01-01")}, "FIRST_WEEK_DATED week_start_date"),
        ({"source": " "}, "SOURCE_MISSING source"),
        ({"week": week(spans=())}, "WEEK_WITHOUT_WORK week"),
        ({"week": week(weekdays=[1, 8])}, "WEEKDAY_NOT_REAL week[1].weekday"),
        ({"week": week(weekdays=[0])}, "WEEKDAY_NOT_REAL week[0].weekday"),
        ({"week": week(weekdays=[1, 2, 1])}, "WEEKDAY_REPEATED week[2].weekday"),
    ],
)
def test_a_first_version_says_all_that_a_day_is_asked_of(stated: Any, expected: str) -> None:
    assert refusal_of(NEW, founded(**stated)) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(-1, 60)], "HOURS_OUT_OF_RANGE"),
        ([(0, 1441)], "HOURS_OUT_OF_RANGE"),
        ([(600, 600)], "HOURS_OUT_OF_RANGE"),
        ([(700, 600)], "HOURS_OUT_OF_RANGE"),
        ([(0, 60), (30, 90)], "HOURS_OVERLAP"),
        ([(600, 700), (100, 200)], "HOURS_OVERLAP"),
        ([(n, n + 1) for n in range(0, 50, 2)], "LIST_TOO_LONG"),
    ],
)
def test_hours_lie_in_the_day_in_order(spans: Any, expected: str) -> None:
    proposed = founded(week=week(weekdays=[3], spans=spans))
    assert refusal_of(NEW, proposed) == f"{expected} week[0].hours"
    worked = special("2026-01-10", SWAPPED, spans=spans)
    assert refusal_of(KNOWN, revised(days=[worked])) == f"{expected} days[0].hours"


def test_a_day_may_be_worked_hour_by_hour() -> None:
    whole = week(spans=[(60 * n, 60 * n + 50) for n in range(24)])
    assert list(revising(NEW, founded(week=whole)).week) == whole


def test_hours_may_fill_the_day_and_touch() -> None:
    whole = week(spans=[(0, 720), (720, 1440)])
    assert list(revising(NEW, founded(week=whole)).week) == whole


def test_a_revision_states_its_reason_and_its_source() -> None:
    one = [special("2026-02-17")]
    assert refusal_of(KNOWN, revised(days=one, reason=" ")) == "REVISION_WITHOUT_REASON reason"
    assert refusal_of(KNOWN, revised(days=one, source="")) == "SOURCE_MISSING source"


def test_a_revision_says_something() -> None:
    assert refusal_of(KNOWN, revised()) == "NOTHING_REVISED days"
    assert refusal_of(KNOWN, revised(week_start_date=on_date("2026-01-01"))) == "WEEK_MISSING week"
    assert refusal_of(KNOWN, revised(display_name=text(""))) == (
        "DISPLAY_NAME_MISSING display_name.vi"
    )


def test_a_date_is_named_once() -> None:
    day = special("2026-02-17")
    assert refusal_of(KNOWN, revised(days=[day, day])) == "DAY_REPEATED days[1].date"
    known = calendar(founded(days=[day]))
    both = revised(days=[day], cleared_dates=[day.date])
    assert refusal_of(known, both) == "DAY_REPEATED cleared_dates[0]"
    twice = revised(cleared_dates=[day.date, day.date])
    assert refusal_of(known, twice) == "DAY_REPEATED cleared_dates[1]"


def test_a_special_day_says_what_it_is() -> None:
    nameless = special("2026-02-17", name="")
    assert refusal_of(KNOWN, revised(days=[nameless])) == "DISPLAY_NAME_MISSING days[0].name.vi"
    kindless = special("2026-02-17", facts.DAY_KIND_UNSPECIFIED)
    assert refusal_of(KNOWN, revised(days=[kindless])) == "DAY_KIND_MISSING days[0].kind"


def test_a_day_off_has_no_hours() -> None:
    open_holiday = special("2026-02-17", spans=SHORT)
    assert refusal_of(KNOWN, revised(days=[open_holiday])) == "HOURS_ON_A_DAY_OFF days[0].hours"


def test_only_a_special_day_is_cleared() -> None:
    usual = revised(cleared_dates=[on_date("2026-02-17")])
    assert refusal_of(KNOWN, usual) == "DAY_NOT_SPECIAL cleared_dates[0]"


def test_a_revision_is_bounded() -> None:
    days = [special(date.fromordinal(737000 + n).isoformat()) for n in range(1001)]
    assert refusal_of(KNOWN, revised(days=days)) == "LIST_TOO_LONG days"
    assert len(revising(KNOWN, revised(days=days[1:])).days) == 1000
    bytes_each = {length: 1000 * len(("ữ" * length).encode()) for length in (180, 200)}
    assert bytes_each[180] < calendars.MOST_BYTES <= bytes_each[200]
    fits, long = ([special(iso(each.date), name="ữ" * n) for each in days[1:]] for n in bytes_each)
    assert len(revising(KNOWN, revised(days=fits)).days) == 1000
    assert refusal_of(KNOWN, revised(days=long)) == "CALENDAR_TOO_LARGE"


def test_a_swapped_working_day_is_otherwise_off() -> None:
    friday = special("2026-01-09", SWAPPED)
    assert refusal_of(KNOWN, revised(days=[friday])) == "SWAPPED_BUT_WORKED days[0].date"
    known = calendar(founded(days=[special("2026-01-10", SWAPPED)]))
    six_days = week(weekdays=range(1, 7))
    assert refusal_of(known, revised(week=six_days)) == "SWAPPED_BUT_WORKED week"
    assert revising(known, revised(week=six_days, week_start_date=on_date("2026-01-11")))
    assert revising(known, revised(week=six_days, cleared_dates=[on_date("2026-01-10")]))


def test_a_swapped_working_day_has_hours_of_its_own_or_those_of_a_monday() -> None:
    no_monday = calendar(founded(week=week(weekdays=[2, 3])))
    worked = special("2026-01-10", SWAPPED)
    assert refusal_of(no_monday, revised(days=[worked])) == "SWAPPED_WITHOUT_HOURS days[0].date"
    worked.hours.extend(hours(SHORT))
    assert revising(no_monday, revised(days=[worked]))


def test_a_usual_day_is_worked_as_the_week_says() -> None:
    monday, saturday = on(KNOWN, "2026-01-05"), on(KNOWN, "2026-01-10")
    assert (spans_of(monday), monday.kind, monday.name) == (OFFICE, 0, None)
    assert (spans_of(saturday), saturday.version) == ((), 1)


def test_a_holiday_is_off_and_says_why() -> None:
    tet = on(calendar(founded(), revised(days=[special("2026-02-17", name="Tết")])), "2026-02-17")
    assert (spans_of(tet), tet.kind, tet.version) == ((), facts.DAY_KIND_HOLIDAY, 2)
    assert tet.name is not None
    assert tet.name.vi == "Tết"


def test_a_swapped_saturday_is_worked_like_the_usual_monday_of_its_date() -> None:
    saturdays = [special("2026-01-10", SWAPPED), special("2026-08-22", SWAPPED)]
    summer = revised(week=week(spans=SHORT), week_start_date=on_date("2026-06-01"))
    known = calendar(founded(days=saturdays), summer)
    assert spans_of(on(known, "2026-01-10")) == OFFICE
    assert spans_of(on(known, "2026-08-22")) == SHORT


def test_a_swapped_day_with_hours_of_its_own_is_worked_then() -> None:
    known = calendar(founded(days=[special("2026-01-10", SWAPPED, spans=SHORT)]))
    assert spans_of(on(known, "2026-01-10")) == SHORT


def test_a_week_holds_from_its_date_on() -> None:
    known = calendar(
        founded(), revised(week=week(spans=SHORT), week_start_date=on_date("2026-06-03"))
    )
    assert spans_of(on(known, "2026-06-02")) == OFFICE
    assert spans_of(on(known, "2026-06-03")) == SHORT


def test_a_week_said_again_for_the_same_date_replaces_the_whole_week() -> None:
    known = calendar(founded(), revised(week=week(weekdays=[1], spans=SHORT)))
    assert [spans_of(on(known, f"2026-01-0{day}")) for day in (5, 6)] == [SHORT, ()]


def test_a_week_said_later_for_an_earlier_date_leaves_those_from_later_dates() -> None:
    later = revised(2, week=week(spans=SHORT), week_start_date=on_date("2026-06-01"))
    known = calendar(founded(), later, revised(3, week=week(spans=[(1, 2)])))
    assert spans_of(on(known, "2026-05-29")) == ((1, 2),)
    assert spans_of(on(known, "2026-06-01")) == SHORT


def test_a_day_said_again_is_replaced_and_a_cleared_one_is_as_usual() -> None:
    tet = founded(days=[special("2026-02-17"), special("2026-02-18")])
    known = calendar(
        tet,
        revised(days=[special("2026-02-17", name="Khác")], cleared_dates=[on_date("2026-02-18")]),
    )
    replaced = on(known, "2026-02-17").name
    assert replaced is not None
    assert replaced.vi == "Khác"
    assert spans_of(on(known, "2026-02-18")) == OFFICE


def test_a_new_name_leaves_the_days() -> None:
    known = calendar(founded(days=[special("2026-02-17")]), revised(display_name=text("Lịch khác")))
    assert known.display_name.vi == "Lịch khác"
    assert list(known.days) == [date(2026, 2, 17)]


def test_a_day_begins_at_midnight_in_vietnam() -> None:
    assert dates.midnight(date(2026, 1, 1)) == datetime(2025, 12, 31, 17, tzinfo=UTC)
    assert dates.midnight(date.min) == dates.BEGINNING == dates.midnight(date(1, 1, 2))
    assert dates.midnight(date.max) == datetime(9999, 12, 30, 17, tzinfo=UTC)
