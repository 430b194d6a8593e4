"""Counted facts: what is checked of one, and that no two of a source count the same days.

Given counts of a series, when another comes, then it is added or refused by name.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.counts_pb2 import Count, StandardCount
from services.chassis.errors import Refusal
from services.submissions.api.counts import name_of, stream_of
from services.submissions.domain.counts import reading
from services.submissions.domain.counts.series import (
    SERIES,
    Series,
    overlap,
    record,
)

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
JANUARY = {
    "start_date": {"year": 2025, "month": 1, "day": 1},
    "end_date": {"year": 2025, "month": 2, "day": 1},
}
LARGE = 2**62


def counted(**stated: Any) -> events.CountRecorded:
    usual = {"key": "1", "unit": "units/U", "service": "services/S", "population": 2, "n": LARGE}
    said = Count(**(usual | JANUARY | stated))
    name = name_of("counts", "old", said.key)
    return reading.count(said, name=name, source="old", position=5, field="justice")


def met(**stated: Any) -> events.StandardRecorded:
    usual = {"key": "1", "unit": "units/U", "service": "services/S", "code": "days"}
    stated = usual | JANUARY | stated
    said = StandardCount(**stated)
    return reading.standard(said, name="standards/s", source="old", position=5, field="")


def test_a_count_is_of_local_days_and_says_only_what_is_known() -> None:
    said = counted(channel=events.CHANNEL_ONLINE, assisted=False)
    assert (said.count, said.n, said.field) == (name_of("counts", "old", "1"), LARGE, "justice")
    assert said.start_time.ToDatetime(UTC) == datetime(2024, 12, 31, 17, tzinfo=UTC)
    assert said.end_time.ToDatetime(UTC) == datetime(2025, 1, 31, 17, tzinfo=UTC)
    assert said.HasField("assisted")
    assert not any(map(said.HasField, ("level", "written_result", "electronic_result", "rating")))
    standard = met(volume=10, met=9, target_numerator=9, target_denominator=10)
    assert (standard.volume, standard.met, standard.target_denominator) == (10, 9, 10)
    assert not met().HasField("volume")


@pytest.mark.parametrize(
    ("stated", "reason", "field"),
    [
        ({"n": -1}, "COUNTED_NEGATIVE", "n"),
        ({"end_date": JANUARY["start_date"]}, "PERIOD_EMPTY", "end_date"),
        ({"start_date": {"year": 1, "month": 1, "day": 1}}, "PERIOD_EMPTY", "end_date"),
        ({"end_date": {"year": 9999, "month": 12, "day": 31}}, "PERIOD_EMPTY", "end_date"),
        ({"level": 5}, "COUNT_FACT_INVALID", "level"),
        ({"verdict": 2}, "COUNT_FACT_INVALID", "verdict"),
        ({"electronic_result": False}, "COUNT_FACT_INVALID", "electronic_result"),
        ({"rating": 3}, "COUNT_FACT_INVALID", "rating"),
        ({"rating": 6, "population": 4}, "COUNT_FACT_INVALID", "rating"),
    ],
)
def test_a_count_that_cannot_be_is_refused(stated: Any, reason: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        counted(**stated)
    assert (refused.value.reason.code, refused.value.field) == (reason, field)


@pytest.mark.parametrize(
    ("stated", "reason", "field"),
    [
        ({"volume": -1}, "COUNTED_NEGATIVE", "volume"),
        ({"volume": 3, "met": 4}, "MET_ABOVE_VOLUME", "met"),
        ({"target_numerator": 1}, "TARGET_INVALID", "target_numerator"),
        ({"target_numerator": 2, "target_denominator": 4}, "TARGET_INVALID", "target_numerator"),
        ({"target_numerator": 5, "target_denominator": 4}, "TARGET_INVALID", "target_numerator"),
        ({"target_numerator": 0, "target_denominator": 1}, "TARGET_INVALID", "target_numerator"),
    ],
)
def test_a_standard_that_cannot_be_is_refused(stated: Any, reason: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        met(**stated)
    assert (refused.value.reason.code, refused.value.field) == (reason, field)


def test_counts_of_other_dimensions_are_of_another_series() -> None:
    streams = {
        stream_of(each)
        for each in (
            counted(),
            counted(channel=1),
            counted(level=3),
            counted(assisted=False),
            counted(service=""),
            counted(population=1),
            counted(residual=True),
        )
    }
    assert len(streams) == 7
    assert stream_of(counted(key="2", n=1)) == stream_of(counted())


DAYS = st.integers(1, 28)


@given(st.lists(st.tuples(DAYS, DAYS).filter(lambda pair: pair[0] < pair[1]), max_size=8))
def test_no_day_of_a_series_is_counted_twice(pairs: list[tuple[int, int]]) -> None:
    series, days = Series(), list[int]()
    for number, (first, end) in enumerate(pairs):
        dates = {"start_date": {"year": 2025, "month": 1, "day": first}}
        dates["end_date"] = {"year": 2025, "month": 1, "day": end}
        said = counted(key=str(number), **dates)
        taken = range(first, end)
        if set(taken).intersection(days):
            with pytest.raises(Refusal) as refused:
                record(series, said, at=NOW)
            assert refused.value.reason.code == "COUNT_OVERLAPS"
        else:
            series = SERIES.fold(series, record(series, said, at=NOW))
            days += taken


def test_a_count_is_marked_once() -> None:
    series = SERIES.fold(Series(), record(Series(), counted(), at=NOW))
    asked: dict[str, Any] = {"dossier": "dossiers/d", "at": NOW, "catalog_position": 5}
    (marked,) = overlap(series, name=counted().count, **asked)
    assert marked.subject == "motcua.submissions.CountOverlapped.U"
    again = SERIES.fold(series, [marked])
    assert overlap(again, name=counted().count, **asked) == []
    assert overlap(series, name="counts/other", **asked) == []
