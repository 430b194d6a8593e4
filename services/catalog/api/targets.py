"""Methods of targets.

Who sets a target anew, or withdraws it, may act for every unit that it was ever set for.
"""
# ruff: noqa: N802 — methods are named by the contract

from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import targets_pb2 as api
from motcua.catalog.v1.events_pb2 import TargetSet, TargetWithdrawn
from motcua.catalog.v1.intake_pb2 import TargetRow
from motcua.catalog.v1.targets_pb2_grpc import TargetServiceServicer
from services.catalog.api import drafts, listing
from services.catalog.api.context import Context, event_of, time_in
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import names, services, targets, units, versions
from services.catalog.domain.targets import Target
from services.catalog.queries import TARGETS
from services.catalog.resources import dated_resources
from services.catalog.resources import targets as resources
from services.chassis import call
from services.chassis.store import Executed


@dataclass(frozen=True)
class Targets(TargetServiceServicer):
    """Set, withdraw, get, list."""

    context: Context

    async def SetTarget(self, request: api.SetTargetRequest, _context: Any) -> api.Target:
        """Set a target, or set it anew from an instant on."""
        target_set = proposal(request, correction_reason=request.correction_reason)
        name, now = target_set.target, self.context.clock()
        await self.permitted_target(name)

        async def decide(work: UnitOfWork) -> None:
            await require_scope(work, target_set)
            facts = targets.set_target(
                permitted(work.state(name, targets.DECIDER)),
                proposed=target_set,
                at=time_in(request, "effective_time"),
                now=now,
            )
            work.append(name, targets.DECIDER, facts)

        executed = await self.context.change(
            request, stream=name, decider=targets.DECIDER, decide=decide
        )
        return written(executed)

    async def WithdrawTarget(self, request: api.WithdrawTargetRequest, _context: Any) -> api.Target:
        """Withdraw a target from an instant on."""
        name, now = names.target(request.name, field="name"), self.context.clock()
        targets.require_known(await self.permitted_target(name), name=name, field="name")
        executed = await self.context.execute(
            request,
            stream=name,
            decider=targets.DECIDER,
            decide=lambda target: targets.withdraw(
                permitted(target),
                proposed=event_of(TargetWithdrawn, request, target=name),
                at=time_in(request, "effective_time"),
                now=now,
            ),
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


async def require_scope(work: UnitOfWork, target_set: TargetSet, *, within: str = "") -> None:
    """The unit and the service that the target is for are known; `within`: where it stands."""
    await work.load([target_set.unit, target_set.service])
    if name := target_set.unit:
        unit = work.state(name, units.DECIDER)
        units.require_known(unit, name=name, field=f"{within}target.unit")
    if name := target_set.service:
        service = drafts.visible_to_caller(work.state(name, versions.DECIDER))
        services.require_known(service, name=name, field=f"{within}target.service")


def permitted(target: Target) -> Target:
    """The target, for whoever may act for all that it was ever set for."""
    for unit in targets.scopes(target):
        call.current().permit(unit)
    return target


def proposal(asked_for: api.SetTargetRequest | TargetRow, *, correction_reason: str) -> TargetSet:
    """The fact that is asked for, by a request or a row."""
    stated = asked_for.target
    return event_of(
        TargetSet,
        stated,
        target=names.new("targets", asked_for.target_id, field="target_id"),
        unit=names.unit(stated.unit, field="target.unit") if stated.unit else "",
        service=names.service(stated.service, field="target.service") if stated.service else "",
        correction_reason=correction_reason,
    )


def written(executed: Executed[Target]) -> api.Target:
    """What a command left."""
    left: api.Target = dated_resources.answered(
        executed, resources.resource_periods(executed.state)
    )
    return left
