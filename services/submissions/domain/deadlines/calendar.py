"""A working calendar as the catalogue published it: usual weeks, and days that are not as usual.

Each revision is the next version; the calendar of a version is the fold of the revisions up to it.
A day is what was last said of its date, else its weekday in the week in force on that date.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from google.type.date_pb2 import Date

from motcua.catalog.v1.events_pb2 import (
    DAY_KIND_SWAPPED_WORKING,
    DAY_KIND_UNSPECIFIED,
    CalendarRevised,
    DayKind,
    WorkingHours,
)
from services.submissions.domain.deadlines.local import MINUTE

# Within one day, in order, in microseconds from its local midnight: [opens, closes).
Hours: TypeAlias = tuple[tuple[int, int], ...]
MONDAY = 1
_BLOCK = 128  # days that are looked at once


class Week(NamedTuple):
    """The usual hours from a date on (its ordinal; 0: always), Monday first."""

    since: int
    hours: tuple[Hours, ...]


class SpecialDay(NamedTuple):
    """A day that is not as usual; `hours` only of a swapped working day that has its own."""

    kind: DayKind
    hours: Hours
    name_vi: str
    name_en: str


class Block(NamedTuple):
    """Of some days in a row: the working time from the first one to each and to the end, and those
    that are worked.
    """

    until: Sequence[int]
    worked: Sequence[int]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """One version of a calendar. Days are ordinals of dates."""

    name: str = ""  # `calendars/{calendar}`
    version: int = 0
    weeks: tuple[Week, ...] = ()  # in order of their dates
    special: Mapping[int, SpecialDay] = field(default_factory=dict)
    _blocks: dict[int, Block] = field(default_factory=dict, compare=False, repr=False)

    def hours(self, day: int) -> Hours:
        """When a day is worked; empty: not at all."""
        special = self.special.get(day)
        if special is None:
            return self._week(day)[(day - MONDAY) % 7]
        if special.kind != DAY_KIND_SWAPPED_WORKING:
            return ()
        return special.hours or self._week(day)[0]

    def kind(self, day: int) -> DayKind:
        """What makes a day special; unspecified: it is as usual."""
        special = self.special.get(day)
        return special.kind if special else DAY_KIND_UNSPECIFIED

    def worked(self, first: int, last: int) -> int:
        """Microseconds of working time in whole days [first, last)."""
        total, day = 0, first
        while day < last:
            begins = day - day % _BLOCK
            ends, until = min(last, begins + _BLOCK), self._block(begins).until
            total += until[ends - begins] - until[day - begins]
            day = ends
        return total

    def nth_worked(self, day: int, n: int, *, last: int) -> int | None:
        """The n-th day (n at least 1) that is worked after a day, `last` at most; None: none is."""
        while day < last:
            begins = day + 1 - (day + 1) % _BLOCK
            days = self._block(begins).worked
            place = bisect_right(days, day) + n - 1
            if place < len(days):
                return days[place] if days[place] <= last else None
            day, n = begins + _BLOCK - 1, place - len(days) + 1
        return None

    def _block(self, begins: int) -> Block:
        if begins not in self._blocks:
            days = range(begins, begins + _BLOCK)
            hours = list(map(self.hours, days))
            worked = [day for day, each in zip(days, hours, strict=True) if each]
            self._blocks[begins] = Block(list(accumulate(map(_length, hours), initial=0)), worked)
        return self._blocks[begins]

    def _week(self, day: int) -> tuple[Hours, ...]:
        if self.weeks and self.weeks[-1].since <= day:  # nearly always there is one
            return self.weeks[-1].hours
        begun = bisect_right(self.weeks, day, key=_since)
        return self.weeks[begun - 1].hours if begun else _NEVER


def revised(calendar: WorkingCalendar, revision: CalendarRevised) -> WorkingCalendar:
    """The next version of a calendar: days replace what was said of their dates, a week replaces
    the whole week that begins at the same date.
    """
    special = dict(calendar.special) | {
        _ordinal(each.date): SpecialDay(each.kind, hours_of(each.hours), each.name.vi, each.name.en)
        for each in revision.days
    }
    for cleared in revision.cleared_dates:
        special.pop(_ordinal(cleared), None)
    return WorkingCalendar(
        name=revision.calendar,
        version=revision.version,
        weeks=_weeks(calendar.weeks, revision),
        special=special,
    )


def hours_of(spans: Iterable[WorkingHours]) -> Hours:
    """Working hours of the contract, which are minutes."""
    return tuple((each.opens * MINUTE, each.closes * MINUTE) for each in spans)


def _weeks(weeks: tuple[Week, ...], revision: CalendarRevised) -> tuple[Week, ...]:
    if not revision.week:
        return weeks
    since = _ordinal(revision.week_start_date) if revision.HasField("week_start_date") else 0
    week_hours = {each.weekday: hours_of(each.hours) for each in revision.week}
    week = Week(since, tuple(week_hours.get(weekday, ()) for weekday in range(1, 8)))
    return tuple(sorted([week, *(each for each in weeks if each.since != since)]))


def _ordinal(day: Date) -> int:
    return date(day.year, day.month, day.day).toordinal()


def _since(week: Week) -> int:
    return week.since


def _length(hours: Hours) -> int:
    return sum(closes - opens for opens, closes in hours)


_NEVER: tuple[Hours, ...] = ((),) * 7
