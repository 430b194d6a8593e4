"""What timers do, each by a command of its own: nobody calls these.

A timer that finds nothing to do leaves no fact.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.database import Pool
from services.chassis.sealing import Sealing
from services.chassis.store import Change, Decision, Executed
from services.chassis.timers import Timer, Timers
from services.submissions.api import tickets
from services.submissions.api.attachments import follow_attachment
from services.submissions.api.context import Context
from services.submissions.api.counts import mark_overlap
from services.submissions.api.petitions import timers as petitions
from services.submissions.api.transferring import due_transfers, follow_merger
from services.submissions.domain import notices, personal_data, retention
from services.submissions.domain.attachment.facts import TIMER as ATTACHMENT
from services.submissions.domain.counts.series import OVERLAP
from services.submissions.domain.dossier import linking
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.ticket.steps import DAY_END
from services.submissions.domain.units import MERGER

Decide: TypeAlias = Callable[[Executed[Dossier]], Awaitable[Decision]]


def timers_of(context: Context, pool: Pool, **known: Any) -> dict[str, Timers]:
    """Those of the kinds for which something comes first, each by itself, and those of all others;
    by name. A merger of thousands of dossiers, or one that waits for NATS, holds up no notice.
    """
    firing = partial(fire, context)
    apart = {
        f"timers_{kind}": Timers(pool, firing, kinds=[kind], first=partial(first, context), **known)
        for kind, first in FIRST.items()
    }
    return {"timers": Timers(pool, firing, others=[*FIRST], **known), **apart}


async def fire(context: Context, timer: Timer) -> bool | None:
    """Carry out a timer's command; whether the log has it. None: not all of it yet."""
    return await COMMANDS[timer.kind](context, timer)


async def end_retention(context: Context, timer: Timer) -> bool:
    """Erase the personal data of a dossier whose retention ends at this due."""

    async def decide(now: Executed[Dossier]) -> Decision:
        if retention.kept_until(now.state) != timer.due_at:
            return Decision([])
        given = Given(clock=context.clock(), catalog_position=context.catalogue.position)
        cause = events.ERASURE_CAUSE_RETENTION
        facts = personal_data.erase(now.state, given, cause=cause, reason_code=retention.REASON)
        change = Change(timer.subject, now.version, facts)
        return Decision([change], sealing=Sealing(timer.subject))

    return await carried_out(context, timer, decide)


async def give_notice(context: Context, timer: Timer) -> bool:
    """Say that a date is near, or has passed."""

    async def decide(now: Executed[Dossier]) -> Decision:
        at = max(context.clock(), timer.due_at)
        moved = due_transfers(context, now.state, at)
        dossier = DOSSIERS.fold(now.state, moved)
        given = Given(clock=at, catalog_position=context.catalogue.position)
        facts = notices.give(dossier, given, kind=timer.kind, at=timer.due_at)
        return Decision([Change(timer.subject, now.version, [*moved, *facts] if facts else [])])

    return await carried_out(context, timer, decide)


async def follow_root(context: Context, timer: Timer) -> bool:
    """Link a dossier to the root of what it is linked to, which is linked itself."""

    async def decide(now: Executed[Dossier]) -> Decision:
        root = linking.root_of(timer.subject, await context.linked.roots_from(timer.subject))
        given = Given(clock=context.clock(), catalog_position=context.catalogue.position)
        facts = linking.follow(now.state, given, root=root)
        return Decision([Change(timer.subject, now.version, facts)])

    return await carried_out(context, timer, decide)


async def carried_out(context: Context, timer: Timer, decide: Decide) -> bool:
    """Whether the log has what a timer decides, from this time or from an earlier one."""
    done = await context.store.carry_out(
        timer.command(), stream=timer.subject, decider=DOSSIERS, decide=decide
    )
    return bool(done.facts)


async def must_be_current(context: Context) -> None:
    """Wait until all is known that was so in the catalogue and the log by now."""
    await context.catalogue.must_be_current()
    await context.own_log.must_be_caught_up()


# What must have come about before the rows of a kind are taken: mergers wait for NATS, and nothing
# else does.
FIRST: dict[str, Callable[[Context], Awaitable[object]]] = {
    MERGER: must_be_current,
    linking.FOLLOWING: lambda context: context.own_log.must_be_caught_up(),
}
COMMANDS: dict[str, Callable[[Context, Timer], Awaitable[bool | None]]] = {
    ATTACHMENT: follow_attachment,
    MERGER: follow_merger,
    linking.FOLLOWING: follow_root,
    OVERLAP: mark_overlap,
    retention.KIND: end_retention,
    DAY_END: tickets.close,
    **dict.fromkeys(notices.KINDS, give_notice),
    **petitions.COMMANDS,
}
