"""Rows about offerings that are to be open with these capabilities, or closed.

Example: an offering that is open as a row says is left alone; another one is opened, or corrected.
"""

from collections.abc import Sequence
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import OfferingClosed, OfferingOpened
from services.catalog.api import consequences
from services.catalog.api.context import event_of, time_in
from services.catalog.api.offerings import opening_proposed, situation
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.api.scopes import scope_of
from services.catalog.domain import names
from services.catalog.domain.offering import closing as domain
from services.catalog.domain.offering import intake
from services.chassis.decider import Fact


async def offering(chunk: Chunk, row: api.Row) -> Taken:
    """Load what the offering is derived from, decide, and append with what follows."""
    proposed = opening_proposed(
        row.offering.parent,
        row.offering.offering,
        reason=row.correction_reason,
        within="offering.",
    )
    name, work = proposed.offering, chunk.work
    scope = await scope_of(chunk.context, work, name, forest=await chunk.every_unit())
    chunk.permit(proposed.unit)
    before = situation(work, scope, name)
    facts = intake.take(before, proposed=proposed, at=time_in(row, "effective_time"), now=chunk.now)
    await consequences.of_offering(work, scope, name, facts, now=chunk.now, permits=chunk.permits)
    return Taken(_effect(facts), name)


async def closing(chunk: Chunk, row: api.Row) -> Taken:
    """An offering that is to be closed; one that is not open then is left alone."""
    name, work = row.offering_closing.offering, chunk.work
    _, unit = names.offering(name, field="offering_closing.offering")
    scope = await scope_of(chunk.context, work, name, forest=await chunk.every_unit())
    chunk.permit(unit)
    before = situation(work, scope, name)
    if before.has_closed_by(chunk.time(row)):
        return Taken(UNCHANGED, name)
    proposed = event_of(
        OfferingClosed, row.offering_closing, correction_reason=row.correction_reason
    )
    at = time_in(row, "effective_time")
    facts = domain.close(before, proposed=proposed, at=at, now=chunk.now)
    await consequences.of_offering(work, scope, name, facts, now=chunk.now, permits=chunk.permits)
    return Taken(CHANGED, name)


def _effect(facts: Sequence[Fact]) -> Any:
    """An opening that is corrected comes with the withdrawal of the former one."""
    if not facts:
        return UNCHANGED
    return ADDED if [type(fact.message) for fact in facts] == [OfferingOpened] else CHANGED
