"""Commands of offerings.

Promises that what a decision relied on, the service and the unit, is as it was when it is recorded,
and that a write is answered as of the instant from which it is true. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import CeilingDeclared, OfferingOpened
from services.catalog.api import drafts
from services.catalog.api.door import Door, asked
from services.catalog.api.working import TOLD
from services.catalog.domain import effective, names, offerings, services, undoing, units
from services.catalog.domain.offerings import Offering
from services.catalog.domain.services import Service
from services.catalog.domain.units import Unit
from services.catalog.resources.offerings import segments
from services.catalog.resources.segment import shown
from services.chassis import call
from services.chassis.decider import Fact
from services.chassis.log import Relied
from services.chassis.store import Change, Decision, Executed


class Around(NamedTuple):
    """An offering, and what its commands rely on."""

    offering: Offering
    told: Sequence[Fact]  # all that was recorded of it
    service: Service
    unit: Unit


class Offerings(Door):
    """Open, record, declare, close, withdraw."""

    async def OpenOffering(self, request: api.OpenOfferingRequest, _context: Any) -> api.Offering:
        """Open an offering of a service by a unit, with what it can do."""
        proposed, now = proposal(request), self.clock()
        return await self.offered(
            request,
            proposed.offering,
            lambda around: offerings.open_offering(
                around.offering,
                proposed=proposed,
                capabilities=request.offering.capabilities,
                service=around.service,
                unit=around.unit,
                at=asked(request, "effective_time"),
                now=now,
            ),
        )

    async def RecordCapabilities(
        self, request: api.RecordCapabilitiesRequest, _context: Any
    ) -> api.Offering:
        """Record what an offering can do."""
        name, now = permitted(request.name), self.clock()
        return await self.offered(
            request,
            name,
            lambda around: offerings.record(
                around.offering,
                name=name,
                capabilities=request.capabilities,
                service=around.service,
                at=asked(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            ),
            etag=request.etag,
        )

    async def DeclareCeiling(
        self, request: api.DeclareCeilingRequest, _context: Any
    ) -> api.Offering:
        """Declare the ceiling of an offering's level, or lift it."""
        name, now = permitted(request.name), self.clock()
        proposed = CeilingDeclared(
            offering=name,
            ceiling=request.ceiling if request.HasField("ceiling") else None,
            ceiling_reason=request.ceiling_reason,
            correction_reason=request.correction_reason,
        )
        return await self.offered(
            request,
            name,
            lambda around: offerings.declare_ceiling(
                around.offering,
                proposed=proposed,
                service=around.service,
                at=asked(request, "effective_time"),
                now=now,
            ),
            etag=request.etag,
        )

    async def CloseOffering(self, request: api.CloseOfferingRequest, _context: Any) -> api.Offering:
        """End an offering."""
        name, now = permitted(request.name), self.clock()
        return await self.offered(
            request,
            name,
            lambda around: offerings.close(
                around.offering,
                name=name,
                at=asked(request, "effective_time"),
                reason=request.reason,
                correction_reason=request.correction_reason,
                now=now,
            ),
            etag=request.etag,
        )

    async def WithdrawOfferingClosing(
        self, request: api.WithdrawOfferingClosingRequest, _context: Any
    ) -> api.Offering:
        """Take back an end of an offering that was to come."""
        name, now = permitted(request.name), self.clock()
        return await self.offered(
            request,
            name,
            lambda around: undoing.withdraw_closing(
                around.told,
                name=name,
                service=around.service,
                unit=around.unit,
                reason=request.reason,
                now=now,
            ),
            etag=request.etag,
        )

    async def offered(
        self,
        request: Any,
        name: str,
        decide: Callable[[Around], Sequence[Fact]],
        *,
        etag: str = "",
    ) -> api.Offering:
        """Decide on an offering, looking at its service and its unit."""
        service, unit = names.offering(name, field="name")

        async def decided(now: Executed[Offering]) -> Decision:
            view = await self.store.view([name, service, unit])
            around = Around(
                now.state,
                view.of(name, TOLD).state,
                drafts.known(view.of(service, services.DECIDER).state),
                view.of(unit, units.DECIDER).state,
            )
            relied = Relied(view.position, streams=(service, unit))
            return Decision([Change(name, now.version, decide(around))], relied)

        executed = await self.carry_out(
            request, stream=name, decider=offerings.DECIDER, decide=decided, etag=etag
        )
        return reply(executed)


def permitted(name: str) -> str:
    """The name of an offering of a unit that the caller may act for."""
    _, unit = names.offering(name, field="name")
    call.current().permit(unit)
    return name


def proposal(request: api.OpenOfferingRequest) -> OfferingOpened:
    """The fact that is asked for."""
    said = request.offering
    service = names.service(request.parent, field="parent")
    unit = names.unit(said.unit, field="offering.unit")
    return OfferingOpened(
        offering=names.of_offering(service, unit),
        service=service,
        unit=unit,
        ceiling=said.ceiling if said.HasField("ceiling") else None,
        ceiling_reason=said.ceiling_reason,
        correction_reason=request.correction_reason,
        level_rule=said.level_rule,
    )


def reply(executed: Executed[Offering]) -> api.Offering:
    """What a command left, as of the instant from which it is true: a repeat says the same."""
    first: Any = executed.facts[0].message
    answered: api.Offering = shown(
        segments(executed.state),
        effective.instant(first.effective_time),
        position=executed.position,
        version=executed.version,
    )
    return answered
