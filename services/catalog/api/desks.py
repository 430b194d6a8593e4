"""Methods of desks: who receives dossiers for whom.

A desk is open when it is authorized, also where its opening is withdrawn at the same moment.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import DeskAuthorized, DeskRevoked
from services.catalog.api.context import Context, event_of, found, time_in
from services.catalog.api.time_axes import time_axes
from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.api.units import unit_changed, written
from services.catalog.domain import desks, names, tree, units
from services.catalog.domain.units import Unit
from services.catalog.resources.units import authorization


@dataclass(frozen=True)
class Desks:
    """Authorize, revoke, list."""

    context: Context

    async def AuthorizeDesk(self, request: api.AuthorizeDeskRequest, _context: Any) -> api.Unit:
        """Let a desk receive for a unit."""
        name, now = names.unit(request.name, field="name"), self.context.clock()
        desk = names.unit(request.desk, field="desk")

        async def decide(work: UnitOfWork) -> None:
            await work.load([desk])
            facts = desks.authorize(
                work.state(name, units.DECIDER),
                proposed=event_of(DeskAuthorized, request, unit=name),
                desk=work.state(desk, units.DECIDER),
                at=time_in(request, "effective_time"),
                now=now,
            )
            work.append(name, units.DECIDER, facts)

        executed = await self.context.change(
            request, stream=name, decider=units.DECIDER, decide=decide
        )
        return written(executed)

    async def RevokeDesk(self, request: api.RevokeDeskRequest, _context: Any) -> api.Unit:
        """Let a desk receive for a unit no longer."""
        names.unit(request.desk, field="desk")
        return await unit_changed(self.context, request, DeskRevoked, desks.revoke)

    async def ListDeskAuthorizations(
        self, request: api.ListDeskAuthorizationsRequest, _context: Any
    ) -> api.ListDeskAuthorizationsResponse:
        """By which authorizations desks receive for a unit, whoever above it gave them."""
        name = names.unit(request.name, field="name")
        axes = await time_axes(self.context, request)
        forest = tree.indexed(self.context.tree.known_at(axes.as_known))
        found(forest.get(name, Unit()).opening, name, axes)
        given: Sequence[desks.Given] = desks.given_for(forest, name, axes.as_of)
        return api.ListDeskAuthorizationsResponse(
            authorizations=[authorization(*each) for each in given]
        )
