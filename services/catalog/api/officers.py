"""Methods of officers' names, which are sealed apart.

Promises that a name leaves only in the answer to a recorded reading. Must not log, trace or repeat
a name.
"""
# ruff: noqa: N802 — methods are named by the contract

from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import officers_pb2 as api
from motcua.catalog.v1.officers_pb2_grpc import OfficerServiceServicer
from services.catalog.api.context import Context
from services.catalog.api.pages import Cursor
from services.catalog.domain import names, officers, texts, units
from services.catalog.domain.refusals.officers import OfficerReason
from services.catalog.queries import When
from services.catalog.queries.vault import Named, Place, Vault
from services.chassis import call
from services.chassis.page_tokens import size_of
from services.chassis.sealing import Reading

START = "0"  # the number before the first


@dataclass(frozen=True)
class Officers(OfficerServiceServicer):
    """Seal, read, erase; who read."""

    context: Context
    vault: Vault

    async def SealOfficer(self, request: api.SealOfficerRequest, _context: Any) -> api.OfficerName:
        """Seal a name at a unit that is known."""
        name = names.unit(request.unit, field="unit")
        await self.require_known(name, field="unit")
        texts.require_stated(request.full_name, OfficerReason.FULL_NAME_MISSING, field="full_name")
        command, place = call.current().command(request), Place(request.officer, name)
        at = await self.vault.seal(command, place, now=self.context.clock())
        return answered(Named(place, "", at))

    async def ReadOfficers(
        self, request: api.ReadOfficersRequest, _context: Any
    ) -> api.ReadOfficersResponse:
        """The names of officers of a unit, for a purpose."""
        officers.require_readable(request.officers, purpose=request.purpose)
        found = await self.vault.read(
            request.officers,
            names.unit(request.unit, field="unit"),
            reader=call.current().caller.subject,
            purpose=request.purpose,
            now=self.context.clock(),
        )
        return api.ReadOfficersResponse(officers=map(answered, found))

    async def EraseOfficer(
        self, request: api.EraseOfficerRequest, _context: Any
    ) -> api.OfficerName:
        """Destroy the key of an officer, for whoever may act for all of their units."""
        asking = call.current()
        erased = await self.vault.erase(
            asking.command(request),
            Place(request.officer, names.unit(request.unit, field="unit")),
            reason=request.reason_code,
            permit=asking.permit,
            now=self.context.clock(),
        )
        return answered(erased)

    async def ListReadings(
        self, request: api.ListReadingsRequest, _context: Any
    ) -> api.ListReadingsResponse:
        """A page of readings at the units of a subtree, or at all."""
        size = size_of(request)
        cursor = Cursor.begun(request) or Cursor(START, When(self.context.clock()))
        inside = await self.units_inside(request.subtree) if request.subtree else None
        found = await self.vault.readings(inside, after=int(cursor.after), size=size + 1)
        return api.ListReadingsResponse(
            readings=map(listed, found[:size]),
            next_page_token=cursor.next_token(request, size, [str(each.number) for each in found]),
        )

    async def units_inside(self, top: str) -> list[str]:
        """A unit and all below it now; those that have ended are where permissions see them."""
        names.unit(top, field="subtree")
        await self.require_known(top, field="subtree")
        await self.context.shown()
        tree = self.context.tree
        return [name for name in tree.units if tree.within(top, name)]

    async def require_known(self, name: str, *, field: str) -> None:
        """Refuse a unit that was never opened."""
        unit = (await self.context.store.load(name, units.DECIDER)).state
        units.require_known(unit, name=name, field=field)


def answered(named: Named) -> api.OfficerName:
    """What a caller is told of a name."""
    return api.OfficerName(
        officer=named.place.officer,
        unit=named.place.unit,
        state=state_of(named),
        full_name=named.full_name,
        sealed_time=named.sealed_at,
        erased_time=named.erased_at,
    )


def state_of(named: Named) -> api.OfficerName.State:
    """What became of a name."""
    if named.erased_at is not None:
        return api.OfficerName.STATE_ERASED
    sealed = named.sealed_at is not None
    return api.OfficerName.STATE_SEALED if sealed else api.OfficerName.STATE_NOT_SEALED


def listed(reading: Reading) -> api.Reading:
    """A reading as it was recorded."""
    return api.Reading(
        number=reading.number,
        time=reading.at,
        reader=reading.reader,
        unit=reading.unit,
        officers=reading.owners,
        purpose=reading.purpose,
    )
