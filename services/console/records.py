"""Cases of a log turned into records for BackfillDossiers, as a mapping file says.

Promises a record for every case or a mistake that names case, column and value. Must not guess: a
value that the mapping does not know stops the replay before anything is sent.
"""

from datetime import UTC, date, datetime

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.activities import takes
from services.console.caselog import Case, Cell
from services.console.instants import LOCAL, to_date, to_timestamp
from services.console.keys import MappingError
from services.console.mapping import Mapping, StepRule
from services.console.names import Name
from services.console.text import slug
from services.console.times import Stated, TimeFormat
from services.console.xes import Row

# What a message can carry: a day is left at each end of the calendar for the zones.
FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def record(case: Case, mapping: Mapping) -> api.DossierRecord:
    """One dossier as the other system recorded it."""
    try:
        unit, service = unit_of(case, mapping), service_of(case, mapping)
        return api.DossierRecord(
            key=case.key,
            offering=f"services/{service.id}/offerings/{unit.id}",
            channel=channel_of(case, mapping),
            due=due_of(case, mapping),
            steps=[found for rule in mapping.steps for found in steps(case, rule, mapping)],
        )
    except MappingError as failed:
        raise MappingError(f"case {case.key}: {failed}") from None


def unit_of(case: Case, mapping: Mapping) -> Name:
    """The unit that the case's column names; the root where it is empty. An unlisted value is a
    unit, too.
    """
    value = case.value(mapping.units.column)
    if not value:
        return mapping.root
    known = mapping.units.names.get(value)
    return known or Name(id=f"{mapping.root.id}-{slug(value)}"[:64], vi=value, en=value)


def service_of(case: Case, mapping: Mapping) -> Name:
    """The service that the case's column names; the constant one where it is empty, or where there
    is no column.
    """
    lookup = mapping.services
    cell = case.cell(lookup.column)
    found = lookup.names.get(cell.text) if cell.text else lookup.constant
    if found is None:
        raise MappingError(f"{cell}, which [service.values] does not list")
    return found


def channel_of(case: Case, mapping: Mapping) -> str:
    """The constant one, or by the column's value; an empty cell is a channel that nobody recorded,
    whatever other values mean.
    """
    rule = mapping.channel
    cell = case.cell(rule.column)
    if rule.constant or not cell.text:
        return rule.constant or "CHANNEL_UNKNOWN"
    found = rule.values.get(cell.text) or rule.otherwise
    if not found:
        raise MappingError(f"{cell}; list it in [channel], or state `otherwise`")
    return found


def due_of(case: Case, mapping: Mapping) -> api.Deadline | None:
    """An instant, or a whole day; none where the cell is empty."""
    cell = case.cell(mapping.due_column)
    if not cell.text:
        return None
    found = stated(cell, mapping.due_times)
    if mapping.due_is_day:
        return api.Deadline(date=to_date(day_of(found, mapping)))
    return api.Deadline(time=to_timestamp(instant(found, mapping)))


def steps(case: Case, rule: StepRule, mapping: Mapping) -> list[api.Step]:
    """The step of a rule, or none where the case did not take it."""
    row, cell = where_taken(case, rule, mapping)
    if not cell.text:
        return []
    step = api.Step(
        status=rule.status,
        officer=officer_of(case, row, rule, mapping),
        reason_code=rule.reason_code,
        electronic_result=rule.electronic_result,
    )
    found = stated(cell, rule.times)
    if rule.day:
        step.date.CopyFrom(to_date(day_of(found, mapping)))
    else:
        step.time.CopyFrom(to_timestamp(instant(found, mapping)))
    return [step]


def officer_of(case: Case, row: Row, rule: StepRule, mapping: Mapping) -> str:
    """Of the row that tells of the step; of the case, where no row does."""
    if rule.officer:
        return row.get(rule.officer, "") if row else case.value(rule.officer)
    return case.value(mapping.officer)


def where_taken(case: Case, rule: StepRule, mapping: Mapping) -> tuple[Row, Cell]:
    """The row that tells of the step (none where the case does), and the cell with its time."""
    if rule.column:
        return Row(), case.cell(rule.column)
    taken = [pair for pair in case.placed() if takes(rule, pair[0], mapping)]
    if not taken:
        return Row(), Cell("", mapping.log.time)
    cells = [time_of(row, place, mapping) for row, place in taken]
    moments = [instant(stated(cell, rule.times), mapping) for cell in cells]
    found = sorted(range(len(taken)), key=moments.__getitem__)[-1 if rule.last else 0]
    return taken[found][0], cells[found]


def time_of(row: Row, place: str, mapping: Mapping) -> Cell:
    """When the row's activity happened."""
    found = Cell(row.get(mapping.log.time, ""), mapping.log.time, place)
    if not found.text:
        where, activity = f"{place}: " if place else "", row[mapping.log.activity]
        raise MappingError(f"{where}an event {activity!r} has no time: {found.column!r} is missing")
    return found


def instant(found: Stated, mapping: Mapping) -> datetime:
    """With the offset that is written, or the mapping's where none is. Words for "none", such as
    0001-01-01 and 9999-12-31, may lie where no message reaches: the nearest that one can carry
    means the same to the service, that the time is not known.
    """
    try:
        return min(max(found.at(mapping.log.zone), FIRST), LAST)
    except OverflowError:
        return FIRST if found.wall.year == 1 else LAST


def day_of(found: Stated, mapping: Mapping) -> date:
    """The day as it is written, and Vietnam's where an offset is; 24:00 is of the day it ends."""
    written = found.wall if found.offset is None else instant(found, mapping).astimezone(LOCAL)
    return (written - datetime.resolution * found.ends_day).date()


def stated(cell: Cell, times: TimeFormat) -> Stated:
    """A time as it is written."""
    try:
        return times.stated(cell.text)
    except ValueError as failed:
        raise MappingError(f"{cell}, which is not a time in {times.name}: {failed}") from None
