"""Until when something is on time, and how an end compares with it.

Promises that a due day lasts until the next local midnight, whatever zone the server is in. Must
not read a calendar: the caller states the due.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline
from services.chassis.errors import Refusal
from services.submissions.domain import refusals

# Viet Nam has kept UTC+7 without summer time since 1975; periods and numbers follow it.
LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
_A_MOMENT = timedelta(microseconds=1)
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)


def verdict(ended: datetime, due: events.Due | None) -> events.Verdict:
    """Early (on an earlier local day than the due's last), on time, overdue, or no due."""
    if due is None:
        return events.VERDICT_NO_DUE
    if is_past(due, ended):
        return events.VERDICT_OVERDUE
    early = local_day(ended) < last_day(due)
    return events.VERDICT_EARLY if early else events.VERDICT_ON_TIME


def is_past(due: events.Due, at: datetime) -> bool:
    """Whether that instant is too late: the midnight that ends a due day already is."""
    until = due.time.ToDatetime(tzinfo=UTC)
    return at >= until if due.end_of_day else at > until


def last_day(due: events.Due) -> date:
    """The last local day on which something is still on time."""
    until = due.time.ToDatetime(tzinfo=UTC)
    return local_day(until - _A_MOMENT if due.end_of_day else until)


def local_day(at: datetime) -> date:
    """The day on Vietnamese calendars."""
    return at.astimezone(LOCAL).date()


def stated(deadline: Deadline, *, field: str) -> events.Due | None:
    """The due that a caller states: an instant, or the whole of a local day; None when absent."""
    match deadline.WhichOneof("until"):
        case "time":
            return events.Due(time=instant(deadline.time, field=f"{field}.time"))
        case "date":
            return events.Due(time=_day_end(deadline, f"{field}.date"), end_of_day=True)
    return None


def instant(stamp: Timestamp, *, field: str) -> datetime:
    """A stated time as the instant that is kept: to the microsecond, far from calendars' ends."""
    try:
        at = stamp.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Refusal(refusals.TIME_INVALID, field=field) from None
    return _kept(at, field)


def _day_end(deadline: Deadline, field: str) -> datetime:
    stated_day = deadline.date
    try:
        day = date(stated_day.year, stated_day.month, stated_day.day)
        midnight = datetime.combine(day + timedelta(days=1), time(), LOCAL)
        return _kept(midnight.astimezone(UTC), field)
    except (ValueError, OverflowError):
        raise Refusal(refusals.DATE_INVALID, field=field) from None


def _kept(at: datetime, field: str) -> datetime:
    if _EARLIEST <= at <= _LATEST:
        return at
    raise Refusal(refusals.TIME_INVALID, field=field)
