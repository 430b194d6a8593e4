"""Percentiles of a shown histogram bound how many are in its buckets: where these are few, a figure
is shown without them.

Buckets are given, then dossiers. Must not need NATS.
"""

from __future__ import annotations

from itertools import chain

import pytest

from motcua.metrics.v1.events_pb2 import Disclosure, Rate, Receipt
from services.metrics.api.publishing import Publishing
from services.metrics.domain import histograms
from services.metrics.domain.disclosure.percentiles import keep_back_few
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.test_figures_published import asking, publish, publishing

__all__ = ["publishing"]
BOUNDS = (30, 60, 120)
TIME = "handling_time.ended"


def histogram(*counts: int) -> Rate:
    """So many up to 30, 60 and 120 minutes, and above."""
    found = Rate(receipt=Receipt(numerator=sum(counts), denominator=sum(counts)))
    named = zip(histograms.bounds_of(BOUNDS), counts, strict=True)
    buckets = histograms.buckets(BOUNDS, named)
    for each in buckets:
        found.receipt.buckets.add(up_to=each.up_to, count=each.n)
    for rank in histograms.RANKS:
        found.percentiles.add(**histograms.percentile(buckets, rank)._asdict())
    return found


@pytest.mark.parametrize(
    ("counts", "few"),
    [
        ((5, 0, 0, 0), False),  # all are in the bucket, which the denominator says
        ((0, 0, 5, 0), False),
        ((0, 0, 0, 7), False),
        ((4, 1, 0, 0), True),  # the ninth decile is above 30: 1 or 2 are
        ((18, 1, 0, 0), True),  # 1 at most is above 30, of which a ward may have 1 at least
        ((14, 0, 0, 5), False),
        ((2, 30, 0, 0), True),
        ((30, 2, 30, 0), False),  # of 32 and 30 on both sides nobody knows how near they are
        ((5, 9, 40, 4), True),
    ],
)
def test_percentiles_are_kept_back_where_few_lie_on_a_side_of_their_bounds(
    counts: tuple[int, ...], *, few: bool
) -> None:
    rate = histogram(*counts)
    before = list(rate.percentiles)
    keep_back_few(rate)
    assert list(rate.percentiles) == ([] if few else before)
    assert sum(each.count for each in rate.receipt.buckets) == sum(counts)  # staff has these


async def finish(fed: Fed, *minutes: int, first: int, unit: str) -> None:
    """Dossiers of a unit end after so many working minutes each."""
    events = [
        (
            given.submitted(number, unit=unit),
            given.accepted(number, unit=unit),
            given.ended(number, unit=unit, working_minutes=each),
        )
        for number, each in enumerate(minutes, first)
    ]
    numbered = enumerate(chain.from_iterable(events), 3 * first - 2)
    await fed.apply([given.recorded(n, each, version=(n - 1) % 3 + 1) for n, each in numbered])


async def test_a_figure_is_shown_without_percentiles_that_tell_of_few(
    fed: Fed, publishing: Publishing
) -> None:
    """Of 5 dossiers of a ward 1 took longer, as of 19 with those of another ward: both tell."""
    await finish(fed, 20, 20, 20, 20, 50, first=1, unit=given.WARD)
    await finish(fed, *[20] * 14, first=6, unit=given.OTHER)
    [ward] = await publish(publishing, asking(TIME))
    [city] = await publish(publishing, asking(TIME, unit=""))
    [other] = await publish(publishing, asking(TIME, unit=given.OTHER))
    for each in (ward, city, other):
        assert each.disclosure == Disclosure.DISCLOSURE_SHOWN
    assert [each.rate.receipt.numerator for each in (ward, city, other)] == [5, 19, 14]
    assert [len(each.rate.percentiles) for each in (ward, city, other)] == [0, 0, 2]
    assert [each.count for each in ward.rate.receipt.buckets[:2]] == [4, 1]
