"""When something happened: instants, days of which nothing more is known, and impossible times.

Promises the rules of precision by properties, and each anomaly of a time that is not known.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline, Step
from services.submissions.domain.moments import (
    EARLIEST,
    LOCAL,
    Moment,
    is_before,
    is_possible,
    of_day,
)
from tests.submissions.test_records import NOW, accepted, names, ready, record, step, taken

MOMENT = timedelta(microseconds=1)
LATEST = datetime(2126, 11, 20, 5, tzinfo=UTC)
IMPOSSIBLE = [datetime(16, 1, 1, tzinfo=UTC), EARLIEST - MOMENT, LATEST + MOMENT]
MORNING = datetime(2025, 7, 1, 2, tzinfo=UTC)  # 1 July, 09:00 in Vietnam
TIMES = st.datetimes(timezones=st.just(UTC))


def moment(day: date, hour: int, *, day_only: bool) -> Moment:
    """A local day, or an hour of it."""
    begins = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    return Moment(begins if day_only else begins + timedelta(hours=hour), day_only=day_only)


MOMENTS = st.builds(
    moment,
    st.dates(date(2025, 6, 29), date(2025, 7, 3)),
    st.integers(0, 23),
    day_only=st.booleans(),
)


def on(status: events.Status, day: date) -> Step:
    """A step of which only the local day is known."""
    return Step(status=status, date={"year": day.year, "month": day.month, "day": day.day})


@given(TIMES)
def test_a_time_is_possible_since_1900_and_within_100_years(at: datetime) -> None:
    assert is_possible(at, NOW) is (EARLIEST <= at <= LATEST)


@given(st.dates())
def test_a_day_is_a_moment_where_it_is_possible(day: date) -> None:
    found = of_day(day, NOW)
    if date(1900, 1, 1) <= day <= date(2126, 11, 20):
        assert found == Moment(datetime(day.year, day.month, day.day, tzinfo=LOCAL), day_only=True)
    else:
        assert found is None


@given(MOMENTS, MOMENTS)
def test_of_two_moments_of_one_day_none_is_before_where_one_is_day_only(
    one: Moment, other: Moment
) -> None:
    days = one.at.astimezone(LOCAL).date(), other.at.astimezone(LOCAL).date()
    by_day = one.day_only or other.day_only
    assert is_before(one, other) is (days[0] < days[1] if by_day else one.at < other.at)
    assert not (is_before(one, other) and is_before(other, one))


@pytest.mark.parametrize("at", IMPOSSIBLE)
@pytest.mark.parametrize(
    ("status", "anomalies"),
    [
        (events.STATUS_SUBMITTED, {"SUBMITTED_WITHOUT_TIME"}),
        (events.STATUS_ACCEPTED, {"ACCEPTED_WITHOUT_TIME"}),
        (events.STATUS_RESULT_READY, {"ENDED_WITHOUT_TIME", "ENDED_WITHOUT_ACCEPTANCE"}),
        (events.STATUS_RESULT_RETURNED, {"ENDED_WITHOUT_TIME", "ENDED_WITHOUT_ACCEPTANCE"}),
        (events.STATUS_PROCESSING, set()),
        (events.STATUS_WITHDRAWN, set()),
    ],
)
def test_an_impossible_time_is_not_known_and_the_record_comes_in(
    at: datetime, status: events.Status, anomalies: set[str]
) -> None:
    dossier, facts = taken(record(step(status, at)))
    assert names(dossier) == anomalies
    last: Any = facts[-1].message
    assert (last.time_known, facts[-1].occurred_at) == (False, NOW)
    assert (dossier.submitted_at, dossier.accepted_at, dossier.ended_at) == (None, None, None)


def test_an_acceptance_without_a_time_has_no_level() -> None:
    dossier, _ = taken(record(accepted(datetime(16, 1, 1, tzinfo=UTC))))
    assert dossier.offering is not None
    assert not dossier.offering.HasField("level")


def test_a_day_is_kept_as_a_day() -> None:
    steps = [accepted(MORNING), on(events.STATUS_RESULT_READY, date(2025, 7, 1))]
    due = Deadline(time=MORNING)
    dossier, facts = taken(record(*steps, due=due))
    last: Any = facts[-1].message
    assert last.day_only
    assert last.time_known
    assert facts[-1].occurred_at == datetime(2025, 6, 30, 17, tzinfo=UTC)
    assert dossier.day_only == (events.STATUS_RESULT_READY,)
    assert (names(dossier), dossier.verdict) == (set(), events.VERDICT_ON_TIME)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([accepted(MORNING), on(9, date(2025, 6, 30))], {"ENDED_BEFORE_ACCEPTED"}),  # type: ignore[arg-type]
        ([on(2, date(2025, 7, 1)), ready(MORNING - timedelta(hours=1))], set()),  # type: ignore[arg-type]
        ([on(2, date(2025, 7, 2)), ready(MORNING)], {"ENDED_BEFORE_ACCEPTED"}),  # type: ignore[arg-type]
        ([step(events.STATUS_SUBMITTED, MORNING), on(2, date(2025, 7, 1))], set()),  # type: ignore[arg-type]
        ([accepted(MORNING), on(9, date(2026, 11, 20))], set()),  # type: ignore[arg-type]
        ([accepted(MORNING), on(9, date(2026, 11, 21))], {"ENDED_IN_FUTURE"}),  # type: ignore[arg-type]
        ([accepted(MORNING), on(9, date(9999, 12, 31))], {"ENDED_WITHOUT_TIME"}),  # type: ignore[arg-type]
    ],
)
def test_days_are_compared_as_days(steps: list[Step], expected: set[str]) -> None:
    assert names(taken(record(*steps))[0]) == expected
