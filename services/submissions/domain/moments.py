"""When something happened, as precisely as it is known: an instant, or only a local day.

A stated time before 1900 in Vietnam, or more than 100 years after its recording, is a typing
mistake or a word for "none" (0001-01-01, 9999-12-31): it is not known. One definition for every
fact of a dossier, live and recorded elsewhere.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

from google.type.date_pb2 import Date

from services.submissions.domain.instants import instant

# Viet Nam has kept UTC+7 without summer time since 1975; periods and numbers follow it.
LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
EARLIEST = datetime(1900, 1, 1, tzinfo=LOCAL)
YEARS_AHEAD = 100


class Moment(NamedTuple):
    """An instant; where `day_only`, the midnight that begins the local day, all that is known."""

    at: datetime
    day_only: bool = False


def is_before(one: Moment, other: Moment) -> bool:
    """Of two moments of one local day, one of them day-only, none is before the other."""
    if one.day_only or other.day_only:
        return local_day(one.at) < local_day(other.at)
    return one.at < other.at


def local_day(at: datetime) -> date:
    """The day on Vietnamese calendars."""
    return at.astimezone(LOCAL).date()


def midnight(day: date) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def is_possible(at: datetime, recorded: datetime) -> bool:
    """Whether a time can be what happened, as seen when it is recorded."""
    if at <= recorded:
        return at >= EARLIEST
    hundred_years_before = (at.year - YEARS_AHEAD, *at.timetuple()[1:6], at.microsecond)
    return hundred_years_before <= (*recorded.timetuple()[:6], recorded.microsecond)


def has_come(day: date, now: datetime) -> bool:
    """Whether a local day can be one of the past, or is today's."""
    return EARLIEST.date() <= day <= local_day(now)


def day(stated: Date) -> date:
    """A stated date, which the contract's check has found in the calendar."""
    return date(stated.year, stated.month, stated.day)


def as_date(day: date) -> Date:
    """A local day as messages carry it."""
    return Date(year=day.year, month=day.month, day=day.day)


def of_day(stated: date, recorded: datetime) -> Moment | None:
    """A local day as a moment; None where it is not possible."""
    if not EARLIEST.year <= stated.year <= recorded.year + YEARS_AHEAD:
        return None  # before any arithmetic that a calendar's end would break
    begins = midnight(stated)
    return Moment(begins, day_only=True) if is_possible(begins, recorded) else None


def stated_in(message: Any, recorded: datetime) -> Moment | None:
    """The `time` or `date` that a message states as its `when`; None: neither, or not possible."""
    match message.WhichOneof("when"):
        case "time":
            at = instant(message.time)
            return Moment(at) if is_possible(at, recorded) else None
        case "date":
            return of_day(day(message.date), recorded)
    return None
