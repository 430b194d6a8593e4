"""Methods that change the structure of units, and that trace units through such changes.

Promises that what lies around a unit, and its offerings, follow in the same step, and that nothing
is recorded that was decided on an outdated tree. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    OfferingRule,
    UnitChangeWithdrawn,
    UnitClosed,
    UnitMerged,
    UnitMoved,
    UnitSplit,
)
from services.catalog.api.asking import ReadingDoor
from services.catalog.api.door import asked
from services.catalog.api.following import CLOSE, Followed, withdrawals
from services.catalog.api.units import written
from services.catalog.api.working import EVERY_UNIT, Working
from services.catalog.domain import (
    effective,
    names,
    openings,
    structure,
    trace,
    tree,
    units,
)
from services.catalog.domain.structure import Changes
from services.catalog.domain.units import Unit
from services.catalog.queries import UNITS, When
from services.chassis import call
from services.chassis.store import Decision, Executed

Forest: TypeAlias = Mapping[str, Unit]


class Structure(Followed, ReadingDoor):
    """Correct an opening; move, close, merge, split, withdraw; trace."""

    async def CorrectUnitOpening(
        self, request: api.CorrectUnitOpeningRequest, _context: Any
    ) -> api.Unit:
        """Open a unit earlier, which needs the roles that opening it there needs."""
        name, now = names.unit(request.name, field="name"), self.clock()

        def correct(forest: Forest) -> Changes:
            unit = forest.get(name, Unit())
            call.current().permit(units.require_known(unit, name=name, field="name").parent)
            at = effective.instant(request.effective_time)
            return openings.correct(
                forest, name=name, at=at, reason=request.correction_reason, now=now
            )

        executed = await self.restructured(request, name, correct, etag=request.etag)
        return written(executed)

    async def MoveUnit(self, request: api.MoveUnitRequest, _context: Any) -> api.Unit:
        """Put a unit below another parent; who does so needs a role over both."""
        name, now = names.unit(request.name, field="name"), self.clock()
        proposed = UnitMoved(
            unit=name,
            parent=names.unit(request.parent, field="parent") if request.parent else "",
            correction_reason=request.correction_reason,
        )
        call.current().permit(proposed.parent)
        executed = await self.restructured(
            request,
            name,
            lambda forest: structure.move(
                forest, proposed=proposed, at=asked(request, "effective_time"), now=now
            ),
            etag=request.etag,
        )
        return written(executed)

    async def CloseUnit(self, request: api.CloseUnitRequest, _context: Any) -> api.Unit:
        """End a unit, and its offerings with it."""
        name, now = names.unit(request.name, field="name"), self.clock()
        proposed = UnitClosed(
            unit=name,
            legal_basis=request.legal_basis,
            correction_reason=request.correction_reason,
        )
        executed = await self.restructured(
            request,
            name,
            lambda forest: structure.close(
                forest, proposed=proposed, at=asked(request, "effective_time"), now=now
            ),
            etag=request.etag,
        )
        return written(executed)

    async def MergeUnits(
        self, request: api.MergeUnitsRequest, _context: Any
    ) -> api.MergeUnitsResponse:
        """Merge units into one; who does so needs a role over each of them."""
        proposed, now = merger(request), self.clock()
        merged = [names.unit(name, field=f"units[{n}]") for n, name in enumerate(request.units)]
        for name in [proposed.into, *merged]:
            call.current().permit(name)
        executed = await self.restructured(
            request,
            next((name for name in merged if name != proposed.into), proposed.into),
            lambda forest: structure.merge(
                forest,
                merged=merged,
                proposed=proposed,
                at=asked(request, "effective_time"),
                now=now,
            ),
            rule=request.offerings,
        )
        return await self.as_merged(executed, into=proposed.into, merged=merged)

    async def SplitUnit(self, request: api.SplitUnitRequest, _context: Any) -> api.Unit:
        """Divide a unit over others; who does so needs a role over each of them."""
        proposed, now = division(request), self.clock()
        for part in proposed.parts:
            call.current().permit(part.unit)
        executed = await self.restructured(
            request,
            proposed.unit,
            lambda forest: structure.split(
                forest, proposed=proposed, at=asked(request, "effective_time"), now=now
            ),
            rule=request.offerings,
            etag=request.etag,
        )
        return written(executed)

    async def WithdrawUnitChange(
        self, request: api.WithdrawUnitChangeRequest, _context: Any
    ) -> api.Unit:
        """Take back a change that has not begun, which needs the roles that planning it did."""
        name, now = names.unit(request.name, field="name"), self.clock()
        proposed = UnitChangeWithdrawn(unit=name, version=request.version, reason=request.reason)

        def withdraw(forest: Forest) -> Changes:
            for each in structure.planned_over(forest, proposed):
                call.current().permit(each)
            return structure.withdraw(forest, proposed=proposed, now=now)

        executed = await self.restructured(request, name, withdraw, etag=request.etag)
        return written(executed)

    async def TraceUnit(
        self, request: api.TraceUnitRequest, _context: Any
    ) -> api.TraceUnitResponse:
        """What a unit was made of at an earlier date, or what has become of it by a later one."""
        name, when = names.unit(request.name, field="name"), await self.when(request)
        forest = tree.indexed(self.tree.known_at(when.known))
        unit = forest.get(name, Unit())
        units.require_known(unit, name=name, field="name")
        units.require_open(unit, name=name, at=when.as_of, field="as_of")
        at = effective.instant(request.at)
        traced = trace.back if at < when.as_of else trace.forward
        found = traced(forest, name, since=when.as_of, until=at)
        return api.TraceUnitResponse(
            traces=[
                api.Trace(unit=each, share=trace.share_of(part, unit=each))
                for each, part in sorted(found.items())
            ]
        )

    async def restructured(
        self,
        request: Any,
        stream: str,
        change: Callable[[Forest], Changes],
        *,
        rule: OfferingRule = CLOSE,
        etag: str = "",
    ) -> Executed[Unit]:
        """A unit after a change that was decided on the whole forest, with all that follows."""

        async def decide(_: Executed[Unit]) -> Decision:
            await self.shown()
            forest, position = self.tree.units, self.tree.position
            changes = change(forest)
            working = Working(self.store, {name: as_known(forest[name], name) for name in changes})
            working.looked(position, EVERY_UNIT)
            for name, facts in changes.items():
                working.decide(name, units.DECIDER, facts)
            await self.take_along(working, forest, changes, rule)
            for withdrawn in withdrawals(changes):
                await self.require_unused(working, forest, withdrawn)
                await self.take_back(working, forest, withdrawn)
            return Decision(working.changes, working.relied)

        # Every such decision rests on all units: made at once, all but one would be made again.
        async with self.restructuring:
            executed = await self.carry_out(
                request, stream=stream, decider=units.DECIDER, decide=decide, etag=etag
            )
        self.tree.learn(executed)
        return executed

    async def as_merged(
        self, executed: Executed[Unit], *, into: str, merged: Sequence[str]
    ) -> api.MergeUnitsResponse:
        """All units of a merger as it left them, whatever has happened since."""
        await self.shown(at_least=executed.position)
        fact: Any = executed.facts[0].message
        when = When(effective.instant(fact.effective_time), executed.position)
        found, _ = await self.reader.batch(UNITS, [into, *merged], when)
        known = {each.name: each.message for each in found}
        return api.MergeUnitsResponse(into=known[into], units=[known[name] for name in merged])


def merger(request: api.MergeUnitsRequest) -> UnitMerged:
    """What is asked to be recorded of each unit."""
    return UnitMerged(
        into=names.unit(request.into, field="into"),
        offerings=request.offerings or CLOSE,
        legal_basis=request.legal_basis,
        correction_reason=request.correction_reason,
    )


def division(request: api.SplitUnitRequest) -> UnitSplit:
    """The fact that is asked for."""
    for number, part in enumerate(request.parts):
        names.unit(part.unit, field=f"parts[{number}].unit")
    return UnitSplit(
        unit=names.unit(request.name, field="name"),
        parts=request.parts,
        offerings=request.offerings or CLOSE,
        legal_basis=request.legal_basis,
        correction_reason=request.correction_reason,
    )


def as_known(unit: Unit, name: str) -> Executed[Unit]:
    """A unit of the forest, as its stream would have it."""
    return Executed(unit, name, unit.version, 0, ())
