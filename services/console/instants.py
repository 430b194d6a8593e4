"""Instants and local months: Vietnam has no summer time, so a local day is UTC plus seven hours.

Promises aware UTC datetimes and half-open months. Must not use the machine's own zone.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from services.console.times.formats import time_format

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NINETEEN_HUNDRED = datetime(1900, 1, 1, tzinfo=LOCAL)


def local_day(instant: datetime) -> date:
    """The local day in which it lies."""
    return instant.astimezone(LOCAL).date()


def month_of(instant: datetime) -> date:
    """The first day of the local month in which it lies."""
    return local_day(instant).replace(day=1)


@lru_cache(maxsize=4096)  # days are few, and asked for half a million times in one comparison
def next_month(day: date) -> date:
    """The first day of the month after this day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month in which the day before lies."""
    return (day - timedelta(days=1)).replace(day=1)


def months(first: date, last: date) -> Iterator[date]:
    """First days from `first` to `last`, both included."""
    while first <= last:
        yield first
        first = next_month(first)


@lru_cache(maxsize=4096)
def local_midnight(day: date) -> datetime:
    """The instant at which the local day begins."""
    return datetime.combine(day, time(), tzinfo=LOCAL).astimezone(UTC)


def is_possible(at: datetime, recorded: datetime) -> bool:
    """Whether a fact recorded then can have happened at that time: not before 1900 here, and not
    more than 100 years later.
    """
    return NINETEEN_HUNDRED <= at <= latest_possible(recorded)


@lru_cache(maxsize=64)  # an event states several times
def latest_possible(recorded: datetime) -> datetime:
    """Of a fact that was recorded then."""
    try:
        return recorded.replace(year=recorded.year + 100)
    except ValueError:  # no 29 February in that year
        return recorded.replace(year=recorded.year + 100, month=3, day=1) - timedelta.resolution


def from_timestamp(timestamp: Timestamp) -> datetime:
    """As an aware datetime, to the microsecond; the calendar's end for what lies outside of it."""
    try:
        return EPOCH + timedelta(seconds=timestamp.seconds, microseconds=timestamp.nanos // 1000)
    except OverflowError:
        return datetime(9999 if timestamp.seconds > 0 else 1, 12, 31, tzinfo=UTC)


def to_timestamp(instant: datetime) -> Timestamp:
    """As protobuf has it."""
    since = instant - EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1000)


def from_date(day: Date) -> date:
    """As Python has it."""
    return date(day.year, day.month, day.day)


def to_date(day: date) -> Date:
    """As protobuf has it."""
    return Date(year=day.year, month=day.month, day=day.day)


def parse_day(text: str) -> date:
    """`YYYY-MM-DD`, or `YYYY-MM` for the first of that month; ValueError for anything else."""
    if MONTH.fullmatch(text):
        text = f"{text}-01"
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_instant(text: str) -> datetime:
    """A local day stands for its beginning; a time without an offset is local. ValueError for what
    is not ISO 8601, OverflowError for what lies before the year 1.
    """
    return time_format().stated(text).at(LOCAL)


def period_name(start: date, end: date) -> str:
    """`YYYY-MM` for a whole local month, otherwise `start/end`, the end not included."""
    whole = start.day == 1 and end == next_month(start)
    return f"{start:%Y-%m}" if whole else f"{start}/{end}"
