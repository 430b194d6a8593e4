"""Methods of targets.

Promises that nobody sets a target anew, or withdraws it, who may not act for every unit that it was
ever set for. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import targets_pb2 as api
from motcua.catalog.v1.events_pb2 import TargetSet, TargetWithdrawn
from motcua.catalog.v1.targets_pb2_grpc import TargetServiceServicer
from services.catalog.api import drafts, listing
from services.catalog.api.context import Context, asked
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import names, services, targets, units, versions
from services.catalog.domain.targets import Target
from services.catalog.queries import TARGETS
from services.catalog.resources import dated_resources
from services.catalog.resources import targets as resources
from services.chassis import call
from services.chassis.store import Decision, Executed


@dataclass(frozen=True)
class Targets(TargetServiceServicer):
    """Set, withdraw, get, list."""

    context: Context

    async def SetTarget(self, request: api.SetTargetRequest, _context: Any) -> api.Target:
        """Set a target, or set it anew from an instant on."""
        proposed, now = proposal(request), self.context.clock()
        await self.permitted_target(proposed.target)

        async def decide(known: Executed[Target]) -> Decision:
            work = UnitOfWork(self.context.store, {proposed.target: known})
            await require_scope(work, proposed)
            facts = targets.set_target(
                permitted(known.state),
                proposed=proposed,
                at=asked(request, "effective_time"),
                now=now,
            )
            work.append(proposed.target, targets.DECIDER, facts)
            return work.decision()

        executed = await self.context.carry_out(
            request,
            stream=proposed.target,
            decider=targets.DECIDER,
            decide=decide,
            etag=request.etag,
        )
        return written(executed)

    async def WithdrawTarget(self, request: api.WithdrawTargetRequest, _context: Any) -> api.Target:
        """Withdraw a target from an instant on."""
        proposed, now = withdrawal(request), self.context.clock()
        known = await self.permitted_target(proposed.target)
        targets.require_known(known, name=proposed.target, field="name")
        executed = await self.context.execute(
            request,
            stream=proposed.target,
            decider=targets.DECIDER,
            decide=lambda target: targets.withdraw(
                permitted(target),
                proposed=proposed,
                at=asked(request, "effective_time"),
                now=now,
            ),
            etag=request.etag,
        )
        return written(executed)

    async def GetTarget(self, request: api.GetTargetRequest, _context: Any) -> Any:
        """One target as it was then."""
        return await listing.one(self.context, TARGETS, request)

    async def ListTargets(self, request: api.ListTargetsRequest, _context: Any) -> Any:
        """A page of targets, of a subtree or all."""
        return await listing.page(self.context, TARGETS, request, api.ListTargetsResponse)

    async def permitted_target(self, name: str) -> Target:
        """A target as it is known, to whoever may act for it."""
        return permitted((await self.context.store.load(name, targets.DECIDER)).state)


async def require_scope(work: UnitOfWork, proposed: TargetSet) -> None:
    """The unit and the service that the target is for are known."""
    await work.load([proposed.unit, proposed.service])
    if proposed.unit:
        unit = work.of(proposed.unit, units.DECIDER).state
        units.require_known(unit, name=proposed.unit, field="target.unit")
    if proposed.service:
        service = drafts.known(work.of(proposed.service, versions.DECIDER).state)
        services.require_known(service, name=proposed.service, field="target.service")


def permitted(target: Target) -> Target:
    """The target, for whoever may act for all that it was ever set for."""
    for unit in targets.scopes(target):
        call.current().permit(unit)
    return target


def proposal(request: api.SetTargetRequest) -> TargetSet:
    """The fact that is asked for."""
    said = request.target
    return TargetSet(
        target=names.new("targets", request.target_id, field="target_id"),
        indicator=said.indicator,
        display_name=said.display_name,
        unit=names.unit(said.unit, field="target.unit") if said.unit else "",
        service=names.service(said.service, field="target.service") if said.service else "",
        channel=said.channel,
        threshold=said.threshold,
        by=said.by,
        legal_basis=said.legal_basis,
        correction_reason=request.correction_reason,
    )


def withdrawal(request: api.WithdrawTargetRequest) -> TargetWithdrawn:
    """The fact that is asked for."""
    return TargetWithdrawn(
        target=names.target(request.name, field="name"),
        reason=request.reason,
        correction_reason=request.correction_reason,
    )


def written(executed: Executed[Target]) -> api.Target:
    """What a command left."""
    left: api.Target = dated_resources.answered(
        executed, resources.resource_periods(executed.state)
    )
    return left
