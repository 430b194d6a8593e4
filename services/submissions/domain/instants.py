"""Instants as messages carry them.

Promises microseconds, which is what the log keeps. Must not read a clock.
"""

from datetime import UTC, datetime
from math import floor

from google.protobuf.timestamp_pb2 import Timestamp


def instant(stamp: Timestamp) -> datetime:
    """The instant of a message, which the contract's check has found possible to hold."""
    return stamp.ToDatetime(tzinfo=UTC)


def stamp(at: datetime) -> Timestamp:
    """The instant as a message; protobuf's own way from a datetime takes three times as long."""
    return Timestamp(seconds=floor(at.timestamp()), nanos=at.microsecond * 1000)


def stamp_known(at: datetime | None) -> Timestamp | None:
    """The same, where it is known."""
    return None if at is None else stamp(at)


def shown(at: datetime) -> str:
    """An instant as refusals write it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
