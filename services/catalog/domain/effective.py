"""When a change takes effect: now or later, unless it is a correction with a reason.

Never before 1900 in Vietnam, nor more than 100 years ahead: such a time is a typing mistake, and a
service in force since the year 16 would be asked about for 24,000 months.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis.errors import Refusal

M = TypeVar("M", bound=Message)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime(1899, 12, 31, 17, tzinfo=UTC)  # 1900 begins in Vietnam
YEARS_AHEAD = 100


def time_of(requested: datetime | None, *, now: datetime, reason: str) -> datetime:
    """The instant from which a change is true."""
    if requested is None:
        return now
    require_in_range(requested, now=now, field="effective_time")
    if requested >= now:
        return requested
    if not reason.strip():
        raise Refusal(
            CatalogReason.PAST_WITHOUT_REASON,
            field="effective_time",
            values={"time": shown(requested)},
        )
    return requested


def instant(timestamp: Timestamp) -> datetime:
    """The instant of a message, in microseconds as everything here keeps it."""
    # The library's own ToDatetime takes ten times as long, and a decision asks it at every turn.
    return _instant(timestamp.seconds, timestamp.nanos)


def stamp(instant_: datetime) -> Timestamp:
    """The instant as a message; the library's own FromDatetime takes three times as long."""
    since = instant_ - EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1000)


def dated(proposed: M, at: datetime) -> M:
    """A copy of what was proposed, from an instant on."""
    copy = type(proposed)()
    copy.CopyFrom(proposed)
    of_copy: Any = copy
    of_copy.effective_time.CopyFrom(stamp(at))
    return copy


def planned(times: Mapping[int, datetime], version: int, *, name: str, now: datetime) -> datetime:
    """When a change begins that is to be withdrawn, by its version; it has not begun yet."""
    values = {"name": name, "version": str(version)}
    if (begins := times.get(version)) is None:
        raise Refusal(CatalogReason.CHANGE_UNKNOWN, field="version", values=values)
    if begins <= now:
        values["time"] = shown(begins)
        raise Refusal(CatalogReason.CHANGE_BEGUN, field="version", values=values)
    return begins


def shown(instant_: datetime) -> str:
    """An instant as refusals write it."""
    return instant_.astimezone(UTC).isoformat().replace("+00:00", "Z")


def require_in_range(requested: datetime, *, now: datetime, field: str) -> None:
    """Refuse an instant before 1900 in Vietnam, or more than 100 years ahead."""
    latest = _latest(now)
    if not EARLIEST <= requested <= latest:
        values = {"earliest": shown(EARLIEST), "latest": shown(latest)}
        raise Refusal(CatalogReason.TIME_OUT_OF_RANGE, field=field, values=values)


def _latest(now: datetime) -> datetime:
    year = now.year + YEARS_AHEAD
    try:
        return now.replace(year=year)
    except ValueError:  # 29 February
        return now.replace(year=year, month=3, day=1)


@lru_cache(maxsize=4096)  # what is recorded together mostly begins together
def _instant(seconds: int, nanos: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds, microseconds=nanos // 1000)
