"""Time as figures see it: local days and months of Asia/Ho_Chi_Minh, half-open.

Promises that every instant lies in exactly one local day, and every period in whole months and odd
days that do not overlap. Must not read a clock.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

ZONE = "Asia/Ho_Chi_Minh"
# The zone has had no daylight saving since 1975, so a fixed offset is the whole rule.
OFFSET = timedelta(hours=7)
DAY = timedelta(days=1)
YEARS_AHEAD = 100


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CALENDAR = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
FIRST_SECOND, LAST_SECOND = (round(each.timestamp()) for each in CALENDAR)
FIRST = datetime(1900, 1, 1, tzinfo=UTC) - OFFSET


class Period(NamedTuple):
    """Local days `[start, end)`."""

    start: date
    end: date


class Window(NamedTuple):
    """What of a period counts: whole months, odd whole days, `[since, until)` of a broken day."""

    months: Period
    days: tuple[Period, ...]
    since: datetime
    until: datetime
    around: Period  # the whole months that hold all of it

    @property
    def broken(self) -> tuple[tuple[datetime, datetime], ...]:
        """The instants of the day in which the cut falls, where it falls inside a day."""
        return ((self.since, self.until),) if self.since < self.until else ()

    @property
    def odd(self) -> tuple[tuple[datetime, datetime], ...]:
        """The instants of everything but the whole months."""
        days = tuple((midnight(each.start), midnight(each.end)) for each in self.days)
        return days + self.broken


def may_be(instant: datetime, recorded_at: datetime) -> bool:
    """Whether something can have happened then: since 1900 in Hanoi, and not more than 100 years
    after it was recorded. Any other time in a stream is a typing mistake, and read as not known:
    months, sums and loops up to the end never see it.
    """
    if FIRST <= instant <= recorded_at:  # nearly all
        return True
    utc, recorded = instant.astimezone(UTC), recorded_at.astimezone(UTC)
    ahead = utc.year - recorded.year
    if ahead == YEARS_AHEAD:  # the same day and time of that year is the last
        return within_year(utc) <= within_year(recorded)
    return utc >= FIRST and ahead < YEARS_AHEAD


def within_year(utc: datetime) -> tuple[int, ...]:
    """Everything but the year, to be compared."""
    return (*utc.timetuple()[1:6], utc.microsecond)


def instant_of(timestamp: Timestamp) -> datetime:
    """As an aware datetime; the end of the calendar that is nearest to a time outside of it."""
    seconds = timestamp.seconds
    if FIRST_SECOND <= seconds < LAST_SECOND:
        return EPOCH + timedelta(0, seconds, timestamp.nanos // 1000)
    return CALENDAR[seconds > 0]


def date_of(message: Date) -> date:
    """A day of the contract."""
    return date(message.year, message.month, message.day)


def local_day(instant: datetime) -> date:
    """The day it is in Hanoi at this instant."""
    return (instant.astimezone(UTC) + OFFSET).date()


def local_month(instant: datetime) -> date:
    """The first day of the month that it is in Hanoi at this instant."""
    local = instant.astimezone(UTC) + OFFSET
    return _first_day(local.year, local.month)


@lru_cache(maxsize=4096)  # of a few years
def _first_day(year: int, month: int) -> date:
    return date(year, month, 1)


@lru_cache(maxsize=4096)  # the lines of a list end on the same day
def midnight(day: date) -> datetime:
    """The instant at which this local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - OFFSET


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after this day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def next_quarter(day: date) -> date:
    """The first day of the quarter after this day's."""
    month = (day.month - 1) // 3 * 3 + 4
    return date(day.year + month // 13, month % 12, 1)


def next_year(day: date) -> date:
    """The first day of the year after this day's."""
    return date(day.year + 1, 1, 1)


def months(period: Period) -> Iterator[Period]:
    """The period cut at the ends of local months; its first and last piece may be parts of one."""
    return cut(period, next_month)


def cut(period: Period, following: Callable[[date], date]) -> Iterator[Period]:
    """The period cut wherever a part begins that follows another."""
    start = period.start
    while start < period.end:
        end = min(following(start), period.end)
        yield Period(start, end)
        start = end


def whole_months(first: date, last: date) -> Period:
    """From the month of the first day to that of the last, both whole."""
    return Period(month_of(first), next_month(last))


def month_name(day: date) -> str:
    """Such as `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"


def quarter_name(day: date) -> str:
    """Such as `2026-Q4`."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def year_name(day: date) -> str:
    """Such as `2026`."""
    return f"{day.year:04d}"


def month_named(name: str) -> date:
    """The first day of a month written as `2026-11`."""
    return date(int(name[:4]), int(name[5:]), 1)


@lru_cache(maxsize=4096)  # most questions are about a few months
def window(period: Period, as_of: datetime) -> Window:
    """The part of the period that lies before `as_of`, ready to be summed."""
    cut = min(period.end, max(period.start, local_day(as_of)))
    since = midnight(cut)
    until = max(since, as_of) if cut < period.end else since
    last = cut if since < until else cut - DAY
    around = Period(month_of(period.start), next_month(last))
    return Window(*parts(Period(period.start, cut)), since, until, around)


def parts(period: Period) -> tuple[Period, tuple[Period, ...]]:
    """Its whole months, and the days before and after them."""
    first = period.start if period.start.day == 1 else next_month(period.start)
    last = month_of(period.end)
    if first >= last:
        return Period(first, first), tuple(each for each in (period,) if each.start < each.end)
    ends = (Period(period.start, first), Period(last, period.end))
    return Period(first, last), tuple(each for each in ends if each.start < each.end)
