"""Times and deadlines of a case log as a record has them.

A time has the offset that is written, else the mapping's zone; what lies where no message reaches
is the nearest that one can carry, which means the same to the service: not known.
"""

from datetime import UTC, date, datetime

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.caselog import Cell
from services.console.instants import LOCAL, to_date, to_timestamp
from services.console.keys import MappingError
from services.console.mapping import Mapping
from services.console.time_rules import DateRule
from services.console.times import Stated, TimeFormat

# What a message can carry: a day is left at each end of the calendar for the zones.
FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def deadline(cell: Cell, rule: DateRule, mapping: Mapping) -> api.Deadline | None:
    """An instant, or a whole day; none where the cell is empty."""
    if not cell.text:
        return None
    found = stated(cell, rule.times)
    if rule.day:
        return api.Deadline(date=to_date(day_of(found, mapping)))
    return api.Deadline(time=to_timestamp(instant(found, mapping)))


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
