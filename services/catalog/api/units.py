"""Methods that open units, and change what concerns one unit alone.

Permissions know a new unit as soon as its opening is answered.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from google.protobuf.message import Message

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    CalendarAssigned,
    FilingPolicySet,
    OfficerAppointed,
    OfficerRelieved,
    UnitOpened,
    UnitRenamed,
)
from services.catalog.api import rooms
from services.catalog.api.context import Context, event_of, time_in
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import calendars, names, unit_attributes, units
from services.catalog.domain.units import Unit
from services.catalog.resources import dated_resources
from services.catalog.resources import units as resources
from services.chassis.decider import Fact
from services.chassis.store import Executed


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
        stated, now = request.unit, self.context.clock()
        name = names.new("units", request.unit_id, field="unit_id")
        parent = names.unit(stated.parent, field="unit.parent") if stated.parent else ""

        async def decide(work: UnitOfWork) -> None:
            await work.load([parent])
            facts = units.open_unit(
                work.state(name, units.DECIDER),
                proposed=event_of(
                    UnitOpened, stated, unit=name, correction_reason=request.correction_reason
                ),
                parent=work.state(parent, units.DECIDER) if parent else None,
                at=time_in(request, "effective_time"),
                now=now,
            )
            known = {parent: work.state(parent, units.DECIDER)} if parent else {}
            every = await rooms.all_units(self.context, known)
            rooms.require_room(every, {name: list(facts)}, now=now)
            work.append(name, units.DECIDER, facts)

        executed = await self.context.change(
            request, stream=name, decider=units.DECIDER, decide=decide
        )
        self.context.tree.learn(executed.stream, executed.state)
        return written(executed)

    async def RenameUnit(self, request: api.RenameUnitRequest, _context: Any) -> api.Unit:
        """Call a unit otherwise: what is absent stays."""
        return await unit_changed(self.context, request, UnitRenamed, unit_attributes.rename)

    async def AppointOfficer(self, request: api.AppointOfficerRequest, _context: Any) -> api.Unit:
        """Give an officer a duty."""
        return await unit_changed(self.context, request, OfficerAppointed, unit_attributes.appoint)

    async def RelieveOfficer(self, request: api.RelieveOfficerRequest, _context: Any) -> api.Unit:
        """End an officer's duty."""
        return await unit_changed(self.context, request, OfficerRelieved, unit_attributes.relieve)

    async def SetFilingPolicy(self, request: api.SetFilingPolicyRequest, _context: Any) -> api.Unit:
        """Say whether online filings below level 3 are refused."""
        return await unit_changed(self.context, request, FilingPolicySet, unit_attributes.assign)

    async def AssignCalendar(self, request: api.AssignCalendarRequest, _context: Any) -> api.Unit:
        """Say by which calendar a unit works; a calendar that is known stays known."""
        calendar = await self.context.store.load(request.calendar, calendars.DECIDER)
        calendars.require_known(calendar.state, name=request.calendar, field="calendar")
        return await unit_changed(self.context, request, CalendarAssigned, unit_attributes.assign)


async def unit_changed(
    context: Context, request: Any, event: type[Message], change: Alone
) -> api.Unit:
    """A unit after a change that needs to look at nothing else, recorded as such an event."""
    name, now = names.unit(request.name, field="name"), context.clock()
    executed = await context.execute(
        request,
        stream=name,
        decider=units.DECIDER,
        decide=lambda unit: change(
            unit,
            proposed=event_of(event, request, unit=name),
            at=time_in(request, "effective_time"),
            now=now,
        ),
    )
    return written(executed)


def written(executed: Executed[Unit]) -> api.Unit:
    """What a command left; where an opening is withdrawn, that there is no such unit."""
    if executed.state.opening is None:
        gone: api.Unit = dated_resources.stamped(
            api.Unit(name=executed.stream), position=executed.position, version=executed.version
        )
        return gone
    left: api.Unit = dated_resources.answered(executed, resources.resource_periods(executed.state))
    return left
