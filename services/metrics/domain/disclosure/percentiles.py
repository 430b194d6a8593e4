"""Percentiles of a figure that is shown, where they would tell of few items in its buckets.

Example: of 5 dossiers of ward A the median is up to 30 minutes and the ninth decile above, of 19 of
the city both are up to 30; so 1 or 2 of the ward took longer, and of the city 1 at most. Promises
to keep back both where a bound of one has 1 to 4 items on a side of it. Must not hide the figure.
"""

from motcua.metrics.v1.events_pb2 import Rate
from services.metrics.domain.disclosure.small import SMALL


def keep_back_few(rate: Rate) -> None:
    """Take the percentiles out of a rate where they tell of few; its buckets stay, for staff."""
    if any(tells_few(rate, bound) for bound in bounds(rate)):
        rate.ClearField("percentiles")


def bounds(rate: Rate) -> set[int]:
    """Between which the percentiles lie."""
    return {
        getattr(each, name)
        for each in rate.percentiles
        for name in ("above", "up_to")
        if each.HasField(name)
    }


def tells_few(rate: Rate, bound: int) -> bool:
    """Whether few have a value up to a bound, or above it."""
    receipt = rate.receipt
    below = sum(
        each.count for each in receipt.buckets if each.HasField("up_to") and each.up_to <= bound
    )
    return below in SMALL or receipt.numerator - below in SMALL
