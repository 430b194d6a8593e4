"""Methods of public services.

Promises that only who may act for the competent authority publishes. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceContent, ServiceDrafted
from services.catalog.api.door import Door, asked, etag, found
from services.catalog.domain import names, services
from services.catalog.domain.services import Service
from services.catalog.queries import ServiceRow
from services.chassis import call
from services.chassis.store import Executed


class Services(Door):
    """Draft, publish, get, list."""

    async def CreateService(self, request: api.CreateServiceRequest, _context: Any) -> api.Service:
        """Draft a service under its competent authority."""
        proposed, now = proposal(request), self.clock()
        authority = await self.unit(proposed.content.authority)
        executed = await self.execute(
            request,
            stream=proposed.service,
            decider=services.DECIDER,
            decide=lambda service: services.draft(
                service, proposed=proposed, authority=authority, now=now
            ),
        )
        return reply(written(executed))

    async def PublishService(
        self, request: api.PublishServiceRequest, _context: Any
    ) -> api.Service:
        """Put the draft in force."""
        name, now = names.service(request.name, field="name"), self.clock()
        drafted = services.require_known(await self.service(name), name=name, field="name")
        call.current().permit(services.authority(drafted))
        authority = await self.unit(services.authority(drafted))
        executed = await self.execute(
            request,
            stream=name,
            decider=services.DECIDER,
            decide=lambda service: services.publish(
                service,
                authority=authority,
                at=asked(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            ),
            etag=request.etag,
        )
        return reply(written(executed))

    async def GetService(self, request: api.GetServiceRequest, _context: Any) -> api.Service:
        """One service, as in force or as drafted."""
        name, when = names.service(request.name, field="name"), await self.when(request)
        return reply(found(await self.reader.service(name, when), name, when))

    async def ListServices(
        self, request: api.ListServicesRequest, _context: Any
    ) -> api.ListServicesResponse:
        """A page of services."""
        cursor, size = await self.page(request)
        rows = await self.reader.services(cursor.when, cursor.page(size))
        return api.ListServicesResponse(
            services=map(reply, rows[:size]),
            next_page_token=cursor.next_token(size, [row.name for row in rows]),
        )


def proposal(request: api.CreateServiceRequest) -> ServiceDrafted:
    """The fact that is asked for."""
    said = request.service
    content = ServiceContent(
        codes=said.codes,
        display_name=said.display_name,
        field=said.field,
        authority=names.unit(said.authority, field="service.authority"),
        fees=said.fees,
        written_result=said.written_result if said.HasField("written_result") else None,
        eligible_full=said.eligible_full if said.HasField("eligible_full") else None,
        one_stop=said.one_stop if said.HasField("one_stop") else None,
    )
    name = names.new("services", request.service_id, field="service_id")
    return ServiceDrafted(service=name, content=content)


def written(executed: Executed[Service]) -> ServiceRow:
    """What a command left: the version that it put in force, else the draft that it made."""
    number, since, content = services.latest(executed.state)
    return ServiceRow(
        name=executed.state.name,
        number=number,
        effective_time=since,
        content=content,
        position=executed.position,
        version=executed.version,
    )


def reply(row: ServiceRow) -> api.Service:
    """The resource; a draft takes effect at no time."""
    said, is_draft = row.content, row.number == 0
    return api.Service(
        name=row.name,
        state=api.Service.STATE_DRAFT if is_draft else api.Service.STATE_PUBLISHED,
        codes=said.codes,
        display_name=said.display_name,
        field=said.field,
        authority=said.authority,
        fees=said.fees,
        written_result=said.written_result if said.HasField("written_result") else None,
        eligible_full=said.eligible_full if said.HasField("eligible_full") else None,
        one_stop=said.one_stop if said.HasField("one_stop") else None,
        version=row.number,
        effective_time=None if is_draft else row.effective_time,
        position=row.position,
        etag=etag(row.version),
    )
