"""A figure from counts: identities, the one division, and values that are not there.

Must not need a database.
"""

from bisect import bisect_left as bisect
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import ValueState
from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR, UNKNOWN
from services.metrics.domain.figures import (
    Count,
    Figure,
    InconsistentFigureError,
    Positions,
    Question,
    Scope,
    check_items,
    figure,
)
from services.metrics.domain.histograms import bounds_of, buckets, percentile
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.percentages import percent
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.receipts import rate
from tests.metrics.shipped import find

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
LATER = datetime(2026, 11, 21, tzinfo=UTC)


def of(*counts: Count, covered: bool = True, now: datetime = LATER) -> Figure:
    question = Question(find("online_handling"), Scope(), MARCH, midnight(MARCH.end))
    return figure(question, counts, positions=Positions(1, 2), digest="", covered=covered, now=now)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1, 3, "33.3"), (2, 3, "66.7"), (1901, 2000, "95.1"), (1899, 2000, "95.0"),
        (1, 2000, "0.1"), (1, 3000, "0.1"), (0, 7, "0.0"),
        (2999, 3000, "99.9"), (1999, 2000, "99.9"), (3000, 3000, "100.0"), (1, 2**40, "0.1"),
        (2**40 - 1, 2**40, "99.9"), (9994, 10000, "99.9"), (6, 10000, "0.1"), (7, 7, "100.0"),
        (1250, 1434, "87.2"), (852, 1212, "70.3"), (2**40, 2**41, "50.0"),
    ],
)  # fmt: skip
def test_percent_is_rounded_half_up_by_integers_and_only_all_is_100_and_only_none_is_0(
    part: int, whole: int, shown: str
) -> None:
    assert percent(part, whole) == shown


def test_nothing_in_the_denominator_is_no_value_and_neither_0_nor_100() -> None:
    for state, found in (
        (ValueState.VALUE_STATE_EMPTY, of(Count(EXCLUDED, "level_unknown", 5, 0))),
        (ValueState.VALUE_STATE_EMPTY, of()),
        (ValueState.VALUE_STATE_NO_DATA, of(covered=False)),
    ):
        reply = rate(found)
        assert reply.state == state
        assert (reply.percent, reply.percent_low, reply.percent_high) == ("", "", "")


def test_none_of_some_is_a_value() -> None:
    reply = rate(of(Count(DENOMINATOR, "", 5, 0)))
    assert (reply.state, reply.percent) == (ValueState.VALUE_STATE_KNOWN, "0.0")


def test_bounds_come_from_the_unknown() -> None:
    reply = rate(
        of(Count(NUMERATOR, "", 5, 1), Count(DENOMINATOR, "", 3, 0), Count(UNKNOWN, "", 2, 0))
    )
    assert (reply.percent, reply.percent_low, reply.percent_high) == ("50.0", "50.0", "70.0")
    assert reply.receipt.denominator == 10


def test_assisted_are_those_of_the_denominator() -> None:
    places = [(NUMERATOR, ""), (DENOMINATOR, ""), (UNKNOWN, ""), (EXCLUDED, "level_unknown")]
    found = of(*(Count(*each, 50, 10**n) for n, each in enumerate(places)))
    assert found.assisted == 111


def test_sums_beyond_32_bits() -> None:
    found = of(Count(NUMERATOR, "", 2**33, 0), Count(DENOMINATOR, "", 2**33, 0))
    assert rate(found).receipt.denominator == 2**34


COUNTS = st.lists(
    st.builds(
        Count,
        st.sampled_from([NUMERATOR, DENOMINATOR, EXCLUDED, UNKNOWN]),
        st.sampled_from(["", "no_due", "level_unknown"]),
        st.integers(0, 10**12),
        st.just(0),
    )
)


@given(COUNTS)
def test_considered_is_denominator_and_excluded(counts: list[Count]) -> None:
    receipt = rate(of(*counts)).receipt
    assert receipt.considered == receipt.denominator + sum(e.count for e in receipt.excluded)
    assert receipt.numerator + receipt.unknown <= receipt.denominator
    assert receipt.considered == sum(count.n for count in counts)


def test_a_period_that_is_not_over_is_provisional() -> None:
    assert of(now=midnight(date(2026, 3, 31))).provisional
    assert not of(now=midnight(date(2026, 4, 1))).provisional


def test_the_newest_version_answers_where_none_is_named() -> None:
    first = find("online_handling", 1)
    newer = replace(first, version=2)
    of = Definitions([newer, first])
    assert of.find("online_handling") is of.find("online_handling", 2) is newer
    assert of.find("online_handling", 1) is first


