"""Rows about calendars that are to say something of their days, and about who works by them.

Example: a row with one holiday more than the calendar has is the calendar's next version.
"""

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import CalendarAssigned
from services.catalog.api.context import event_of, time_in
from services.catalog.api.rows.chunk import ADDED, CHANGED, UNCHANGED, Chunk, Taken
from services.catalog.api.rows.posts import known_unit
from services.catalog.domain import (
    calendar_intake,
    calendars,
    descriptions,
    names,
    unit_attributes,
    units,
)
from services.catalog.resources import calendars as resources
from services.chassis.errors import Refusal


async def calendar(chunk: Chunk, row: api.Row) -> Taken:
    """A calendar that is to say this of every day; it is of the whole tree."""
    stated = row.calendar
    name = names.new("calendars", stated.calendar_id, field="calendar.calendar_id")
    chunk.permit("")
    await chunk.work.load([name])
    before = chunk.work.state(name, calendars.DECIDER)
    wanted = calendar_intake.Wanted(
        name, stated.display_name, resources.weeks(stated.weeks), stated.days
    )
    try:
        facts = calendar_intake.take(
            before, wanted, source=stated.source, reason=row.correction_reason, now=chunk.now
        )
    except Refusal as refusal:
        raise _at_row_fields(refusal) from None
    if not facts:
        return Taken(UNCHANGED, name)
    chunk.append(name, calendars.DECIDER, facts)
    return Taken(CHANGED if before.version else ADDED, name)


async def assignment(chunk: Chunk, row: api.Row) -> Taken:
    """A unit that is to work by a calendar from then on."""
    stated, work = row.calendar_assignment, chunk.work
    unit = await known_unit(chunk, stated.unit, field="calendar_assignment.unit")
    field = "calendar_assignment.calendar"
    name = names.calendar(stated.calendar, field=field)
    await work.load([name])
    calendars.require_known(work.state(name, calendars.DECIDER), name=name, field=field)
    state = work.state(unit, units.DECIDER)
    before = descriptions.described(state, chunk.time(row)).calendar
    if before == name:
        return Taken(UNCHANGED, unit)
    proposed = event_of(CalendarAssigned, stated, correction_reason=row.correction_reason)
    at = time_in(row, "effective_time")
    facts = unit_attributes.assign(state, proposed=proposed, at=at, now=chunk.now)
    chunk.append(unit, units.DECIDER, facts)
    return Taken(CHANGED if before else ADDED, unit)


def _at_row_fields(refusal: Refusal) -> Refusal:
    """The refusal with the fields of a row."""
    found = refusal.below("calendar")
    for each in (found, *found.also):
        each.field = "correction_reason" if each.field == "calendar.reason" else each.field
    return found
