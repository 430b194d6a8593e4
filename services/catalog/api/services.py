"""Methods that change public services.

Promises that only who may act for the competent authority changes a service, for both where it
passes from one to another, and that its offerings follow in the same step. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceContent, ServiceDrafted, ServiceRetirementWithdrawn
from services.catalog.api import drafts
from services.catalog.api.door import Door, asked
from services.catalog.api.working import EVERY_UNIT, Working
from services.catalog.domain import (
    content,
    effective,
    names,
    offerings,
    repercussions,
    services,
    undoing,
    units,
)
from services.catalog.domain.services import Service
from services.catalog.domain.units import Unit
from services.catalog.resources import segment
from services.catalog.resources import services as resources
from services.chassis import call
from services.chassis.decider import Fact
from services.chassis.log import literal
from services.chassis.store import Decision, Executed

TURN = 25  # offerings between which other calls get their turn
Change: TypeAlias = Callable[[Service, Working], Awaitable[Sequence[Fact]]]


class Drafting(Protocol):
    """A command that writes a draft."""

    def __call__(
        self, service: Service, *, proposed: ServiceDrafted, authority: Unit, now: datetime
    ) -> Sequence[Fact]:
        """The facts."""


class Services(Door):
    """Create, revise, publish, correct, retire; withdraw what was planned."""

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
        name, now = names.service(request.name, field="name"), self.clock()

        async def publish(service: Service, working: Working) -> Sequence[Fact]:
            return services.publish(
                service,
                authority=await acting(working, services.require_draft(service).content),
                at=asked(request, "effective_time"),
                reason=request.correction_reason,
                now=now,
            )

        return await self.changed(request, name, publish, field="name", now=now)

    async def CorrectService(
        self, request: api.CorrectServiceRequest, _context: Any
    ) -> api.Service:
        """Correct what a version says, or from when the first one is in force."""
        name, now = names.service(request.service.name, field="service.name"), self.clock()
        said = content_of(request.service)

        async def correct(service: Service, working: Working) -> Sequence[Fact]:
            return services.correct(
                service,
                number=request.version,
                said=said,
                authority=await acting(working, said),
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
        name, now = names.service(request.name, field="name"), self.clock()

        async def withdraw(service: Service, _working: Working) -> Sequence[Fact]:
            return services.withdraw(
                service, number=request.version, reason=request.reason, now=now
            )

        return await self.changed(
            request, name, withdraw, field="name", now=now, version=request.version
        )

    async def RetireService(self, request: api.RetireServiceRequest, _context: Any) -> api.Service:
        """End the service, and its offerings with it."""
        name, now = names.service(request.name, field="name"), self.clock()

        async def retire(service: Service, _working: Working) -> Sequence[Fact]:
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
        name, now = names.service(request.name, field="name"), self.clock()

        async def withdraw(service: Service, _working: Working) -> Sequence[Fact]:
            return services.withdraw_retirement(service, reason=request.reason, now=now)

        return await self.changed(request, name, withdraw, field="name", now=now)

    async def drafted(
        self, request: Any, name: str, decide: Drafting, *, etag: str = ""
    ) -> api.Service:
        """Record a draft; it changes nothing but the service's own stream."""
        proposed = ServiceDrafted(service=name, content=content_of(request.service))
        call.current().permit(proposed.content.authority)
        now = self.clock()

        async def drafting(known: Executed[Service]) -> Decision:
            working = Working(self.store, {name: known})
            authority = await acting(working, proposed.content)
            facts = decide(known.state, proposed=proposed, authority=authority, now=now)
            working.decide(name, services.DECIDER, facts)
            return Decision(working.changes, working.relied)

        executed = await self.carry_out(
            request, stream=name, decider=services.DECIDER, decide=drafting, etag=etag
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
        """Record a change, perhaps of a version, together with what it does to the offerings of the
        service.
        """
        # Before anything is decided, since a repeat decides nothing.
        await self.permit_present(name, field=field, version=version)

        async def decide(known: Executed[Service]) -> Decision:
            permit(known.state, now, version=version)
            working = Working(self.store, {name: known})
            facts = await change(known.state, working)
            working.decide(name, services.DECIDER, facts)
            await self.follow(working, repercussions.change(known.state, facts), now)
            return Decision(working.changes, working.relied)

        executed = await self.carry_out(
            request, stream=name, decider=services.DECIDER, decide=decide, etag=request.etag
        )
        return answer(executed)

    async def follow(self, working: Working, change: repercussions.Change, now: datetime) -> None:
        """Let every offering that the change bears on say what it makes of it."""
        if isinstance(change.fact, ServiceRetirementWithdrawn):
            await self.resume(working, change, now)
            return
        if not repercussions.concerns_offerings(change):
            return
        known = {}
        for number, name in enumerate(await self.every_offering(working, change.before.name)):
            if number % TURN == 0:
                await asyncio.sleep(0)
            known[name] = working.of(name, offerings.DECIDER).state
            working.decide(name, offerings.DECIDER, repercussions.of(change, known[name], now=now))
        repercussions.require_none_in_the_gap(change, known)

    async def resume(self, working: Working, change: repercussions.Change, now: datetime) -> None:
        """Let every offering that was to end with the service go on."""
        concerned = await self.every_offering(working, change.before.name)
        working.looked(self.tree.position, EVERY_UNIT)
        decided = undoing.unretire(
            change.after,
            retired_at=change.since,
            told={name: working.told(name) for name in concerned},
            forest=self.tree.units,
            now=now,
        )
        for name, facts in decided.items():
            working.decide(name, offerings.DECIDER, facts)

    async def every_offering(self, working: Working, service: str) -> list[str]:
        """All offerings of a service, in view; that none was added is part of the decision."""
        await self.shown()
        # The tables show a command once it is whole, and may have been read up to within one.
        position = await self.reader.settled(self.projection.position) or 0
        within = f"{service}/offerings/"
        recorded = await self.reader.offerings_of(service, position)
        working.looked(position, f"{literal(within)}%")
        await working.need(recorded)
        return sorted({*recorded, *working.offerings_of(service)})

    async def permit_present(self, name: str, *, field: str, version: int = 0) -> None:
        """Refuse who may not act for the service's authority of now, and that of a version."""
        service = drafts.known(await self.service(name))
        services.require_known(service, name=name, field=field)
        permit(service, self.clock(), version=version)


def permit(service: Service, now: datetime, *, version: int) -> None:
    """Refuse who may not act for a service, and for the authority that a version of it names."""
    for each in services.authorities(service, now, version=version):
        call.current().permit(each)


async def acting(working: Working, said: ServiceContent) -> Unit:
    """The authority that a content names, for which the caller must be permitted to act."""
    call.current().permit(said.authority)
    await working.need([said.authority])
    return working.of(said.authority, units.DECIDER).state


def content_of(resource: api.Service) -> ServiceContent:
    """What a resource says, as a version says it."""
    names.unit(resource.authority, field="service.authority")
    return ServiceContent(**content.said(resource))


def answer(executed: Executed[Service]) -> api.Service:
    """What a command left, as of the instant from which it is true: a repeat says the same."""
    fact: Any = executed.facts[0].message
    is_dated = "effective_time" in fact.DESCRIPTOR.fields_by_name
    at = effective.instant(fact.effective_time) if is_dated else executed.facts[0].occurred_at
    shown: api.Service = segment.shown(
        resources.segments(executed.state),
        at,
        position=executed.position,
        version=executed.version,
    )
    return shown
