"""CounterService: each message becomes one call and one reply.

A repeated command is answered as it was the first time, even where it would be refused by now.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from motcua.submissions.v1 import counter_pb2 as api
from motcua.submissions.v1.counter_pb2_grpc import CounterServiceServicer
from services.chassis.store import Executed
from services.submissions.api import boards, queueing, tickets
from services.submissions.api.context import Context
from services.submissions.api.tickets import Decide
from services.submissions.domain.ticket.resource import resource
from services.submissions.domain.ticket.state import Ticket


class Counter(CounterServiceServicer):
    """Serves motcua.submissions.v1.CounterService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def TakeTicket(self, request: api.TakeTicketRequest, context: Any) -> api.Ticket:
        """Give the next number."""
        return _shown(await queueing.take(self._context, request))

    async def CallNextTicket(
        self, request: api.CallNextTicketRequest, context: Any
    ) -> api.CallNextTicketResponse:
        """Call who is next; nobody, where nobody waits."""
        called = await queueing.call_next(self._context, request)
        return api.CallNextTicketResponse(ticket=_shown(called) if called.state.name else None)

    async def RecallTicket(self, request: api.RecallTicketRequest, context: Any) -> api.Ticket:
        """Call it again."""
        return await self._done(request, tickets.recall)

    async def MoveTicket(self, request: api.MoveTicketRequest, context: Any) -> api.Ticket:
        """Let it wait for another counter."""
        return await self._done(request, tickets.move)

    async def ServeTicket(self, request: api.ServeTicketRequest, context: Any) -> api.Ticket:
        """Record that its holder was served."""
        return await self._done(request, tickets.serve)

    async def RecordNoShow(self, request: api.RecordNoShowRequest, context: Any) -> api.Ticket:
        """Record that nobody came."""
        return await self._done(request, tickets.record_no_show)

    async def RecordTicketDossier(
        self, request: api.RecordTicketDossierRequest, context: Any
    ) -> api.Ticket:
        """Record what was filed."""
        return await self._done(request, tickets.record_dossier)

    async def VoidTicket(self, request: api.VoidTicketRequest, context: Any) -> api.Ticket:
        """Take it out."""
        return await self._done(request, tickets.void)

    async def GetTicket(self, request: api.GetTicketRequest, context: Any) -> api.Ticket:
        """One ticket."""
        return _shown(await tickets.get(self._context, request.name))

    async def ListTickets(
        self, request: api.ListTicketsRequest, context: Any
    ) -> api.ListTicketsResponse:
        """A unit's day."""
        return await boards.list_tickets(self._context, request)

    async def WatchQueue(
        self, request: api.WatchQueueRequest, context: Any
    ) -> AsyncIterator[api.WatchQueueResponse]:
        """What a board shows."""
        async with aclosing(boards.watch(self._context, request)) as answers:
            async for answer in answers:
                yield answer

    async def _done(self, request: Any, decide: Decide) -> api.Ticket:
        return _shown(await tickets.carry_out(self._context, request, decide))


def _shown(done: Executed[Ticket]) -> api.Ticket:
    return tickets.shown(resource(done.state, position=done.position))
