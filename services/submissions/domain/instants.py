"""Instants as messages carry them.

Promises microseconds, which is what the log keeps. Must not read a clock.
"""

from datetime import UTC, datetime, timedelta
from math import floor

from google.protobuf.timestamp_pb2 import Timestamp

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(stamp: Timestamp) -> datetime:
    """The instant of a message, which the contract's check has found possible to hold; protobuf's
    own way, which checks it again, takes three times as long.
    """
    return EPOCH + timedelta(seconds=stamp.seconds, microseconds=stamp.nanos // 1000)


def stamp(at: datetime) -> Timestamp:
    """The instant as a message; protobuf's own way from a datetime takes three times as long."""
    return Timestamp(seconds=floor(at.timestamp()), nanos=at.microsecond * 1000)


def stamp_known(at: datetime | None) -> Timestamp | None:
    """The same, where it is known."""
    return None if at is None else stamp(at)


def shown(at: datetime) -> str:
    """An instant as refusals write it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
