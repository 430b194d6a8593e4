"""Methods that change public services.

Only who may act for the competent authority changes a service, and for both where it passes from
one to another. What a change means for offerings is appended in the same step.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceContent, ServiceDrafted
from services.catalog.api import consequences, drafts
from services.catalog.api.context import Context, asked
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import content, names, services, units, versions
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service
from services.catalog.resources import dated_resources
from services.catalog.resources import services as resources
from services.chassis import call
from services.chassis.decider import Fact
from services.chassis.store import Decision, Executed

Change: TypeAlias = Callable[[Service, UnitOfWork], Awaitable[Sequence[Fact]]]


class Drafting(Protocol):
    """A command that writes a draft."""

    def __call__(
        self, service: Service, *, proposed: ServiceDrafted, authority: Unit, now: datetime
    ) -> Sequence[Fact]:
        """The facts."""


@dataclass(frozen=True)
class Services:
    """Create, revise, publish, correct, retire; withdraw what was planned."""

    context: Context

    async def CreateService(self, request: api.CreateServiceRequest, _context: Any) -> api.Service:
        """Draft a service under its competent authority."""
        name = names.new("services", request.service_id, field="service_id")
        return await self.drafted(request, name, services.draft)

    async def ReviseService(self, request: api.ReviseServiceRequest, _context: Any) -> api.Service:
        """Draft the next version."""
        name = names.service(request.service.name, field="service.name")
        await self.permit_present(name, field="service.name")
        return await self.drafted(request, name, services.revise, etag=request.etag)

    async def PublishService(
        self, request: api.PublishServiceRequest, _context: Any
    ) -> api.Service:
        """Put the draft in force."""
        name, now = names.service(request.name, field="name"), self.context.clock()

        async def publish(service: Service, work: UnitOfWork) -> Sequence[Fact]:
            return services.publish(
                service,
                authority=await acting(work, services.require_draft(service).content),
                at=asked(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            )

        return await self.changed(request, name, publish, field="name", now=now)

    async def CorrectService(
        self, request: api.CorrectServiceRequest, _context: Any
    ) -> api.Service:
        """Correct what a version says, or from when the first one is in force."""
        name, now = names.service(request.service.name, field="service.name"), self.context.clock()
        said = content_of(request.service)

        async def correct(service: Service, work: UnitOfWork) -> Sequence[Fact]:
            return services.correct(
                service,
                number=request.version,
                said=said,
                authority=await acting(work, said),
                at=asked(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            )

        return await self.changed(
            request, name, correct, field="service.name", now=now, version=request.version
        )

    async def WithdrawServiceVersion(
        self, request: api.WithdrawServiceVersionRequest, _context: Any
    ) -> api.Service:
        """Take back a version that was to come."""
        name, now = names.service(request.name, field="name"), self.context.clock()

        async def withdraw(service: Service, _work: UnitOfWork) -> Sequence[Fact]:
            return services.withdraw(
                service, number=request.version, reason=request.reason, now=now
            )

        return await self.changed(
            request, name, withdraw, field="name", now=now, version=request.version
        )

    async def RetireService(self, request: api.RetireServiceRequest, _context: Any) -> api.Service:
        """End the service, and its offerings with it."""
        name, now = names.service(request.name, field="name"), self.context.clock()

        async def retire(service: Service, _work: UnitOfWork) -> Sequence[Fact]:
            return services.retire(
                service,
                at=asked(request, "effective_time"),
                legal_basis=request.legal_basis,
                reason=request.correction_reason,
                now=now,
            )

        return await self.changed(request, name, retire, field="name", now=now)

    async def WithdrawServiceRetirement(
        self, request: api.WithdrawServiceRetirementRequest, _context: Any
    ) -> api.Service:
        """Take back a retirement that was to come."""
        name, now = names.service(request.name, field="name"), self.context.clock()

        async def withdraw(service: Service, _work: UnitOfWork) -> Sequence[Fact]:
            return services.withdraw_retirement(service, reason=request.reason, now=now)

        return await self.changed(request, name, withdraw, field="name", now=now)

    async def drafted(
        self, request: Any, name: str, decide: Drafting, *, etag: str = ""
    ) -> api.Service:
        """Record a draft; it changes nothing but the service's own stream."""
        proposed = ServiceDrafted(service=name, content=content_of(request.service))
        call.current().permit(proposed.content.authority)
        now = self.context.clock()

        async def drafting(known: Executed[Service]) -> Decision:
            work = UnitOfWork(self.context.store, {name: known})
            authority = await acting(work, proposed.content)
            facts = decide(known.state, proposed=proposed, authority=authority, now=now)
            work.append(name, versions.DECIDER, facts)
            return work.decision()

        executed = await self.context.carry_out(
            request, stream=name, decider=versions.DECIDER, decide=drafting, etag=etag
        )
        return answer(executed)

    async def changed(
        self,
        request: Any,
        name: str,
        change: Change,
        *,
        field: str,
        now: datetime,
        version: int = 0,
    ) -> api.Service:
        """Record a change, perhaps of a version, with its consequences for the offerings of the
        service.
        """
        # Before anything is decided, since a repeat decides nothing.
        await self.permit_present(name, field=field, version=version)

        async def decide(known: Executed[Service]) -> Decision:
            permit(known.state, now, version=version)
            work = UnitOfWork(self.context.store, {name: known})
            facts = await change(known.state, work)
            await consequences.of_service(self.context, work, name, facts, now=now)
            return work.decision()

        executed = await self.context.carry_out(
            request, stream=name, decider=versions.DECIDER, decide=decide, etag=request.etag
        )
        return answer(executed)

    async def permit_present(self, name: str, *, field: str, version: int = 0) -> None:
        """Refuse who may not act for the service's authority of now, and that of a version."""
        service = drafts.known((await self.context.store.load(name, versions.DECIDER)).state)
        services.require_known(service, name=name, field=field)
        permit(service, self.context.clock(), version=version)


def permit(service: Service, now: datetime, *, version: int) -> None:
    """Refuse who may not act for a service, and for the authority that a version of it names."""
    for each in versions.authorities(service, now, version=version):
        call.current().permit(each)


async def acting(work: UnitOfWork, said: ServiceContent) -> Unit:
    """The authority that a content names, for which the caller must be permitted to act."""
    call.current().permit(said.authority)
    await work.load([said.authority])
    return work.of(said.authority, units.DECIDER).state


def content_of(resource: api.Service) -> ServiceContent:
    """What a resource says, as a version says it."""
    names.unit(resource.authority, field="service.authority")
    return ServiceContent(**content.fields_of(resource))


def answer(executed: Executed[Service]) -> api.Service:
    """What a command left."""
    left: api.Service = dated_resources.answered(
        executed, resources.resource_periods(executed.state)
    )
    return left
