"""Totals with their parts: given what a source states, then what is counted, or why it is no total.

Promises the rules of `indicators.md`, last paragraph.
"""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from tests.submissions.test_counts import LARGE, items

ONLINE, IN_PERSON = events.CHANNEL_ONLINE, events.CHANNEL_IN_PERSON


def part(n: int, **known: Any) -> dict[str, Any]:
    return {"n": n, **known}


def shown(said: events.CountRecorded) -> tuple[int, int, bool]:
    return said.n, said.channel, said.residual


def test_what_parts_leave_is_counted_as_not_known() -> None:
    parts = [part(60, channel=ONLINE), part(30, channel=IN_PERSON)]
    counted = items(n=100, parts=parts, level=4)
    assert [shown(each) for each in counted] == [
        (60, ONLINE, False), (30, IN_PERSON, False), (10, 0, True),
    ]  # fmt: skip
    assert {each.level for each in counted} == {4}
    assert {each.origin.key for each in counted} == {"1"}
    assert len({each.count for each in counted}) == 3


def test_parts_that_are_the_total_leave_nothing() -> None:
    parts = [part(60, channel=ONLINE), part(40, channel=IN_PERSON)]
    assert [each.residual for each in items(n=100, parts=parts)] == [False, False]


def test_parts_of_the_largest_numbers_are_added_up_exactly() -> None:
    half = LARGE // 2
    parts = [part(half, channel=ONLINE), part(half - 1, channel=IN_PERSON)]
    *_, left = items(n=LARGE - 1, parts=[parts[0], part(half - 2, channel=IN_PERSON)])
    assert (left.n, left.residual) == (1, True)
    with pytest.raises(Refusal) as refused:
        items(n=LARGE - 2, parts=parts)
    assert refused.value.reason.code == "PARTS_ABOVE_TOTAL"


@pytest.mark.parametrize(
    ("stated", "reason", "field"),
    [
        ({"parts": [part(101, channel=1)]}, "PARTS_ABOVE_TOTAL", "n"),
        ({"parts": [part(-1, channel=1)]}, "COUNTED_NEGATIVE", "parts[0].n"),
        ({"parts": [part(1)]}, "COUNT_FACT_INVALID", "parts[0]"),
        ({"parts": [part(1, channel=1)], "channel": 1}, "COUNT_FACT_INVALID", "parts[0].channel"),
        ({"parts": [part(1, verdict=1)]}, "COUNT_FACT_INVALID", "parts[0].verdict"),
        ({"parts": [part(1, level=5)]}, "COUNT_FACT_INVALID", "parts[0].level"),
        ({"parts": [part(1, level=4), part(1, channel=1)]}, "PARTS_NOT_APART", "parts[1]"),
        ({"parts": [part(1, level=4), part(2, level=4)]}, "PARTS_NOT_APART", "parts[1]"),
        ({"parts": [part(0, level=4)] * 101}, "LIST_TOO_LONG", "parts"),
    ],
)
def test_what_is_no_part_is_refused(stated: Any, reason: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        items(n=100, **stated)
    assert (refused.value.reason.code, refused.value.field) == (reason, field)


@given(st.lists(st.integers(0, 10**8), max_size=5), st.integers(0, 10**9))
def test_what_is_counted_is_the_total(numbers: list[int], total: int) -> None:
    parts = [part(n, level=level) for level, n in enumerate(numbers)]
    if sum(numbers) > total:
        with pytest.raises(Refusal):
            items(n=total, parts=parts)
        return
    counted = items(n=total, parts=parts)
    assert sum(each.n for each in counted) == total
    assert len({each.count for each in counted}) == len(counted)
    assert all(one.n > 0 for one in counted if one.residual)
    assert not any(one.residual for one, _ in pairwise(counted))
