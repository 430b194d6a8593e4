"""A duration from an instant to a due, by a working calendar: the count without pauses.

Hours end at the earliest instant at which they are complete, working days at the closing of the
last one, calendar days and months at the end of the last local day, which rolls forward to a worked
one.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import (
    TIME_UNIT_CALENDAR_DAY,
    TIME_UNIT_MONTH,
    TIME_UNIT_WORKING_DAY,
    TIME_UNIT_WORKING_HOUR,
    TimeUnit,
)
from motcua.submissions.v1 import deadlines_pb2 as contract
from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.counting import (
    MOST_DAYS,
    after_working_time,
    next_working_instant,
    nth_working_day,
    too_far,
    worked_day,
)
from services.submissions.domain.deadlines.local import (
    DAY,
    HOUR,
    LocalTime,
    date_of,
    local_time,
    utc,
)
from services.submissions.domain.deadlines.terms import Duration, Stage
from services.submissions.domain.instants import stamp


class Until(NamedTuple):
    """A due in local time; where `end_of_day`, the exclusive end of a local day."""

    at: LocalTime
    end_of_day: bool
    counted_to: int = 0  # the last counted day, where days are counted


class Period(NamedTuple):
    """The instant from which a duration runs, and when it is over."""

    start: LocalTime
    due: events.Due
    stages: tuple[Stage, ...]


def period(at: datetime, duration: Duration, calendar: WorkingCalendar) -> Period:
    """The duration from an acceptance, or from an answer that starts it again."""
    begins = local_time(at)
    start = next_working_instant(calendar, begins)
    until = _ENDS[duration.unit](calendar, start, duration.amount)
    due = due_at(until.at, end_of_day=until.end_of_day)
    counted = Stage(
        contract.DEADLINE_STAGE_KIND_PERIOD,
        start,
        until.at,
        calendar,
        due,
        duration,
        counted_to=until.counted_to,
    )
    if start == begins:
        return Period(start, due, (counted,))
    return Period(
        start,
        due,
        (Stage(contract.DEADLINE_STAGE_KIND_START, begins, start, calendar, None), counted),
    )


def due_at(at: LocalTime, *, end_of_day: bool) -> events.Due:
    """A due as events carry it."""
    return events.Due(time=stamp(utc(at)), end_of_day=end_of_day)


def end_of_day(day: int) -> LocalTime:
    """The midnight that ends a local day (its ordinal)."""
    return (day + 1) * DAY


def _working_hours(calendar: WorkingCalendar, start: LocalTime, amount: int) -> Until:
    return Until(after_working_time(calendar, start, amount * HOUR), end_of_day=False)


def _working_days(calendar: WorkingCalendar, start: LocalTime, amount: int) -> Until:
    """The day of the start is not counted: Monday and 3 working days is Thursday."""
    last = nth_working_day(calendar, start // DAY, amount)
    _, closes = calendar.hours(last)[-1]
    return Until(last * DAY + closes, end_of_day=False, counted_to=last)


def _calendar_days(calendar: WorkingCalendar, start: LocalTime, amount: int) -> Until:
    return _end_of(calendar, start // DAY, start // DAY + amount)


def _months(calendar: WorkingCalendar, start: LocalTime, amount: int) -> Until:
    """The same day of a later month, or the month's last: 31 January + 1 month = 28 February."""
    first = date_of(start // DAY)
    year, month = divmod(first.year * 12 + first.month - 1 + amount, 12)
    if year > first.year + MOST_DAYS // 365:
        raise too_far(calendar, start // DAY)
    month += 1
    last = first.replace(year=year, month=month, day=min(first.day, monthrange(year, month)[1]))
    return _end_of(calendar, start // DAY, last.toordinal())


def _end_of(calendar: WorkingCalendar, first: int, last: int) -> Until:
    """The end of a day, or of the next one that is worked."""
    if last - first > MOST_DAYS:
        raise too_far(calendar, first)
    return Until(end_of_day(worked_day(calendar, last)), end_of_day=True, counted_to=last)


_ENDS: dict[TimeUnit, Callable[[WorkingCalendar, LocalTime, int], Until]] = {
    TIME_UNIT_WORKING_HOUR: _working_hours,
    TIME_UNIT_WORKING_DAY: _working_days,
    TIME_UNIT_CALENDAR_DAY: _calendar_days,
    TIME_UNIT_MONTH: _months,
}
