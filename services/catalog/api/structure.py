"""Methods that change the structure of units, and that trace units through such changes.

Every change is decided on the whole forest, and rests on it: of two at once that would together
make a cycle, the second is decided again.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from google.protobuf.message import Message

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    OFFERING_RULE_CLOSE,
    UnitChangeWithdrawn,
    UnitClosed,
    UnitMerged,
    UnitMoved,
    UnitSplit,
)
from services.catalog.api import consequences, rooms
from services.catalog.api.context import Context, event_of, time_in
from services.catalog.api.scopes import every_unit, offered_by
from services.catalog.api.time_axes import time_axes
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.api.units import written
from services.catalog.domain import (
    effective,
    lineage,
    names,
    openings,
    structure,
    tree,
    units,
)
from services.catalog.domain.offering import aggregate
from services.catalog.domain.structure import Changes
from services.catalog.domain.tree import Forest
from services.catalog.domain.units import Unit
from services.catalog.queries import UNITS, TimeAxes
from services.chassis import call
from services.chassis.errors import faults, refuse_all
from services.chassis.store import Decision, Executed

M = TypeVar("M", bound=Message)


class Change(Protocol):
    """A decision on the forest, with what is proposed bound to it."""

    def __call__(self, forest: Forest, *, now: datetime) -> Changes: ...


@dataclass(frozen=True)
class Structure:
    """Correct an opening; move, close, merge, split, withdraw; trace."""

    context: Context

    async def CorrectUnitOpening(
        self, request: api.CorrectUnitOpeningRequest, _context: Any
    ) -> api.Unit:
        """Open a unit earlier, which needs the roles that opening it there needs."""
        name = names.unit(request.name, field="name")

        def correct(forest: Forest, *, now: datetime) -> Changes:
            unit = forest.get(name, Unit())
            call.current().permit(units.require_known(unit, name=name, field="name").parent)
            at = effective.instant(request.effective_time)
            return openings.correct(
                forest, name=name, at=at, reason=request.correction_reason, now=now
            )

        return written(await self.restructured(request, name, correct))

    async def MoveUnit(self, request: api.MoveUnitRequest, _context: Any) -> api.Unit:
        """Put a unit below another parent; who does so needs a role over both."""
        if request.parent:
            names.unit(request.parent, field="parent")
        proposed = unit_event(UnitMoved, request)
        call.current().permit(proposed.parent)
        move = partial(structure.move, proposed=proposed, at=time_in(request, "effective_time"))
        return written(await self.restructured(request, proposed.unit, move))

    async def CloseUnit(self, request: api.CloseUnitRequest, _context: Any) -> api.Unit:
        """End a unit, and its offerings with it."""
        proposed = unit_event(UnitClosed, request)
        close = partial(structure.close, proposed=proposed, at=time_in(request, "effective_time"))
        return written(await self.restructured(request, proposed.unit, close))

    async def MergeUnits(
        self, request: api.MergeUnitsRequest, _context: Any
    ) -> api.MergeUnitsResponse:
        """Merge units into one; who does so needs a role over each of them."""
        at, into, merged = time_in(request, "effective_time"), request.into, list(request.units)
        require_units({"into": into, **{f"units[{n}]": name for n, name in enumerate(merged)}})
        for name in [into, *merged]:
            call.current().permit(name)
        first = next((name for name in merged if name != into), into)
        proposed = succession(UnitMerged, request)
        merge = partial(structure.merge, merged=merged, proposed=proposed, at=at)
        executed = await self.restructured(request, first, merge)
        return await self.as_merged(executed, into=into, merged=merged)

    async def SplitUnit(self, request: api.SplitUnitRequest, _context: Any) -> api.Unit:
        """Divide a unit over others; who does so needs a role over each of them."""
        parts = [part.unit for part in request.parts]
        name = request.name
        require_units({"name": name, **{f"parts[{n}].unit": part for n, part in enumerate(parts)}})
        proposed = succession(UnitSplit, request, unit=name)
        for part in parts:
            call.current().permit(part)
        split = partial(structure.split, proposed=proposed, at=time_in(request, "effective_time"))
        return written(await self.restructured(request, name, split))

    async def WithdrawUnitChange(
        self, request: api.WithdrawUnitChangeRequest, _context: Any
    ) -> api.Unit:
        """Take back a change that has not begun, which needs the roles that planning it did."""
        proposed = unit_event(UnitChangeWithdrawn, request)

        def withdraw(forest: Forest, *, now: datetime) -> Changes:
            for each in structure.planned_over(forest, proposed):
                call.current().permit(each)
            return structure.withdraw(forest, proposed=proposed, now=now)

        return written(await self.restructured(request, proposed.unit, withdraw))

    async def GetUnitLineage(
        self, request: api.GetUnitLineageRequest, _context: Any
    ) -> api.GetUnitLineageResponse:
        """What a unit was made of at an earlier date, or what has become of it by a later one."""
        name = names.unit(request.name, field="name")
        axes = await time_axes(self.context, request)
        forest = tree.indexed(self.context.tree.known_at(axes.as_known))
        unit = forest.get(name, Unit())
        units.require_known(unit, name=name, field="name")
        units.require_open(unit, name=name, at=axes.as_of, field="as_of")
        at = effective.instant(request.at)
        traced = lineage.back if at < axes.as_of else lineage.forward
        found = traced(forest, name, since=axes.as_of, until=at)
        return api.GetUnitLineageResponse(
            parts=[
                api.LineagePart(unit=each, share=lineage.share_of(part, unit=each))
                for each, part in sorted(found.items())
            ]
        )

    async def restructured(self, request: Any, stream: str, change: Change) -> Executed[Unit]:
        """A unit after a change that was decided on the whole forest, with its consequences."""
        now = self.context.clock()

        async def decide(_: Executed[Unit]) -> Decision:
            await self.context.shown()
            work = UnitOfWork(self.context.store)
            forest = await every_unit(self.context, work)
            changes = change(forest, now=now)
            rooms.require_room(forest, changes, now=now)
            for withdrawn in structure.withdrawals(changes):
                await require_unreferenced(self.context, work, forest, withdrawn)
            await consequences.of_units(self.context, work, forest, changes)
            return work.decision()

        executed = await self.context.carry_out(
            request,
            stream=stream,
            decider=units.DECIDER,
            decide=decide,
            alone=True,
        )
        self.context.tree.learn(executed.stream, executed.state)
        return executed

    async def as_merged(
        self, executed: Executed[Unit], *, into: str, merged: Sequence[str]
    ) -> api.MergeUnitsResponse:
        """All units of a merger as it left them, whatever has happened since."""
        await self.context.shown(at_least=executed.position)
        fact: Any = executed.facts[0].message
        then = TimeAxes(effective.instant(fact.effective_time), executed.position)
        found, _ = await self.context.reader.batch(UNITS, [into, *merged], then)
        after = {each.name: each.message for each in found}
        return api.MergeUnitsResponse(into=after[into], units=[after[name] for name in merged])


async def require_unreferenced(
    context: Context, work: UnitOfWork, forest: Forest, change: UnitChangeWithdrawn
) -> None:
    """Refuse to withdraw the opening of a unit that a service, a target or an offering names."""
    if not openings.is_opening(forest, change):
        return
    position = await context.shown_position()
    work.rests_on(position, "services/%", "targets/%")
    naming = await context.reader.naming(change.unit, position)
    offered = await offered_by(context, work, [change.unit])
    offerings = [names.of_offering(service, change.unit) for service in offered]
    await work.load(offerings)
    states = {name: work.state(name, aggregate.DECIDER) for name in offerings}
    openings.require_unreferenced(forest, change, offerings=states, naming=naming)


def unit_event(event: type[M], request: Any) -> M:
    """The event of a unit that is asked for."""
    return event_of(event, request, unit=names.unit(request.name, field="name"))


def succession(event: type[M], stated: Any, **fields: Any) -> M:
    """The merger or split that is asked for; unless it says so, no offerings follow."""
    return event_of(event, stated, offerings=stated.offerings or OFFERING_RULE_CLOSE, **fields)


def require_units(named: Mapping[str, str]) -> None:
    """Refuse each name, by its field, that has not the form of a unit's name."""
    refuse_all(faults(*(partial(names.unit, name, field=field) for field, name in named.items())))
