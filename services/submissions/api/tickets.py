"""Commands on one ticket, by an officer of its unit.

A ticket that does not exist and one of a unit that the caller's roles do not reach get the same
answer.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

from motcua.submissions.v1 import counter_pb2 as api
from services.chassis.call import current
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.chassis.store import Change, Decision, Executed
from services.chassis.timers import Timer
from services.submissions.api import commands
from services.submissions.api.context import Context
from services.submissions.domain import authority
from services.submissions.domain.authority import Parties
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.refusals import SubmissionsReason
from services.submissions.domain.ticket import steps
from services.submissions.domain.ticket.refusals import TicketReason
from services.submissions.domain.ticket.resource import named_nowhere
from services.submissions.domain.ticket.state import TICKETS, Ticket
from services.submissions.domain.ticket.steps import Given

_NAME = re.compile(r"tickets/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Decide: TypeAlias = Callable[[Context, Any, Ticket, Given], Awaitable[Sequence[Fact]]]


async def get(context: Context, name: str) -> Executed[Ticket]:
    """A ticket of a unit that the caller reaches."""
    must_be_a_name(name)
    found = await context.store.load(name, TICKETS)
    require_reached(found.state, name)
    return found


async def carry_out(context: Context, request: Any, decide: Decide) -> Executed[Ticket]:
    """A command on the ticket that a request names."""
    must_be_a_name(request.name)

    async def decided(now: Executed[Ticket]) -> Decision:
        await context.catalogue.wait_for(request.catalog_position)
        require_reached(now.state, request.name)
        officer = accountable(context, now.state.unit, request.officer)
        given = Given(context.clock(), context.catalogue.position, officer)
        facts = await decide(context, request, now.state, given)
        return Decision([Change(request.name, now.version, facts)])

    done = await context.store.carry_out(
        current().command(request), stream=request.name, decider=TICKETS, decide=decided
    )
    require_reached(done.state, request.name)  # of a repeat nothing was asked yet
    return done


async def recall(_: Context, __: Any, ticket: Ticket, given: Given) -> Sequence[Fact]:
    """Call it again."""
    return steps.recall(ticket, given)


async def move(_: Context, request: Any, ticket: Ticket, given: Given) -> Sequence[Fact]:
    """Let it wait for another counter."""
    to = {"to_counter": request.to_counter, "to_group": request.to_group}
    return steps.move(ticket, given, **to)


async def serve(_: Context, __: Any, ticket: Ticket, given: Given) -> Sequence[Fact]:
    """Its holder was served."""
    return steps.serve(ticket, given)


async def record_no_show(_: Context, __: Any, ticket: Ticket, given: Given) -> Sequence[Fact]:
    """Nobody came."""
    return steps.record_no_show(ticket, given)


async def void(_: Context, request: Any, ticket: Ticket, given: Given) -> Sequence[Fact]:
    """It was taken in error."""
    return steps.void(ticket, given, reason_code=request.reason_code)


async def record_dossier(
    context: Context, request: Any, ticket: Ticket, given: Given
) -> Sequence[Fact]:
    """What was filed at the counter: a dossier that is the caller's business."""
    commands.must_be_a_name(request.dossier, field="dossier")
    dossier = (await context.store.load(request.dossier, DOSSIERS)).state
    by = commands.actor(current(), context.catalogue)
    if not by.is_concerned(dossier):
        values = {"name": request.dossier}
        raise Refusal(SubmissionsReason.DOSSIER_UNKNOWN, field="dossier", values=values)
    return steps.record_dossier(ticket, given, dossier=request.dossier)


async def close(context: Context, timer: Timer) -> bool:
    """End what is open when its day does; nobody calls this."""

    async def decide(now: Executed[Ticket]) -> Decision:
        given = Given(max(context.clock(), timer.due_at), context.catalogue.position)
        return Decision([Change(timer.subject, now.version, steps.close(now.state, given))])

    done = await context.store.carry_out(
        timer.command(), stream=timer.subject, decider=TICKETS, decide=decide
    )
    return bool(done.facts)


def shown(ticket: api.Ticket) -> api.Ticket:
    """What the caller may see of a ticket of a unit that he reaches: a portal not which dossiers
    were filed.
    """
    return ticket if commands.is_staff(current(), ticket.unit) else named_nowhere(ticket)


def must_be_a_name(name: str) -> None:
    """Refuse what can be no ticket's name: the log has other streams, too."""
    if not _NAME.fullmatch(name):
        values = {"form": "tickets/{uuid}"}
        raise Refusal(SubmissionsReason.NAME_MALFORMED, field="name", values=values)


def require_reached(ticket: Ticket, name: str) -> None:
    """Refuse a ticket of a unit that none of the caller's roles reaches, as one that is not."""
    if not ticket.name or not current().permits(ticket.unit):
        current().exempt()
        hides = ticket.unit if ticket.name else None
        values = {"name": name}
        raise Refusal(TicketReason.TICKET_UNKNOWN, field="name", values=values, hides=hides)


def accountable(context: Context, unit: str, named: str) -> str:
    """The officer who answers for a step of a unit: the caller, or whom he names; on duty there."""
    by = commands.actor(current(), context.catalogue)
    of = Parties(unit, unit, "")
    return authority.require_accountable(by, of, [unit], named=named).officer
