"""The stream of changes, for whoever keeps a copy of dossiers or petitions.

Promises every change once and in order, after any position, never beyond what lists show here; and
a sign of life while nothing changes. Must not hold more than a few changes for a reader.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any

from motcua.submissions.v1 import dossier_queries_pb2 as api
from services.chassis.call import current
from services.chassis.errors import Refusal, beyond_end
from services.chassis.reasons import ChassisReason
from services.submissions.api import commands
from services.submissions.api.context import Context
from services.submissions.api.histories import recording
from services.submissions.domain.dossier import past
from services.submissions.queries.changes import Change, Changes

HEARTBEAT = 5.0  # seconds without a change
AT_ONCE = 100  # changes that are held for one reader


async def watch(
    context: Context, request: api.WatchDossiersRequest
) -> AsyncIterator[api.WatchDossiersResponse]:
    """Every change of a dossier after a position, and then every one that comes."""
    async for position, change in follow(context, context.changes, request):
        yield api.WatchDossiersResponse(position=position, change=change and message_of(change))


async def follow(
    context: Context, changes: Changes, request: Any
) -> AsyncIterator[tuple[int, Change | None]]:
    """The changes that are for the caller after a position, and then every one that comes, until
    the server ends; positions without one say how far it is.
    """
    if request.unit:
        await context.catalogue.must_know_unit(request.unit, field="unit")
    position = await begins(context, request.after_position)
    while True:
        shown = context.own_log.position - position
        events = await context.log.read(position, min(AT_ONCE, shown)) if shown > 0 else []
        found = await changes.of(events)
        concerns = seen_by(context, request.unit)
        for event in events:
            position, change = event.position, found.get(event.position)
            if change and concerns(change):
                yield position, change
            elif event is events[-1]:
                yield position, None
        if not await context.own_log.reached(position + 1, HEARTBEAT):
            yield position, None


async def begins(context: Context, after: int) -> int:
    """The position that a caller has seen, which must be one of this log's."""
    if after < 0:
        raise Refusal(ChassisReason.POSITION_INVALID, field="after_position")
    if after > context.own_log.position and after > (await context.log.head()).position:
        raise beyond_end("submissions", after, field="after_position")
    return after


def seen_by(context: Context, top: str) -> Callable[[Change], bool]:
    """Whether a change is for the caller, by what the catalogue says of now, and of a subtree: a
    unit that ended is where those are that follow it.
    """
    actor, units = commands.actor(current(), context.catalogue), context.catalogue.units
    now = context.clock()

    def lies_there(unit: str) -> bool:
        return any(units.within(top, each, now) for each in (unit, *units.successors(unit, now)))

    def concerns(change: Change) -> bool:
        if top and not any(map(lies_there, change.units)):
            return False
        for_citizen = any(map(actor.is_for_citizen, (change.before, change.after)))
        return for_citizen or any(map(actor.reaches_now, change.units))

    return concerns


def message_of(change: Change) -> api.DossierChange:
    """The API message of a change."""
    after: Any = change.after
    return api.DossierChange(
        dossier=change.event.stream,
        fact=past.fact(change.entry, recording(change.event)),
        receiving_unit=after.receiving_unit,
        competent_unit=after.offering.unit if after.offering else "",
        handling_unit=after.holder,
        previous_unit=change.before.holder,
    )
