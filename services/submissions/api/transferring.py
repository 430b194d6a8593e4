"""Dossiers follow the mergers of the units that have them: by a timer, or before a command.

A command that is quicker than the timer appends the transfer with its own facts.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from services.chassis import telemetry
from services.chassis.decider import Fact
from services.chassis.ids import derived
from services.chassis.store import Change, Command, Decision, Executed
from services.chassis.timers import Timer
from services.submissions.api.context import Context
from services.submissions.domain.dossier import transferring
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import OPEN
from services.submissions.domain.units import Merger
from services.submissions.queries.dossier_lists import Wanted

AT_ONCE = 100  # dossiers of a merger whose transfers are appended together
LONGEST = 20.0  # seconds for which a timer's row is held: an idle transaction is ended after 60


def due_transfers(context: Context, dossier: Dossier, at: datetime) -> list[Fact]:
    """The transfers by which a dossier follows the mergers of its unit up to an instant."""
    mergers = context.catalogue.units.mergers(dossier.holder, at)
    if not mergers:
        return []
    given = Given(clock=at, catalog_position=context.catalogue.position)
    return transferring.follow(dossier, given, mergers)


async def follow_merger(context: Context, timer: Timer) -> bool | None:
    """Transfer every open dossier of a unit that merges at this due. None: some are left; False:
    none is, until another one comes to the unit.
    """
    await context.catalogue.must_be_current()
    await context.own_log.must_be_caught_up()
    at = max(context.clock(), timer.due_at)
    mergers = context.catalogue.units.mergers(timer.subject, at)
    if not mergers or mergers[0].effective_time != timer.due_at:
        return False
    until, failed = asyncio.get_running_loop().time() + LONGEST, list[BaseException]()
    async for names in _open_dossiers(context, timer.subject):
        if asyncio.get_running_loop().time() > until:
            return None
        async with context.transferring:
            following = (_follow(context, each, mergers[0], at) for each in names)
            done = await asyncio.gather(*following, return_exceptions=True)
        failed += filter(None, done)
    if failed:
        raise failed[0]  # of one dossier; it is tried again, and holds up no other
    return False


async def _open_dossiers(context: Context, unit: str) -> AsyncIterator[list[str]]:
    """Those that a unit has, a page at a time; one that was closed a moment ago may be among them:
    whoever acts on one looks at its facts.
    """
    wanted, after = Wanted(units=[unit], statuses=sorted(OPEN)), None
    while True:
        page, after = await context.rows.page(wanted, after, AT_ONCE)
        yield [each.name for each in page]
        if after is None:
            return


async def _follow(context: Context, name: str, merger: Merger, at: datetime) -> None:
    """Transfer a dossier; again where it came back to the unit since, such as by a correction that
    left the transfer out.
    """
    if await _transfer(context, name, merger, at):
        return
    now = await context.store.load(name, DOSSIERS)
    await _transfer(context, name, merger, at, str(now.version))


async def _transfer(context: Context, name: str, merger: Merger, at: datetime, *again: str) -> bool:
    """Whether it was decided on now; False: a command of the same id was carried out before."""
    decided = False

    async def decide(now: Executed[Dossier]) -> Decision:
        nonlocal decided
        decided = True
        has = now.state.holder == merger.unit
        facts = due_transfers(context, now.state, at) if has else []
        return Decision([Change(name, now.version, facts)])

    command_id = derived("merger", name, str(merger.event), *again)
    command = Command(command_id, command_id.bytes, "timer", telemetry.unsampled())
    await context.store.carry_out(command, stream=name, decider=DOSSIERS, decide=decide)
    return decided
