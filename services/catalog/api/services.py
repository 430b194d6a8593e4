"""Methods that change public services.

Only who may act for the competent authority changes a service, and for both where it passes from
one to another. What a change means for offerings is appended in the same step.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceContent, ServiceDrafted
from services.catalog.api import consequences, drafts
from services.catalog.api.context import Context, event_of, time_in
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import names, services, units, versions
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service
from services.catalog.resources import dated_resources
from services.catalog.resources import services as resources
from services.chassis import call, masks
from services.chassis.decider import Fact
from services.chassis.store import Executed

Decide: TypeAlias = Callable[..., Sequence[Fact]]  # of the domain, by keywords
ContentOf: TypeAlias = Callable[[Service], ServiceContent]
# Decides on a service, with whatever else it loads.
Change: TypeAlias = Callable[..., Awaitable[Sequence[Fact]]]


@dataclass(frozen=True)
class Services:
    """Create, revise, publish, correct, retire; withdraw what was planned."""

    context: Context

    async def CreateService(self, request: api.CreateServiceRequest, _context: Any) -> api.Service:
        """Draft a service under its competent authority."""
        name = names.new("services", request.service_id, field="service_id")
        content = content_of(request.service)
        call.current().permit(content.authority)
        return await self.drafted(request, name, lambda _: content, services.draft)

    async def ReviseService(self, request: api.ReviseServiceRequest, _context: Any) -> api.Service:
        """Draft the next version."""
        name = names.service(request.service.name, field="service.name")
        await self.permit_present(name, field="service.name")
        revised = revision(request, versions.proposed)
        return await self.drafted(request, name, revised, services.revise)

    async def PublishService(
        self, request: api.PublishServiceRequest, _context: Any
    ) -> api.Service:
        """Put the draft in force."""

        async def publish(service: Service, work: UnitOfWork, *, now: datetime) -> Sequence[Fact]:
            return services.publish(
                service,
                authority=await acting(work, services.require_draft(service).content),
                at=time_in(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            )

        return await self.changed(request, request.name, publish)

    async def CorrectService(
        self, request: api.CorrectServiceRequest, _context: Any
    ) -> api.Service:
        """Correct what a version says, or from when the first one is in force."""
        name, version = request.service.name, request.version
        corrected = revision(
            request, lambda service: services.require_version(service, version).content
        )

        async def correct(service: Service, work: UnitOfWork, *, now: datetime) -> Sequence[Fact]:
            content = corrected(service)
            return services.correct(
                service,
                number=request.version,
                stated=content,
                authority=await acting(work, content),
                at=time_in(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            )

        return await self.changed(request, name, correct, field="service.name", version=version)

    async def WithdrawServiceVersion(
        self, request: api.WithdrawServiceVersionRequest, _context: Any
    ) -> api.Service:
        """Take back a version that was to come."""
        withdraw = alone(services.withdraw, number=request.version, reason=request.reason)
        return await self.changed(request, request.name, withdraw, version=request.version)

    async def RetireService(self, request: api.RetireServiceRequest, _context: Any) -> api.Service:
        """End the service, and its offerings with it."""
        retire = alone(
            services.retire,
            at=time_in(request, "effective_time"),
            legal_basis=request.legal_basis,
            reason=request.correction_reason,
        )
        return await self.changed(request, request.name, retire)

    async def WithdrawServiceRetirement(
        self, request: api.WithdrawServiceRetirementRequest, _context: Any
    ) -> api.Service:
        """Take back a retirement that was to come."""
        withdraw = alone(services.withdraw_retirement, reason=request.reason)
        return await self.changed(request, request.name, withdraw)

    async def drafted(
        self, request: Any, name: str, content: ContentOf, decide: Decide
    ) -> api.Service:
        """Record a draft; it changes nothing but the service's own stream."""
        now = self.context.clock()

        async def drafting(work: UnitOfWork) -> None:
            service = work.state(name, versions.DECIDER)
            proposed = ServiceDrafted(service=name, content=content(service))
            authority = await acting(work, proposed.content)
            facts = decide(service, proposed=proposed, authority=authority, now=now)
            work.append(name, versions.DECIDER, facts)

        executed = await self.context.change(
            request, stream=name, decider=versions.DECIDER, decide=drafting
        )
        return answer(executed)

    async def changed(
        self, request: Any, name: str, change: Change, *, field: str = "name", version: int = 0
    ) -> api.Service:
        """Record a change, perhaps of a version, with its consequences for the offerings of the
        service.
        """
        now = self.context.clock()
        names.service(name, field=field)
        # Before anything is decided, since a repeat decides nothing.
        await self.permit_present(name, field=field, version=version)

        async def decide(work: UnitOfWork) -> None:
            service = work.state(name, versions.DECIDER)
            permit(service, now, version=version)
            facts = await change(service, work, now=now)
            await consequences.of_service(self.context, work, name, facts, now=now)

        executed = await self.context.change(
            request, stream=name, decider=versions.DECIDER, decide=decide
        )
        return answer(executed)

    async def permit_present(self, name: str, *, field: str, version: int = 0) -> None:
        """Refuse who may not act for the service's authority of now, and that of a version."""
        service = drafts.visible_to_caller(
            (await self.context.store.load(name, versions.DECIDER)).state
        )
        services.require_known(service, name=name, field=field)
        permit(service, self.context.clock(), version=version)


def alone(decide: Decide, **stated: Any) -> Change:
    """A command that needs nothing but the service."""

    async def change(service: Service, _work: UnitOfWork, *, now: datetime) -> Sequence[Fact]:
        return decide(service, now=now, **stated)

    return change


def permit(service: Service, now: datetime, *, version: int) -> None:
    """Refuse who may not act for a service, and for the authority that a version of it names."""
    for each in versions.authorities(service, now, version=version):
        call.current().permit(each)


async def acting(work: UnitOfWork, stated: ServiceContent) -> Unit:
    """The authority that a content names, for which the caller must be permitted to act."""
    call.current().permit(stated.authority)
    await work.load([stated.authority])
    return work.state(stated.authority, units.DECIDER)


def revision(request: Any, present: ContentOf) -> ContentOf:
    """What a request leaves of the present content of a service, by its update mask."""
    paths, stated = masks.paths_of(request), event_of(ServiceContent, request.service)

    def revised(service: Service) -> ServiceContent:
        content = masks.merged(present(service) if paths else stated, stated, paths)
        names.unit(content.authority, field="service.authority")
        return content

    return revised


def content_of(resource: api.Service) -> ServiceContent:
    """What a resource says, as a version says it."""
    names.unit(resource.authority, field="service.authority")
    return event_of(ServiceContent, resource)


def answer(executed: Executed[Service]) -> api.Service:
    """What a command left."""
    left: api.Service = dated_resources.answered(
        executed, resources.resource_periods(executed.state)
    )
    return left
