"""Printed numbers beside computed ones: the seeds' own figures, and any number against an oracle.

Promises decimals of the standard library as the oracle. Must not need a database.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import Bucket, Rate, Receipt, ValueState
from motcua.metrics.v1.statement_events_pb2 import AssertedFigure
from motcua.metrics.v1.statements_pb2 import AssertionComparison
from services.metrics.domain.comparing import compared

PERCENT = AssertedFigure.MEASURE_PERCENT
KNOWN = ValueState.VALUE_STATE_KNOWN


def rate(numerator: int, denominator: int, unknown: int = 0) -> Rate:
    receipt = Receipt(
        numerator=numerator, denominator=denominator, unknown=unknown, considered=denominator + 5
    )
    state = KNOWN if denominator else ValueState.VALUE_STATE_EMPTY
    return Rate(receipt=receipt, state=state)


def with_targets(
    value: str, of: Rate, measure: AssertedFigure.Measure = PERCENT
) -> tuple[str, str]:
    found = compared(AssertedFigure(value=value, measure=measure), of)
    assert found.rate == of
    name = AssertionComparison.Agreement.Name(found.agreement).removeprefix("AGREEMENT_")
    return name, found.difference


@pytest.mark.parametrize(
    ("value", "part", "whole", "unknown", "wanted"),
    [
        ("99.87", 3_307_408, 3_311_866, 0, ("HALF_UP", "0.00")),
        ("99.86", 3_307_408, 3_311_866, 0, ("DOWN", "0.01")),
        ("79.65", 1_448, 1_818, 0, ("HALF_UP", "0.00")),
        ("68.4", 13, 19, 0, ("HALF_UP", "0.0")),
        ("68", 13, 19, 0, ("HALF_UP", "0")),
        ("68.5", 13, 19, 0, ("DIFFERS", "-0.1")),
        ("95.1", 1_181, 1_991, 10, ("DIFFERS", "-35.8")),
        ("59.5", 1_181, 1_991, 10, ("WITHIN_BOUNDS", "-0.2")),
        ("100", 19, 19, 0, ("HALF_UP", "0")),
        ("100.1", 100, 100, 0, ("DIFFERS", "-0.1")),
        ("0", 0, 7, 0, ("HALF_UP", "0")),
    ],
)
def test_a_printed_rate_is_the_computed_one_or_says_how_far_it_is_off(
    value: str, part: int, whole: int, unknown: int, wanted: tuple[str, str]
) -> None:
    assert with_targets(value, rate(part, whole, unknown)) == wanted


def test_a_printed_number_of_items_is_compared_with_the_one_that_it_is_of() -> None:
    of = rate(60, 378, 3)
    assert with_targets("63", of, AssertedFigure.MEASURE_NUMERATOR) == ("WITHIN_BOUNDS", "-3")
    assert with_targets("60", of, AssertedFigure.MEASURE_NUMERATOR) == ("HALF_UP", "0")
    assert with_targets("378", of, AssertedFigure.MEASURE_DENOMINATOR) == ("HALF_UP", "0")
    assert with_targets("381", of, AssertedFigure.MEASURE_CONSIDERED) == ("DIFFERS", "2")
    assert with_targets("0", rate(0, 0), AssertedFigure.MEASURE_DENOMINATOR) == ("HALF_UP", "0")


def test_nothing_is_compared_with_no_value_and_with_a_histogram() -> None:
    histogram = Rate(receipt=Receipt(numerator=1, denominator=1, buckets=[Bucket(count=1)]))
    histogram.state = KNOWN
    hidden = Rate(state=ValueState.VALUE_STATE_SUPPRESSED)
    for of in (rate(0, 0), histogram, hidden):
        assert with_targets("95.1", of) == ("NOT_COMPARABLE", "")
    assert with_targets("9", hidden, AssertedFigure.MEASURE_NUMERATOR) == ("NOT_COMPARABLE", "")


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 4), st.integers(-3, 3))
def test_any_printed_rate_is_told_from_its_neighbours(
    part: int, whole: int, decimals: int, off: int
) -> None:
    part = min(part, whole)
    with localcontext() as context:
        context.prec = 60
        exact, unit = Decimal(100 * part) / whole, Decimal(1).scaleb(-decimals)
        up, down = (exact.quantize(unit, rounding=each) for each in (ROUND_HALF_UP, ROUND_DOWN))
        value = up + off * unit
        if value < 0:
            return
        wanted = "HALF_UP" if value == up else "DOWN" if value == down else "DIFFERS"
        found, difference = with_targets(f"{value:f}", rate(part, whole))
        assert found == wanted
        assert abs(Decimal(difference) - (exact - value)) <= unit / 2
