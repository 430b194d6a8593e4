"""Rows about units that are to be open, called so, below that parent.

Example: a unit known from 2023 on is open from 2022 on by a row that says so, and gives a reason.
"""

from collections.abc import Sequence
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import UnitMoved, UnitOpened, UnitRenamed
from services.catalog.api.context import event_of, time_in
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.domain import descriptions, names, openings, structure, unit_attributes, units
from services.catalog.domain.descriptions import Description
from services.chassis.decider import Fact


async def unit(chunk: Chunk, row: api.Row) -> Taken:
    """A unit that is to be open, called so, below that parent."""
    stated = row.unit.unit
    name = names.new("units", row.unit.unit_id, field="unit.unit_id")
    parent = names.unit(stated.parent, field="unit.unit.parent") if stated.parent else ""
    await chunk.work.load([name, parent])
    chunk.permit(parent)
    if chunk.work.state(name, units.DECIDER).opening is None:
        await chunk.open_unit(name, _opening(chunk, row, name, parent))
        return Taken(ADDED, name)
    chunk.permit(name)
    return Taken(await _unit_changes(chunk, row, name, parent), name)


def _opening(chunk: Chunk, row: api.Row, name: str, parent: str) -> Sequence[Fact]:
    """A unit that is not there yet."""
    return units.open_unit(
        units.Unit(),
        proposed=event_of(
            UnitOpened, row.unit.unit, unit=name, correction_reason=row.correction_reason
        ),
        parent=chunk.work.state(parent, units.DECIDER) if parent else None,
        at=time_in(row, "effective_time"),
        now=chunk.now,
    )


async def _unit_changes(chunk: Chunk, row: api.Row, name: str, parent: str) -> Any:
    """Open the unit earlier, rename it, move it, or leave it unchanged."""
    at = time_in(row, "effective_time")
    changes = await _open_by_then(chunk, row, name)
    unit = units.DECIDER.fold(chunk.work.state(name, units.DECIDER), changes.get(name, ()))
    then = descriptions.described(unit, max(at or chunk.now, units.opens_at(unit)))
    called = _renaming(row, name, then)
    if then.parent != parent:
        moved = UnitMoved(unit=name, parent=parent, correction_reason=row.correction_reason)
        forest = (await chunk.every_unit()).after(changes)
        moving = structure.move(forest, proposed=moved, at=at, now=chunk.now)
        changes = _joined(changes, moving)
    # All of the row is decided before any of it is taken for granted.
    facts = unit_attributes.rename(unit, proposed=called, at=at, now=chunk.now) if called else ()
    if changes:
        await chunk.restructure(changes)
    chunk.append(name, units.DECIDER, facts)
    return CHANGED if changes or facts else UNCHANGED


async def _open_by_then(chunk: Chunk, row: api.Row, name: str) -> structure.Changes:
    """The correction of an opening that is later than a row says; otherwise nothing."""
    at, unit = time_in(row, "effective_time"), chunk.work.state(name, units.DECIDER)
    if at is None or unit.opening is None or at >= units.opens_at(unit):
        return {}
    if unit.opening.parent:
        await chunk.work.load([unit.opening.parent])
    chunk.permit(unit.opening.parent)
    forest = await chunk.every_unit()
    return openings.correct(forest, name=name, at=at, reason=row.correction_reason, now=chunk.now)


def _renaming(row: api.Row, name: str, then: Description) -> UnitRenamed | None:
    """The renaming of a unit that a row asks for; None where nothing differs."""
    stated = row.unit.unit
    renamed = UnitRenamed(unit=name, correction_reason=row.correction_reason)
    if then.display_name != stated.display_name:
        renamed.display_name.CopyFrom(stated.display_name)
    if then.code != stated.code:
        renamed.code = stated.code
    if then.kind != stated.kind:
        renamed.kind = stated.kind
    is_renamed = any(renamed.HasField(part) for part in ("display_name", "code", "kind"))
    return renamed if is_renamed else None


def _joined(one: structure.Changes, other: structure.Changes) -> structure.Changes:
    """Both, in this order."""
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in {**one, **other}}
