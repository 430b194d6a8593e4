"""Methods of desks: who receives dossiers for whom.

Promises that a desk is open when it is authorized, also where its opening is withdrawn at the same
moment. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Sequence
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import DeskAuthorized, DeskRevoked
from services.catalog.api.asking import ReadingDoor
from services.catalog.api.door import asked, found
from services.catalog.api.units import Units, written
from services.catalog.domain import desks, names, tree, units
from services.catalog.domain.units import Unit
from services.catalog.resources.units import authorization
from services.chassis.log import NOTHING, Relied
from services.chassis.store import Change, Decision, Executed


class Desks(Units, ReadingDoor):
    """Authorize, revoke, list."""

    async def AuthorizeDesk(self, request: api.AuthorizeDeskRequest, _context: Any) -> api.Unit:
        """Let a desk receive for a unit."""
        proposed, now = authorizing(request), self.clock()
        others = [proposed.desk] if proposed.desk != proposed.unit else []

        async def decide(unit: Executed[Unit]) -> Decision:
            view = await self.store.view(others) if others else None
            facts = desks.authorize(
                unit.state,
                proposed=proposed,
                desk=view.of(proposed.desk, units.DECIDER).state if view else unit.state,
                at=asked(request, "effective_time"),
                now=now,
            )
            relied = Relied(view.position, streams=tuple(others)) if view else NOTHING
            return Decision([Change(proposed.unit, unit.version, facts)], relied)

        executed = await self.carry_out(
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
        return await self.unit_changed(request, proposed, desks.revoke)

    async def ListDeskAuthorizations(
        self, request: api.ListDeskAuthorizationsRequest, _context: Any
    ) -> api.ListDeskAuthorizationsResponse:
        """By which authorizations desks receive for a unit, whoever above it gave them."""
        name, when = names.unit(request.name, field="name"), await self.when(request)
        forest = tree.indexed(self.tree.known_at(when.known))
        found(forest.get(name, Unit()).opening, name, when)
        given: Sequence[desks.Given] = desks.given_for(forest, name, when.as_of)
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
