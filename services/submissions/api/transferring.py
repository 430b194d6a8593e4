"""Dossiers and petitions follow the mergers of the units that have them: by a timer, or before a
command.

A command that is quicker than the timer appends the transfer with its own facts.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, NamedTuple

from services.chassis import telemetry
from services.chassis.decider import Decider, Fact
from services.chassis.ids import derived
from services.chassis.store import Change, Command, Decision, Executed
from services.chassis.timers import Timer
from services.submissions.api.context import Context
from services.submissions.api.petitions.calendars import given as petition_given
from services.submissions.domain.dossier import transferring
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import OPEN
from services.submissions.domain.petition import state as petitions
from services.submissions.domain.petition import transferring as petition_transferring
from services.submissions.domain.petition.changes import PETITIONS
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.units import Merger
from services.submissions.queries import petitions as petition_rows
from services.submissions.queries.dossier_lists import Wanted

AT_ONCE = 100  # of a merger whose transfers are appended together
LONGEST = 20.0  # seconds for which a timer's row is held: an idle transaction is ended after 60


def due_transfers(context: Context, dossier: Dossier, at: datetime) -> list[Fact]:
    """The transfers by which a dossier follows the mergers of its unit up to an instant."""
    mergers = context.catalogue.units.mergers(dossier.holder, at)
    if not mergers:
        return []
    given = Given(clock=at, catalog_position=context.catalogue.position)
    return transferring.follow(dossier, given, mergers)


def due_petition_transfers(context: Context, petition: Petition, at: datetime) -> list[Fact]:
    """The same of a petition."""
    mergers = context.catalogue.units.mergers(petition.holder, at)
    return petition_transferring.follow(petition, petition_given(context, at), mergers)


async def follow_merger(context: Context, timer: Timer) -> bool | None:
    """Transfer every open dossier and petition of a unit that merges at this due. None: some are
    left; False: none is, until another one comes to the unit. What brings one waits for the timer's
    row, and is not waited for.
    """
    at = max(context.clock(), timer.due_at)
    mergers = context.catalogue.units.mergers(timer.subject, at)
    if not mergers or mergers[0].effective_time != timer.due_at:
        return False
    until, failed = asyncio.get_running_loop().time() + LONGEST, list[BaseException]()
    for following in (DOSSIERS_FOLLOW, PETITIONS_FOLLOW):
        async for names in following.open(context, timer.subject):
            if asyncio.get_running_loop().time() > until:
                return None
            async with context.transferring:
                all_ = (_follow(context, following, each, mergers[0], at) for each in names)
                done = await asyncio.gather(*all_, return_exceptions=True)
            failed += filter(None, done)
    if failed:
        raise failed[0]  # of one; it is tried again, and holds up no other
    return False


async def _open_dossiers(context: Context, unit: str) -> AsyncIterator[list[str]]:
    wanted, after = Wanted(units=[unit], statuses=sorted(OPEN)), None
    while True:
        page, after = await context.rows.page(wanted, after, AT_ONCE, as_far_as_read=True)
        yield [each.name for each in page]
        if after is None:
            return


async def _open_petitions(context: Context, unit: str) -> AsyncIterator[list[str]]:
    statuses, after = sorted(petitions.OPEN), None
    wanted = petition_rows.Wanted(units=[unit], statuses=statuses)
    while True:
        page, after = await context.petitions.page(wanted, after, AT_ONCE)
        yield [each.name for each in page]
        if after is None:
            return


async def _follow(
    context: Context, following: "Following", name: str, merger: Merger, at: datetime
) -> None:
    """Transfer one; again where it came back to the unit since, such as by a correction that left
    the transfer out.
    """
    if await _transfer(context, following, name, merger, at):
        return
    now = await context.store.load(name, following.decider)
    await _transfer(context, following, name, merger, at, str(now.version))


async def _transfer(
    context: Context, following: "Following", name: str, merger: Merger, at: datetime, *again: str
) -> bool:
    """Whether it was decided on now; False: a command of the same id was carried out before."""
    decided = False

    async def decide(now: Executed[Any]) -> Decision:
        nonlocal decided
        decided = True
        has = now.state.holder == merger.unit
        facts = following.transfers(context, now.state, at) if has else []
        return Decision([Change(name, now.version, facts)])

    command_id = derived("merger", name, str(merger.event), *again)
    command = Command(command_id, command_id.bytes, "timer", telemetry.unsampled())
    await context.store.carry_out(command, stream=name, decider=following.decider, decide=decide)
    return decided


class Following(NamedTuple):
    """What follows a merger: the open ones of a unit, a page at a time (one that was closed a
    moment ago may be among them: whoever acts on one looks at its facts), and the transfers of
    each.
    """

    decider: Decider[Any]
    open: Callable[[Context, str], AsyncIterator[list[str]]]
    transfers: Callable[[Context, Any, datetime], list[Fact]]


DOSSIERS_FOLLOW = Following(DOSSIERS, _open_dossiers, due_transfers)
PETITIONS_FOLLOW = Following(PETITIONS, _open_petitions, due_petition_transfers)
