"""Asking the metrics service: lists over all their pages, single rates, the items behind one.

Promises whole answers. Must not compute a rate.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1.estimates_pb2 import EstimatedRate
from services.console.instants import from_date, to_date
from services.console.outcome import Unreadable, spoken
from services.console.portal.client import Portal
from services.console.portal.enums import code
from services.console.portal.lists import pages

PAGE = 1000
ROLE = "inspector"
NOW: Mapping[str, Any] = MappingProxyType({})  # what is known, as fields of a request: all
FAR_DAY = (date(1900, 1, 1), date(1900, 1, 2))
TIMES = {
    "month": api.BREAKDOWN_MONTH,
    "quarter": api.BREAKDOWN_QUARTER,
    "year": api.BREAKDOWN_YEAR,
    "close": api.BREAKDOWN_CLOSE,
}
PROVENANCE = {  # on whose word items rest
    "corrected": api.BREAKDOWN_CORRECTED,
    "due": api.BREAKDOWN_DUE,
    "withdrawn": api.BREAKDOWN_WITHDRAWN,
    "transferred": api.BREAKDOWN_TRANSFERRED,
}
DIMENSIONS = {
    "channel": api.BREAKDOWN_CHANNEL,
    "level": api.BREAKDOWN_LEVEL,
    "extent": api.BREAKDOWN_EXTENT,
    "assisted": api.BREAKDOWN_ASSISTED,
    "field": api.BREAKDOWN_FIELD,
    "officer": api.BREAKDOWN_OFFICER,
    **PROVENANCE,
}
BREAKDOWNS = {
    **TIMES,
    "unit": api.BREAKDOWN_UNIT,
    "service": api.BREAKDOWN_SERVICE,
    **DIMENSIONS,
}


async def definitions(portal: Portal) -> list[contract.Definition]:
    """Everything that is defined."""
    reply = await portal.call(
        portal.definitions.ListDefinitions, contract.ListDefinitionsRequest(), role=ROLE
    )
    return list(reply.definitions)


async def facts_of(portal: Portal, kind: str) -> list[contract.Fact]:
    """The facts of a kind of item, in words."""
    reply = await portal.call(
        portal.definitions.ListFacts, contract.ListFactsRequest(kind=kind), role=ROLE
    )
    return list(reply.facts)


async def rates_and_whole(
    portal: Portal,
    definition: str,
    *,
    by: str,
    version: int = 0,
    unit: str = "",
    service: str = "",
    period: tuple[date, date] | None = None,
    at_least: Mapping[str, int] | None = None,
    subtrees: bool = False,
    known: Mapping[str, Any] = NOW,
    **more: Any,
) -> tuple[list[figures.Rate], figures.Rate | None]:
    """Every rate of a breakdown, and the rate that they add up to, if they do; without a period,
    over all months that have an item. `subtrees`: of units with all below them. `known`: what was
    known, and `more`, as fields of the request.
    """
    request = api.ListRatesRequest(
        definition=definition,
        version=version,
        unit=unit,
        service=service,
        breakdown=BREAKDOWNS[by],
        at_least=positions(at_least or {}),
        subtrees=subtrees,
        page_size=PAGE,
        **known,
        **more,
    )
    if period:
        request.start_date.CopyFrom(to_date(period[0]))
        request.end_date.CopyFrom(to_date(period[1]))
    reply, found = api.ListRatesResponse(), list[figures.Rate]()
    async for reply in pages(portal, portal.metrics.ListRates, request, role=ROLE):
        found += reply.rates
    return found, reply.whole if reply.HasField("whole") else None


async def list_rates(portal: Portal, definition: str, **asked: Any) -> list[figures.Rate]:
    """Every rate of a breakdown alone."""
    return (await rates_and_whole(portal, definition, **asked))[0]


async def get_rate(portal: Portal, request: api.GetRateRequest) -> figures.Rate:
    """One rate."""
    return await portal.call(portal.metrics.GetRate, request, role=ROLE)


async def explain(
    portal: Portal, request: api.GetRateRequest
) -> AsyncIterator[api.ExplainRateResponse]:
    """The rate, then every item behind it."""
    question = api.ExplainRateRequest(rate=request)
    async for reply in portal.stream(portal.metrics.ExplainRate, question, role=ROLE):
        yield reply


def one_rate(
    definition: str,
    period: tuple[date, date],
    *,
    version: int = 0,
    unit: str = "",
    service: str = "",
    filters: Sequence[figures.Filter] = (),
    as_known: Mapping[str, int] | None = None,
    at_least: Mapping[str, int] | None = None,
) -> api.GetRateRequest:
    """The question for one rate."""
    return api.GetRateRequest(
        definition=definition,
        version=version,
        unit=unit,
        service=service,
        filters=filters,
        start_date=to_date(period[0]),
        end_date=to_date(period[1]),
        as_known=positions(as_known or {}),
        at_least=positions(at_least or {}),
    )


async def standing(portal: Portal) -> dict[str, int]:
    """Up to where metrics has applied each stream, as any receipt tells."""
    return positions_of(await get_rate(portal, one_rate("online_handling", FAR_DAY)))


def known_at(at: Mapping[str, int]) -> dict[str, Any]:
    """What was known there, as fields of a request."""
    return {"as_known": positions(at)}


def positions(known: Mapping[str, int]) -> list[figures.StreamPosition]:
    """As the contract has them."""
    return [figures.StreamPosition(stream=name, position=at) for name, at in known.items()]


def positions_of(rate: figures.Rate | EstimatedRate) -> dict[str, int]:
    """By stream."""
    return {each.stream: each.position for each in rate.receipt.positions}


def period_of(rate: figures.Rate) -> tuple[date, date]:
    """The first local day, and the first after the period."""
    period = rate.receipt.period
    return from_date(period.start), from_date(period.end)


def span_of(rates: Iterable[figures.Rate]) -> tuple[date, date] | None:
    """From the first day to the last of all these rates."""
    periods = [period_of(rate) for rate in rates]
    if not periods:
        return None
    return min(start for start, _ in periods), max(end for _, end in periods)


def membership(item: api.Item) -> str:
    """The class as the digest spells it."""
    return code(figures.Membership, item.membership)


async def collect(
    portal: Portal, request: api.GetRateRequest, only: str | None = None
) -> tuple[figures.Rate, list[api.Item]]:
    """The rate, and its items of one class or of all."""
    rate, items = None, []
    async for part in explain(portal, request):
        if part.HasField("rate"):
            rate = part.rate
        elif only is None or membership(part.item) == only:
            items.append(part.item)
    if rate is None:
        raise Unreadable("ExplainRateResponse.rate", spoken("không có", "absent"))
    return rate, items
