"""Methods of targets.

Promises that nobody sets a target anew, or withdraws it, who may not act for every unit that it was
ever set for. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from typing import Any

from motcua.catalog.v1 import targets_pb2 as api
from motcua.catalog.v1.events_pb2 import TargetSet, TargetWithdrawn
from motcua.catalog.v1.targets_pb2_grpc import TargetServiceServicer
from services.catalog.api import drafts
from services.catalog.api.asking import ReadingDoor
from services.catalog.api.door import asked
from services.catalog.api.working import Working
from services.catalog.domain import effective, names, services, targets, units
from services.catalog.domain.targets import Target
from services.catalog.queries import TARGETS
from services.catalog.resources import segment
from services.catalog.resources import targets as resources
from services.chassis import call
from services.chassis.store import Decision, Executed


class Targets(ReadingDoor, TargetServiceServicer):
    """Set, withdraw, get, list."""

    async def SetTarget(self, request: api.SetTargetRequest, _context: Any) -> api.Target:
        """Set a target, or set it anew from an instant on."""
        proposed, now = proposal(request), self.clock()
        await self.permitted_target(proposed.target)

        async def decide(known: Executed[Target]) -> Decision:
            working = Working(self.store, {proposed.target: known})
            await require_scope(working, proposed)
            facts = targets.set_target(
                permitted(known.state),
                proposed=proposed,
                at=asked(request, "effective_time"),
                now=now,
            )
            working.decide(proposed.target, targets.DECIDER, facts)
            return Decision(working.changes, working.relied)

        executed = await self.carry_out(
            request,
            stream=proposed.target,
            decider=targets.DECIDER,
            decide=decide,
            etag=request.etag,
        )
        return written(executed)

    async def WithdrawTarget(self, request: api.WithdrawTargetRequest, _context: Any) -> api.Target:
        """Withdraw a target from an instant on."""
        proposed, now = withdrawal(request), self.clock()
        known = await self.permitted_target(proposed.target)
        targets.require_known(known, name=proposed.target, field="name")
        executed = await self.execute(
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

    async def GetTarget(self, request: api.GetTargetRequest, _context: Any) -> api.Target:
        """One target as it was then."""
        shown: api.Target = await self.one(TARGETS, request)
        return shown

    async def ListTargets(
        self, request: api.ListTargetsRequest, _context: Any
    ) -> api.ListTargetsResponse:
        """A page of targets, of a subtree or all."""
        rows, token = await self.many(TARGETS, request)
        return api.ListTargetsResponse(targets=rows, next_page_token=token)

    async def permitted_target(self, name: str) -> Target:
        """A target as it is known, to whoever may act for it."""
        return permitted((await self.store.load(name, targets.DECIDER)).state)


async def require_scope(working: Working, proposed: TargetSet) -> None:
    """The unit and the service that the target is for are known."""
    await working.need([proposed.unit, proposed.service])
    if proposed.unit:
        unit = working.of(proposed.unit, units.DECIDER).state
        units.require_known(unit, name=proposed.unit, field="target.unit")
    if proposed.service:
        service = drafts.known(working.of(proposed.service, services.DECIDER).state)
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
    """What a command left, as of the instant from which it is true: a repeat says the same."""
    said: Any = executed.facts[-1].message
    shown: api.Target = segment.shown(
        resources.segments(executed.state),
        effective.instant(said.effective_time),
        position=executed.position,
        version=executed.version,
    )
    return shown
