"""Taking a city in: its units, services and offerings through the catalogue, its records in chunks.

Promises that a repetition adds nothing: request ids come from the content. Must not change what is
already there.
"""

import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1 import targets_pb2 as targets
from motcua.submissions.v1 import submissions_pb2
from services.console.importing.plans import (
    CalendarPlan,
    CataloguePlan,
    DeskPlan,
    OfferingPlan,
    OfficerPlan,
    ServicePlan,
    TargetPlan,
    UnitPlan,
)
from services.console.instants import local_midnight, to_date, to_timestamp
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.requests import gather, request_id

CHUNK = 500  # what one message of BackfillDossiers may carry: of some ten steps each here
STREAMS = 2

# Capabilities by level, as rule `vn.levels@1` groups them.
GROUPS = (
    "INFO_STEPS INFO_DOCUMENTS INFO_DEADLINE INFO_AUTHORITY INFO_FEES INFO_RESULT INFO_LEGAL_BASIS",
    "FORMS_DOWNLOAD FILE_OFFLINE",
    "FORMS_ONLINE FILE_ONLINE HANDLE_ONLINE",
    "PAY_ONLINE RESULT_ONLINE",
)


@dataclass
class Taken:
    """What became of the records sent."""

    added: int = 0
    updated: int = 0
    known: int = 0
    refused: int = 0
    position: int = 0
    anomalies: Counter[str] = field(default_factory=Counter)
    refusals: list[submissions_pb2.BackfillDossiersResponse.Refusal] = field(default_factory=list)

    def add(self, reply: submissions_pb2.BackfillDossiersResponse) -> None:
        """One more answer."""
        self.added += reply.added
        self.updated += reply.updated
        self.known += reply.known
        self.refused += reply.refused
        self.position = max(self.position, reply.position)
        self.anomalies.update(dict(reply.anomalies))
        self.refusals += reply.refusals


async def open_catalogue(portal: Portal, plan: CataloguePlan) -> int:
    """Open what is not there yet; the catalogue position after it."""
    catalogue = Catalogue(portal, plan)
    for _, siblings in itertools.groupby(plan.units, key=lambda unit: unit.parent):
        await gather(catalogue.open_unit(unit) for unit in siblings)
    if plan.calendar:
        await catalogue.assign_calendar(plan.calendar)
    await gather(map(catalogue.authorize, plan.desks))
    colleagues = itertools.groupby(plan.officers, key=lambda each: each.unit)
    await gather(catalogue.appoint(list(each)) for _, each in colleagues)
    await gather(map(catalogue.aim, plan.targets))
    await gather(catalogue.publish(service) for service in plan.services)
    await gather(catalogue.open_offering(offering) for offering in plan.offerings)
    return catalogue.position


