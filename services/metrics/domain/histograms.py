"""Histograms: how many items have a value in each bucket, and in which bucket a percentile lies.

Example: of 10 values, 7 up to 30 and 3 up to 60, the median is the fifth and lies in "up to 30",
the 90th percentile is the ninth and lies in "above 30, up to 60".
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

RANKS = (50, 90)
LAST = "inf"  # how an item's line names the bucket that has no upper bound


class Bucket(NamedTuple):
    """How many values lie at most at a bound and above the one before; None: there is no bound."""

    up_to: int | None
    n: int


class Percentile(NamedTuple):
    """Between which two bounds the value of a rank lies: above the first, at most the second."""

    rank: int
    above: int | None
    up_to: int | None


def bounds_of(bounds: Sequence[int]) -> tuple[str, ...]:
    """As items' lines name the buckets, in ascending order."""
    return (*map(str, bounds), LAST)


def buckets(bounds: Sequence[int], counted: Iterable[tuple[str, int]]) -> tuple[Bucket, ...]:
    """All buckets of a histogram, from how many items stand at which name."""
    sums: dict[str, int] = dict.fromkeys(bounds_of(bounds), 0)
    for name, n in counted:
        sums[name] = sums.get(name, 0) + n
    return tuple(
        Bucket(bound, sums[name])
        for bound, name in zip((*bounds, None), bounds_of(bounds), strict=True)
    )


def percentile(found: Sequence[Bucket], rank: int) -> Percentile:
    """By the nearest rank: the smallest bucket with rank/100 of all values at or below it."""
    whole = sum(bucket.n for bucket in found)
    below, above = 0, None
    for bucket in found:
        below += bucket.n
        if bucket.n and 100 * below >= rank * whole:
            return Percentile(rank, above, bucket.up_to)
        above = bucket.up_to
    raise ValueError("no item has a value")
