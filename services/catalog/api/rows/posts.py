"""Rows about officers who are to have a duty at a unit, or to have it no longer.

Example: an officer who leads a ward since 2023 leads it in 2024, too: a row that says so is left
alone. Ids are pseudonyms; a name is in no row.
"""

from collections.abc import Callable, Sequence
from typing import Any

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import OfficerAppointed, OfficerRelieved
from services.catalog.api.context import event_of, time_in
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.domain import names, unit_attributes, units
from services.chassis.decider import Fact


async def appointment(chunk: Chunk, row: api.Row) -> Taken:
    """An officer who is to have a duty from then on."""
    unit = await known_unit(chunk, row.appointment.unit, field="appointment.unit")
    stated = event_of(OfficerAppointed, row.appointment, correction_reason=row.correction_reason)
    if not _holds(chunk, row, stated):
        _change(chunk, row, stated, unit_attributes.appoint)
        return Taken(ADDED, unit)
    return Taken(UNCHANGED, unit)


async def relief(chunk: Chunk, row: api.Row) -> Taken:
    """An officer who is to have a duty no longer from then on."""
    unit = await known_unit(chunk, row.relief.unit, field="relief.unit")
    stated = event_of(OfficerRelieved, row.relief, correction_reason=row.correction_reason)
    if _holds(chunk, row, stated):
        _change(chunk, row, stated, unit_attributes.relieve)
        return Taken(CHANGED, unit)
    return Taken(UNCHANGED, unit)


def _change(chunk: Chunk, row: api.Row, stated: Any, decide: Callable[..., Sequence[Fact]]) -> None:
    """What a row says of a unit that is known."""
    before, at = chunk.work.state(stated.unit, units.DECIDER), time_in(row, "effective_time")
    chunk.append(stated.unit, units.DECIDER, decide(before, proposed=stated, at=at, now=chunk.now))


async def known_unit(chunk: Chunk, stated: str, *, field: str) -> str:
    """The name of a unit that is known, and that this caller's role reaches."""
    name = names.unit(stated, field=field)
    await chunk.work.load([name])
    chunk.permit(name)
    units.require_known(chunk.work.state(name, units.DECIDER), name=name, field=field)
    return name


def _holds(chunk: Chunk, row: api.Row, stated: OfficerAppointed | OfficerRelieved) -> bool:
    """Whether the officer has the duty at the row's time."""
    unit = chunk.work.state(stated.unit, units.DECIDER)
    return unit_attributes.on_duty(
        unit, officer=stated.officer, duty=stated.duty, at=chunk.time(row)
    )
