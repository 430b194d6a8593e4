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
from services.submissions.api.counting import name_of, stream_of
from services.submissions.domain.counts import reading
from services.submissions.domain.counts.series import (
    SERIES,
    Series,
    end_overlap,
    overlap,
    record,
)

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
JANUARY = {
    "start_date": {"year": 2025, "month": 1, "day": 1},
    "end_date": {"year": 2025, "month": 2, "day": 1},
}
LARGE = 10**9  # the most that one fact counts


BY = reading.Stated("old", 5, "justice", NOW, name_of)


def items(**stated: Any) -> list[events.CountRecorded]:
    usual = {"key": "1", "unit": "units/U", "service": "services/S", "population": 2, "n": LARGE}
    return reading.counts(Count(**(usual | JANUARY | stated)), BY)


def counted(**stated: Any) -> events.CountRecorded:
    [said] = items(**stated)
    return said


def met(**stated: Any) -> events.StandardRecorded:
    usual = {"key": "1", "unit": "units/U", "service": "services/S", "code": "days"}
    return reading.standard(StandardCount(**(usual | JANUARY | stated)), BY)


def test_a_count_is_of_local_days_and_says_only_what_is_known() -> None:
    said = counted(channel=events.CHANNEL_ONLINE, assisted=False)
    assert (said.count, said.n, said.field) == (name_of("counts", "old", "1"), LARGE, "justice")
    assert said.start_time.ToDatetime(UTC) == datetime(2024, 12, 31, 17, tzinfo=UTC)
    assert said.end_time.ToDatetime(UTC) == datetime(2025, 1, 31, 17, tzinfo=UTC)
    assert said.HasField("assisted")
    assert not any(map(said.HasField, ("level", "written_result", "electronic_result", "rating")))
    standard = met(volume=10, met=9, target_numerator=9, target_denominator=10)
    assert (standard.volume, standard.met, standard.target_denominator) == (10, 9, 10)
    assert met(volume=10, met=9, target_numerator=1, target_denominator=1).target_numerator == 1
    assert not met().HasField("volume")


@pytest.mark.parametrize(
    ("stated", "reason", "field"),
    [
        ({"n": -1}, "COUNTED_NEGATIVE", "n"),
        ({"n": LARGE + 1}, "COUNTED_TOO_MANY", "n"),
        ({"end_date": JANUARY["start_date"]}, "PERIOD_EMPTY", "end_date"),
        ({"start_date": {"year": 1899, "month": 12, "day": 31}}, "PERIOD_NOT_OVER", "start_date"),
        ({"start_date": {"year": 1, "month": 1, "day": 1}}, "PERIOD_NOT_OVER", "start_date"),
        ({"end_date": {"year": 9999, "month": 12, "day": 31}}, "PERIOD_NOT_OVER", "end_date"),
        ({"end_date": {"year": 2026, "month": 11, "day": 22}}, "PERIOD_NOT_OVER", "end_date"),
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
        ({"volume": LARGE + 1}, "COUNTED_TOO_MANY", "volume"),
        ({"met": LARGE + 1}, "COUNTED_TOO_MANY", "met"),
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


def test_every_field_at_fault_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        counted(n=-1, level=9, rating=9, end_date=JANUARY["start_date"])
    found = (refused.value, *refused.value.also)
    assert {each.field for each in found} == {"end_date", "n", "level", "rating"}


def test_more_met_than_there_were_is_recorded_for_the_indicator_to_exclude() -> None:
    said = met(volume=3, met=4)
    assert (said.volume, said.met) == (3, 4)


def test_the_day_that_is_not_over_can_be_counted_and_the_next_cannot() -> None:
    today = {"start_date": {"year": 2026, "month": 11, "day": 20}}
    assert counted(**today, end_date={"year": 2026, "month": 11, "day": 21}).n == LARGE


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
            items(parts=[{"n": 1, "channel": 2}])[1],
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


def test_a_mark_is_taken_off_once_and_comes_again() -> None:
    series = SERIES.fold(Series(), record(Series(), counted(), at=NOW))
    asked: dict[str, Any] = {"name": counted().count, "at": NOW, "catalog_position": 5}
    assert end_overlap(series, **asked) == []
    series = SERIES.fold(series, overlap(series, dossier="dossiers/d", **asked))
    (ended,) = end_overlap(series, **asked)
    assert ended.subject == "motcua.submissions.CountOverlapEnded.U"
    series = SERIES.fold(series, [ended])
    assert end_overlap(series, **asked) == []
    assert len(overlap(series, dossier="dossiers/e", **asked)) == 1
