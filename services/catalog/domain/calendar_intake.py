"""A calendar that is to say this of every day, as a row of a table says.

Example: the calendar has 1 January as a holiday, the row has 1 January and 2 September. That is one
revision, with both days. A row that says what the calendar says comes to nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import CalendarRevised, SpecialDay, Text, UsualDay
from services.catalog.domain import calendars, dates
from services.catalog.domain.calendars import MOST_DAYS, Calendar, Week
from services.catalog.domain.refusals.calendars import CalendarReason
from services.chassis.decider import Fact
from services.chassis.errors import Refusal

WEEK = re.compile(r"^week\b")
DAY = re.compile(r"^days\[([0-9]+)\]")


@dataclass(frozen=True)
class Wanted:
    """All that a calendar is to say; of its weeks one has no first day (`date.min`)."""

    name: str
    display_name: Text
    weeks: Sequence[Week]
    days: Sequence[SpecialDay]

    @property
    def by_date(self) -> Mapping[date, SpecialDay]:
        """The special days."""
        return {dates.day(each.date): each for each in self.days}


class Revision(NamedTuple):
    """A revision event, and the index of the week and of the first day of the row that it has."""

    event: CalendarRevised
    week: int = 0
    first_day: int = 0


def take(
    calendar: Calendar, wanted: Wanted, *, source: str, reason: str, now: datetime
) -> Sequence[Fact]:
    """The revisions after which the calendar says what is wanted; none where it does so already.

    A swapped working day may rest on its week, so days follow weeks, and weeks change without days.
    """
    _require_weeks(wanted)
    facts: list[Fact] = []
    for each in _revisions(calendar, wanted):
        each.event.MergeFrom(CalendarRevised(calendar=wanted.name, source=source, reason=reason))
        try:
            revised = calendars.revise(calendar, proposed=each.event, now=now)
        except Refusal as refusal:
            raise _at_row_fields(refusal, each) from None
        calendar = calendars.DECIDER.fold(calendar, revised)
        facts += revised
    return facts


def _revisions(calendar: Calendar, wanted: Wanted) -> list[Revision]:
    """What has to be revised, in order; the name with the first of it."""
    weeks, days = _weeks(calendar, wanted), wanted.by_date
    cleared = sorted(on for on in calendar.days if weeks or on not in days)
    stated_days = wanted.days if weeks or _is_otherwise(calendar.days, wanted) else ()
    dated = [_dated(wanted.days, n) for n in _parts(stated_days)]
    if weeks and dated:  # a calendar of one week and some days is one version
        weeks[-1].event.MergeFrom(dated.pop(0).event)
    clearing = [Revision(_clearing(cleared[n : n + MOST_DAYS])) for n in _parts(cleared)]
    found = [*clearing, *weeks, *dated]
    if calendar.display_name != wanted.display_name or not calendar.version:
        found = found or [Revision(CalendarRevised())]
        found[0].event.display_name.CopyFrom(wanted.display_name)
    return found


def _clearing(days: Iterable[date]) -> CalendarRevised:
    return CalendarRevised(cleared_dates=map(dates.message, days))


def _dated(days: Sequence[SpecialDay], first: int) -> Revision:
    event = CalendarRevised(days=days[first : first + MOST_DAYS])
    return Revision(event, first_day=first)


def _parts(days: Sequence[object]) -> range:
    """Where each part begins of days that are too many for one revision."""
    return range(0, len(days), MOST_DAYS)


def _is_otherwise(recorded: Mapping[date, SpecialDay], wanted: Wanted) -> bool:
    """Whether a day is stated that the calendar does not have so, or is stated twice."""
    days = wanted.by_date
    return len(days) < len(wanted.days) or any(recorded.get(on) != days[on] for on in days)


def _weeks(calendar: Calendar, wanted: Wanted) -> list[Revision]:
    """Every week, from each day on from which either has one; none where all are the same."""
    since = sorted({week.since for week in (*calendar.weeks, *wanted.weeks)})
    if all(_week(calendar.weeks, on) == _week(wanted.weeks, on) for on in since):
        return []
    index = {week.since: n for n, week in enumerate(wanted.weeks)}
    found = []
    for on in since:
        event = CalendarRevised(week=_week(wanted.weeks, on))
        if on != date.min:
            event.week_start_date.CopyFrom(dates.message(on))
        found.append(Revision(event, week=index.get(on, 0)))
    return found


def _week(weeks: Iterable[Week], on: date) -> tuple[UsualDay, ...]:
    """The usual week on a date."""
    begun = [week for week in weeks if week.since <= on]
    return max(begun, key=lambda week: week.since).days if begun else ()


def _require_weeks(wanted: Wanted) -> None:
    """One week holds always, and from one day on there is one."""
    stated: set[date] = set()
    for n, week in enumerate(wanted.weeks):
        if week.since in stated:
            raise Refusal(CalendarReason.WEEK_REPEATED, field=f"weeks[{n}].start_date")
        stated.add(week.since)
    if not wanted.weeks:
        raise Refusal(CalendarReason.WEEK_MISSING, field="weeks")
    if date.min not in stated:
        raise Refusal(CalendarReason.FIRST_WEEK_DATED, field="weeks[0].start_date")


def _at_row_fields(refusal: Refusal, revision: Revision) -> Refusal:
    """The refusal with the fields of the row."""
    for each in (refusal, *refusal.also):
        each.field = WEEK.sub(f"weeks[{revision.week}].days", each.field)
        if not each.field.startswith("weeks"):
            each.field = DAY.sub(lambda n: f"days[{int(n[1]) + revision.first_day}]", each.field)
    return refusal
