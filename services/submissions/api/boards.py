"""Lists of tickets, and what a display board shows.

A board gets each ticket as it is now, never each of its events; so it can go on after any position.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from motcua.submissions.v1 import counter_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.page_tokens import size_of
from services.submissions.api.context import Context
from services.submissions.api.tickets import shown
from services.submissions.api.watching import HEARTBEAT, begins
from services.submissions.domain.moments import as_date, local_day
from services.submissions.domain.moments import day as day_of
from services.submissions.domain.ticket.refusals import TicketReason
from services.submissions.domain.ticket.resource import named_nowhere

AT_ONCE = 200  # tickets that are read for one board
PACE = 0.25  # seconds between two looks: a board is read by people
MOST_BOARDS = 20  # of one subject that a process serves


class After(NamedTuple):
    """The turn of the last ticket of the page before, and the day of the list (ISO 8601)."""

    turn: int
    day: str


async def list_tickets(
    context: Context, request: api.ListTicketsRequest
) -> api.ListTicketsResponse:
    """A page of a unit's day."""
    call, size = current(), size_of(request)
    await context.catalogue.must_know_unit(request.unit, field="unit")
    today = local_day(context.clock())
    day = day_of(request.day) if request.HasField("day") else today
    cursor = call.page_of(After, request) or After(0, day.isoformat())
    found = await context.tickets.of_day(
        request.unit, date.fromisoformat(cursor.day), cursor.turn, size + 1
    )
    listed, more = found[:size], found[size:]
    token = call.page_token(After(listed[-1].turn, cursor.day), request) if more else ""
    return api.ListTicketsResponse(tickets=map(shown, listed), next_page_token=token)


async def watch(
    context: Context, request: api.WatchQueueRequest
) -> AsyncGenerator[api.WatchQueueResponse, None]:
    """Each ticket of the present day that changed after a position, and each that changes."""
    await context.catalogue.must_know_unit(request.unit, field="unit")
    position = await begins(context, request.after_position)
    await context.own_log.must_be_caught_up()
    with _counted(context.boards, current().caller.subject):
        async for answer in _changes(context, request.unit, position):
            yield answer


@contextmanager
def _counted(boards: Counter[str], subject: str) -> Iterator[None]:
    """One more board of a subject, until it ends; each asks the database by itself."""
    if boards[subject] >= MOST_BOARDS:
        values = {"most": str(MOST_BOARDS)}
        raise Refusal(TicketReason.BOARDS_TOO_MANY, values=values, retry_after=1.0)
    boards[subject] += 1
    try:
        yield
    finally:
        boards[subject] -= 1
        if not boards[subject]:
            del boards[subject]


async def _changes(
    context: Context, unit: str, position: int
) -> AsyncIterator[api.WatchQueueResponse]:
    day = None
    while True:
        day, before = local_day(context.clock()), day
        read = context.own_log.position
        found = await context.tickets.changed(unit, day, position, AT_ONCE)
        for ticket in found:
            position = ticket.position
            board = named_nowhere(ticket)
            yield api.WatchQueueResponse(position=position, day=as_date(day), ticket=board)
        if len(found) == AT_ONCE:
            continue
        if position < read or day != before:
            position = max(position, read)
            yield api.WatchQueueResponse(position=position, day=as_date(day))
        await asyncio.sleep(PACE)
        if not await context.own_log.reached(position + 1, HEARTBEAT):
            yield api.WatchQueueResponse(position=position, day=as_date(day))
