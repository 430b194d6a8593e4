"""Instants between facts and decisions: kept to the microsecond, as the library itself does it.

Promises every instant that a fact can hold. Must not need a database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as some

from services.catalog.domain import effective
from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis.errors import Refusal

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


NOW = datetime(2026, 11, 28, 5, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "edge", "beyond"),
    [
        (NOW, datetime(1899, 12, 31, 17, tzinfo=UTC), -MOMENT),
        (NOW, datetime(2126, 11, 28, 5, tzinfo=UTC), MOMENT),
        # 2100 has no 29 February.
        (datetime(2000, 2, 29, tzinfo=UTC), datetime(2100, 3, 1, tzinfo=UTC), MOMENT),
    ],
)
def test_a_change_takes_effect_since_1900_and_within_100_years(
    now: datetime, edge: datetime, beyond: timedelta
) -> None:
    assert effective.time_of(edge, now=now, reason="r") == edge
    with pytest.raises(Refusal) as refused:
        effective.time_of(edge + beyond, now=now, reason="r")
    assert refused.value.reason is CatalogReason.TIME_OUT_OF_RANGE
    assert refused.value.field == "effective_time"
