"""Methods of officers' names, which are sealed apart.

A name leaves only in the answer to a recorded reading, and is in no log, trace or error.
"""
# ruff: noqa: N802 — methods are named by the contract

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.catalog.v1 import officers_pb2 as api
from motcua.catalog.v1.officers_pb2_grpc import OfficerServiceServicer
from services.catalog.api.context import Context
from services.catalog.api.pages import Cursor
from services.catalog.domain import names, officers, texts, units
from services.catalog.domain.officers import OfficerName
from services.catalog.domain.refusals.officers import OfficerReason
from services.catalog.queries import TimeAxes
from services.chassis import call
from services.chassis.page_tokens import size_of
from services.chassis.sealing import Damaged, Reading, Sealing, Vault
from services.chassis.store import Change, Decision, Executed

FIELD = "full_name"  # of the sealed fields of a name's owner, its only one
START = "0"  # the number before the first


@dataclass(frozen=True)
class Officers(OfficerServiceServicer):
    """Seal, read, erase; who read."""

    context: Context
    vault: Vault

    async def SealOfficer(self, request: api.SealOfficerRequest, _context: Any) -> api.OfficerName:
        """Seal a name at a unit that is known."""
        unit = names.unit(request.unit, field="unit")
        await self.require_known(unit, field="unit")
        texts.require_stated(request.full_name, OfficerReason.FULL_NAME_MISSING, field="full_name")
        content = call.current().command(request).sealed

        async def decided(now: Executed[OfficerName]) -> Decision:
            facts = officers.seal(
                now.state, unit=unit, officer=request.officer, now=self.context.clock()
            )
            sealing = self.vault.sealing(now.stream, FIELD, content, await self.key(now.stream))
            return Decision([Change(now.stream, now.version, facts)], sealing=sealing)

        return await self.changed(request, unit, decided)

    async def EraseOfficer(
        self, request: api.EraseOfficerRequest, _context: Any
    ) -> api.OfficerName:
        """Destroy the key of a name at a unit, with the fact that says so."""
        unit = names.unit(request.unit, field="unit")

        async def decided(now: Executed[OfficerName]) -> Decision:
            facts = officers.erase(
                now.state,
                unit=unit,
                officer=request.officer,
                reason_code=request.reason_code,
                now=self.context.clock(),
            )
            change = Change(now.stream, now.version, facts)
            return Decision([change], sealing=Sealing(now.stream))

        return await self.changed(request, unit, decided)

    async def ReadOfficers(
        self, request: api.ReadOfficersRequest, _context: Any
    ) -> api.ReadOfficersResponse:
        """The names of officers of a unit, for a purpose."""
        officers.require_readable(request.officers, purpose=request.purpose)
        unit = names.unit(request.unit, field="unit")
        owners = [names.of_officer(unit, each) for each in request.officers]
        reader, now = call.current().caller.subject, self.context.clock()
        states = await self.states(owners)
        found = await self.opened(Reading(now, reader, unit, owners, request.purpose))
        missing = [each for each in owners if is_sealed(states[each]) and each not in found]
        states |= await self.states(missing)  # erased meanwhile, or lost
        for officer, owner in zip(request.officers, owners, strict=True):
            if is_sealed(states[owner]) and owner not in found:
                raise officers.damaged(officer)
        return api.ReadOfficersResponse(
            officers=[
                answered(unit, officer, states[owner], found.get(owner))
                for officer, owner in zip(request.officers, owners, strict=True)
            ]
        )

    async def ListReadings(
        self, request: api.ListReadingsRequest, _context: Any
    ) -> api.ListReadingsResponse:
        """A page of readings at the units of a subtree, or at all."""
        size = size_of(request)
        cursor = Cursor.begun(request) or Cursor(START, TimeAxes(self.context.clock()))
        inside = await self.units_inside(request.subtree) if request.subtree else None
        found = await self.vault.readings(inside, after=int(cursor.after), size=size + 1)
        return api.ListReadingsResponse(
            readings=map(listed, found[:size]),
            next_page_token=cursor.next_token(request, size, [str(each.number) for each in found]),
        )

    async def changed(self, request: Any, unit: str, decide: Any) -> api.OfficerName:
        """Carry out a command on a name, and answer what became of it."""
        executed = await self.context.carry_out(
            request,
            stream=names.of_officer(unit, request.officer),
            decider=officers.DECIDER,
            decide=decide,
        )
        return answered(unit, request.officer, executed.state)

    async def states(self, owners: Sequence[str]) -> dict[str, OfficerName]:
        """What became of names, by owner."""
        if not owners:
            return {}
        view = await self.context.store.view(owners)
        return {each: view.of(each, officers.DECIDER).state for each in owners}

    async def key(self, owner: str) -> Any:
        """The key of a name that was sealed before, if it is there."""
        try:
            return await self.vault.key(owner)
        except Damaged:
            raise officers.damaged(names.last(owner)) from None

    async def opened(self, asked: Reading) -> Mapping[str, bytes]:
        """What is sealed of names, once it is recorded who asks."""
        try:
            return await self.vault.read(asked, FIELD)
        except Damaged as damage:
            raise officers.damaged(names.last(str(damage))) from None

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


def is_sealed(name: OfficerName) -> bool:
    """Whether a name was sealed and not erased since."""
    return name.sealed_at is not None and name.erased_at is None


def answered(
    unit: str, officer: str, name: OfficerName, opened: bytes | None = None
) -> api.OfficerName:
    """What a caller is told of a name; `opened`: what was sealed, in a reading."""
    return api.OfficerName(
        officer=officer,
        unit=unit,
        state=state_of(name),
        full_name=api.SealOfficerRequest.FromString(opened or b"").full_name,
        sealed_time=name.sealed_at,
        erased_time=name.erased_at,
    )


def state_of(name: OfficerName) -> api.OfficerName.State:
    """What became of a name."""
    if name.erased_at is not None:
        return api.OfficerName.STATE_ERASED
    return api.OfficerName.STATE_SEALED if is_sealed(name) else api.OfficerName.STATE_NOT_SEALED


def listed(reading: Reading) -> api.Reading:
    """A reading as it was recorded."""
    return api.Reading(
        number=reading.number,
        time=reading.at,
        reader=reading.reader,
        unit=reading.unit,
        officers=map(names.last, reading.owners),
        purpose=reading.purpose,
    )
