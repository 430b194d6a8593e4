"""FilingService: what a portal may know of the dossiers that it submitted, or has the secret of.

What is not the portal's own, or was received where its role does not reach, does not exist.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from motcua.submissions.v1 import filings_pb2 as api
from motcua.submissions.v1.filings_pb2_grpc import FilingServiceServicer
from services.chassis.call import current
from services.chassis.page_tokens import size_of
from services.chassis.store import Executed
from services.submissions.api import commands
from services.submissions.api.context import Context
from services.submissions.api.listing import Cursor, beginning, given_to, units_of, wanted_of
from services.submissions.api.watching import HEARTBEAT, begins
from services.submissions.domain import authority
from services.submissions.domain.authority import Actor
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.filings import SHOWN, filing
from services.submissions.domain.dossier.state import Dossier
from services.submissions.queries.dossier_lists import After

AT_ONCE = 100  # filings that are held for one reader
PACE = 0.25  # seconds between two looks
ROUNDS = 10  # pages that are read until one is full of what the portal's role reaches


class FilingServicer(FilingServiceServicer):
    """Serves motcua.submissions.v1.FilingService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def GetFiling(self, request: api.GetFilingRequest, context: Any) -> api.Filing:
        """By name for the portal that submitted it, or with number and secret."""
        return await get_filing(self._context, request)

    async def ListFilings(
        self, request: api.ListFilingsRequest, context: Any
    ) -> api.ListFilingsResponse:
        """A page of what the portal submitted."""
        return await list_filings(self._context, request)

    async def WatchFilings(
        self, request: api.WatchFilingsRequest, context: Any
    ) -> AsyncIterator[api.WatchFilingsResponse]:
        """What changed after a position, and then each that changes."""
        async for answer in watch(self._context, request):
            yield answer


async def get_filing(context: Context, request: api.GetFilingRequest) -> api.Filing:
    """Answered from the dossier's stream, so that a command is in it at once."""
    proved = await commands.proved_by(context, request)
    name = proved or request.name
    commands.must_be_a_name(name)
    found = await context.store.load(name, DOSSIERS)
    by = commands.actor(current(), context.catalogue, proved=proved)
    authority.require_citizen(by, found.state, name=name)
    current().exempt()  # the portal that submitted it, or the secret, is the permission
    return shown(found)


def shown(found: Executed[Dossier]) -> api.Filing:
    """With the position of the last event that may have changed it."""
    answer = filing(found.state)
    answer.position = max(each.position for each in found.events if each.type in SHOWN)
    return answer


async def list_filings(
    context: Context, request: api.ListFilingsRequest
) -> api.ListFilingsResponse:
    """A page of the caller's own, at units that its role reaches now."""
    call, size = current(), size_of(request)
    begun = call.page_of(Cursor, request)
    await context.catalogue.wait_for(request.catalog_position)
    if request.unit:
        await context.catalogue.must_know_unit(request.unit, field="unit")
    cursor = begun or beginning(context)
    units = await units_of(context, request.unit, cursor) if request.unit else None
    wanted = wanted_of(request)
    if request.number:  # no record of another system is a portal's
        wanted = replace(wanted, dossiers=await given_to(context, request.number))
    subject = call.caller.subject
    held = context.drafts.hashes(subject, request.holder) if request.holder else None
    wanted = replace(wanted, units=units, portal=subject, of_filings=True, holders=held)
    after = After(cursor.key, UUID(cursor.dossier)) if begun else None
    by, found = commands.actor(call, context.catalogue), list[api.Filing]()
    for _ in range(ROUNDS):
        listed, after = await context.filings.page(wanted, after, size - len(found))
        found += (each for each in listed if by.files_at(each.receiving_unit))
        if after is None or len(found) == size:
            break
    following = after and cursor._replace(key=after.key, dossier=str(after.dossier))
    token = call.page_token(following, request) if following else ""
    return api.ListFilingsResponse(filings=found, next_page_token=token)


async def watch(
    context: Context, request: api.WatchFilingsRequest
) -> AsyncIterator[api.WatchFilingsResponse]:
    """Pages of the caller's own in the order of their changes; at their end, whatever comes."""
    position = await begins(context, request.after_position)
    portal = current().caller.subject
    while True:
        filings, read = await context.filings.changed(portal, position, AT_ONCE)
        by: Actor = commands.actor(current(), context.catalogue)
        for each in filings:
            position = each.position
            if by.files_at(each.receiving_unit):
                yield api.WatchFilingsResponse(position=position, filing=each)
        if len(filings) == AT_ONCE:
            continue
        position = max(position, read)
        yield api.WatchFilingsResponse(position=position)
        async for silent in silence(context, portal, position):
            position = silent
            yield api.WatchFilingsResponse(position=position)


async def silence(context: Context, portal: str, position: int) -> AsyncIterator[int]:
    """Until something of the portal may have changed, how far nothing did, every five seconds."""
    loop = asyncio.get_running_loop()
    last_sent = loop.time()
    while True:
        await asyncio.sleep(PACE)
        await context.own_log.reached(position + 1, HEARTBEAT)
        read = context.own_log.position
        if read > position:
            if await context.filing_moves.has_any(portal, position):
                return
            position = read
        if loop.time() - last_sent >= HEARTBEAT:
            last_sent = loop.time()
            yield position
