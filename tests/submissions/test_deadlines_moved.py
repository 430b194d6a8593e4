"""Dues that pauses move, where a table of deadlines does not reach: stated dues, calendars that
differ between pauses, days without a time, seconds, and searches that never end.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.calendar import WorkingCalendar, revised
from services.submissions.domain.deadlines.deadline import deadline, remind_time, stated_deadline
from services.submissions.domain.deadlines.pauses import after_pause, working_minutes
from services.submissions.domain.deadlines.terms import Duration, Pause, Terms
from services.submissions.domain.moments import LOCAL, Moment
from tests.submissions import deadline_tables as tables
from tests.submissions.test_deadlines_by_hand import written

OFFICE = tables.calendar("office")
SHIFT, RESTART, SUBTRACT = (tables.POLICIES[each] for each in ("shift", "restart", "subtract"))
HOUR, WORKING_DAY, DAY, MONTH = tables.UNITS.values()
MONDAY = tables.at("Mon 2026-03-02 09:00")
FRIDAY = events.Due(time=tables.at("Fri 2026-03-06 17:00"))
FRIDAYS_END = events.Due(time=tables.at("Sat 2026-03-07 00:00"), end_of_day=True)
TWO_HOURS = tables.pause("Tue 2026-03-03 09:00 - Tue 2026-03-03 11:00")
NEVER_OPEN = revised(
    WorkingCalendar(),
    catalog.CalendarRevised(calendar="calendars/never", version=1),
)


def terms(policy: catalog.PausePolicy, **known: object) -> Terms:
    given = {"duration": None, "calendar": OFFICE, **known}
    return Terms(policy=policy, **given)  # type: ignore[arg-type]


def pause(begins: str, ends: str, **of: object) -> Pause:
    return tables.pause(f"{begins} - {ends}")._replace(**of)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "policy", "due"),
    [
        (FRIDAY, SHIFT, "Mon 2026-03-09 09:30"),
        (FRIDAY, RESTART, "Mon 2026-03-09 09:30"),  # no duration is known: as shift
        (FRIDAY, catalog.PAUSE_POLICY_UNSPECIFIED, "Mon 2026-03-09 09:30"),
        (FRIDAY, SUBTRACT, "Fri 2026-03-06 19:00"),
        (FRIDAYS_END, SHIFT, "end of Mon 2026-03-09"),
        (FRIDAYS_END, SUBTRACT, "before Sat 2026-03-07 02:00"),
    ],
)
def test_a_stated_due_is_moved_as_a_computed_one_is(
    stated: events.Due, policy: catalog.PausePolicy, due: str
) -> None:
    found = stated_deadline(stated, [TWO_HOURS], terms(policy))
    assert written(found.due) == due
    assert found.promised == stated
    assert found.start is None


def test_a_stated_due_restarts_by_the_duration_where_one_is_known() -> None:
    known = terms(RESTART, duration=Duration(2, WORKING_DAY))
    found = stated_deadline(FRIDAY, [TWO_HOURS], known)
    assert written(found.due) == "Thu 2026-03-05 17:00"


@pytest.mark.parametrize(
    ("policy", "due", "effect"),
    [
        (SHIFT, FRIDAY, contract.PAUSE_EFFECT_NO_CALENDAR),
        (RESTART, FRIDAY, contract.PAUSE_EFFECT_NO_CALENDAR),
        (SUBTRACT, events.Due(time=tables.at("Fri 2026-03-06 19:00")), contract.PAUSE_EFFECT_MOVED),
    ],
)
def test_without_a_calendar_only_the_clock_moves_a_due(
    policy: catalog.PausePolicy, due: events.Due, effect: contract.PauseEffect
) -> None:
    known = terms(policy, duration=Duration(2, WORKING_DAY), calendar=None)
    moved = after_pause(FRIDAY, TWO_HOURS, known)
    assert (moved.due, moved.minutes, moved.effect) == (due, None, effect)
    assert remind_time(due, None) is None


def test_a_pause_is_measured_by_the_calendar_as_known_at_its_answer() -> None:
    """3 and 4 March were closed on 5 March, between the answers of the two pauses."""
    closed = tables.calendar("closed")
    first = pause("Tue 2026-03-03 09:00", "Tue 2026-03-03 11:00")
    second = pause("Wed 2026-03-04 09:00", "Thu 2026-03-05 10:00", calendar=closed)
    found = deadline(MONDAY, 4, WORKING_DAY, OFFICE, [first, second])
    assert written(found.promised) == "Fri 2026-03-06 17:00"
    # 2 h, and 2.5 h of Thursday alone.
    assert written(found.due) == "Mon 2026-03-09 13:30"
    assert [stage.minutes for stage in found.stages if stage.effect] == [120, 150]


@pytest.mark.parametrize(
    ("seconds", "minutes", "due"),
    [
        (59, 0, "Fri 2026-03-06 17:00"),
        (60, 1, "Mon 2026-03-09 07:31"),
        (119, 1, "Mon 2026-03-09 07:31"),
    ],
)
def test_whole_working_minutes_count(seconds: int, minutes: int, due: str) -> None:
    begins = tables.at("Tue 2026-03-03 09:00") + timedelta(seconds=30)
    waited = Pause(Moment(begins), Moment(begins + timedelta(seconds=seconds)))
    moved = after_pause(FRIDAY, waited, terms(SHIFT))
    assert moved.minutes == minutes
    assert written(moved.due) == due
    assert moved.effect == (
        contract.PAUSE_EFFECT_MOVED if minutes else contract.PAUSE_EFFECT_NO_WORKING_MINUTE
    )


def test_hours_are_exact_to_the_microsecond() -> None:
    at = tables.at("Fri 2026-03-06 16:59") + timedelta(seconds=59, microseconds=999_999)
    found = deadline(at, 1, HOUR, OFFICE)
    expected = tables.at("Mon 2026-03-09 08:30") - timedelta(microseconds=1)
    assert found.due.time.ToDatetime(tzinfo=UTC) == expected
    assert deadline(at + timedelta(microseconds=1), 1, HOUR, OFFICE).start == tables.at(
        "Mon 2026-03-09 07:30"
    )


def test_a_pause_of_which_only_the_days_are_known_is_measured_from_midnight_to_midnight() -> None:
    begins, ends = tables.at("Tue 2026-03-03 00:00"), tables.at("Thu 2026-03-05 00:00")
    waited = Pause(Moment(begins, day_only=True), Moment(ends, day_only=True))
    moved = after_pause(FRIDAY, waited, terms(SHIFT))
    assert (moved.minutes, written(moved.due)) == (16 * 60, "Tue 2026-03-10 17:00")
    # On the due's own day, of which only the day is known, the due has not passed.
    late = Pause(Moment(tables.at("Fri 2026-03-06 00:00"), day_only=True), Moment(MONDAY))
    assert after_pause(FRIDAY, late, terms(SHIFT)).effect == contract.PAUSE_EFFECT_NO_WORKING_MINUTE


def test_an_answer_before_its_request_moves_nothing() -> None:
    backwards = pause("Tue 2026-03-03 11:00", "Tue 2026-03-03 09:00")
    for policy in (SHIFT, SUBTRACT):
        assert after_pause(FRIDAY, backwards, terms(policy)).due == FRIDAY


@pytest.mark.parametrize(
    ("amount", "unit"), [(10_000, WORKING_DAY), (10_000, DAY), (241, MONTH), (10_000, MONTH)]
)
def test_a_search_over_more_than_20_years_is_refused(amount: int, unit: catalog.TimeUnit) -> None:
    with pytest.raises(Refusal) as refused:
        deadline(MONDAY, amount, unit, OFFICE)
    assert refused.value.reason.code == "DEADLINE_TOO_FAR"
    assert refused.value.values["date"] == "2026-03-02"


@pytest.mark.parametrize("unit", list(tables.UNITS.values()))
def test_a_calendar_that_never_opens_is_refused(unit: catalog.TimeUnit) -> None:
    with pytest.raises(Refusal, match="DEADLINE_TOO_FAR"):
        deadline(MONDAY, 1, unit, NEVER_OPEN)


def test_twenty_years_are_found() -> None:
    found = deadline(MONDAY, 240, MONTH, OFFICE)
    assert written(found.due) == "end of Fri 2046-03-02"
    assert written(deadline(MONDAY, 7300, DAY, OFFICE).due) == "end of Mon 2046-02-26"


def test_working_minutes_of_a_century_are_counted() -> None:
    """A record may have been accepted in 1900: nothing is searched for, and all weeks are alike."""
    usual = tables.calendar("late lunch")
    since, until = datetime(1900, 1, 1, tzinfo=LOCAL), datetime(2026, 3, 2, tzinfo=LOCAL)
    weeks = (until - since) // timedelta(7)
    assert (until - since) == weeks * timedelta(7)  # both are Mondays
    assert working_minutes(Moment(since), Moment(until), usual) == weeks * 5 * 8 * 60
