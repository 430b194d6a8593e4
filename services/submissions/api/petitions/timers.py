"""What timers do with petitions, each by a command of its own: nobody calls these.

A timer that finds nothing to do leaves no fact.
"""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from motcua.submissions.v1 import events_pb2 as common
from services.chassis.sealing import Sealing
from services.chassis.store import Change, Decision, Executed
from services.chassis.timers import Timer
from services.submissions.api.context import Context
from services.submissions.api.petitions.calendars import given
from services.submissions.api.transferring import due_petition_transfers
from services.submissions.domain import retention
from services.submissions.domain.petition import ending, keeping, notices
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.state import Petition

Decide: TypeAlias = Callable[[Executed[Petition]], Awaitable[Decision]]


async def give_notice(context: Context, timer: Timer) -> bool:
    """Say that a term is near, or has passed, to the unit that has the petition or follows it."""

    async def decide(now: Executed[Petition]) -> Decision:
        at = max(context.clock(), timer.due_at)
        moved = due_petition_transfers(context, now.state, at)
        petition = PETITIONS.fold(now.state, moved)
        unit = context.catalogue.units.successor(petition.holder, at)
        facts = notices.give(
            petition, given(context, at), kind=timer.kind, at=timer.due_at, unit=unit
        )
        return Decision([Change(timer.subject, now.version, [*moved, *facts] if facts else [])])

    return await carried_out(context, timer, decide)


async def end_retention(context: Context, timer: Timer) -> bool:
    """Erase the texts of a petition whose retention ends at this due."""

    async def decide(now: Executed[Petition]) -> Decision:
        if keeping.kept_until(now.state) != timer.due_at:
            return Decision([])
        cause, code = common.ERASURE_CAUSE_RETENTION, retention.REASON
        comes_with = given(context, context.clock())
        facts = ending.erase(now.state, comes_with, cause=cause, reason_code=code)
        change = Change(timer.subject, now.version, facts)
        return Decision([change], sealing=Sealing(timer.subject))

    return await carried_out(context, timer, decide)


async def carried_out(context: Context, timer: Timer, decide: Decide) -> bool:
    """Whether the log has what a timer decides, from this time or from an earlier one."""
    done = await context.store.carry_out(
        timer.command(), stream=timer.subject, decider=PETITIONS, decide=decide
    )
    return bool(done.facts)


COMMANDS: dict[str, Callable[[Context, Timer], Awaitable[bool | None]]] = {
    keeping.KIND: end_retention,
    **dict.fromkeys(notices.KINDS, give_notice),
}
