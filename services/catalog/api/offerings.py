"""Commands of offerings: open, correct, record, declare, close, withdraw.

Each loads what the offering is derived from, decides one thing on it, and appends that together
with what follows for this offering and for its successors.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    CeilingDeclared,
    OfferingClosed,
    OfferingOpened,
)
from services.catalog.api import consequences, drafts
from services.catalog.api.context import Context, event_of, time_in
from services.catalog.api.scopes import Scope, scope_of
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import effective, names, units, versions
from services.catalog.domain.offering import (
    aggregate,
    ceilings,
    closing,
    opening,
    recording,
    withdrawal,
)
from services.catalog.domain.offering.situation import Situation
from services.catalog.resources import dated_resources
from services.catalog.resources.offerings import resource_periods
from services.chassis import call
from services.chassis.decider import Fact


class Decide(Protocol):
    """A decision of the domain, with what is proposed bound to it."""

    def __call__(self, situation: Situation, *, now: datetime) -> Sequence[Fact]: ...


@dataclass(frozen=True)
class Offerings:
    """The commands of one offering."""

    context: Context

    async def OpenOffering(self, request: api.OpenOfferingRequest, _context: Any) -> api.Offering:
        """Open an offering of a service by a unit, with what it can do."""
        proposed = opening_proposed(
            request.parent, request.offering, reason=request.correction_reason
        )
        decide = partial(
            opening.open_offering, proposed=proposed, at=time_in(request, "effective_time")
        )
        return await changed(self.context, request, proposed.offering, decide)

    async def CorrectOfferingOpening(
        self, request: api.CorrectOfferingOpeningRequest, _context: Any
    ) -> api.Offering:
        """Open an offering earlier than was recorded."""
        at = effective.instant(request.effective_time)
        decide = partial(opening.correct_opening, at=at, reason=request.correction_reason)
        return await changed(self.context, request, request.name, decide)

    async def RecordCapabilities(
        self, request: api.RecordCapabilitiesRequest, _context: Any
    ) -> api.Offering:
        """Record what an offering can do."""
        proposed = event_of(CapabilitiesRecorded, request, offering=request.name)
        decide = partial(recording.record, proposed=proposed, at=time_in(request, "effective_time"))
        return await changed(self.context, request, request.name, decide)

    async def DeclareCeiling(
        self, request: api.DeclareCeilingRequest, _context: Any
    ) -> api.Offering:
        """Declare the ceiling of an offering's level, or lift it."""
        proposed = event_of(CeilingDeclared, request, offering=request.name)
        decide = partial(
            ceilings.declare_ceiling, proposed=proposed, at=time_in(request, "effective_time")
        )
        return await changed(self.context, request, request.name, decide)

    async def CloseOffering(self, request: api.CloseOfferingRequest, _context: Any) -> api.Offering:
        """End an offering."""
        proposed = event_of(OfferingClosed, request, offering=request.name)
        decide = partial(closing.close, proposed=proposed, at=time_in(request, "effective_time"))
        return await changed(self.context, request, request.name, decide)

    async def WithdrawOfferingChange(
        self, request: api.WithdrawOfferingChangeRequest, _context: Any
    ) -> api.Offering:
        """Leave out a change that has not begun, or that counts nowhere."""
        decide = partial(withdrawal.withdraw, version=request.version, reason=request.reason)
        return await changed(self.context, request, request.name, decide)


async def changed(context: Context, request: Any, name: str, decide: Decide) -> api.Offering:
    """Decide on an offering, and answer as of the instant from which the decision is true."""
    call.current().permit(names.offering(name, field="name")[1])
    now = context.clock()

    async def decided(work: UnitOfWork) -> None:
        scope = await scope_of(context, work, name)
        facts = decide(situation(work, scope, name), now=now)
        await consequences.of_offering(work, scope, name, facts, now=now)

    executed = await context.change(request, stream=name, decider=aggregate.DECIDER, decide=decided)
    left: api.Offering = dated_resources.answered(executed, resource_periods(executed.state))
    return left


def situation(work: UnitOfWork, scope: Scope, name: str) -> Situation:
    """What a command on an offering is judged by; of a service what the caller may know of it."""
    service, unit = names.offering(name, field="name")
    opened = work.state(unit, units.DECIDER, covered=True)
    return Situation(
        name=name,
        offering=work.state(name, aggregate.DECIDER),
        periods=consequences.timeline(work, scope, name),
        service=drafts.visible_to_caller(work.state(service, versions.DECIDER)),
        unit=opened if opened.version else scope.forest.get(unit, opened),
    )


def opening_proposed(
    parent: str, stated: api.Offering, *, reason: str, within: str = ""
) -> OfferingOpened:
    """The opening that is asked for, without its time; `within`: where its fields stand."""
    service = names.service(parent, field=f"{within}parent")
    unit = names.unit(stated.unit, field=f"{within}offering.unit")
    return event_of(
        OfferingOpened,
        stated,
        offering=names.of_offering(service, unit),
        service=service,
        correction_reason=reason,
    )
