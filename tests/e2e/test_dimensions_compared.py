"""Lists by dimensions in the second reading: a line that differs or is missing is named.

Must not need a stack: that both readings agree is shown by every test that verifies one.
"""

from __future__ import annotations

from motcua.metrics.v1.events_pb2 import FigureScope, Filter, Period, Rate, Receipt
from services.console.reading.comparison.dimension_comparison import (
    FILTERED,
    Listed,
    differences,
    one_of_each,
)
from services.console.reading.comparison.receipts import service_numbers
from tests.e2e.definitions import DEFINITIONS, ONLINE_HANDLING

MAY = Period(start={"year": 2026, "month": 5, "day": 1}, end={"year": 2026, "month": 6, "day": 1})


def rate(considered: int, **filtered: str) -> Rate:
    filters = [Filter(dimension=on, values=[value]) for on, value in filtered.items()]
    scope = FigureScope(filters=filters)
    return Rate(receipt=Receipt(period=MAY, scope=scope, considered=considered))


ONLINE_SHARE = next(each for each in DEFINITIONS if each.id == ONLINE_HANDLING)
ONLINE, POST, WHOLE = rate(3, channel="online"), rate(2, channel="post"), rate(5)


def differing(lines: list[Rate], ours: list[Rate]) -> list[dict[str, tuple[object, object]]]:
    listed = Listed(FILTERED, ONLINE_SHARE, lines, WHOLE)
    found = differences(listed, [service_numbers(each.receipt) for each in ours])
    return [dict(each.numbers) for each in found]


def test_equal_lists_differ_in_nothing() -> None:
    assert differing([ONLINE, POST], [ONLINE, POST, WHOLE]) == []


def test_a_line_that_differs_is_named_with_its_value() -> None:
    assert differing([ONLINE, rate(1, channel="post")], [ONLINE, POST, WHOLE]) == [
        {"online_handling@1 channel=post considered": (2, 1)}
    ]


def test_a_missing_line_is_seen_by_what_all_come_to() -> None:
    assert differing([ONLINE], [ONLINE, WHOLE]) == [
        {"online_handling@1 considered by all lines": (5, 3)}
    ]


def test_each_kind_of_item_is_divided_once() -> None:
    chosen = one_of_each(DEFINITIONS)
    assert len({each.kind for each in chosen}) == len(chosen) > 1
