"""The reads of CatalogService: units, services and offerings, one, several or a page of them.

Each answers as of an instant and as known at a position.
"""
# ruff: noqa: N802 — methods are named by the contract

from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.api import listing
from services.catalog.api.context import Context
from services.catalog.api.filters import filters
from services.catalog.api.time_axes import time_axes
from services.catalog.domain import effective, names
from services.catalog.queries import OFFERINGS, SERVICES, UNITS, Conditions, Count


@dataclass(frozen=True)
class Reading:
    """Get, get several, list, count."""

    context: Context

    async def GetUnit(self, request: api.GetUnitRequest, _context: Any) -> Any:
        """One unit."""
        return await listing.one(self.context, UNITS, request)

    async def BatchGetUnits(
        self, request: api.BatchGetUnitsRequest, _context: Any
    ) -> api.BatchGetUnitsResponse:
        """Several units."""
        units, missing = await listing.several(self.context, UNITS, request)
        return api.BatchGetUnitsResponse(units=units, missing_names=missing)

    async def ListUnits(self, request: api.ListUnitsRequest, _context: Any) -> Any:
        """A page of the units of a subtree, or of all."""
        return await listing.page(self.context, UNITS, request, api.ListUnitsResponse)

    async def GetService(self, request: api.GetServiceRequest, _context: Any) -> Any:
        """One service, as in force or as drafted."""
        return await listing.one(self.context, SERVICES, request)

    async def BatchGetServices(
        self, request: api.BatchGetServicesRequest, _context: Any
    ) -> api.BatchGetServicesResponse:
        """Several services."""
        services, missing = await listing.several(self.context, SERVICES, request)
        return api.BatchGetServicesResponse(services=services, missing_names=missing)

    async def ListServices(self, request: api.ListServicesRequest, _context: Any) -> Any:
        """A page of services."""
        return await listing.page(self.context, SERVICES, request, api.ListServicesResponse)

    async def GetOffering(self, request: api.GetOfferingRequest, _context: Any) -> Any:
        """One offering with its level; also a planned one."""
        return await listing.one(self.context, OFFERINGS, request)

    async def BatchGetOfferings(
        self, request: api.BatchGetOfferingsRequest, _context: Any
    ) -> api.BatchGetOfferingsResponse:
        """Several offerings."""
        offerings, missing = await listing.several(self.context, OFFERINGS, request)
        return api.BatchGetOfferingsResponse(offerings=offerings, missing_names=missing)

    async def ListOfferings(self, request: api.ListOfferingsRequest, _context: Any) -> Any:
        """A page of the offerings of a service, or of all."""
        parent = names.service(request.parent, field="parent")
        service = "" if names.last(parent) == names.ANY else parent
        answer = api.ListOfferingsResponse
        return await listing.page(self.context, OFFERINGS, request, answer, parent=service)

    async def CountOfferings(
        self, request: api.CountOfferingsRequest, _context: Any
    ) -> api.CountOfferingsResponse:
        """How many open offerings of each unit are alike."""
        conditions = Conditions(filters=filters(OFFERINGS, request.filter))
        axes = await time_axes(self.context, request)
        conditions = await listing.narrowed(self.context, request, axes, conditions)
        counts = await self.context.reader.count_offerings(axes, conditions)
        return api.CountOfferingsResponse(
            counts=map(_reply, counts),
            as_of=effective.stamp(axes.as_of),
            catalog_position=axes.as_known,
        )


def _reply(count: Count) -> api.OfferingCount:
    """One line; what a rule does not speak of is unspecified, a level absent."""
    return api.OfferingCount(
        unit=count.unit,
        level_rule=count.rule,
        level=count.level,
        extent=count.extent or facts.EXTENT_UNSPECIFIED,
        verdict=count.verdict or facts.VERDICT_UNSPECIFIED,
        offerings=count.offerings,
        digest=count.digest,
    )
