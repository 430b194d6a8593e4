"""Estimates: counted facts of split units by the shares of those after them, exact, and apart from
every rate.

Against an oracle that multiplies every fact by every way (`naive_shares.py`), and the console's
second reading of the same events (`estimating.py`).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest

from motcua.metrics.v1 import events_pb2 as figures
from motcua.submissions.v1.events_pb2 import Channel
from services.console.reading.comparison.estimate_check import compared
from services.console.reading.figures.items import interpreted
from services.metrics.api.estimates import EstimateMethods
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.queries.positions import NOW as CURRENT
from tests.calling import calling
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.estimating import (
    ALL,
    CHANNELS,
    FEBRUARY,
    QUARTER,
    YEAR,
    Fact,
    number,
    opened,
    tell,
    told,
)
from tests.metrics.naive_digest import naive_digest
from tests.metrics.naive_shares import Divided, needs, parts
from tests.metrics.reformed_city import CITY, D1, D2, NOW, PARENTS, REFORM, WARDS
from tests.metrics.shipped import find
from tests.metrics.test_kinds_verified import read_again

W1, W2, W3 = WARDS[:3]
THIRD = Fraction(1, 3)


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling(unit="", within=lambda *_: True):
        yield


@pytest.fixture
async def estimates(fed: Fed) -> EstimateMethods:
    return await opened(fed)


def below(unit: str) -> set[str]:
    found = {each for each in [CITY, *PARENTS] if unit in (each, PARENTS.get(each))}
    return {*WARDS, D1, D2, CITY} if unit == CITY else found


def expected(
    steps: list[Divided], facts: list[Fact], unit: str, *, alone: bool
) -> tuple[dict[str, Fraction], str]:
    """By class, and the digest; every fact by every way from its unit."""
    base = {unit} if alone else below(unit)
    sums = dict.fromkeys(("numerator", "denominator", "unknown"), Fraction(0))
    rows = []
    for fact in facts:
        for place, share in parts(fact.unit, steps).items():
            if not unit or place == unit or needs(place, steps) <= base:
                where, weight = CHANNELS[fact.channel], share * fact.n
                sums[where] += weight
                words = (where, "", f"{weight.numerator}/{weight.denominator}")
                part = f"{fact.period[0]}/{fact.period[1]}"
                name = given_items.count(fact.number, start=NOW, end=NOW).count
                rows.append((place, part, "count", name, *words))
    return sums, naive_digest(rows)


def drawn(random: Random) -> tuple[list[Divided], list[Fact]]:
    """Wards that are divided in two steps, some without shares, and counted facts of any unit."""
    steps, gone = [], set[str]()
    for unit in random.sample(WARDS, 5):
        rest = [each for each in WARDS if each not in gone and each != unit]
        to = random.sample(rest, random.choice((1, 2, 2, 3))) if len(rest) > 3 else []
        if not to:
            continue
        weights = [random.randint(1, 9) for _ in to]
        stated = len(to) == 1 or random.random() < 0.7
        shares = [Fraction(each, sum(weights)) if stated else None for each in weights]
        steps.append(Divided(unit, dict(zip(to, shares, strict=True))))
        gone.add(unit)
    facts = [
        Fact(
            n, random.choice([*WARDS, D1]), random.choice((1, 7, 100, 2**40)),
            random.choice([*CHANNELS]), random.choice((QUARTER, FEBRUARY)),
            random.random() < 0.3,
        )
        for n in range(1, 31)
    ]  # fmt: skip
    return steps, facts


@pytest.mark.parametrize("seed", range(4))
async def test_every_estimate_is_that_of_its_facts_by_every_way(
    fed: Fed, estimates: EstimateMethods, seed: int
) -> None:
    steps, facts = drawn(Random(seed))
    await tell(fed, steps, facts)
    for unit in ("", CITY, D1, D2, *WARDS):
        for alone in (False, True) if unit else (False,):
            receipt = (await told(fed, unit, alone=alone)).receipt
            sums, digest = expected(steps, facts, unit, alone=alone)
            assert number(receipt.numerator) == sums["numerator"]
            assert number(receipt.denominator) == sum(sums.values())
            assert number(receipt.considered) == sum(sums.values())
            assert number(receipt.unknown) == sums["unknown"]
            assert receipt.digest == digest


@pytest.mark.parametrize("seed", range(3))
async def test_what_falls_to_all_successors_is_the_whole_and_no_rate_moves(
    fed: Fed, estimates: EstimateMethods, seed: int
) -> None:
    steps, facts = drawn(Random(seed))
    await tell(fed, steps, facts)
    whole = (await told(fed)).receipt
    successors = sorted({each.successor for each in whole.shares})
    lines = [(await told(fed, each, alone=True)).receipt for each in successors]
    for name in ("numerator", "denominator", "considered", "assisted"):
        assert sum(number(getattr(line, name)) for line in lines) == number(getattr(whole, name))
    # The whole is what stands under split units in the rates, which no estimate touches.
    divided = {each.unit for each in whole.shares}
    exact = sum(fact.n for fact in facts if fact.unit in divided)
    assert number(whole.considered) == exact
    period = Period(*YEAR)
    city = Question(find(ALL), Scope(units_at=NOW), period, midnight(period.end))
    assert (await fed.reader.figure(city, CURRENT)).considered == sum(fact.n for fact in facts)
    for unit in WARDS:
        asked = city._replace(scope=Scope(unit, alone=True, units_at=NOW))
        found = await fed.reader.figure(asked, CURRENT)
        items = [each async for each in fed.reader.items(found)]
        assert found.considered == sum(each.weight for each in items)
        assert all(each.unit not in divided for each in items) or unit in {*divided} | {
            step.unit for step in steps
        }


SPLIT = Divided(W1, {W2: THIRD, W3: 2 * THIRD})


async def test_a_third_and_two_thirds_are_exact_beyond_32_bits(
    fed: Fed, estimates: EstimateMethods
) -> None:
    facts = [
        Fact(1, W1, 2**40, Channel.CHANNEL_ONLINE, QUARTER, assisted=True),
        Fact(2, W1, 50, Channel.CHANNEL_IN_PERSON, QUARTER, assisted=False),
        Fact(3, W2, 1000, Channel.CHANNEL_ONLINE, QUARTER, assisted=False),
    ]
    await tell(fed, [SPLIT], facts)
    answer = await told(fed, W2)
    receipt = answer.receipt
    assert (receipt.numerator.numerator, receipt.numerator.denominator) == (2**40, 3)
    assert number(receipt.denominator) == Fraction(2**40 + 50, 3)
    assert number(receipt.assisted) == Fraction(2**40, 3)
    assert (answer.state, answer.percent) == (figures.VALUE_STATE_KNOWN, "99.9")
    [share] = receipt.shares
    assert (share.unit, share.successor, number(share.share)) == (W1, W2, THIRD)
    assert receipt.scope.units_time == given.timestamp(NOW)
    # W2's own thousand is in its rate, and in no estimate.
    rate = Question(find(ALL), Scope(W2, units_at=NOW), Period(*YEAR), midnight(date(2027, 1, 1)))
    assert (await fed.reader.figure(rate, CURRENT)).considered == 1000


async def test_a_changed_receipt_differs_by_name(fed: Fed, estimates: EstimateMethods) -> None:
    fact = Fact(1, W1, 90, Channel.CHANNEL_ONLINE, QUARTER, assisted=False)
    await tell(fed, [SPLIT], [fact])
    receipt = (await told(fed, W2)).receipt
    definition = interpreted([definition_message(find(ALL))])[0][0]
    assert compared(read_again(fed), receipt, definition) == {}
    receipt.numerator.numerator = 31
    receipt.shares[0].share.denominator = 2
    assert compared(read_again(fed), receipt, definition) == {
        "numerator": ("30", "31"),
        "shares": (f"{W1} {W2} 1/3", f"{W1} {W2} 1/2"),
    }


async def test_what_the_period_cuts_stands_apart(fed: Fed, estimates: EstimateMethods) -> None:
    fact = Fact(1, W1, 90, Channel.CHANNEL_ONLINE, QUARTER, assisted=False)
    await tell(fed, [SPLIT], [fact])
    answer = await told(fed, W3, period=(date(2026, 5, 1), date(2026, 8, 1)))
    assert number(answer.receipt.considered) == 0
    assert number(answer.receipt.not_attributable) == 60
    assert answer.state == figures.VALUE_STATE_EMPTY


async def test_before_the_split_and_without_shares_there_is_no_estimate(
    fed: Fed, estimates: EstimateMethods
) -> None:
    fact = Fact(1, W1, 90, Channel.CHANNEL_ONLINE, QUARTER, assisted=False)
    await tell(fed, [Divided(W1, {W2: None, W3: None})], [fact])
    answer = await told(fed)
    assert (answer.state, len(answer.receipt.shares)) == (figures.VALUE_STATE_NO_DATA, 0)
    before = given.timestamp(REFORM - timedelta(days=30))
    assert not (await told(fed, units_time=before)).receipt.shares


async def test_filters_choose_facts_before_they_are_divided(
    fed: Fed, estimates: EstimateMethods
) -> None:
    facts = [
        Fact(1, W1, 30, Channel.CHANNEL_ONLINE, QUARTER, assisted=False),
        Fact(2, W1, 60, Channel.CHANNEL_IN_PERSON, QUARTER, assisted=False),
    ]
    await tell(fed, [SPLIT], facts)
    online = [figures.Filter(dimension="channel", values=["online"])]
    receipt = (await told(fed, W2, filters=online)).receipt
    assert (number(receipt.numerator), number(receipt.considered)) == (10, 10)
    assert number((await told(fed, W2, service="services/birth")).receipt.considered) == 30
