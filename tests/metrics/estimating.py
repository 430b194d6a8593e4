"""Questions about estimates, asked of the service and of the console's second reading alike.

Promises that both give the same. Must not assert what they give.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from google.type.date_pb2 import Date

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1.estimates_pb2 import EstimatedRate, EstimateRateRequest
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from motcua.submissions.v1.events_pb2 import Channel
from services.console.reading.comparison.estimate_check import named
from services.console.reading.figures.estimates import estimated, stated
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import answered_question
from services.metrics.api.estimates import EstimateMethods
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.periods import midnight
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.naive_shares import Divided
from tests.metrics.reformed_city import CITY, LATER, NOW, REFORM, city
from tests.metrics.shipped import find
from tests.metrics.test_kinds_verified import read_again
from tests.metrics.test_questions_asked import Standing, as_known

ALL = "online_handling.all"
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))
QUARTER = (date(2026, 4, 1), date(2026, 7, 1))
CHANNELS = {
    Channel.CHANNEL_ONLINE: "numerator",
    Channel.CHANNEL_IN_PERSON: "denominator",
    Channel.CHANNEL_UNKNOWN: "unknown",
}


class Fact(NamedTuple):
    """A counted fact as it was stated."""

    number: int
    unit: str
    n: int
    channel: Channel
    period: tuple[date, date]
    assisted: bool


def happened(step: Divided, since: datetime = REFORM) -> Any:
    """A split with the shares that are stated, or a merger."""
    at = given.timestamp(since)
    if len(step.shares) == 1:
        return catalog.UnitMerged(unit=step.unit, into=next(iter(step.shares)), effective_time=at)
    parts = [
        catalog.Successor(
            unit=unit,
            share=catalog.Share(numerator=share.numerator, denominator=share.denominator)
            if share
            else None,
        )
        for unit, share in step.shares.items()
    ]
    return catalog.UnitSplit(unit=step.unit, effective_time=at, parts=parts)


def message(fact: Fact) -> Any:
    start, end = map(midnight, fact.period)
    return given_items.count(
        fact.number, fact.n, start=start, end=end, unit=fact.unit, channel=fact.channel,
        assisted=fact.assisted,
    )  # fmt: skip


async def opened(fed: Fed) -> EstimateMethods:
    """A city of two districts and eight wards."""
    await fed.learn(*(each for each in city() if getattr(each, "unit", "") != CITY))
    return methods(fed)


def methods(fed: Fed) -> EstimateMethods:
    ends = {
        "catalog": Standing(10**6, end=10**6),
        "submissions": Standing(10**6, end=10**6),
    }
    return EstimateMethods(fed.reader, as_known(fed, ends))


async def tell(fed: Fed, steps: list[Divided], facts: list[Fact]) -> None:
    later = len(steps) // 2
    for n, step in enumerate(steps):
        await fed.learn(happened(step, LATER if n >= later else REFORM))
    records = [given.recorded(n, message(fact), version=1) for n, fact in enumerate(facts, 1)]
    await fed.apply(records)


def asking(unit: str = "", *, of: str = ALL, **more: Any) -> EstimateRateRequest:
    period = more.pop("period", YEAR)
    start, end = (Date(year=day.year, month=day.month, day=day.day) for day in period)
    asked = {"units_time": given.timestamp(NOW), "start_date": start, "end_date": end} | more
    return EstimateRateRequest(rate=GetRateRequest(definition=of, unit=unit, **asked))


async def told(fed: Fed, unit: str = "", **more: Any) -> EstimatedRate:
    """As the service answers, and as the second reading computes the same."""
    answer = await methods(fed).EstimateRate(asking(unit, **more), None)
    definition = interpreted([definition_message(find(answer.receipt.definition))])[0][0]
    question = answered_question(named(answer.receipt), definition)
    assert estimated(read_again(fed), question) == stated(answer.receipt)
    return answer


def number(stated: Any) -> Fraction:
    return Fraction(stated.numerator, stated.denominator)
