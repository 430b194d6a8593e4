"""SourceService: operators say for which units a source of other systems' records delivers.

Promises that one which has brought anything stays bound. Must not move what it brought.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from typing import Any, NamedTuple

from motcua.submissions.v1 import sources_pb2 as api
from motcua.submissions.v1.sources_pb2_grpc import SourceServiceServicer
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.chassis.store import Change, Decision, Executed
from services.submissions.api.context import Context
from services.submissions.domain.instants import stamp
from services.submissions.domain.sources import (
    SOURCES,
    Source,
    SourceReason,
    bind,
    release,
    stream_of,
)
from services.submissions.queries.sources import Bound


class Cursor(NamedTuple):
    """The last source of the page before."""

    source: str


class SourceServicer(SourceServiceServicer):
    """Serves motcua.submissions.v1.SourceService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def ListSources(
        self, request: api.ListSourcesRequest, context: Any
    ) -> api.ListSourcesResponse:
        """A page of those that are bound."""
        call, size = current(), size_of(request)
        after = call.page_of(Cursor, request)
        found = await self._context.sources.page(after.source if after else "", size + 1)
        answer = api.ListSourcesResponse(sources=map(listed, found[:size]))
        if len(found) > size:
            answer.next_page_token = call.page_token(Cursor(found[size - 1].source), request)
        return answer

    async def BindSource(self, request: api.BindSourceRequest, context: Any) -> api.Source:
        """To these units, from now on."""
        catalogue, clock = self._context.catalogue, self._context.clock
        await catalogue.wait_for(request.catalog_position)
        for unit in filter(None, request.units):
            await catalogue.must_know_unit(unit, field="units")
        done = await self._context.store.execute(
            current().command(request),
            stream=stream_of(request.source),
            decider=SOURCES,
            decide=lambda _: bind(
                request.source,
                request.units or [""],
                at=clock(),
                catalog_position=catalogue.position,
                reason=request.reason,
            ),
        )
        return shown(request, done)

    async def ReleaseSource(self, request: api.ReleaseSourceRequest, context: Any) -> api.Source:
        """It is nobody's again."""

        async def decide(now: Executed[Source]) -> Decision:
            facts = release(
                now.state,
                request.source,
                at=self._context.clock(),
                catalog_position=self._context.catalogue.position,
                reason=request.reason,
            )
            if await self._context.sources.holds(request.source):
                values = {"source": request.source}
                raise Refusal(SourceReason.SOURCE_HOLDS_RECORDS, field="source", values=values)
            return Decision([Change(now.stream, now.version, facts)])

        done = await self._context.store.carry_out(
            current().command(request),
            stream=stream_of(request.source),
            decider=SOURCES,
            decide=decide,
        )
        return shown(request, done)


def listed(found: Bound) -> api.Source:
    """As a message."""
    return api.Source(
        source=found.source,
        units=found.units,
        changed_by=found.by,
        change_time=stamp(found.at),
        reason=found.reason,
    )


def shown(
    request: api.BindSourceRequest | api.ReleaseSourceRequest, done: Executed[Source]
) -> api.Source:
    """As a command of the caller's left it."""
    return api.Source(
        source=request.source,
        units=done.state.units,
        changed_by=current().caller.subject,
        change_time=stamp(done.facts[-1].occurred_at),
        reason=done.state.reason,
    )
