"""Methods that read units, services and offerings.

Promises answers as of an instant and as known at a position, whichever way they are asked for. Must
not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.api.asking import ReadingDoor
from services.catalog.api.filters import filters
from services.catalog.domain import effective, names
from services.catalog.queries import OFFERINGS, SERVICES, UNITS, Conditions, Count


class Reading(ReadingDoor):
    """Get, get several, list, count."""

    async def GetUnit(self, request: api.GetUnitRequest, _context: Any) -> api.Unit:
        """One unit."""
        unit: api.Unit = await self.one(UNITS, request)
        return unit

    async def BatchGetUnits(
        self, request: api.BatchGetUnitsRequest, _context: Any
    ) -> api.BatchGetUnitsResponse:
        """Several units."""
        return api.BatchGetUnitsResponse(units=await self.several(UNITS, request))

    async def ListUnits(
        self, request: api.ListUnitsRequest, _context: Any
    ) -> api.ListUnitsResponse:
        """A page of the units of a subtree, or of all."""
        page: api.ListUnitsResponse = await self.listed(UNITS, request, api.ListUnitsResponse)
        return page

    async def GetService(self, request: api.GetServiceRequest, _context: Any) -> api.Service:
        """One service, as in force or as drafted."""
        service: api.Service = await self.one(SERVICES, request)
        return service

    async def BatchGetServices(
        self, request: api.BatchGetServicesRequest, _context: Any
    ) -> api.BatchGetServicesResponse:
        """Several services."""
        return api.BatchGetServicesResponse(services=await self.several(SERVICES, request))

    async def ListServices(
        self, request: api.ListServicesRequest, _context: Any
    ) -> api.ListServicesResponse:
        """A page of services."""
        answer = api.ListServicesResponse
        page: api.ListServicesResponse = await self.listed(SERVICES, request, answer)
        return page

    async def GetOffering(self, request: api.GetOfferingRequest, _context: Any) -> api.Offering:
        """One offering with its level; also a planned one."""
        offering: api.Offering = await self.one(OFFERINGS, request)
        return offering

    async def BatchGetOfferings(
        self, request: api.BatchGetOfferingsRequest, _context: Any
    ) -> api.BatchGetOfferingsResponse:
        """Several offerings."""
        return api.BatchGetOfferingsResponse(offerings=await self.several(OFFERINGS, request))

    async def ListOfferings(
        self, request: api.ListOfferingsRequest, _context: Any
    ) -> api.ListOfferingsResponse:
        """A page of the offerings of a service, or of all."""
        parent = names.service(request.parent, field="parent")
        service = "" if names.last(parent) == names.ANY else parent
        answer = api.ListOfferingsResponse
        page: api.ListOfferingsResponse = await self.listed(
            OFFERINGS, request, answer, parent=service
        )
        return page

    async def CountOfferings(
        self, request: api.CountOfferingsRequest, _context: Any
    ) -> api.CountOfferingsResponse:
        """How many open offerings of each unit are alike."""
        conditions = Conditions(filters=filters(OFFERINGS, request.filter))
        when = await self.when(request)
        conditions = await self.narrowed(request, when, conditions)
        counts = await self.reader.count_offerings(when, conditions)
        return api.CountOfferingsResponse(
            counts=map(reply, counts),
            as_of=effective.stamp(when.as_of),
            catalog_position=when.known,
        )


def reply(count: Count) -> api.OfferingCount:
    """One line; what a rule does not speak of is 0."""
    return api.OfferingCount(
        unit=count.unit,
        level_rule=count.rule,
        level=count.level or 0,
        extent=count.extent or facts.EXTENT_UNSPECIFIED,
        verdict=count.verdict or facts.VERDICT_UNSPECIFIED,
        offerings=count.offerings,
        digest=count.digest,
    )
