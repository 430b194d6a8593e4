"""A deadline's way, day by day: which days and intervals count, which do not, and why.

Each stage is walked from its beginning to its end by its own calendar, so what counts adds up to
what was counted: the hours of a period, its days, or the working minutes of a pause.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import (
    TIME_UNIT_WORKING_DAY,
    TIME_UNIT_WORKING_HOUR,
)
from motcua.submissions.v1 import deadlines_pb2 as contract
from services.submissions.domain.deadlines.calendar import Hours, SpecialDay, WorkingCalendar
from services.submissions.domain.deadlines.local import DAY, LocalTime
from services.submissions.domain.deadlines.terms import Stage


class Interval(NamedTuple):
    """A part of a day, [begins, ends) in microseconds from its local midnight."""

    begins: int
    ends: int
    counts: bool
    why: contract.CountReason


class Day(NamedTuple):
    """One local day of a stage. `counted` and `total` (up to and with this day) are days in a
    period of days or months, else microseconds.
    """

    stage: Stage
    day: int  # the ordinal of its date
    special: SpecialDay | None
    counted: int
    total: int
    why: contract.CountReason
    intervals: tuple[Interval, ...]


def days_of(stage: Stage) -> Iterator[Day]:
    """Every local day of a stage, from the one in which it begins."""
    if stage.ends <= stage.begins:
        return iter(())
    if stage.kind == contract.DEADLINE_STAGE_KIND_SUBTRACT or stage.calendar is None:
        return _on_the_clock(stage)
    return _walk_of(stage)(stage, stage.calendar)


def _walk_of(stage: Stage) -> Callable[[Stage, WorkingCalendar], Iterator[Day]]:
    if stage.duration is None or stage.duration.unit == TIME_UNIT_WORKING_HOUR:
        return _working_time
    if stage.duration.unit == TIME_UNIT_WORKING_DAY:
        return _working_days
    return _calendar_days


def _working_time(stage: Stage, calendar: WorkingCalendar) -> Iterator[Day]:
    """Hours of a period, minutes of a pause or a shift; nothing counts before a start."""
    total, counts = 0, stage.kind != contract.DEADLINE_STAGE_KIND_START
    for day, since, until in _parts(stage):
        off = _why_off(calendar, day)
        intervals, counted = _split(calendar.hours(day), since, until, off, counts)
        total += counted
        special = calendar.special.get(day)
        why = contract.COUNT_REASON_WORKED if counted else off
        yield Day(stage, day, special, counted, total, why, intervals)


def _working_days(stage: Stage, calendar: WorkingCalendar) -> Iterator[Day]:
    total = 0
    first, last = stage.begins // DAY, stage.counted_to
    for day in range(first, last + 1):
        hours, special = calendar.hours(day), calendar.special.get(day)
        counted = int(bool(hours) and day > first)
        total += counted
        why = contract.COUNT_REASON_FIRST_DAY if day == first else _why(calendar, day)
        intervals = tuple([Interval(a, b, bool(counted), why) for a, b in hours])
        yield Day(stage, day, special, counted, total, why, intervals)


def _calendar_days(stage: Stage, calendar: WorkingCalendar) -> Iterator[Day]:
    total = 0
    first, final = stage.begins // DAY, (stage.ends - 1) // DAY
    for day in range(first, final + 1):
        counted = int(first < day <= stage.counted_to)
        total += counted
        why = contract.COUNT_REASON_CALENDAR_DAY if counted else _why_uncounted(stage, day)
        if counted and day == stage.counted_to and day < final:
            why = contract.COUNT_REASON_ROLLED_OVER  # it counts, and the due does not stay on it
        yield Day(stage, day, calendar.special.get(day), counted, total, why, ())


def _why_uncounted(stage: Stage, day: int) -> contract.CountReason:
    if day == stage.begins // DAY:
        return contract.COUNT_REASON_FIRST_DAY
    return (
        contract.COUNT_REASON_ROLLED_TO
        if day == (stage.ends - 1) // DAY
        else contract.COUNT_REASON_ROLLED_OVER
    )


def _on_the_clock(stage: Stage) -> Iterator[Day]:
    counts = stage.kind == contract.DEADLINE_STAGE_KIND_SUBTRACT
    why, total = (
        contract.COUNT_REASON_ON_THE_CLOCK if counts else contract.COUNT_REASON_NO_CALENDAR,
        0,
    )
    for day, since, until in _parts(stage):
        counted = (until - since) * counts
        total += counted
        special = stage.calendar.special.get(day) if stage.calendar else None
        interval = Interval(since, until, counts, why)
        yield Day(stage, day, special, counted, total, why, (interval,))


def _parts(stage: Stage) -> Iterator[tuple[int, int, int]]:
    """Each day of the stage with the part of it that lies in the stage."""
    (first, since), (last, until) = divmod(stage.begins, DAY), divmod(stage.ends, DAY)
    for day in range(first, last + 1):
        ends = until if day == last else DAY
        if ends > since:
            yield day, since, ends
        since = 0


@lru_cache(maxsize=1000)  # nearly all days of a calendar are alike
def _split(
    hours: Hours, since: LocalTime, until: LocalTime, off: contract.CountReason, counts: bool
) -> tuple[tuple[Interval, ...], int]:
    """A part of a day as working hours and what lies between them, and how much of it counts."""
    intervals, at, counted = [], since, 0
    for opens, closes in hours:
        begins, ends = max(opens, at), min(closes, until)
        if begins < ends:
            if at < begins:
                intervals.append(Interval(at, begins, False, off))
            intervals.append(Interval(begins, ends, counts, contract.COUNT_REASON_WORKED))
            at, counted = ends, counted + (ends - begins) * counts
    if at < until:
        intervals.append(Interval(at, until, False, off))
    return tuple(intervals), counted


def _why(calendar: WorkingCalendar, day: int) -> contract.CountReason:
    return contract.COUNT_REASON_WORKED if calendar.hours(day) else _why_off(calendar, day)


def _why_off(calendar: WorkingCalendar, day: int) -> contract.CountReason:
    """Why nothing of a day, or of the part of it that is asked about, is worked."""
    if calendar.hours(day):
        return contract.COUNT_REASON_OUTSIDE_HOURS
    return (
        contract.COUNT_REASON_SPECIAL_DAY
        if day in calendar.special
        else contract.COUNT_REASON_DAY_OFF
    )
