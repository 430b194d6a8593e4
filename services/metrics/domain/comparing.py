"""A printed number beside a computed one: whether it is that number, rounded as it was printed.

Promises exact fractions; a printed number is never computed with further than its difference.
"""

from fractions import Fraction
from math import floor
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Rate, ValueState
from motcua.metrics.v1.statement_events_pb2 import AssertedFigure
from motcua.metrics.v1.statements_pb2 import AssertionComparison

HALF_UP = AssertionComparison.AGREEMENT_HALF_UP
DOWN = AssertionComparison.AGREEMENT_DOWN
WITHIN_BOUNDS = AssertionComparison.AGREEMENT_WITHIN_BOUNDS
DIFFERS = AssertionComparison.AGREEMENT_DIFFERS
NOT_COMPARABLE = AssertionComparison.AGREEMENT_NOT_COMPARABLE
COUNTS = {
    AssertedFigure.MEASURE_NUMERATOR: "numerator",
    AssertedFigure.MEASURE_DENOMINATOR: "denominator",
    AssertedFigure.MEASURE_CONSIDERED: "considered",
}


class Bounds(NamedTuple):
    """What was computed: exactly, and at most where items are unknown."""

    low: Fraction
    high: Fraction


def compared(figure: AssertedFigure, rate: Rate) -> AssertionComparison:
    """A printed figure and a rate of the same unit and period."""
    bounds = computed(figure, rate)
    if bounds is None:
        return AssertionComparison(rate=rate, agreement=NOT_COMPARABLE)
    return AssertionComparison(
        rate=rate,
        agreement=agreement(figure.value, bounds),
        difference=difference(figure.value, bounds.low),
    )


def computed(figure: AssertedFigure, rate: Rate) -> Bounds | None:
    """What the printed number is to be; None where there is nothing."""
    receipt = rate.receipt
    name = COUNTS.get(figure.measure)
    if rate.state == ValueState.VALUE_STATE_SUPPRESSED or (
        name is None and (rate.state != ValueState.VALUE_STATE_KNOWN or receipt.buckets)
    ):
        return None
    if name:
        number = Fraction(getattr(receipt, name))
        unknown = receipt.unknown if name == "numerator" else 0
        return Bounds(number, number + unknown)
    low, high = (
        Fraction(100 * part, receipt.denominator)
        for part in (receipt.numerator, receipt.numerator + receipt.unknown)
    )
    return Bounds(low, high)


def agreement(value: str, bounds: Bounds) -> AssertionComparison.Agreement:
    """How the printed number compares with what was computed."""
    unit, printed = unit_of(value), Fraction(value)
    if floor(bounds.low / unit + Fraction(1, 2)) * unit == printed:
        return HALF_UP
    if floor(bounds.low / unit) * unit == printed:
        return DOWN
    return WITHIN_BOUNDS if bounds.low <= printed <= bounds.high else DIFFERS


def difference(value: str, number: Fraction) -> str:
    """Computed less printed, with the decimals of what was printed; half up, away from 0."""
    unit = unit_of(value)
    off = (number - Fraction(value)) / unit
    units = floor(abs(off) + Fraction(1, 2))
    decimals = decimals_of(value)
    whole, rest = divmod(units, 10**decimals)
    text = f"{whole}.{rest:0{decimals}}" if decimals else str(whole)
    return f"-{text}" if off < 0 and units else text


def unit_of(value: str) -> Fraction:
    """One of the last decimal."""
    return Fraction(1, 10 ** decimals_of(value))


def decimals_of(value: str) -> int:
    """How many decimals were printed."""
    return len(value.partition(".")[2])
