"""Local days and months: every instant in one day, every period in whole months and odd days.

The errors of existing systems that concern time are here by name. Must not need a database.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from services.metrics.domain.periods import (
    Period,
    local_day,
    may_be,
    midnight,
    month_name,
    month_named,
    months,
    next_month,
    window,
)

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).filter(lambda p: p[0] < p[1]).map(lambda p: Period(*p))

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2041, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_new_years_eve_17_00_utc_is_january() -> None:
    assert local_day(datetime(2025, 12, 31, 17, tzinfo=UTC)) == date(2026, 1, 1)
    assert local_day(datetime(2025, 12, 31, 16, 59, 59, 999999, UTC)) == date(2025, 12, 31)


def test_an_instant_is_in_the_same_day_whatever_zone_it_is_written_in() -> None:
    moment = datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    assert local_day(moment) == date(2025, 12, 31)


def test_exactly_midnight_belongs_to_the_day_that_begins() -> None:
    assert local_day(midnight(date(2026, 2, 1))) == date(2026, 2, 1)


def test_the_last_time_that_can_be_is_the_same_one_of_a_hundred_years_later() -> None:
    recorded = datetime(2026, 11, 21, 2, 0, 0, 5, tzinfo=UTC)
    last = recorded.replace(year=2126)
    assert may_be(last, recorded)
    assert not may_be(last + timedelta.resolution, recorded)


def test_11_january_is_not_1_november() -> None:
    assert month_name(date(2026, 1, 11)) == "2026-01"
    assert month_name(date(2026, 11, 1)) == "2026-11"
    assert month_named("2026-11") == date(2026, 11, 1)


@given(DAYS)
def test_the_month_after_begins_right_after_this_ones_last_day(day: date) -> None:
    following = next_month(day)
    assert following.day == 1
    assert (following - timedelta(days=1)).month == day.month
    assert 0 < (following - day).days <= 31


@given(PERIODS)
def test_months_cover_a_period_without_gap_or_overlap(period: Period) -> None:
    pieces = list(months(period))
    assert (pieces[0].start, pieces[-1].end) == period
    assert all(a.end == b.start for a, b in pairwise(pieces))


@given(PERIODS, INSTANTS)
@example(Period(date(2026, 1, 1), date(2026, 2, 1)), datetime(2026, 3, 1, tzinfo=UTC))
def test_a_window_holds_exactly_what_lies_before_the_cut(period: Period, as_of: datetime) -> None:
    found = window(period, as_of)
    pieces = [(midnight(found.months.start), midnight(found.months.end)), *found.odd]
    pieces = sorted((a, b) for a, b in pieces if a < b)
    start, end = midnight(period.start), midnight(period.end)
    assert found.until == min(end, max(start, as_of))
    if start < found.until:
        assert pieces[0][0] == start
        assert pieces[-1][1] == found.until
        assert all(a[1] == b[0] for a, b in pairwise(pieces))
        assert midnight(found.around.start) <= start
        assert found.until <= midnight(found.around.end)
        last = (found.around.end - timedelta(days=1)).replace(day=1)
        assert midnight(last) < found.until  # and no month more
        assert found.around.start.day == found.around.end.day == 1
    else:
        assert pieces == []
