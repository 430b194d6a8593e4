"""Taking a ticket, and calling the next one.

Takes and calls of one unit's day follow one another: in this process by a lock, between processes
by an append condition over all of its tickets. So of two counters none gets a ticket of the other,
and the log has the calls in the order of the queue.
"""

import asyncio
import hashlib
import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from motcua.submissions.v1 import counter_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal
from services.chassis.ids import derived
from services.chassis.log import AppendCondition
from services.chassis.reasons import ChassisReason
from services.chassis.store import Change, Decision, Executed
from services.submissions.api import commands
from services.submissions.api.context import Context
from services.submissions.api.tickets import accountable
from services.submissions.domain import names
from services.submissions.domain.counts.refusals import CountingReason
from services.submissions.domain.moments import local_day
from services.submissions.domain.ticket import queue, steps
from services.submissions.domain.ticket.state import TICKETS, Ticket
from services.submissions.queries.tickets import Queue

PAUSE = 0.01  # seconds, longer each time
ATTEMPTS = 20  # at a queue from which other processes call, too
NOBODY = f"tickets/{UUID(int=0)}"  # a name that no ticket has
Attempt: TypeAlias = Callable[[Context, Any, Callable[[], None]], Awaitable[Executed[Ticket]]]


class Overtaken(Exception):  # noqa: N818 — what is the case, not what went wrong
    """Another process gave or called a ticket of the unit's day meanwhile."""


async def take(context: Context, request: api.TakeTicketRequest) -> Executed[Ticket]:
    """Give the next number."""
    return await _in_turn(context, request, _take)


async def call_next(context: Context, request: api.CallNextTicketRequest) -> Executed[Ticket]:
    """Call who is next at a counter; a ticket without a name: nobody is."""
    return await _in_turn(context, request, _call_next)


async def _in_turn(context: Context, request: Any, attempt: Attempt) -> Executed[Ticket]:
    """One after the other, and again where another process was quicker. What the catalogue is
    waited for comes before the lock: else one caller could stop the counters of a whole unit.
    """
    require_unit_open = partial(require_open, context, request, await behind(context, request))
    async with context.queue_locks.of(request.unit):
        for n in range(ATTEMPTS):
            try:
                return await attempt(context, request, require_unit_open)
            except Overtaken:
                await asyncio.sleep(random.uniform(0, PAUSE * n))  # noqa: S311 — no secret
    raise Refusal(ChassisReason.VERSION_CONFLICT, retry_after=0.1)


async def _take(
    context: Context, request: api.TakeTicketRequest, require_unit_open: Callable[[], None]
) -> Executed[Ticket]:
    at = context.clock()
    day, command = local_day(at), current().command(request)
    name = name_of(request.unit, day, command.id)
    attempts = iter((True,))

    async def decide(_: Executed[Ticket]) -> Decision:
        once(attempts)
        require_unit_open()
        return await _taken(context, request, name, at)

    return await context.store.carry_out(command, stream=name, decider=TICKETS, decide=decide)


async def _taken(
    context: Context, request: api.TakeTicketRequest, name: str, at: datetime
) -> Decision:
    of = {"unit": request.unit, "service": request.service}
    wanted = {"group": request.group, "priority_class": request.priority_class}
    taker = current().caller.subject
    seen = await context.tickets.given(day=local_day(at), group=request.group, taker=taker, **of)
    if request.service and not seen.service_known:
        values = {"service": request.service}
        raise Refusal(CountingReason.SERVICE_UNKNOWN, field="service", values=values)
    queue_position = queue.next_position(seen.given, classes=context.priority_classes, **wanted)
    facts = steps.take(
        name, steps.Given(at, context.catalogue.position), queue_position, **of, **wanted
    )
    condition = of_day(request.unit, local_day(at), seen.position)
    return Decision([Change(name, 0, facts)], condition)


async def _call_next(
    context: Context, request: api.CallNextTicketRequest, require_unit_open: Callable[[], None]
) -> Executed[Ticket]:
    seen = await context.tickets.queue(request.unit, local_day(context.clock()))
    called = queue.next_at(seen.entries, request.counter, request.groups)
    attempts = iter((True,))

    async def decide(now: Executed[Ticket]) -> Decision:
        once(attempts)
        require_unit_open()
        return _called(context, request, seen, now)

    name = called.name if called else NOBODY
    command = current().command(request)
    return await context.store.carry_out(command, stream=name, decider=TICKETS, decide=decide)


def _called(
    context: Context, request: api.CallNextTicketRequest, seen: Queue, now: Executed[Ticket]
) -> Decision:
    officer = accountable(context, request.unit, request.officer)
    queue.require_free(seen.entries, request.counter)
    if not now.state.name:
        return Decision([])
    if now.state.state != api.TICKET_STATE_WAITING:
        raise Overtaken
    given = steps.Given(context.clock(), context.catalogue.position, officer)
    facts = steps.call(now.state, given, counter=request.counter)
    change = Change(now.stream, now.version, facts)
    return Decision([change], of_day(request.unit, now.state.day, seen.position))


def once(attempts: Iterator[bool]) -> None:
    """A decision made on what was seen before an append that failed is not made again."""
    if next(attempts, None) is None:
        raise Overtaken


async def behind(context: Context, request: Any) -> Refusal | None:
    """Wait for what the caller saw of the catalogue, and for the unit; why that was in vain. It is
    refused later, since a repeat is answered.
    """
    try:
        names.require({"unit": (names.UNIT, request.unit)})
        await context.catalogue.wait_for(request.catalog_position)
        await context.catalogue.must_know_unit(request.unit, field="unit")
    except Refusal as refusal:
        return refusal
    return None


def require_open(context: Context, request: Any, refusal: Refusal | None) -> None:
    """Refuse at once what was waited for in vain, and a unit that is not open now."""
    if refusal is not None:
        raise refusal
    context.catalogue.units.must_be_open(request.unit, commands.clock(), field="unit")


def of_day(unit: str, day: date, position: int) -> AppendCondition:
    """Nothing was recorded of any ticket of a unit's day since a position."""
    return AppendCondition(position, patterns=(f"tickets/{prefix_of(unit, day)}%",))


def name_of(unit: str, day: date, command: UUID) -> str:
    """The ticket that a command takes: one of the unit's day, which its name begins with, and the
    same whenever the command comes. A UUID of version 8.
    """
    rest = hashlib.sha256(command.bytes).hexdigest()
    return f"tickets/{prefix_of(unit, day)}{rest[:3]}-{rest[3:15]}"


def prefix_of(unit: str, day: date) -> str:
    """With what the ids of the unit's tickets of a day begin, and no others but by chance."""
    return str(derived("tickets", unit, day.isoformat()))[:20]
