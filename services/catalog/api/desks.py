"""Methods of desks: who receives dossiers for whom.

A desk is open when it is authorized, also where its opening is withdrawn at the same moment.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import DeskAuthorized, DeskRevoked
from services.catalog.api.context import Context, asked, found
from services.catalog.api.time_axes import when
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.api.units import unit_changed, written
from services.catalog.domain import desks, names, tree, units
from services.catalog.domain.units import Unit
from services.catalog.resources.units import authorization
from services.chassis.store import Decision, Executed


@dataclass(frozen=True)
class Desks:
    """Authorize, revoke, list."""

    context: Context

    async def AuthorizeDesk(self, request: api.AuthorizeDeskRequest, _context: Any) -> api.Unit:
        """Let a desk receive for a unit."""
        proposed, now = authorizing(request), self.context.clock()

        async def decide(unit: Executed[Unit]) -> Decision:
            work = UnitOfWork(self.context.store, {proposed.unit: unit})
            await work.load([proposed.desk])
            facts = desks.authorize(
                unit.state,
                proposed=proposed,
                desk=work.of(proposed.desk, units.DECIDER).state,
                at=asked(request, "effective_time"),
                now=now,
            )
            work.append(proposed.unit, units.DECIDER, facts)
            return work.decision()

        executed = await self.context.carry_out(
            request,
            stream=proposed.unit,
            decider=units.DECIDER,
            decide=decide,
            etag=request.etag,
        )
        return written(executed)

    async def RevokeDesk(self, request: api.RevokeDeskRequest, _context: Any) -> api.Unit:
        """Let a desk receive for a unit no longer."""
        proposed = DeskRevoked(
            unit=names.unit(request.name, field="name"),
            desk=names.unit(request.desk, field="desk"),
            correction_reason=request.correction_reason,
        )
        return await unit_changed(self.context, request, proposed, desks.revoke)

    async def ListDeskAuthorizations(
        self, request: api.ListDeskAuthorizationsRequest, _context: Any
    ) -> api.ListDeskAuthorizationsResponse:
        """By which authorizations desks receive for a unit, whoever above it gave them."""
        name = names.unit(request.name, field="name")
        asked_about = await when(self.context, request)
        forest = tree.indexed(self.context.tree.known_at(asked_about.known))
        found(forest.get(name, Unit()).opening, name, asked_about)
        given: Sequence[desks.Given] = desks.given_for(forest, name, asked_about.as_of)
        return api.ListDeskAuthorizationsResponse(
            authorizations=[authorization(*each) for each in given]
        )


def authorizing(request: api.AuthorizeDeskRequest) -> DeskAuthorized:
    """The fact that is asked for."""
    return DeskAuthorized(
        unit=names.unit(request.name, field="name"),
        desk=names.unit(request.desk, field="desk"),
        desks_below=request.desks_below,
        for_units_below=request.for_units_below,
        end_time=request.end_time if request.HasField("end_time") else None,
        correction_reason=request.correction_reason,
    )
