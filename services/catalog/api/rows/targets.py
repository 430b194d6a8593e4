"""Rows about targets that are to be set.

Example: a target that is so on that day is left alone, whenever and for whatever reason it was set.
"""

from motcua.catalog.v1 import intake_pb2 as api
from services.catalog.api.context import time_in
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.api.targets import proposal, require_scope
from services.catalog.domain import targets


async def target(chunk: Chunk, row: api.Row) -> Taken:
    """A target that is to be set so."""
    proposed = proposal(row.target, correction_reason=row.correction_reason)
    name = proposed.target
    await chunk.work.load([name])
    before = chunk.work.state(name, targets.DECIDER)
    for each in {proposed.unit, *targets.scopes(before)}:
        chunk.permit(each)
    await require_scope(chunk.work, proposed, within="target.")
    facts = targets.set_target(
        before, proposed=proposed, at=time_in(row, "effective_time"), now=chunk.now
    )
    if targets.is_set_so(before, facts[0].message, chunk.time(row)):
        return Taken(UNCHANGED, name)
    chunk.append(name, targets.DECIDER, facts)
    return Taken(CHANGED if before.turns else ADDED, name)
