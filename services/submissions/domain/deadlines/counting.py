"""Counting along a working calendar, in local time: the steps that every deadline is made of.

Working hours are half-open, [opens, closes): 12:00 and 17:00 are outside. A search goes no further
than 20 years from where it begins; the refusal DEADLINE_TOO_FAR says so.
"""

from services.chassis.errors import Refusal
from services.chassis.reasons import Kind, Reason
from services.submissions.domain.deadlines.calendar import WorkingCalendar
from services.submissions.domain.deadlines.local import DAY, LocalTime, date_of

MOST_DAYS = 7305  # 20 years


class DeadlineReason(Reason):
    """Why a deadline is refused."""

    DEADLINE_TOO_FAR = (
        Kind.STATE,
        "Không tính được hạn trong vòng 20 năm kể từ ngày {date} theo lịch {calendar}.",
        "No deadline is found within 20 years of {date} by {calendar}.",
    )


def next_working_instant(calendar: WorkingCalendar, at: LocalTime) -> LocalTime:
    """The earliest working instant that is not before `at`."""
    first, offset = divmod(at, DAY)
    for day in range(first, first + MOST_DAYS + 1):
        for opens, closes in calendar.hours(day):
            if offset < closes:
                return day * DAY + max(opens, offset)
        offset = 0
    raise too_far(calendar, first)


def after_working_time(calendar: WorkingCalendar, at: LocalTime, amount: int) -> LocalTime:
    """The earliest instant at which `amount` microseconds (more than 0) of working time have
    passed since `at`: 08:00 and 4 hours is 12:00, not 13:30 after lunch.
    """
    first, offset = divmod(at, DAY)
    for day in range(first, first + MOST_DAYS + 1):
        for opens, closes in calendar.hours(day):
            since = max(opens, offset)
            if since + amount <= closes:
                return day * DAY + since + amount
            amount -= max(closes - since, 0)
        offset = 0
    raise too_far(calendar, first)


def working_time(calendar: WorkingCalendar, since: LocalTime, until: LocalTime) -> int:
    """Microseconds of working time in [since, until); 0 where `until` is not later."""
    if until <= since:
        return 0
    (first, begins), (last, ends) = divmod(since, DAY), divmod(until, DAY)
    if first == last:
        return _within(calendar, first, begins, ends)
    whole = calendar.worked(first + 1, last)
    return _within(calendar, first, begins, DAY) + whole + _within(calendar, last, 0, ends)


def nth_working_day(calendar: WorkingCalendar, day: int, n: int) -> int:
    """The n-th working day (n at least 1) after a day."""
    found = calendar.nth_worked(day, n, last=day + MOST_DAYS)
    if found is None:
        raise too_far(calendar, day)
    return found


def worked_day(calendar: WorkingCalendar, day: int) -> int:
    """The day itself where it is worked, else the next one that is."""
    return day if calendar.hours(day) else nth_working_day(calendar, day, 1)


def last_opening_before(calendar: WorkingCalendar, day: int) -> LocalTime | None:
    """The opening of the last working day before a day; None: there is none within 20 years."""
    for earlier in range(day - 1, max(day - MOST_DAYS, 1), -1):
        if hours := calendar.hours(earlier):
            return earlier * DAY + hours[0][0]
    return None


def too_far(calendar: WorkingCalendar, day: int) -> Refusal:
    """The refusal of a search that began on a day."""
    values = {"date": date_of(day).isoformat(), "calendar": calendar.name}
    return Refusal(DeadlineReason.DEADLINE_TOO_FAR, values=values)


def _within(calendar: WorkingCalendar, day: int, since: int, until: int) -> int:
    return sum(
        max(min(closes, until) - max(opens, since), 0) for opens, closes in calendar.hours(day)
    )
