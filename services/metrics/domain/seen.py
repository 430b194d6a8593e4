"""An event of the submissions stream, and what can be read from it as it stands.

A time that cannot be is not known; a due that cannot be is none.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from motcua.submissions.v1.events_pb2 import DeadlineFacts, Due, Verdict
from services.metrics.domain.periods import instant_of, may_be

NO_DUE, UNSPECIFIED = Verdict.VERDICT_NO_DUE, Verdict.VERDICT_UNSPECIFIED


class Seen(NamedTuple):
    """One event of the submissions stream, decoded, with its times."""

    message: Any
    position: int
    occurred_at: datetime
    recorded_at: datetime


def when(seen: Seen, without_time: int) -> tuple[datetime, bool]:
    """When an event happened, and whether that is known; where it is not, when it was recorded. An
    event may say that its time is not known, or have one that cannot be.
    """
    event = seen.message
    says_so = not event.time_known or without_time in event.anomalies
    if says_so or not may_be(seen.occurred_at, seen.recorded_at):
        return seen.recorded_at, False
    return seen.occurred_at, True


def stated(message: Any, field: str) -> Any:
    """The value of a field that may be absent."""
    return getattr(message, field) if message.HasField(field) else None


def last_instant(due: Due, recorded_at: datetime) -> datetime | None:
    """The last instant that is on time: before the midnight that ends a due day. Of a due that
    cannot be, none.
    """
    at = instant_of(due.time)
    if not may_be(at, recorded_at):
        return None
    return at - timedelta(microseconds=1) if due.end_of_day else at


def promised(deadline: DeadlineFacts, seen: Seen) -> datetime | None:
    """The last instant of the date on the slip."""
    if not deadline.HasField("promised"):
        return None
    return last_instant(deadline.promised, seen.recorded_at)


def verdict(said: int, due: Due | None, seen: Seen, *, known: bool) -> int:
    """As it was decided, but for a due that cannot be: that is none. Of an end whose time is not
    `known`, nothing is known but that there is no due.
    """
    impossible = (
        due is not None
        and due.HasField("time")
        and not may_be(instant_of(due.time), seen.recorded_at)
    )
    if impossible or said == NO_DUE:
        return NO_DUE
    return said if known else UNSPECIFIED


def bits(anomalies: Any) -> int:
    """Anomalies as one number, so that a row stays small."""
    mask = 0
    for each in anomalies:
        mask |= 1 << each
    return mask
