"""Instants between facts and decisions: kept to the microsecond, as the library itself does it.

Promises every instant that a fact can hold. Must not need a database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as some

from services.catalog.domain import effective

instants = some.datetimes(timezones=some.just(UTC))


@given(instants)
def test_an_instant_comes_back_from_a_fact_as_it_went_in(at: datetime) -> None:
    assert effective.instant(effective.stamp(at)) == at


@given(instants)
def test_a_fact_holds_an_instant_as_the_library_would_write_it(at: datetime) -> None:
    written = Timestamp()
    written.FromDatetime(at)
    assert effective.stamp(at) == written


def test_what_is_shorter_than_a_microsecond_is_dropped() -> None:
    told = Timestamp(seconds=1, nanos=2_999)
    assert effective.instant(told) == effective.EPOCH + timedelta(seconds=1, microseconds=2)