def histogram(**values: int) -> Figure:
    """Of handling times: how many up to which minute, `inf` for the last bucket."""
    question = Question(find("handling_time.ended"), Scope(), MARCH, midnight(MARCH.end))
    counts = [Count(NUMERATOR, bound.strip("_"), n, 0) for bound, n in values.items()]
    unknown = Count(UNKNOWN, "", 2, 0)
    return figure(
        question, [*counts, unknown], positions=Positions(1, 2), digest="", covered=True, now=LATER
    )


def test_a_histogram_has_all_its_buckets_and_percentiles_and_no_percentage() -> None:
    reply = rate(histogram(_30=5, _480=4, inf=1))
    receipt = reply.receipt
    assert (receipt.numerator, receipt.denominator, receipt.unknown) == (10, 12, 2)
    assert (len(receipt.buckets), receipt.buckets[0].up_to, receipt.buckets[0].count) == (14, 30, 5)
    assert not receipt.buckets[-1].HasField("up_to")
    assert receipt.buckets[-1].count == 1
    median, ninetieth = reply.percentiles
    assert (median.rank, median.HasField("above"), median.up_to) == (50, False, 30)
    assert (ninetieth.rank, ninetieth.above, ninetieth.up_to) == (90, 240, 480)
    assert (reply.percent, reply.state) == ("", ValueState.VALUE_STATE_KNOWN)


def test_a_histogram_without_a_value_is_empty() -> None:
    reply = rate(histogram())
    assert (reply.state, len(reply.percentiles)) == (ValueState.VALUE_STATE_EMPTY, 0)
    assert (reply.receipt.denominator, reply.receipt.unknown) == (2, 2)


def test_a_percentile_is_the_bucket_of_the_nearest_rank() -> None:
    values = [3, 3, 7, 8, 11, 12, 12, 90]
    bounds = (5, 10, 20)
    names = bounds_of(bounds)
    found = buckets(bounds, [(names[bisect(bounds, value)], 1) for value in values])
    for rank in range(1, 101):
        value = sorted(values)[-(-rank * len(values) // 100) - 1]
        at = percentile(found, rank)
        assert at.above is None or at.above < value
        assert at.up_to is None or value <= at.up_to


def test_a_figure_is_provisional_while_an_item_can_still_come_above_the_line() -> None:
    assert of(Count(DENOMINATOR, "", 1, 0, can_still=True)).provisional
    assert of(Count(UNKNOWN, "", 1, 0, can_still=True)).provisional
    none = Count(DENOMINATOR, "", 0, 0, can_still=True)
    assert not of(Count(DENOMINATOR, "", 1, 0), none).provisional


@pytest.mark.parametrize(
    "counts",
    [
        [Count(9, "", 1, 0)],
        [Count(NUMERATOR, "", -1, 0), Count(DENOMINATOR, "", 2, 0)],
    ],
)
def test_numbers_that_contradict_one_another_are_told_to_nobody(counts: list[Count]) -> None:
    with pytest.raises(InconsistentFigureError):
        of(*counts)


def test_a_bucket_that_the_definition_does_not_have_is_told_to_nobody() -> None:
    with pytest.raises(InconsistentFigureError):
        histogram(_31=1)


def test_items_that_are_not_those_of_the_figure_are_an_error_of_ours() -> None:
    found = of(Count(NUMERATOR, "", 2, 0), Count(EXCLUDED, "no_due", 1, 0))
    items = {(NUMERATOR, ""): 2, (EXCLUDED, "no_due"): 1}
    check_items(found, items)
    for other in ({**items, (UNKNOWN, ""): 1}, {(NUMERATOR, ""): 2}, {**items, (NUMERATOR, ""): 1}):
        with pytest.raises(InconsistentFigureError):
            check_items(found, other)


@pytest.mark.parametrize(
    ("part", "whole", "options", "shown"),
    [
        (3_307_408, 3_311_866, {"decimals": 2}, "99.87"),
        (3_307_408, 3_311_866, {"decimals": 2, "rounding": "down"}, "99.86"),
        (1, 2, {"decimals": 0}, "50"),
        (1, 3_000_000, {"decimals": 3, "rounding": "down"}, "0.001"),
    ],
)
def test_a_definition_states_decimals_and_rounding(
    part: int, whole: int, options: dict[str, Any], shown: str
) -> None:
    assert percent(part, whole, **options) == shown
