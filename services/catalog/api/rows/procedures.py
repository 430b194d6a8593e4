"""Rows about services, offerings and targets.

Promises that what is so already is left alone, and that another version of a service is assessed
for its offerings in the same step. Must not hold a rule.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import (
    CeilingDeclared,
    OfferingOpened,
    ServiceContent,
    ServiceDrafted,
    TargetSet,
)
from motcua.catalog.v1.targets_pb2 import SetTargetRequest
from services.catalog.api import drafts
from services.catalog.api.door import asked
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.api.targets import proposal
from services.catalog.domain import (
    content,
    names,
    offerings,
    repercussions,
    services,
    targets,
    units,
)
from services.chassis.decider import Fact


class Procedures(Chunk):
    """Services, offerings and targets that are to be so."""

    async def service(self, row: api.Row) -> Taken:
        """A service that is to be in force with this content."""
        name = names.new("services", row.service.service_id, field="service.service_id")
        said = ServiceContent(**content.said(row.service.service))
        authority = names.unit(said.authority, field="service.service.authority")
        await self.working.need([name, authority])
        self.permit(authority)
        before = self.working.of(name, services.DECIDER).state
        if before.name:
            self.permit(services.authority(before, self.now))
        version = services.version_at(before, self.time(row))
        if version and version.content == said:
            return Taken(UNCHANGED, name)
        facts = self.in_force_earlier(row, said, before) or self.published(row, name, said, before)
        self.decide(name, services.DECIDER, facts)
        if before.versions:
            change = repercussions.change(before, facts)
            await self.door.follow(self.working, change, self.now)
        if (
            before.draft and not self.working.of(name, services.DECIDER).state.draft
        ):  # somebody's work on the next version, which waits on
            self.decide(name, services.DECIDER, services.draft_again(before, now=self.now))
        return Taken(CHANGED if before.name else ADDED, name)

    def in_force_earlier(
        self, row: api.Row, said: ServiceContent, before: services.Service
    ) -> Sequence[Fact]:
        """The correction of a first version that says the same, and later than a row does;
        otherwise nothing.
        """
        first = before.standing[0] if before.standing else None
        if first is None or first.content != said or self.time(row) >= first.effective_time:
            return ()
        return services.correct(
            before,
            number=first.number,
            said=said,
            authority=self.working.of(said.authority, units.DECIDER).state,
            at=self.time(row),
            reason=row.correction_reason,
            now=self.now,
        )

    def published(
        self, row: api.Row, name: str, said: ServiceContent, before: services.Service
    ) -> list[Fact]:
        """The next version of a service, drafted and published."""
        drafted = self.drafted(name, said, before)
        put_in_force = services.publish(
            services.DECIDER.fold(before, drafted),
            authority=self.working.of(said.authority, units.DECIDER).state,
            at=asked(row, "effective_time"),
            reason=row.correction_reason,
            now=self.now,
        )
        return [*drafted, *put_in_force]

    async def draft(self, row: api.Row) -> Taken:
        """A service of which this content is to wait."""
        name = names.new("services", row.draft.service_id, field="draft.service_id")
        said = ServiceContent(**content.said(row.draft.service))
        authority = names.unit(said.authority, field="draft.service.authority")
        await self.working.need([name, authority])
        self.permit(authority)
        before = self.working.of(name, services.DECIDER).state
        if before.name:
            self.permit(services.authority(before, self.now))
        if before.draft and before.draft.content == said:
            return Taken(UNCHANGED, name)
        facts = self.drafted(name, said, before)
        self.decide(name, services.DECIDER, facts)
        return Taken(CHANGED if before.name else ADDED, name)

    def drafted(self, name: str, said: ServiceContent, before: services.Service) -> Sequence[Fact]:
        """What the next version of a service will say, or the first."""
        drafting = services.revise if before.name else services.draft
        return drafting(
            before,
            proposed=ServiceDrafted(service=name, content=said),
            authority=self.working.of(said.authority, units.DECIDER).state,
            now=self.now,
        )

    async def retirement(self, row: api.Row) -> Taken:
        """A service that is to be retired, and its offerings with it."""
        name = names.service(row.retirement.service, field="retirement.service")
        await self.working.need([name])
        before = drafts.known(self.working.of(name, services.DECIDER).state)
        services.require_known(before, name=name, field="retirement.service")
        self.permit(services.authority(before, self.now))
        if self.is_from(row, services.ends_at(before)):
            return Taken(UNCHANGED, name)
        facts = services.retire(
            before,
            at=asked(row, "effective_time"),
            legal_basis=row.retirement.legal_basis,
            reason=row.correction_reason,
            now=self.now,
        )
        self.decide(name, services.DECIDER, facts)
        await self.door.follow(self.working, repercussions.change(before, facts), self.now)
        return Taken(CHANGED, name)

    async def offering(self, row: api.Row) -> Taken:
        """An offering that is to be open with these capabilities."""
        said = row.offering.offering
        service = names.service(row.offering.parent, field="offering.parent")
        unit = names.unit(said.unit, field="offering.offering.unit")
        name = names.of_offering(service, unit)
        await self.working.need([name, service, unit])
        self.permit(unit)
        offering = self.working.of(name, offerings.DECIDER).state
        if offering.opening is None or not offerings.goes_on_at(offering, self.time(row)):
            self.decide(name, offerings.DECIDER, self.opened(row, name, service, unit))
            return Taken(ADDED, name)
        facts = self.offered_as_said(row, name, service)
        self.decide(name, offerings.DECIDER, facts)
        return Taken(CHANGED if facts else UNCHANGED, name)

    def offered_as_said(self, row: api.Row, name: str, service: str) -> list[Fact]:
        """An offering that is there: what it can do, and its ceiling, where a row names one."""
        offering = self.working.of(name, offerings.DECIDER).state
        offered = drafts.known(self.working.of(service, services.DECIDER).state)
        at, said = asked(row, "effective_time"), row.offering.offering
        if said.level_rule:
            offerings.require_rule(offering, said.level_rule)
        known = offerings.capabilities_at(offering, self.time(row))
        facts: list[Fact] = []
        if told := [each for each in said.capabilities if each not in known]:
            facts += offerings.record(
                offering,
                name=name,
                capabilities=told,
                service=offered,
                at=at,
                reason=row.correction_reason,
                now=self.now,
            )
        if said.HasField("ceiling") and said.ceiling != ceiling_at(offering, self.time(row)):
            declared = CeilingDeclared(
                offering=name,
                ceiling=said.ceiling,
                ceiling_reason=said.ceiling_reason,
                correction_reason=row.correction_reason,
            )
            recorded = offerings.DECIDER.fold(offering, facts)
            facts += offerings.declare_ceiling(
                recorded, proposed=declared, service=offered, at=at, now=self.now
            )
        return facts

    def opened(self, row: api.Row, name: str, service: str, unit: str) -> Sequence[Fact]:
        """An offering that is not there, or no longer."""
        said = row.offering.offering
        return offerings.open_offering(
            self.working.of(name, offerings.DECIDER).state,
            proposed=OfferingOpened(
                offering=name,
                service=service,
                unit=unit,
                ceiling=said.ceiling if said.HasField("ceiling") else None,
                ceiling_reason=said.ceiling_reason,
                correction_reason=row.correction_reason,
                level_rule=said.level_rule,
            ),
            capabilities=said.capabilities,
            service=drafts.known(self.working.of(service, services.DECIDER).state),
            unit=self.working.of(unit, units.DECIDER).state,
            at=asked(row, "effective_time"),
            now=self.now,
        )

    async def target(self, row: api.Row) -> Taken:
        """A target that is to stand."""
        proposed = target_of(row)
        name, unit, service = proposed.target, proposed.unit, proposed.service
        await self.working.need([name, unit, service])
        target = self.working.of(name, targets.DECIDER).state
        for each in {unit, *targets.scopes(target)}:
            self.permit(each)
        if unit:
            known = self.working.of(unit, units.DECIDER).state
            units.require_known(known, name=unit, field="target.target.unit")
        if service:
            offered = drafts.known(self.working.of(service, services.DECIDER).state)
            services.require_known(offered, name=service, field="target.target.service")
        facts = targets.set_target(
            target, proposed=proposed, at=asked(row, "effective_time"), now=self.now
        )
        then = targets.standing(target, self.time(row))
        if then and not then.withdrawn and alike(then.said, facts[0].message):
            return Taken(UNCHANGED, name)
        self.decide(name, targets.DECIDER, facts)
        return Taken(CHANGED if target.turns else ADDED, name)


def ceiling_at(offering: offerings.Offering, at: datetime) -> int | None:
    """The ceiling of an offering's level at an instant."""
    life = offerings.life_at(offering, at)
    declared = life.ceiling(at) if life else None
    return declared.level if declared else None


def target_of(row: api.Row) -> TargetSet:
    """The target that is asked for, as its own method takes it."""
    request = SetTargetRequest(
        target_id=row.target.target_id,
        target=row.target.target,
        correction_reason=row.correction_reason,
    )
    return proposal(request)


def alike(one: Any, other: Any) -> bool:
    """Whether two targets say the same, whenever and for whatever reason they were set."""
    said = TargetSet(), TargetSet()
    for copy, message in zip(said, (one, other), strict=True):
        copy.CopyFrom(message)
        copy.ClearField("effective_time")
        copy.ClearField("correction_reason")
    return said[0] == said[1]
