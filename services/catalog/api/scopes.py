"""What a change may concern: units and offerings, loaded with all that they are derived from.

Whatever is looked at becomes an append condition, so that no offering is missed.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from typing import NamedTuple

from services.catalog.api.context import Context
from services.catalog.api.unit_of_work import EVERY_UNIT, UnitOfWork
from services.catalog.domain import names, units
from services.catalog.domain.offering import aggregate
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.offering.concerned import concerned, is_alone, loaded
from services.catalog.domain.tree import Forest
from services.catalog.domain.units import Unit
from services.chassis.database import literal

TURN = 0.005  # seconds, after which other calls get their turn


class Scope(NamedTuple):
    """Units whose offerings of a service may differ, and those from which they are derived."""

    service: str
    forest: Mapping[str, Unit]
    concerned: Set[str]
    loaded: Set[str]  # the concerned among them

    def offerings(self, work: UnitOfWork, units_: Iterable[str]) -> dict[str, Offering]:
        """The offerings by unit, as decided so far; where there is none, an empty one."""
        named = {unit: names.of_offering(self.service, unit) for unit in units_}
        return {
            unit: work.state(name, aggregate.DECIDER, covered=True) for unit, name in named.items()
        }


async def scope_of(
    context: Context, work: UnitOfWork, name: str, *, forest: Mapping[str, Unit] | None = None
) -> Scope:
    """What a change of one offering may concern, loaded with all that it is derived from.

    `forest`: the units where some of them change in the same unit of work.
    """
    service, unit = names.offering(name, field="name")
    if forest is None or unit not in forest:
        await work.load([service, unit])  # the forest may lag behind another process
    forest = await every_unit(context, work) if forest is None else forest
    if is_alone(unit, forest):
        reached = needed = {unit}
    else:
        reached = concerned([unit], before=forest, after=forest)
        needed = loaded(reached, forest)
    scope = Scope(service, forest, reached, needed)
    await work.load([service, *(names.of_offering(service, each) for each in needed)])
    return scope


async def every_unit(context: Context, work: UnitOfWork) -> Forest:
    """All units, those that this work has changed among them; they become an append condition.

    The tree is alive: a change that shows in it meanwhile is a conflict, and all is decided again.
    """
    if context.tree.is_behind:
        await context.shown()
    work.rests_on(context.tree.position, EVERY_UNIT)
    forest = Forest(context.tree.units)
    for name, unit in work.states_of("units/", units.DECIDER).items():
        forest.put(name, unit)
    return forest


async def read_position(context: Context, work: UnitOfWork) -> int:
    """The position at which a unit of work reads all read tables: they held then what anybody had
    recorded, and what is recorded since is a conflict.
    """
    if work.reads_at is None:
        await context.shown()
        work.reads_at = await context.shown_position()
    return work.reads_at


async def offered_by(
    context: Context, work: UnitOfWork, units_: Iterable[str]
) -> dict[str, set[str]]:
    """The units among these that offer a service, by service; that none more does is an append
    condition.
    """
    wanted, position = sorted(units_), await read_position(context, work)
    found = await context.reader.offerings_at(wanted, position)
    patterns = (f"services/%/offerings/{literal(names.last(each))}" for each in wanted)
    work.rests_on(position, *patterns)
    decided = (name for unit in wanted for name in work.changed_offerings(unit))
    by_service: dict[str, set[str]] = defaultdict(set)
    for name in (*found, *decided):
        service, unit = names.offering(name, field="name")
        by_service[service].add(unit)
    return by_service


async def scopes_of(
    context: Context, work: UnitOfWork, differing: Iterable[str], before: Forest, after: Forest
) -> list[Scope]:
    """What changes of units may concern, service by service, loaded."""
    reached = concerned(differing, before=before, after=after)
    handing = loaded(differing, before) | loaded(differing, after)
    needed = loaded(reached, after)
    by_service = await offered_by(context, work, needed | handing)
    # Where none of these offers a service, nothing of it follows by the units that changed.
    named = {each: of for each, of in by_service.items() if not handing.isdisjoint(of)}
    offerings = (names.of_offering(each, unit) for each, of in named.items() for unit in of)
    await work.load(offerings, covered=True)
    await work.load(named)
    return [Scope(each, after, reached, needed) for each in named]


async def offerings_of(
    context: Context, work: UnitOfWork, service: str, *, open_from: datetime | None = None
) -> Mapping[str, Offering]:
    """All offerings of a service by name, or those that are open at an instant or later; that there
    are no more of them is an append condition.
    """
    position = await read_position(context, work)
    recorded = await context.reader.offerings_of(service, position, open_from=open_from)
    work.rests_on(position, f"{literal(service)}/offerings/%")
    await work.load(recorded, covered=True)
    turn, found = Turn(), {}
    for name in sorted({*recorded, *work.changed_offerings(service)}):
        await turn.let_others()
        found[name] = work.state(name, aggregate.DECIDER)
    return found


class Turn:
    """What may take long lets other calls get their turn."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    async def let_others(self) -> None:
        """After a while; mostly this does nothing."""
        if time.perf_counter() - self._began > TURN:
            await asyncio.sleep(0)
            self._began = time.perf_counter()
