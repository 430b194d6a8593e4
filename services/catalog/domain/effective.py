"""When a change takes effect: now or later, unless it is a correction with a reason.

Promises an instant for every change. Must not read the clock.
"""

from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.catalog.domain.refusals import PAST_WITHOUT_REASON
from services.chassis.errors import Refusal


def time_of(asked: datetime | None, *, now: datetime, reason: str) -> datetime:
    """The instant from which a change is true."""
    if asked is None or asked >= now:
        return asked or now
    if not reason.strip():
        raise Refusal(PAST_WITHOUT_REASON, field="effective_time", values={"time": shown(asked)})
    return asked


def instant(timestamp: Timestamp) -> datetime:
    """The instant of a message, in microseconds as everything here keeps it."""
    return timestamp.ToDatetime(tzinfo=UTC)


def shown(instant_: datetime) -> str:
    """An instant as refusals write it."""
    return instant_.astimezone(UTC).isoformat().replace("+00:00", "Z")
