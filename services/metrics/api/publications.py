"""Publications and revisions over gRPC: what is published, what became of it, and why.

Promises that whoever published finds it at once. Must not decide what is published.
"""

# ruff: noqa: N802 — the contract names the methods

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC
from typing import Any, NamedTuple

from motcua.metrics.v1 import publications_pb2 as messages
from motcua.metrics.v1.publications_pb2_grpc import PublicationServiceServicer
from services.chassis import call
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.metrics.api.as_known import AsKnown
from services.metrics.api.publishing import Publishing
from services.metrics.api.reaching import within_reach
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.figure_events import FigureEvent, publications
from services.metrics.queries.moved import Change, Movements, positions_of, question_of
from services.metrics.queries.positions import Requested
from services.metrics.queries.publications import Cursor, Selection

NUMBER = re.compile(r"[1-9][0-9]{0,8}")  # of a revision
Shown = Callable[[int], Awaitable[object]]  # waits until the tables hold a position of the own log


class After(NamedTuple):
    """What a page token of revisions holds: the number of the last one on the page before."""

    number: int


class PublicationMethods(PublicationServiceServicer):
    """What the contract offers."""

    def __init__(
        self, publishing: Publishing, movements: Movements, as_known: AsKnown, *, shown: Shown
    ) -> None:
        self._publishing = publishing
        self._publications = publishing.publications
        self._movements = movements
        self._as_known = as_known
        self._shown = shown

    async def PublishFigures(
        self, request: messages.PublishFiguresRequest, _context: Any
    ) -> messages.PublishFiguresResponse:
        """Publish, or answer what stands published."""
        requested = await self._as_known.of(request)
        found = await self._publishing.publish(request, requested)
        await self._shown(max(each.position for each in found))
        return messages.PublishFiguresResponse(publications=found)

    async def GetPublication(
        self, request: messages.GetPublicationRequest, _context: Any
    ) -> messages.Publication:
        """One publication, superseded or not."""
        history = await self._history(request.name, field="name")
        return named(history, request.name)

    async def ListPublications(
        self, request: messages.ListPublicationsRequest, _context: Any
    ) -> messages.ListPublicationsResponse:
        """A page of publications, the newest first."""
        found, rest = await self._publications.page(
            selection(request), call.current().page_of(Cursor, request), size_of(request)
        )
        token = call.current().page_token(rest, request) if rest else ""
        return messages.ListPublicationsResponse(publications=found, next_page_token=token)

    async def ListRevisions(
        self, request: messages.ListRevisionsRequest, _context: Any
    ) -> messages.ListRevisionsResponse:
        """A page of a publication's revisions."""
        history = await self._history(request.parent, field="parent")
        after = (call.current().page_of(After, request) or After(0)).number
        last, most = after + size_of(request), named(history, request.parent).revisions
        found = await self._publications.revisions(history, request.parent, after, last)
        token = call.current().page_token(After(last), request) if last < most else ""
        return messages.ListRevisionsResponse(revisions=found, next_page_token=token)

    async def ExplainRevision(
        self, request: messages.ExplainRevisionRequest, _context: Any
    ) -> AsyncIterator[messages.ExplainRevisionResponse]:
        """The revision, then the items that moved, as known before and where it says."""
        publication = request.name.partition("/revisions/")[0]
        history = await self._history(publication, field="name")
        revision = await self._revision(history, request.name)
        await self._must_reach(revision)
        yield messages.ExplainRevisionResponse(revision=revision)
        change = Change(
            question_of(revision.rate.receipt, self._publishing.reader.definitions),
            positions_of(revision.previous.receipt),
            positions_of(revision.rate.receipt),
            named(history, publication).publish_time.ToDatetime(UTC),
        )
        async for item in self._movements.each(change):
            yield messages.ExplainRevisionResponse(item=item)

    async def _revision(self, history: list[FigureEvent], name: str) -> messages.Revision:
        """The one of that name; raises REVISION_UNKNOWN."""
        publication, _, number = name.partition("/revisions/")
        if NUMBER.fullmatch(number):
            last = int(number)
            for each in await self._publications.revisions(history, publication, last - 1, last):
                return each
        raise Refusal(MetricsReason.REVISION_UNKNOWN, field="name", values={"name": name})

    async def _must_reach(self, revision: messages.Revision) -> None:
        """Of what was published by a plan nobody reads items of units that are not his."""
        reader = self._publishing.reader
        for receipt in (revision.previous.receipt, revision.rate.receipt):
            wanted = question_of(receipt, reader.definitions)
            at = Requested(*positions_of(receipt))
            await within_reach(reader, wanted, at, stated="name")

    async def _history(self, publication: str, *, field: str) -> list[FigureEvent]:
        """The figure of a publication, for whom its unit is his to ask about."""
        figure = await self._publications.figure_of(publication)
        if figure is None:
            call.current().permit("", told=False)  # whether there is one is not for everybody
            values = {"name": publication}
            raise Refusal(MetricsReason.FIGURE_NOT_PUBLISHED, field=field, values=values)
        history = await self._publications.history(figure)
        call.current().permit(history[0].event.rate.receipt.scope.unit, told=False)
        return history


def selection(request: messages.ListPublicationsRequest) -> Selection:
    """What a request asks for."""
    return Selection(
        request.unit, definition=request.definition, superseded=request.show_superseded
    )


def named(history: list[FigureEvent], name: str) -> messages.Publication:
    """The publication of that name."""
    return next(each for each in publications(history) if each.name == name)
