"""The metrics service over gRPC: a message becomes a question, its figure a message.

Promises that a question is refused with a reason before anything is read, and that positions asked
for are waited for, within bounds. Must not hold a rule of counting, nor SQL.
"""

# ruff: noqa: N802 — the contract names the methods

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from motcua.metrics.v1 import metrics_pb2 as messages
from motcua.metrics.v1.events_pb2 import Rate
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceServicer
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.metrics.api.as_known import AsKnown
from services.metrics.api.lists import first_page, must_fit, next_page, next_token
from services.metrics.api.lists import period as period_of
from services.metrics.api.reaching import (
    figure_within_reach,
    period_within_reach,
    within_reach,
)
from services.metrics.api.requests import defined, question, scope, stated_as_of
from services.metrics.domain.adding import Sums, check_sums
from services.metrics.domain.digest import LeafKey
from services.metrics.domain.figures import Figure, Question, check_items
from services.metrics.domain.periods import midnight
from services.metrics.queries.listing import TIMES, Listing
from services.metrics.queries.positions import Requested
from services.metrics.queries.reader import Reader


class Metrics(MetricsServiceServicer):
    """What the contract offers."""

    def __init__(self, reader: Reader, as_known: AsKnown) -> None:
        self._reader = reader
        self._definitions = reader.definitions
        self._as_known = as_known

    async def GetRate(self, request: messages.GetRateRequest, _context: Any) -> Rate:
        """One rate."""
        return await self._reader.targets.rate(await self.figure(request))

    async def ListRates(
        self, request: messages.ListRatesRequest, _context: Any
    ) -> messages.ListRatesResponse:
        """A page of rates; all pages of a list are known at the same positions."""
        size = size_of(request)
        await self._as_known.wait(request.at_least, "at_least")
        found = next_page(request, self._definitions) or await self._first(request)
        if found is None:
            return messages.ListRatesResponse()
        listing, before = found
        rows, after = await self._reader.page(listing, size)
        sums = before.plus(row.figure for row in rows)
        whole = await self._reader.whole(listing)
        if whole and not after:
            check_sums(sums, whole, by_time=not TIMES.isdisjoint(listing.breakdowns))
        token = next_token(request, listing._replace(after=after), sums) if after else ""
        answer = messages.ListRatesResponse(next_page_token=token)
        await self._reader.targets.write(answer.rates, [row.figure for row in rows])
        if whole:
            answer.whole.CopyFrom(await self._reader.targets.rate(whole))
        return answer

    async def ExplainRate(
        self, request: messages.ExplainRateRequest, _context: Any
    ) -> AsyncIterator[messages.ExplainRateResponse]:
        """The rate, then every item, as known at the positions of the receipt."""
        figure = await self.below(request.rate)
        yield messages.ExplainRateResponse(rate=await self._reader.targets.rate(figure))
        leaf = LeafKey(request.leaf.unit, request.leaf.part) if request.HasField("leaf") else None
        found: Counter[tuple[int, str]] = Counter()
        async for item in self._reader.items(figure, leaf):
            found[int(item.membership), item.reason] += item.weight
            yield messages.ExplainRateResponse(item=item)
        if leaf is None:
            check_items(figure, found)

    async def figure(self, request: messages.GetRateRequest) -> Figure:
        """The figure that a request asks for, at positions that the streams have reached."""
        wanted = question(request, self._definitions)
        known = await self._as_known.of(request)
        stated = stated_as_of(request)
        return await figure_within_reach(self._reader, wanted, known, stated=stated)

    async def below(self, request: messages.GetRateRequest) -> Figure:
        """The same, of a request that holds the question as its field `rate`."""
        try:
            return await self.figure(request)
        except Refusal as refusal:
            raise refusal.below("rate") if refusal.field else refusal from None

    async def _first(self, request: messages.ListRatesRequest) -> tuple[Listing, Sums] | None:
        """The first page fixes positions and period for all that follow; None: nothing to tell."""
        definition = defined(request, self._definitions)
        whole, period = scope(request, definition), period_of(request)
        must_fit(request, definition)
        known = await self._as_known.of(request)
        positions = await self._reader.current_positions(whole, known)
        if period is None:
            period = await period_within_reach(self._reader, definition, whole, positions)
        if period is None:
            return None
        wanted = Question(definition, whole, period, midnight(period.end))
        at = Requested(*positions)
        asked, _ = await within_reach(self._reader, wanted, at, throughout=True)
        as_of = asked.as_of if asked != wanted else None
        return first_page(request, definition, period, positions, as_of), Sums()
