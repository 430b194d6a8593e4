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
from services.chassis.errors import Refusal
from services.submissions.domain import refusals
from services.submissions.domain.due import LOCAL, is_past, last_day, local_day, stated, verdict
from services.submissions.domain.numbers import number, opens, parts, secret

MOMENT = timedelta(microseconds=1)
INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 — hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))


def due_day(day: date) -> events.Due:
    due = stated(Deadline(date=Date(year=day.year, month=day.month, day=day.day)), field="due")
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
    assert stated(Deadline(), field="due") is None
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
    assert (verdict(ended, due) == events.VERDICT_OVERDUE) is is_past(due, ended)


@given(day=DAYS)
def test_the_midnight_that_ends_a_due_day_is_late(day: date) -> None:
    due = due_day(day)
    midnight = due.time.ToDatetime(tzinfo=UTC)
    assert midnight.astimezone(LOCAL).time().isoformat() == "00:00:00"
    assert verdict(midnight, due) == events.VERDICT_OVERDUE
    assert verdict(midnight - MOMENT, due) == events.VERDICT_ON_TIME


@pytest.mark.parametrize(
    "wrong", [Date(year=2025, month=2, day=29), Date(year=9999, month=12, day=31), Date(month=1)]
)
def test_a_date_outside_the_calendar_is_refused(wrong: Date) -> None:
    with pytest.raises(Refusal) as refused:
        stated(Deadline(date=wrong), field="due")
    assert refused.value.reason in {refusals.DATE_INVALID, refusals.TIME_INVALID}
    assert refused.value.field == "due.date"


def test_a_time_outside_the_calendar_is_refused() -> None:
    deadline = Deadline()
    deadline.time.seconds = 2**62
    with pytest.raises(Refusal) as refused:
        stated(deadline, field="due")
    assert refused.value.reason is refusals.TIME_INVALID
    assert refused.value.field == "due.time"


@pytest.mark.parametrize(
    ("edge", "beyond"),
    [
        (datetime(1, 1, 2, tzinfo=UTC), -MOMENT),
        (datetime(9999, 12, 30, tzinfo=UTC), MOMENT),
    ],
)
def test_times_are_taken_up_to_the_ends_of_what_is_kept(edge: datetime, beyond: timedelta) -> None:
    due = stated(Deadline(time=edge), field="due")
    assert due == events.Due(time=edge)
    with pytest.raises(Refusal) as refused:
        stated(Deadline(time=edge + beyond), field="due")
    assert refused.value.reason is refusals.TIME_INVALID


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
