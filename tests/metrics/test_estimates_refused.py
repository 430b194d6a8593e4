"""Estimates that are refused by name: of what has no counted facts, too fine a fraction, and units
that are no more the caller's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from motcua.metrics.v1.estimates_pb2 import EstimateRateRequest
from motcua.submissions.v1.events_pb2 import Channel
from services.chassis.errors import Refusal
from services.metrics.api.estimates import EstimateMethods
from services.metrics.queries.reader import utc_now
from tests.calling import calling
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.estimating import QUARTER, Fact, asking, opened, tell
from tests.metrics.naive_shares import Divided
from tests.metrics.reformed_city import D1, D2, REFORM, WARDS

W1, W2, W3 = WARDS[:3]


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling(unit="", within=lambda *_: True):
        yield


@pytest.fixture
async def estimates(fed: Fed) -> EstimateMethods:
    return await opened(fed)


@pytest.mark.parametrize(
    ("asked", "reason", "field"),
    [
        (asking(of="petition.on_time"), "ESTIMATES_OF_COUNTS_ONLY", "rate.definition"),
        (asking(of="standard.met"), "ESTIMATES_OF_COUNTS_ONLY", "rate.definition"),
        (asking(of="coverage.l3l4"), "ESTIMATES_OF_COUNTS_ONLY", "rate.definition"),
        (asking(units_time=None), "FIELD_REQUIRED", "rate.units_time"),
        (asking("units/nowhere"), "UNIT_UNKNOWN", "rate.unit"),
    ],
)
async def test_what_cannot_be_estimated_is_refused(
    estimates: EstimateMethods, asked: EstimateRateRequest, reason: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await estimates.EstimateRate(asked, None)
    assert (refused.value.reason.code, refused.value.field) == (reason, field)


async def test_a_fraction_of_more_than_63_bits_is_refused_by_name(
    fed: Fed, estimates: EstimateMethods
) -> None:
    shares = [Fraction(1, prime) for prime in (2**31 - 1, 2**61 - 1)]
    steps = [
        Divided(W1, {W2: shares[0], W3: 1 - shares[0]}),
        Divided(WARDS[3], {W2: shares[1], W3: 1 - shares[1]}),
    ]
    facts = [
        Fact(n, unit, 1, Channel.CHANNEL_ONLINE, QUARTER, assisted=False)
        for n, unit in enumerate((W1, WARDS[3]), 1)
    ]
    await tell(fed, steps, facts)
    with pytest.raises(Refusal) as refused:
        await estimates.EstimateRate(asking(W2), None)
    assert refused.value.reason.code == "ESTIMATE_TOO_FINE"


@contextmanager
def leading(fed: Fed, unit: str) -> Iterator[None]:
    def within(ancestor: str, under: str) -> bool:
        return fed.tree.within(ancestor, under, utc_now())

    with calling(unit=unit, within=within):
        yield


async def test_nobody_reads_on_of_a_unit_that_moved_away(
    fed: Fed, estimates: EstimateMethods
) -> None:
    await fed.learn(given.moved(W1, D2, REFORM))
    june = given.timestamp(datetime(2026, 6, 1, tzinfo=UTC))
    with leading(fed, D1), pytest.raises(Refusal) as refused:
        await estimates.EstimateRate(asking(D1, units_time=june), None)
    assert (refused.value.reason.code, refused.value.field) == ("NOT_PERMITTED", "rate.units_time")
