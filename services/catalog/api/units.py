"""Methods of units.

Promises that permissions know a new unit as soon as its opening is answered. Must not hold a rule.
"""
# ruff: noqa: N802 — methods are named by the contract

from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import UnitOpened
from services.catalog.api.door import Door, asked, etag, found
from services.catalog.domain import names, units


class Units(Door):
    """Open, get, list."""

    async def OpenUnit(self, request: api.OpenUnitRequest, _context: Any) -> api.Unit:
        """Open a unit at the root or below another."""
        proposed, now = proposal(request), self.clock()
        parent = await self.unit(proposed.parent) if proposed.parent else None
        executed = await self.execute(
            request,
            stream=proposed.unit,
            decider=units.DECIDER,
            decide=lambda unit: units.open_unit(
                unit,
                proposed=proposed,
                parent=parent,
                at=asked(request, "effective_time"),
                now=now,
            ),
        )
        self.tree.learn(proposed.unit, proposed.parent)
        opening = units.require_known(executed.state, name=proposed.unit, field="name")
        return reply(opening, position=executed.position, version=executed.version)

    async def GetUnit(self, request: api.GetUnitRequest, _context: Any) -> api.Unit:
        """One unit."""
        name, when = names.unit(request.name, field="name"), await self.when(request)
        row = found(await self.reader.unit(name, when), name, when)
        return reply(row.fact, position=row.position, version=row.version)

    async def ListUnits(
        self, request: api.ListUnitsRequest, _context: Any
    ) -> api.ListUnitsResponse:
        """A page of the units of a subtree, or of all."""
        subtree = names.unit(request.subtree, field="subtree") if request.subtree else ""
        cursor, size = await self.page(request)
        rows = await self.reader.units(cursor.when, cursor.page(size), subtree=subtree)
        return api.ListUnitsResponse(
            units=[reply(*row) for row in rows[:size]],
            next_page_token=cursor.next_token(size, [row.fact.unit for row in rows]),
        )


def proposal(request: api.OpenUnitRequest) -> UnitOpened:
    """The fact that is asked for."""
    asked_unit = request.unit
    parent = asked_unit.parent
    return UnitOpened(
        unit=names.new("units", request.unit_id, field="unit_id"),
        parent=names.unit(parent, field="unit.parent") if parent else "",
        code=asked_unit.code,
        kind=asked_unit.kind,
        display_name=asked_unit.display_name,
        correction_reason=request.correction_reason,
    )


def reply(fact: UnitOpened, position: int, version: int) -> api.Unit:
    """The resource."""
    return api.Unit(
        name=fact.unit,
        parent=fact.parent,
        code=fact.code,
        kind=fact.kind,
        display_name=fact.display_name,
        effective_time=fact.effective_time,
        position=position,
        etag=etag(version),
    )
