"""Until when something is on time, and how an end compares with it.

A due day lasts until the next local midnight, whatever zone the server is in. An end of which only
the day is known is on time on the due's local day. Must not read a calendar: the caller states the
due.
"""

from datetime import date, datetime, timedelta

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Deadline
from services.submissions.domain.instants import instant, stamp
from services.submissions.domain.moments import (
    Moment,
    day,
    is_possible,
    local_day,
    midnight,
)

_A_MOMENT = timedelta(microseconds=1)


def verdict(ended: Moment, due: events.Due | None) -> events.Verdict:
    """Early (on an earlier local day than the due's last), on time, overdue, or no due."""
    if due is None:
        return events.VERDICT_NO_DUE
    if is_past(due, ended):
        return events.VERDICT_OVERDUE
    early = local_day(ended.at) < last_day(due)
    return events.VERDICT_EARLY if early else events.VERDICT_ON_TIME


def is_past(due: events.Due, moment: Moment) -> bool:
    """Whether that is too late: the midnight that ends a due day already is."""
    if moment.day_only:
        return local_day(moment.at) > last_day(due)
    until = instant(due.time)
    return moment.at >= until if due.end_of_day else moment.at > until


def is_later(due: events.Due, other: events.Due) -> bool:
    """Whether something is on time by the one for longer than by the other."""
    return _last_moment(due) > _last_moment(other)


def _last_moment(due: events.Due) -> tuple[datetime, bool]:
    return instant(due.time), not due.end_of_day


def last_day(due: events.Due) -> date:
    """The last local day on which something is still on time."""
    until = instant(due.time)
    return local_day(until - _A_MOMENT if due.end_of_day else until)


def stated(deadline: Deadline, *, now: datetime) -> events.Due | None:
    """The due that a caller states: an instant, or the whole of a local day. None when absent, and
    when it is no possible time, such as 9999-12-31: that is no due.
    """
    match deadline.WhichOneof("until"):
        case "time":
            at = instant(deadline.time)
            return events.Due(time=stamp(at)) if is_possible(at, now) else None
        case "date":
            return _whole_day(day(deadline.date), now)
    return None


def _whole_day(last: date, now: datetime) -> events.Due | None:
    if last == date.max:
        return None
    until = midnight(last + timedelta(days=1))
    return events.Due(time=stamp(until), end_of_day=True) if is_possible(until, now) else None
