"""Rows about units that are to be merged, divided or closed.

Example: a unit that ends as a row says, on that day and with those shares, is left alone.
"""

from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import UnitClosed, UnitMerged, UnitSplit
from services.catalog.api.context import event_of, time_in
from services.catalog.api.rows.chunk import CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.api.structure import succession
from services.catalog.domain import lineage, names, structure, units
from services.catalog.domain.tree import Forest


async def merger(chunk: Chunk, row: api.Row) -> Taken:
    """Units that are to be merged into one."""
    into = names.unit(row.merger.into, field="merger.into")
    merged = [names.unit(each, field="merger.units") for each in row.merger.units]
    for each in (into, *merged):
        chunk.permit(each)
    forest = await chunk.every_unit()
    reason = row.correction_reason
    proposed = succession(UnitMerged, row.merger, correction_reason=reason)
    ending = [each for each in merged if each != into]
    left = [each for each in ending if not _is_so(chunk, forest, each, row, proposed)]
    if ending and not left:
        return Taken(UNCHANGED, into)
    at = time_in(row, "effective_time")
    changes = structure.merge(forest, merged=left, proposed=proposed, at=at, now=chunk.now)
    await chunk.restructure(changes)
    return Taken(CHANGED, into)


async def split(chunk: Chunk, row: api.Row) -> Taken:
    """A unit that is to be divided over others."""
    name = names.unit(row.split.unit, field="split.unit")
    parts = {names.unit(part.unit, field="split.parts") for part in row.split.parts}
    for each in (name, *parts):
        chunk.permit(each)
    forest = await chunk.every_unit()
    reason = row.correction_reason
    proposed = succession(UnitSplit, row.split, correction_reason=reason)
    if _is_so(chunk, forest, name, row, proposed):
        return Taken(UNCHANGED, name)
    at = time_in(row, "effective_time")
    changes = structure.split(forest, proposed=proposed, at=at, now=chunk.now)
    await chunk.restructure(changes)
    return Taken(CHANGED, name)


async def closing(chunk: Chunk, row: api.Row) -> Taken:
    """A unit that is to be closed."""
    name = names.unit(row.closing.unit, field="closing.unit")
    chunk.permit(name)
    forest = await chunk.every_unit()
    proposed = event_of(UnitClosed, row.closing, correction_reason=row.correction_reason)
    if _is_so(chunk, forest, name, row, proposed):
        return Taken(UNCHANGED, name)
    at = time_in(row, "effective_time")
    await chunk.restructure(structure.close(forest, proposed=proposed, at=at, now=chunk.now))
    return Taken(CHANGED, name)


def _is_so(chunk: Chunk, forest: Forest, name: str, row: api.Row, proposed: Any) -> bool:
    """Whether a unit is succeeded already as a row proposes: by the same units, from then on,
    and by the same shares.
    """
    unit = forest.get(name, units.Unit())
    then = [each.fact for each in unit.changes if chunk.is_from(row, each.since)]
    return any(
        type(fact) is type(proposed) and lineage.parts(fact) == lineage.parts(proposed)
        for fact in then
    )
