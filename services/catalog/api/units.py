"""Methods that open units, and change what concerns one unit alone.

Permissions know a new unit as soon as its opening is answered.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    CalendarAssigned,
    FilingPolicySet,
    OfficerAppointed,
    OfficerRelieved,
    UnitOpened,
    UnitRenamed,
)
from services.catalog.api.context import Context, asked
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import calendars, names, unit_attributes, units
from services.catalog.domain.units import Unit
from services.catalog.resources import dated_resources
from services.catalog.resources import units as resources
from services.chassis.decider import Fact
from services.chassis.store import Decision, Executed


class Alone(Protocol):
    """A command that concerns one unit alone."""

    def __call__(
        self, unit: Unit, *, proposed: Any, at: datetime | None, now: datetime
    ) -> Sequence[Fact]:
        """The facts."""


@dataclass(frozen=True)
class Units:
    """Open; rename; officers, filing policy, calendar."""

    context: Context

    async def OpenUnit(self, request: api.OpenUnitRequest, _context: Any) -> api.Unit:
        """Open a unit at the root or below another."""
        proposed, now = opening(request), self.context.clock()
        name, parent = proposed.unit, proposed.parent

        async def decide(unit: Executed[Unit]) -> Decision:
            work = UnitOfWork(self.context.store, {name: unit})
            await work.load([parent])
            facts = units.open_unit(
                unit.state,
                proposed=proposed,
                parent=work.of(parent, units.DECIDER).state if parent else None,
                at=asked(request, "effective_time"),
                now=now,
            )
            work.append(name, units.DECIDER, facts)
            return work.decision()

        executed = await self.context.carry_out(
            request, stream=name, decider=units.DECIDER, decide=decide
        )
        self.context.tree.learn(executed)
        return written(executed)

    async def RenameUnit(self, request: api.RenameUnitRequest, _context: Any) -> api.Unit:
        """Call a unit otherwise."""
        return await unit_changed(self.context, request, renaming(request), unit_attributes.rename)

    async def AppointOfficer(self, request: api.AppointOfficerRequest, _context: Any) -> api.Unit:
        """Give an officer a duty."""
        proposed = OfficerAppointed(
            unit=names.unit(request.name, field="name"),
            officer=request.officer,
            duty=request.duty,
            correction_reason=request.correction_reason,
        )
        return await unit_changed(self.context, request, proposed, unit_attributes.appoint)

    async def RelieveOfficer(self, request: api.RelieveOfficerRequest, _context: Any) -> api.Unit:
        """End an officer's duty."""
        proposed = OfficerRelieved(
            unit=names.unit(request.name, field="name"),
            officer=request.officer,
            duty=request.duty,
            correction_reason=request.correction_reason,
        )
        return await unit_changed(self.context, request, proposed, unit_attributes.relieve)

    async def SetFilingPolicy(self, request: api.SetFilingPolicyRequest, _context: Any) -> api.Unit:
        """Say whether online filings below level 3 are refused."""
        proposed = FilingPolicySet(
            unit=names.unit(request.name, field="name"),
            refuse_below_level_3=request.refuse_below_level_3,
            correction_reason=request.correction_reason,
        )
        return await unit_changed(
            self.context, request, proposed, unit_attributes.set_filing_policy
        )

    async def AssignCalendar(self, request: api.AssignCalendarRequest, _context: Any) -> api.Unit:
        """Say by which calendar a unit works; a calendar that is known stays known."""
        proposed = CalendarAssigned(
            unit=names.unit(request.name, field="name"),
            calendar=request.calendar,
            correction_reason=request.correction_reason,
        )
        known = await self.context.store.load(request.calendar, calendars.DECIDER)
        calendars.require_known(known.state, name=request.calendar, field="calendar")
        return await unit_changed(self.context, request, proposed, unit_attributes.assign_calendar)


async def unit_changed(context: Context, request: Any, proposed: Any, change: Alone) -> api.Unit:
    """A unit after a change that needs to look at nothing else."""
    now = context.clock()
    executed = await context.execute(
        request,
        stream=proposed.unit,
        decider=units.DECIDER,
        decide=lambda unit: change(
            unit, proposed=proposed, at=asked(request, "effective_time"), now=now
        ),
        etag=request.etag,
    )
    return written(executed)


def opening(request: api.OpenUnitRequest) -> UnitOpened:
    """The fact that is asked for."""
    said = request.unit
    return UnitOpened(
        unit=names.new("units", request.unit_id, field="unit_id"),
        parent=names.unit(said.parent, field="unit.parent") if said.parent else "",
        code=said.code,
        kind=said.kind,
        display_name=said.display_name,
        correction_reason=request.correction_reason,
    )


def renaming(request: api.RenameUnitRequest) -> UnitRenamed:
    """The fact that is asked for: it says only what changes."""
    renamed = UnitRenamed(
        unit=names.unit(request.name, field="name"),
        correction_reason=request.correction_reason,
    )
    if request.HasField("display_name"):
        renamed.display_name.CopyFrom(request.display_name)
    if request.HasField("code"):
        renamed.code = request.code
    if request.HasField("kind"):
        renamed.kind = request.kind
    return renamed


def written(executed: Executed[Unit]) -> api.Unit:
    """What a command left; where an opening is withdrawn, that there is no such unit."""
    if executed.state.opening is None:
        gone: api.Unit = dated_resources.stamped(
            api.Unit(name=executed.stream), position=executed.position, version=executed.version
        )
        return gone
    left: api.Unit = dated_resources.answered(executed, resources.resource_periods(executed.state))
    return left
