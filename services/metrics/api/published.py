"""Published figures over gRPC as anybody may read them.

Promises that of a hidden figure no number leaves. Must not compute a figure.
"""

# ruff: noqa: N802 — the contract names the methods

from datetime import date
from typing import Any

from google.type.date_pb2 import Date

from motcua.metrics.v1 import published_pb2 as messages
from motcua.metrics.v1.publications_pb2 import Publication
from motcua.metrics.v1.published_pb2_grpc import PublishedFigureServiceServicer
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.metrics.api.publications import named
from services.metrics.api.requests import day
from services.metrics.domain.disclosure.small import public
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.publications import Cursor, Publications, Selection

SAME = ("name", "figure", "reason", "supersedes", "superseded_by", "state", "publish_time")


class PublishedFigures(PublishedFigureServiceServicer):
    """What the contract offers."""

    def __init__(self, publications: Publications) -> None:
        self._publications = publications

    async def GetPublishedFigure(
        self, request: messages.GetPublishedFigureRequest, _context: Any
    ) -> messages.PublishedFigure:
        """One publication."""
        figure = await self._publications.figure_of(request.name)
        if figure is None:
            values = {"name": request.name}
            raise Refusal(MetricsReason.FIGURE_NOT_PUBLISHED, field="name", values=values)
        history = await self._publications.history(figure, revised=False)
        return seen_by_all(named(history, request.name))

    async def ListPublishedFigures(
        self, request: messages.ListPublishedFiguresRequest, _context: Any
    ) -> messages.ListPublishedFiguresResponse:
        """A page of them."""
        cursor = call.current().page_of(Cursor, request)
        size = size_of(request)
        found, rest = await self._publications.page(selection(request), cursor, size, revised=False)
        token = call.current().page_token(rest, request) if rest else ""
        figures = [seen_by_all(each) for each in found]
        return messages.ListPublishedFiguresResponse(figures=figures, next_page_token=token)


def selection(request: messages.ListPublishedFiguresRequest) -> Selection:
    """What a request asks for."""
    return Selection(
        request.unit,
        request.subtree,
        request.definition,
        request.service,
        bound(request, "start_date"),
        bound(request, "end_date"),
        request.show_superseded,
    )


def bound(request: messages.ListPublishedFiguresRequest, field: str) -> date | None:
    """A local day that periods do not cross; None: any."""
    stated: Date = getattr(request, field)
    return day(stated, field) if request.HasField(field) else None


def seen_by_all(publication: Publication) -> messages.PublishedFigure:
    """What is public of a publication."""
    same = {name: getattr(publication, name) for name in SAME}
    rate = public(publication.rate, publication.disclosure)
    return messages.PublishedFigure(rate=rate, **same)
