"""Local time as one whole number: microseconds, counted so that `t // DAY` is a date's ordinal.

Viet Nam keeps UTC+7 all the year, so local days have equal length and a search for a deadline is
integer arithmetic. Example: 2026-11-28 07:30 is 739,948 * DAY + 27,000,000,000.
"""

from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from services.submissions.domain.moments import LOCAL

LocalTime: TypeAlias = int

MINUTE = 60 * 10**6
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_BEGINNING = datetime(1, 1, 1, tzinfo=LOCAL)
# The same number of local time, read as UTC: a datetime's arithmetic must not begin before year 1.
_BEGINNING_READ_AS_UTC = datetime(1, 1, 1, tzinfo=UTC)
_AHEAD = 7 * HOUR


def local_time(at: datetime) -> LocalTime:
    """The local time of an instant (aware)."""
    since = at - _BEGINNING
    return (since.days + 1) * DAY + since.seconds * 10**6 + since.microseconds


def utc(at: LocalTime) -> datetime:
    """The instant of a local time, in UTC."""
    return _BEGINNING_READ_AS_UTC + timedelta(microseconds=at - DAY - _AHEAD)


def date_of(day: int) -> date:
    """The date that has this ordinal."""
    return date.fromordinal(day)
