"""Dues and verdicts at their edges: local midnights, year ends, and instants themselves.

Promises the hand-picked edges and, by properties, all others.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from google.type.date_pb2 import Date
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline
from services.submissions.domain.due import is_past, last_day, stated
from services.submissions.domain.due import verdict as verdict_of
from services.submissions.domain.moments import EARLIEST, LOCAL, Moment, local_day
from services.submissions.domain.numbers import number, opens, parts, secret

MOMENT = timedelta(microseconds=1)
NOW = datetime(2026, 11, 28, 5, tzinfo=UTC)
INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 — hypothesis adds the zone
    max_value=datetime(2126, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2126, 1, 1))


def verdict(ended: datetime, due: events.Due | None) -> events.Verdict:
    return verdict_of(Moment(ended), due)


def due_day(day: date) -> events.Due:
    written = Date(year=day.year, month=day.month, day=day.day)
    due = stated(Deadline(date=written), now=NOW)
    assert due is not None
    return due


def test_the_last_evening_of_the_year_in_utc_is_january() -> None:
    assert local_day(datetime(2025, 12, 31, 17, tzinfo=UTC)) == date(2026, 1, 1)
    assert local_day(datetime(2025, 12, 31, 16, 59, 59, 999999, tzinfo=UTC)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (datetime(2025, 12, 30, 16, 59, 59, 999999, tzinfo=UTC), events.VERDICT_EARLY),
        (datetime(2025, 12, 30, 17, tzinfo=UTC), events.VERDICT_ON_TIME),
        (datetime(2025, 12, 31, 16, 59, 59, 999999, tzinfo=UTC), events.VERDICT_ON_TIME),
        (datetime(2025, 12, 31, 17, tzinfo=UTC), events.VERDICT_OVERDUE),
    ],
)
def test_a_due_day_lasts_until_the_next_local_midnight(
    ended: datetime, expected: events.Verdict
) -> None:
    assert verdict(ended, due_day(date(2025, 12, 31))) == expected


def test_without_a_due_there_is_a_verdict_of_its_own() -> None:
    assert stated(Deadline(), now=NOW) is None
    assert verdict(datetime(2025, 1, 1, tzinfo=UTC), None) == events.VERDICT_NO_DUE


@given(due_at=INSTANTS)
def test_the_instant_of_a_due_is_on_time_and_the_next_is_not(due_at: datetime) -> None:
    due = events.Due(time=due_at)
    assert verdict(due_at, due) == events.VERDICT_ON_TIME
    assert verdict(due_at + MOMENT, due) == events.VERDICT_OVERDUE


@given(day=DAYS, ended=INSTANTS)
def test_a_due_day_is_judged_by_local_days_alone(day: date, ended: datetime) -> None:
    due, ended_day = due_day(day), ended.astimezone(LOCAL).date()
    expected = (
        events.VERDICT_EARLY
        if ended_day < day
        else events.VERDICT_ON_TIME
        if ended_day == day
        else events.VERDICT_OVERDUE
    )
    assert verdict(ended, due) == expected
    assert last_day(due) == day


@given(due_at=INSTANTS, ended=INSTANTS, end_of_day=st.booleans())
def test_overdue_is_exactly_what_is_past(
    due_at: datetime, ended: datetime, end_of_day: bool
) -> None:
    due = events.Due(time=due_at, end_of_day=end_of_day)
    assert (verdict(ended, due) == events.VERDICT_OVERDUE) is is_past(due, Moment(ended))


@given(day=DAYS)
def test_the_midnight_that_ends_a_due_day_is_late(day: date) -> None:
    due = due_day(day)
    midnight = due.time.ToDatetime(tzinfo=UTC)
    assert midnight.astimezone(LOCAL).time().isoformat() == "00:00:00"
    assert verdict(midnight, due) == events.VERDICT_OVERDUE
    assert verdict(midnight - MOMENT, due) == events.VERDICT_ON_TIME


@pytest.mark.parametrize(
    ("edge", "beyond"),
    [(EARLIEST, -MOMENT), (datetime(2126, 11, 28, 5, tzinfo=UTC), MOMENT)],
)
def test_a_due_before_1900_or_in_more_than_100_years_is_none(
    edge: datetime, beyond: timedelta
) -> None:
    assert stated(Deadline(time=edge), now=NOW) == events.Due(time=edge)
    assert stated(Deadline(time=edge + beyond), now=NOW) is None


@pytest.mark.parametrize(
    "no_limit",
    [
        Deadline(date=Date(year=9999, month=12, day=31)),
        Deadline(date=Date(year=1, month=1, day=1)),
        Deadline(date=Date(year=2127, month=1, day=1)),
        Deadline(time=datetime(9999, 12, 30, tzinfo=UTC)),
    ],
)
def test_no_limit_is_no_due(no_limit: Deadline) -> None:
    assert stated(no_limit, now=NOW) is None


@given(due_at=INSTANTS, day=DAYS, end_of_day=st.booleans())
def test_an_end_of_which_only_the_day_is_known_is_judged_by_local_days(
    due_at: datetime, day: date, *, end_of_day: bool
) -> None:
    due = due_day(local_day(due_at)) if end_of_day else events.Due(time=due_at)
    ended = Moment(datetime(day.year, day.month, day.day, tzinfo=LOCAL), day_only=True)
    days = (day > local_day(due_at)) - (day < local_day(due_at))
    verdicts = {-1: events.VERDICT_EARLY, 0: events.VERDICT_ON_TIME, 1: events.VERDICT_OVERDUE}
    assert verdict_of(ended, due) == verdicts[days]


@given(at=INSTANTS, serial=st.integers(min_value=1, max_value=10**7))
def test_a_number_can_be_read_back(at: datetime, serial: int) -> None:
    given_number = number("units/000.00-H26", at, serial)
    assert parts(given_number, at) == ("units/000.00-H26", local_day(at), serial)


def test_a_number_carries_the_local_day_and_grows_beyond_9999() -> None:
    at = datetime(2025, 12, 31, 17, tzinfo=UTC)
    assert number("units/phường-1", at, 1) == "phường-1-260101-0001"
    assert number("units/phường-1", at, 10000) == "phường-1-260101-10000"


def test_a_secret_is_stable_keyed_and_read_as_people_write_it() -> None:
    key, name = b"k" * 32, "dossiers/0199"
    told = secret(key, name)
    assert told == secret(key, name)
    assert len(told) == 19
    assert set(told) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert secret(b"other" * 8, name) != told
    meant = told.replace("0", "o").replace("1", "l").replace("-", " ").lower()
    assert opens([key], name, meant)
    assert not opens([key], "dossiers/0200", told)
    assert not opens([key], None, secret(key, "dossiers/00000000-0000-0000-0000-000000000000"))
    assert not opens([key], name, "đoán")


def test_a_secret_stays_valid_as_long_as_its_key_is_kept() -> None:
    new, old, name = b"n" * 32, b"o" * 32, "dossiers/0199"
    assert opens([new, old], name, secret(old, name))
    assert opens([new, old], name, secret(new, name))
    assert not opens([new], name, secret(old, name))
