"""Asking for figures and names on behalf of one page: everything as known at one pair of positions.

Promises what the services answer, unchanged. Must not compute a rate.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1.events_pb2 import Filter, Rate, StreamPosition
from services.pages.questions import STREAMS, Filters, Known, Question
from services.pages.services import Client

FAR_DAY = (date(1900, 1, 1), date(1900, 1, 2))
ANY = "online_handling"  # which definition is asked to learn where the streams stand
PAGE, BATCH, REMEMBERED = 1000, 500, 50_000
FRESH = 60.0  # seconds for which names as known now are remembered
BREAKDOWNS = {
    "month": metrics.BREAKDOWN_MONTH,
    "unit": metrics.BREAKDOWN_UNIT,
    "service": metrics.BREAKDOWN_SERVICE,
}


def day(of: date) -> Date:
    """As the contract has it."""
    return Date(year=of.year, month=of.month, day=of.day)


def timestamp(at: datetime) -> Timestamp:
    """As the contract has it."""
    found = Timestamp()
    found.FromDatetime(at.astimezone(UTC))
    return found


def resource(collection: str, name: str) -> str:
    """`units/{id}` of an id; nothing of nothing."""
    return f"{collection}/{name}" if name else ""


def request_of(question: Question) -> metrics.GetRateRequest:
    """The question as GetRate takes it."""
    request = metrics.GetRateRequest(
        definition=question.definition,
        version=question.version,
        unit=resource("units", question.unit),
        service=resource("services", question.service),
        alone=question.alone,
        as_known=positions(question.known),
        filters=filters(question.filters),
    )
    if question.period:
        request.start_date.CopyFrom(day(question.period[0]))
        request.end_date.CopyFrom(day(question.period[1]))
    if question.as_of:
        request.as_of.CopyFrom(timestamp(question.as_of))
    if question.units_at:
        request.units_time.CopyFrom(timestamp(question.units_at))
    if question.known_time and not question.known:
        request.as_known_time.CopyFrom(timestamp(question.known_time))
    return request


def filters(of: Filters) -> list[Filter]:
    """As the contract has them."""
    return [Filter(dimension=name, values=values) for name, values in of]


def positions(known: Known) -> list[StreamPosition]:
    """As the contract has them."""
    return [StreamPosition(stream=name, position=at) for name, at in known]


def known_of(rate: Rate) -> Known:
    """The positions of a receipt, in our order."""
    found = {each.stream: each.position for each in rate.receipt.positions}
    return tuple((name, found.get(name, 0)) for name in STREAMS)


class Reading:
    """What one page reads. Positions that the visitor does not name are those of the first answer,
    so that all figures of a page belong together.
    """

    def __init__(self, client: Client, known: Known, at: datetime | None = None) -> None:
        self.client = client
        self.known = known
        self.at = at

    async def settle(self, unit: str = "") -> None:
        """Learn where the streams stand, or stood at the moment that was named."""
        if not self.known:
            question = Question(ANY, unit=unit, period=FAR_DAY, known_time=self.at)
            self.known = known_of(await self.rate(question))

    async def rate(self, question: Question) -> Rate:
        """One figure."""
        request = request_of(question.at(known=question.known or self.known))
        return await self.client.call(self.client.services.metrics.GetRate, request)

    async def rates(self, question: Question, by: str, *, subtrees: bool = False) -> list[Rate]:
        """Every rate of a breakdown, page after page."""
        request = metrics.ListRatesRequest(
            definition=question.definition,
            version=question.version,
            unit=resource("units", question.unit),
            service=resource("services", question.service),
            breakdown=BREAKDOWNS[by],
            as_known=positions(question.known or self.known),
            subtrees=subtrees,
            filters=filters(question.filters),
            page_size=PAGE,
        )
        if question.units_at:
            request.units_time.CopyFrom(timestamp(question.units_at))
        if question.period:
            request.start_date.CopyFrom(day(question.period[0]))
            request.end_date.CopyFrom(day(question.period[1]))
        found: list[Rate] = []
        while True:
            reply = await self.client.call(self.client.services.metrics.ListRates, request)
            found += reply.rates
            request.page_token = reply.next_page_token
            if not request.page_token:
                return found

    async def definitions(self) -> dict[str, contract.Definition]:
        """What is answered, by `id@version`, and the newest of each also by its id."""
        method = self.client.services.definitions.ListDefinitions
        reply = await self.client.call(method, contract.ListDefinitionsRequest())
        ordered = sorted(reply.definitions, key=lambda each: int(each.version))
        named = {f"{each.id}@{each.version}": each for each in ordered}
        return {**named, **{each.id: each for each in ordered}}

    async def names(
        self, units: Iterable[str] = (), services: Iterable[str] = ()
    ) -> dict[str, Any]:
        """What units and services are called, by resource name: texts of the catalogue."""
        at = dict(self.known).get("catalog", 0)
        found = await asyncio.gather(
            called(self.client, "units", units, at), called(self.client, "services", services, at)
        )
        return {**found[0], **found[1]}

    async def kinds(self, units: Iterable[str]) -> dict[str, str]:
        """What kinds units are of, by resource name; those that the catalogue has."""
        at = dict(self.known).get("catalog", 0)
        found = await resources(self.client, "units", units, at)
        return {name: each.kind for name, each in found.items()}


# Names as known at a position never change, so all visitors share them. Those of now have the
# minute in which they were read in the place of the position, below 0.
NAMES: "OrderedDict[tuple[int, str], Named]" = OrderedDict()


class Named(NamedTuple):
    """What a unit or service is called, and of which kind a unit is."""

    display_name: Any
    kind: str


async def called(client: Client, kind: str, names: Iterable[str], at: int) -> dict[str, Any]:
    """The display names of resources; one that there is not is left out."""
    found = await resources(client, kind, names, at)
    return {name: each.display_name for name, each in found.items()}


async def resources(client: Client, kind: str, names: Iterable[str], at: int) -> dict[str, Named]:
    """What is remembered of resources, once it was asked for."""
    wanted = [name for name in dict.fromkeys(names) if name]
    key = at or -1 - int(time.monotonic() // FRESH)
    missing = [name for name in wanted if (key, name) not in NAMES]
    batches = [missing[n : n + BATCH] for n in range(0, len(missing), BATCH)]
    for found in await asyncio.gather(*(batch_of(client, kind, each, at) for each in batches)):
        for each in found:
            NAMES[key, each.name] = Named(each.display_name, getattr(each, "kind", ""))
    while len(NAMES) > REMEMBERED:
        NAMES.popitem(last=False)
    return {name: NAMES[key, name] for name in wanted if (key, name) in NAMES}


async def batch_of(client: Client, kind: str, names: Sequence[str], at: int) -> Sequence[Any]:
    """Units or services as known at a position."""
    services = client.services.catalog
    if kind == "units":
        units = await client.call(
            services.BatchGetUnits, catalog.BatchGetUnitsRequest(names=names, as_known=at)
        )
        return units.units
    found = await client.call(
        services.BatchGetServices, catalog.BatchGetServicesRequest(names=names, as_known=at)
    )
    return found.services
