"""Methods that open units, and change what concerns one unit alone.

Promises that permissions know a new unit as soon as its opening is answered. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    CalendarAssigned,
    FilingPolicySet,
    OfficerAppointed,
    OfficerRelieved,
    UnitChangeWithdrawn,
    UnitOpened,
    UnitRenamed,
)
from services.catalog.api.door import Door, asked
from services.catalog.domain import calendars, effective, names, particulars, units
from services.catalog.domain.units import Unit
from services.catalog.resources import segment
from services.catalog.resources import units as resources
from services.chassis.decider import Fact
from services.chassis.log import NOTHING, Relied
from services.chassis.store import Change, Decision, Executed


class Alone(Protocol):
    """A command that concerns one unit alone."""

    def __call__(
        self, unit: Unit, *, proposed: Any, at: datetime | None, now: datetime
    ) -> Sequence[Fact]:
        """The facts."""


class Units(Door):
    """Open; rename; officers, filing policy, calendar."""

    async def OpenUnit(self, request: api.OpenUnitRequest, _context: Any) -> api.Unit:
        """Open a unit at the root or below another."""
        proposed, now = opening(request), self.clock()
        above = [proposed.parent] if proposed.parent else []

        async def decide(unit: Executed[Unit]) -> Decision:
            view = await self.store.view(above) if above else None
            facts = units.open_unit(
                unit.state,
                proposed=proposed,
                parent=view.of(proposed.parent, units.DECIDER).state if view else None,
                at=asked(request, "effective_time"),
                now=now,
            )
            relied = Relied(view.position, streams=tuple(above)) if view else NOTHING
            return Decision([Change(proposed.unit, unit.version, facts)], relied)

        executed = await self.carry_out(
            request, stream=proposed.unit, decider=units.DECIDER, decide=decide
        )
        self.tree.learn(executed)
        return written(executed)

    async def RenameUnit(self, request: api.RenameUnitRequest, _context: Any) -> api.Unit:
        """Call a unit otherwise."""
        return await self.unit_changed(request, renaming(request), particulars.rename)

    async def AppointOfficer(self, request: api.AppointOfficerRequest, _context: Any) -> api.Unit:
        """Give an officer a duty."""
        proposed = OfficerAppointed(
            unit=names.unit(request.name, field="name"),
            officer=request.officer,
            duty=request.duty,
            correction_reason=request.correction_reason,
        )
        return await self.unit_changed(request, proposed, particulars.appoint)

    async def RelieveOfficer(self, request: api.RelieveOfficerRequest, _context: Any) -> api.Unit:
        """End an officer's duty."""
        proposed = OfficerRelieved(
            unit=names.unit(request.name, field="name"),
            officer=request.officer,
            duty=request.duty,
            correction_reason=request.correction_reason,
        )
        return await self.unit_changed(request, proposed, particulars.relieve)

    async def SetFilingPolicy(self, request: api.SetFilingPolicyRequest, _context: Any) -> api.Unit:
        """Say whether online filings below level 3 are refused."""
        proposed = FilingPolicySet(
            unit=names.unit(request.name, field="name"),
            refuse_below_level_3=request.refuse_below_level_3,
            correction_reason=request.correction_reason,
        )
        return await self.unit_changed(request, proposed, particulars.set_filing_policy)

    async def AssignCalendar(self, request: api.AssignCalendarRequest, _context: Any) -> api.Unit:
        """Say by which calendar a unit works; a calendar that is known stays known."""
        proposed = CalendarAssigned(
            unit=names.unit(request.name, field="name"),
            calendar=request.calendar,
            correction_reason=request.correction_reason,
        )
        known = await self.store.load(request.calendar, calendars.DECIDER)
        calendars.require_known(known.state, name=request.calendar, field="calendar")
        return await self.unit_changed(request, proposed, particulars.assign_calendar)

    async def unit_changed(self, request: Any, proposed: Any, change: Alone) -> api.Unit:
        """A unit after a change that needs to look at nothing else."""
        now = self.clock()
        executed = await self.execute(
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
    """What a command left, as of the instant from which it is true: a repeat says the same."""
    said: Any = executed.facts[0].message
    if executed.state.opening is None:  # what is withdrawn is the opening: there is no such unit
        gone: api.Unit = segment.stamped(
            api.Unit(name=executed.stream), position=executed.position, version=executed.version
        )
        return gone
    withdrawn = isinstance(said, UnitChangeWithdrawn)
    shown: api.Unit = segment.shown(
        resources.segments(executed.state),
        # What will not be is so from the moment at which that is decided.
        executed.facts[0].occurred_at if withdrawn else effective.instant(said.effective_time),
        position=executed.position,
        version=executed.version,
    )
    return shown
