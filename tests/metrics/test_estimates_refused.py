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
from tests.metrics.estimating import QUARTER, Fact, asking, happened, number, opened, tell
from tests.metrics.naive_shares import Divided
from tests.metrics.reformed_city import CITY, D1, D2, REFORM, WARDS

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


async def test_an_unknown_unit_and_an_unknown_service_are_told_together(
    estimates: EstimateMethods,
) -> None:
    with pytest.raises(Refusal) as refused:
        await estimates.EstimateRate(asking("units/nowhere", service="services/none"), None)
    also = [(each.reason.code, each.field) for each in refused.value.also]
    assert (refused.value.field, also) == ("rate.unit", [("SERVICE_UNKNOWN", "rate.service")])


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


async def test_a_split_that_is_to_come_gives_nobody_an_estimate_before(
    fed: Fed, estimates: EstimateMethods
) -> None:
    year = utc_now().year
    shares = {W2: Fraction(1, 3), W3: Fraction(2, 3)}
    fact = Fact(1, W1, 100, Channel.CHANNEL_ONLINE, QUARTER, assisted=False)
    await tell(fed, [], [fact])
    await fed.learn(happened(Divided(W1, shares), datetime(year + 2, 1, 1, tzinfo=UTC)))
    asked = asking(W2, units_time=given.timestamp(datetime(year + 3, 1, 1, tzinfo=UTC)))
    with leading(fed, W2), pytest.raises(Refusal) as refused:
        await estimates.EstimateRate(asked, None)
    assert (refused.value.reason.code, refused.value.field) == ("NOT_PERMITTED", "rate.units_time")
    with leading(fed, CITY):
        assert number((await estimates.EstimateRate(asked, None)).receipt.considered) == Fraction(
            100, 3
        )


async def test_a_successor_reads_its_part_of_a_unit_that_was_split(
    fed: Fed, estimates: EstimateMethods
) -> None:
    shares = {W2: Fraction(1, 4), W3: Fraction(3, 4)}
    fact = Fact(1, W1, 100, Channel.CHANNEL_ONLINE, QUARTER, assisted=False)
    await tell(fed, [Divided(W1, shares)], [fact])
    with leading(fed, W2):
        found = await estimates.EstimateRate(asking(W2), None)
    assert number(found.receipt.considered) == 25
