"""The headlines of an open page, again whenever one of them changes.

For signed-in readers of present figures. Must not show what the page itself would not.
"""

import time
from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.responses import Response, StreamingResponse

from motcua.chassis.v1.identity_pb2 import GetCallerRequest
from motcua.metrics.v1 import watching_pb2 as api
from services.pages import questions
from services.pages.asking import request_of, resource
from services.pages.figures import shown
from services.pages.live import Reader
from services.pages.naming import Naming
from services.pages.refused import Refused
from services.pages.rendering import figure_markup
from services.pages.sessions import grants_of
from services.pages.views.overview import HEADLINES
from services.pages.visit import Visit

LASTS = 600.0  # seconds; the browser comes again, and its right is looked at again
HEADERS = {"cache-control": "private, no-store", "x-accel-buffering": "no"}


async def watched(visit: Visit) -> Response:
    """A stream of server-sent events."""
    period = questions.period(visit.parameters)
    if period is None:
        raise questions.malformed("period")
    unit = questions.unit(visit.parameters)
    await visit.reading.settle(unit)  # by his own right, before he hears what others asked for
    definitions = await visit.reading.definitions()
    asked = [each for each in HEADLINES if each in definitions]
    naming = Naming(visit.words, definitions)
    request = api.WatchFiguresRequest(
        unit=resource("units", unit),
        figures=[request_of(questions.Question(each, unit=unit, period=period)) for each in asked],
    )

    async def watch() -> AsyncIterator[tuple[int, str]]:
        async for part in visit.client.stream(visit.services.watches.WatchFigures, request, None):
            if part.HasField("change"):
                naming_now = await named(visit, naming, part.change.rate)
                figure = shown(part.change.rate, naming_now, slip=True)
                yield part.change.index, figure_markup(visit.words, figure)

    rights = await granted(visit)
    key = (visit.language, unit, period, rights)
    reader = Reader(visit.visitor.session, partial(holds, visit, rights))
    events = visit.hub.read(key, watch, min(visit.visitor.expires, time.time() + LASTS), reader)
    return StreamingResponse(events, media_type="text/event-stream", headers=HEADERS)


async def granted(visit: Visit) -> frozenset[tuple[str, str]]:
    """What the reader's token grants now: his cookie says what it granted when he signed in."""
    service = visit.services.identities[-1]  # of metrics, as the watch is
    return frozenset(grants_of(await visit.client.call(service.GetCaller, GetCallerRequest())))


async def holds(visit: Visit, rights: frozenset[tuple[str, str]]) -> bool:
    """Whether the reader's token is believed, and grants what it did: not where he signed out, at
    whichever process. A service that is away, or has too much to do, says nothing of it.
    """
    try:
        return await granted(visit) == rights
    except Refused as refused:
        return refused.status is not HTTPStatus.UNAUTHORIZED


async def named(visit: Visit, naming: Naming, rate: Any) -> Naming:
    """With the names of the scope as the catalogue is known now."""
    names = await visit.reading.names([rate.receipt.scope.unit], [rate.receipt.scope.service])
    return Naming(visit.words, naming.definitions, names)
