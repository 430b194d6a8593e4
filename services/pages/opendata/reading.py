"""Published figures as the public reads them, page after page, for files of any length.

Promises to ask with no right at all, whoever wants the file.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as catalog
from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import published_pb2 as api
from services.pages.opendata.description import Indicator
from services.pages.questions import date_of
from services.pages.refused import Refused
from services.pages.services import Client, Reply, Services
from services.published_rows import instant

PAGE = 1000
FIRST = 1
BEYOND = "RATE_EXCEEDED"
WAITED = 60.0  # seconds, for one page of a file


class Span(NamedTuple):
    """Which days an indicator's figures cover, up to its newest one: nobody reads all of them for
    each request of the description.
    """

    newest: str
    first: str
    last: str


class OpenData:
    """What anybody may read, for a visitor who `came_by` these addresses: what he asks too much for
    is not refused to others.
    """

    def __init__(
        self, services: Services, *, came_by: str = "", spans: dict[str, Span] | None = None
    ) -> None:
        self.services = services
        self.client = Client(services, came_by=came_by)
        self._spans: dict[str, Span] = {} if spans is None else spans

    def to(self, came_by: str) -> "OpenData":
        """The same for another visitor."""
        return OpenData(self.services, came_by=came_by, spans=self._spans)

    async def definitions(self) -> list[contract.Definition]:
        """The newest version of each."""
        request = contract.ListDefinitionsRequest()
        reply = await self.client.call(self.services.definitions.ListDefinitions, request)
        newest = {each.id: each for each in sorted(reply.definitions, key=lambda d: int(d.version))}
        return list(newest.values())

    async def indicators(self) -> list[Indicator]:
        """Those of which anything is published."""
        found = [await self.indicator(each) for each in await self.definitions()]
        return [each for each in found if each is not None]

    async def indicator(self, definition: contract.Definition) -> Indicator | None:
        """A definition with the days that its figures of the whole tree cover, or else its newest
        figure; None: nothing is published by it.
        """
        newest = await self.newest(definition.id)
        if newest is None:
            return None
        span = self._spans.get(definition.id)
        if span is None or span.newest != newest.name:
            span = self._spans[definition.id] = await self._span(definition.id, newest)
        return Indicator(definition, span.first, span.last, instant(newest.publish_time))

    async def _span(self, definition: str, newest: api.PublishedFigure) -> Span:
        request = api.ListPublishedFiguresRequest(definition=definition, page_size=PAGE)
        reply = await self.client.call(self.services.published.ListPublishedFigures, request)
        periods = [each.rate.receipt.period for each in (*reply.figures, newest)]
        first = min(date_of(each.start) for each in periods)
        end = max(date_of(each.end) for each in periods)
        return Span(newest.name, first.isoformat(), (end - timedelta(days=1)).isoformat())

    async def newest(self, definition: str) -> api.PublishedFigure | None:
        """What was published last by a definition: while it is the same, so is all else."""
        request = asked(definition, size=FIRST)
        reply = await self.client.call(self.services.published.ListPublishedFigures, request)
        return next(iter(reply.figures), None)

    async def figures(self, definition: str) -> AsyncIterator[list[api.PublishedFigure]]:
        """All of them, the newest first, a page at a time."""
        request = asked(definition, size=PAGE)
        while True:
            reply = await self.in_turn(self.services.published.ListPublishedFigures, request)
            yield list(reply.figures)
            request.page_token = reply.next_page_token
            if not request.page_token:
                return

    async def names(self, units: Iterable[str]) -> dict[str, str]:
        """What units are called in Vietnamese."""
        request = catalog.BatchGetUnitsRequest(names=sorted(set(units) - {""}))
        if not request.names:
            return {}
        reply = await self.in_turn(self.services.catalog.BatchGetUnits, request)
        return {each.name: each.display_name.vi for each in reply.units}

    async def in_turn(self, method: Callable[..., Awaitable[Reply]], request: Any) -> Reply:
        """The answer, also where this visitor has asked for much: a file that has begun is not to
        end in the middle, and waits until the service takes more. Or Refused.
        """
        until = time.monotonic() + WAITED
        while True:
            try:
                return await self.client.call(method, request)
            except Refused as refused:
                if refused.reason != BEYOND or time.monotonic() + refused.again_in > until:
                    raise
                await asyncio.sleep(refused.again_in)


def asked(definition: str, *, size: int) -> api.ListPublishedFiguresRequest:
    """Every unit's, and also those that others took the place of."""
    return api.ListPublishedFiguresRequest(
        definition=definition, subtree=True, show_superseded=True, page_size=size
    )
