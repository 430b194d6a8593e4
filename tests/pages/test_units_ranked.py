"""Units are ranked among those of their kind; those with one share have one rank.

No stack: rates are given.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import FigureScope, Rate, Receipt
from services.pages.views.ranking import ranks

COUNTS = st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda each: each[0] <= each[1])


def rate(unit: str, numerator: int, denominator: int) -> Rate:
    """As the service answers it: without a share where nothing is counted."""
    receipt = Receipt(scope=FigureScope(unit=unit), numerator=numerator, denominator=denominator)
    return Rate(receipt=receipt, percent="1" if denominator else "")


def test_ties_share_a_rank_and_the_next_one_is_left_out() -> None:
    shares = {"a": (9, 10), "b": (4, 5), "c": (8, 10), "d": (7, 10), "e": (0, 0)}
    assert ranks([rate(unit, *counts) for unit, counts in shares.items()]) == {
        "a": 1, "b": 2, "c": 2, "d": 4,
    }  # fmt: skip


@given(st.lists(COUNTS, max_size=12))
def test_a_rank_is_one_more_than_how_many_have_a_higher_share(
    counts: list[tuple[int, int]],
) -> None:
    found = ranks([rate(str(n), *each) for n, each in enumerate(counts)])
    shares = {str(n): Fraction(*each) for n, each in enumerate(counts) if each[1]}
    assert found == {
        unit: 1 + sum(other > share for other in shares.values()) for unit, share in shares.items()
    }
