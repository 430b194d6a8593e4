"""Methods of offerings.

Promises that a write is answered as of the instant from which it is true. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import LevelsAssessed, OfferingOpened
from services.catalog.api.door import Door, asked, etag, found
from services.catalog.domain import effective, names, offerings
from services.catalog.domain.offerings import Offering
from services.catalog.queries import OfferingRow
from services.chassis import call
from services.chassis.store import Executed


class Offerings(Door):
    """Open, record, get, list."""

    async def OpenOffering(self, request: api.OpenOfferingRequest, _context: Any) -> api.Offering:
        """Open an offering of a service by a unit, with what it can do."""
        proposed, now = proposal(request), self.clock()
        service, unit = await self.service(proposed.service), await self.unit(proposed.unit)
        executed = await self.execute(
            request,
            stream=proposed.offering,
            decider=offerings.DECIDER,
            decide=lambda offering: offerings.open_offering(
                offering,
                proposed=proposed,
                capabilities=request.offering.capabilities,
                service=service,
                unit=unit,
                at=asked(request, "effective_time"),
                now=now,
            ),
        )
        return reply(written(executed))

    async def RecordCapabilities(
        self, request: api.RecordCapabilitiesRequest, _context: Any
    ) -> api.Offering:
        """Record what an offering can do."""
        offered, by = names.offering(request.name, field="name")
        call.current().permit(by)
        service, now = await self.service(offered), self.clock()
        executed = await self.execute(
            request,
            stream=request.name,
            decider=offerings.DECIDER,
            decide=lambda offering: offerings.record(
                offering,
                name=request.name,
                capabilities=request.capabilities,
                service=service,
                at=asked(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            ),
            etag=request.etag,
        )
        return reply(written(executed))

    async def GetOffering(self, request: api.GetOfferingRequest, _context: Any) -> api.Offering:
        """One offering with its level."""
        names.offering(request.name, field="name")
        when = await self.when(request)
        return reply(found(await self.reader.offering(request.name, when), request.name, when))

    async def ListOfferings(
        self, request: api.ListOfferingsRequest, _context: Any
    ) -> api.ListOfferingsResponse:
        """A page of the offerings of a service, or of all; of a subtree, or of all."""
        parent = names.service(request.parent, field="parent")
        service = "" if names.last(parent) == names.ANY else parent
        subtree = names.unit(request.subtree, field="subtree") if request.subtree else ""
        cursor, size = await self.page(request)
        rows = await self.reader.offerings(
            cursor.when, cursor.page(size), service=service, subtree=subtree
        )
        return api.ListOfferingsResponse(
            offerings=map(reply, rows[:size]),
            next_page_token=cursor.next_token(size, [row.fact.offering for row in rows]),
        )


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
    )


def written(executed: Executed[Offering]) -> OfferingRow:
    """What a command left, as of the instant from which it is true: a repeat says the same."""
    assessed = executed.facts[-1].message
    assert isinstance(assessed, LevelsAssessed)  # noqa: S101 — every command ends with it
    since = effective.instant(assessed.replaces_from)
    return OfferingRow(
        fact=offerings.require_known(executed.state, name=executed.stream),
        span=offerings.span_at(executed.state, since),
        level_rule=assessed.level_rule,
        extent_rule=assessed.extent_rule,
        capabilities=tuple(offerings.capabilities_at(executed.state, since)),
        position=executed.position,
        version=executed.version,
    )


def reply(row: OfferingRow) -> api.Offering:
    """The resource."""
    return api.Offering(
        name=row.fact.offering,
        unit=row.fact.unit,
        ceiling=row.fact.ceiling if row.fact.HasField("ceiling") else None,
        ceiling_reason=row.fact.ceiling_reason,
        capabilities=row.capabilities,
        assessment=row.span,
        level_rule=row.level_rule,
        extent_rule=row.extent_rule,
        effective_time=row.fact.effective_time,
        position=row.position,
        etag=etag(row.version),
    )
