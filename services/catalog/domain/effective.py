"""When a change takes effect: now or later, unless it is a correction with a reason.

Promises an instant for every change. Must not read the clock.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from google.protobuf.timestamp_pb2 import Timestamp

from services.catalog.domain.refusals.shared import PAST_WITHOUT_REASON
from services.chassis.errors import Refusal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def time_of(asked: datetime | None, *, now: datetime, reason: str) -> datetime:
    """The instant from which a change is true."""
    if asked is None or asked >= now:
        return asked or now
    if not reason.strip():
        raise Refusal(PAST_WITHOUT_REASON, field="effective_time", values={"time": shown(asked)})
    return asked


def instant(timestamp: Timestamp) -> datetime:
    """The instant of a message, in microseconds as everything here keeps it."""
    # The library's own ToDatetime takes ten times as long, and a decision asks it at every turn.
    return _instant(timestamp.seconds, timestamp.nanos)


def stamp(instant_: datetime) -> Timestamp:
    """The instant as a message; the library's own FromDatetime takes three times as long."""
    since = instant_ - EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1000)


def shown(instant_: datetime) -> str:
    """An instant as refusals write it."""
    return instant_.astimezone(UTC).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=4096)  # what is recorded together mostly begins together
def _instant(seconds: int, nanos: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds, microseconds=nanos // 1000)