class Catalogue:
    """Calls that open a plan's parts, and the furthest position that they reached."""

    def __init__(self, portal: Portal, plan: CataloguePlan) -> None:
        self.portal = portal
        self.since = to_timestamp(local_midnight(plan.effective))
        self.reason = plan.reason
        self.position = 0

    async def open_unit(self, unit: UnitPlan) -> None:
        """A unit below its parent."""
        request = api.OpenUnitRequest(
            unit_id=unit.id,
            unit=api.Unit(
                parent=f"units/{unit.parent}" if unit.parent else "",
                code=unit.code,
                kind=unit.kind,
                display_name=facts.Text(vi=unit.vi, en=unit.en),
            ),
            effective_time=self.since,
            correction_reason=self.reason,
        )
        await self.send(self.portal.catalog.OpenUnit, request)

    async def assign_calendar(self, plan: CalendarPlan) -> None:
        """A calendar in its versions, then its assignment."""
        for version in plan.versions:
            await self.send(self.portal.calendars.ReviseCalendar, version)
        request = api.AssignCalendarRequest(
            name=f"units/{plan.unit}",
            calendar=f"calendars/{plan.name}",
            effective_time=self.since,
            correction_reason=self.reason,
        )
        await self.send(self.portal.catalog.AssignCalendar, request)

    async def authorize(self, desk: DeskPlan) -> None:
        """A desk, with all that lies below it, for a unit and all that lies below that."""
        request = api.AuthorizeDeskRequest(
            name=f"units/{desk.unit}",
            desk=f"units/{desk.desk}",
            desks_below=True,
            for_units_below=True,
            effective_time=self.since,
            correction_reason=self.reason,
        )
        await self.send(self.portal.catalog.AuthorizeDesk, request)

    async def appoint(self, officers: Iterable[OfficerPlan]) -> None:
        """Officers of one unit, one after the other, since all change the same unit."""
        for each in officers:
            request = api.AppointOfficerRequest(
                name=f"units/{each.unit}",
                officer=each.officer,
                duty=facts.DUTY_LEADER if each.leads else facts.DUTY_OFFICER,
                effective_time=self.since,
                correction_reason=self.reason,
            )
            await self.send(self.portal.catalog.AppointOfficer, request)

    async def aim(self, plan: TargetPlan) -> None:
        """A target."""
        target = targets.Target(
            indicator=plan.indicator,
            display_name=facts.Text(vi=plan.vi, en=plan.en),
            unit=f"units/{plan.unit}",
            threshold=facts.Share(numerator=plan.percent, denominator=100),
            by_date=to_date(plan.by) if plan.by else None,
        )
        request = targets.SetTargetRequest(
            target_id=plan.id,
            target=target,
            effective_time=self.since,
            correction_reason=self.reason,
        )
        await self.send(self.portal.targets.SetTarget, request)

    async def publish(self, service: ServicePlan) -> None:
        """A service, drafted and published; one that somebody else drafted is theirs to publish."""
        content = api.Service(
            display_name=facts.Text(vi=service.vi, en=service.en),
            field=service.field,
            authority=f"units/{service.authority}",
            steps=service.steps,
            processing_times=service.processing_times,
            documents=service.documents,
            fees=service.fees,
            retention_years=service.retention_years,
        )
        draft = api.CreateServiceRequest(service_id=service.id, service=content)
        if await self.send(self.portal.catalog.CreateService, draft):
            publishing = api.PublishServiceRequest(
                name=f"services/{service.id}",
                effective_time=self.since,
                correction_reason=self.reason,
            )
            await self.send(self.portal.catalog.PublishService, publishing)

    async def open_offering(self, offering: OfferingPlan) -> None:
        """A service at a unit with the capabilities that earn its level."""
        request = api.OpenOfferingRequest(
            parent=f"services/{offering.service}",
            offering=api.Offering(
                unit=f"units/{offering.unit}",
                capabilities=capabilities(offering.level, sure=offering.sure),
            ),
            effective_time=self.since,
            correction_reason=self.reason,
        )
        await self.send(self.portal.catalog.OpenOffering, request)

    async def send(self, method: Callable[..., Awaitable[Any]], request: Any) -> bool:
        """Send it under its own id, else under one made of its content; False where such a thing is
        there already, made by another request.
        """
        request.request_id = request.request_id or request_id(request)
        try:
            reply = await self.portal.call(method, request, role="editor")
        except Refused as refused:
            if refused.code != "ALREADY_EXISTS":
                raise
            return False
        self.position = max(self.position, reply.position)
        return True


def capabilities(level: int, *, sure: bool = True) -> list[facts.RecordedCapability]:
    """Yes for every group up to the level; above it no, or nothing recorded."""
    recorded = {name: "YES" for group in GROUPS[:level] for name in group.split()}
    if sure:
        recorded |= {name: "NO" for group in GROUPS[level:] for name in group.split()}
    return [
        facts.RecordedCapability(
            capability=f"CAPABILITY_{name}",
            state=f"CAPABILITY_STATE_{state}",
        )
        for name, state in recorded.items()
    ]


async def backfill(
    portal: Portal,
    *,
    source: str,
    records: Sequence[submissions_pb2.DossierRecord],
    catalog_position: int,
    advance: Callable[[int], None],
) -> Taken:
    """Send all records, some chunks at a time; each chunk is one call, so that it can be repeated
    alone.
    """
    taken = Taken()

    async def send(chunk: Sequence[submissions_pb2.DossierRecord]) -> None:
        request = submissions_pb2.BackfillDossiersRequest(
            source=source, records=chunk, catalog_position=catalog_position
        )
        taken.add(
            await portal.call(portal.submissions.BackfillDossiers, [request], role="importer")
        )
        advance(len(chunk))

    chunks = (records[start : start + CHUNK] for start in range(0, len(records), CHUNK))
    await gather((send(chunk) for chunk in chunks), at_once=STREAMS)
    return taken
