"""A working calendar: its usual weeks, the days that are not as usual, and every revision of both.

A day follows from the revisions known alone, and no revision leaves a day of which nobody could say
whether and when it is worked.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    DAY_KIND_SWAPPED_WORKING,
    DAY_KIND_UNSPECIFIED,
    CalendarRevised,
    DayKind,
    SpecialDay,
    Text,
    UsualDay,
    WorkingHours,
)
from services.catalog.domain import dates, names, texts
from services.catalog.domain.refusals.calendars import CalendarReason
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal, refuse_all
from services.chassis.reasons import ChassisReason

MOST_DAYS = 1000  # of one revision
MOST_SPANS = 24  # of hours in a day: every deadline adds them up, day by day
# A fact must fit into one message of the bus (1 MiB), and so must the whole calendar.
MOST_BYTES = 600_000
MONDAY = 1
MIDNIGHT = 24 * 60


class Week(NamedTuple):
    """What a week usually is from a day on (`date.min`: always); a weekday not named is off."""

    since: date
    days: tuple[UsualDay, ...]


class Day(NamedTuple):
    """What a day is: when it is worked (never: off), what makes it special, and who says so."""

    hours: tuple[WorkingHours, ...]
    kind: DayKind
    name: Text | None
    version: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of a calendar: weeks in order of their dates, special days by date."""

    name: str = ""
    version: int = 0
    display_name: Text = field(default_factory=Text)
    weeks: tuple[Week, ...] = ()
    days: Mapping[date, SpecialDay] = field(default_factory=dict)


def evolve(calendar: Calendar, fact: Message, _occurred_at: datetime) -> Calendar:
    """The calendar after a fact."""
    match fact:
        case CalendarRevised():
            named = fact.HasField("display_name")
            return Calendar(
                name=fact.calendar,
                version=fact.version,
                display_name=fact.display_name if named else calendar.display_name,
                weeks=_with_week(calendar.weeks, fact),
                days=_with_days(calendar.days, fact),
            )
    return calendar


DECIDER = Decider(initial=Calendar, evolve=evolve)


def revise(calendar: Calendar, *, proposed: CalendarRevised, now: datetime) -> Sequence[Fact]:
    """Record a calendar, or its next version; `proposed` needs no version."""
    _require_few(proposed)
    refuse_all(_faults(calendar, proposed))
    revised = CalendarRevised()
    revised.CopyFrom(proposed)
    revised.version = calendar.version + 1
    after = evolve(calendar, revised, now)
    _require_sound_swaps(after, {dates.day(each.date): n for n, each in enumerate(revised.days)})
    _require_bounded(after)
    return [Fact(revised, now, names.subject(revised, revised.calendar))]


def require_known(calendar: Calendar, *, name: str, field: str) -> Calendar:
    """The calendar, which was recorded."""
    if not calendar.version:
        raise Refusal(CalendarReason.CALENDAR_UNKNOWN, field=field, values={"calendar": name})
    return calendar


def day(calendar: Calendar, on: date) -> Day:
    """What a local day is; before the calendar is known at all, a day off of version 0."""
    special = calendar.days.get(on)
    if special is None:
        hours = usual_hours(calendar, on, on.isoweekday())
        return Day(hours, DAY_KIND_UNSPECIFIED, None, calendar.version)
    return Day(_hours_of(calendar, on, special), special.kind, special.name, calendar.version)


def usual_hours(calendar: Calendar, on: date, weekday: int) -> tuple[WorkingHours, ...]:
    """The hours of a weekday (1 = Monday) in the week that is the usual one on a date."""
    begun = bisect_right(calendar.weeks, on, key=attrgetter("since"))
    days = calendar.weeks[begun - 1].days if begun else ()
    return next((tuple(each.hours) for each in days if each.weekday == weekday), ())


def _hours_of(calendar: Calendar, on: date, special: SpecialDay) -> tuple[WorkingHours, ...]:
    if special.kind != DAY_KIND_SWAPPED_WORKING:
        return ()
    return tuple(special.hours) or usual_hours(calendar, on, MONDAY)


def _with_week(weeks: tuple[Week, ...], fact: CalendarRevised) -> tuple[Week, ...]:
    """Of two weeks from the same date, the later recorded one counts."""
    if not fact.week:
        return weeks
    since = dates.day(fact.week_start_date) if fact.HasField("week_start_date") else date.min
    others = [week for week in weeks if week.since != since]
    return tuple(sorted([*others, Week(since, tuple(fact.week))], key=attrgetter("since")))


def _with_days(days: Mapping[date, SpecialDay], fact: CalendarRevised) -> Mapping[date, SpecialDay]:
    revised = {dates.day(each.date): each for each in fact.days}
    cleared = set(map(dates.day, fact.cleared_dates))
    return {on: each for on, each in {**days, **revised}.items() if on not in cleared}


def _require_few(proposed: CalendarRevised) -> None:
    for name in ("days", "cleared_dates"):
        if len(getattr(proposed, name)) > MOST_DAYS:
            raise Refusal(ChassisReason.LIST_TOO_LONG, field=name, values={"most": str(MOST_DAYS)})


def _faults(calendar: Calendar, proposed: CalendarRevised) -> Iterator[Refusal]:
    """Everything wrong with the proposal by itself."""
    yield from _groundless(calendar, proposed)
    yield from _empty(calendar, proposed)
    yield from _wrong_week(proposed)
    yield from _wrong_days(calendar, proposed)


def _groundless(calendar: Calendar, proposed: CalendarRevised) -> Iterator[Refusal]:
    if not proposed.source.strip():
        yield Refusal(CalendarReason.SOURCE_MISSING, field="source")
    if calendar.version and not proposed.reason.strip():
        values = {"calendar": calendar.name}
        yield Refusal(CalendarReason.REVISION_WITHOUT_REASON, field="reason", values=values)


def _empty(calendar: Calendar, proposed: CalendarRevised) -> Iterator[Refusal]:
    """A first version says all that a day can be asked of; a later one says anything."""
    is_first, is_named = not calendar.version, proposed.HasField("display_name")
    is_dated = proposed.HasField("week_start_date")
    if is_first or is_named:
        yield from texts.wrong_name(proposed.display_name, field="display_name")
    if not proposed.week and (is_first or is_dated):
        yield Refusal(CalendarReason.WEEK_MISSING, field="week")
    if is_first and is_dated:
        yield Refusal(CalendarReason.FIRST_WEEK_DATED, field="week_start_date")
    if not (is_first or is_named or proposed.week or proposed.days or proposed.cleared_dates):
        yield Refusal(CalendarReason.NOTHING_REVISED, field="days")


def _wrong_week(proposed: CalendarRevised) -> Iterator[Refusal]:
    seen: set[int] = set()
    for n, each in enumerate(proposed.week):
        if not 1 <= each.weekday <= 7:
            yield Refusal(CalendarReason.WEEKDAY_NOT_REAL, field=f"week[{n}].weekday")
        if each.weekday in seen:
            values = {"weekday": str(each.weekday)}
            yield Refusal(
                CalendarReason.WEEKDAY_REPEATED, field=f"week[{n}].weekday", values=values
            )
        seen.add(each.weekday)
        yield from _wrong_hours(each.hours, field=f"week[{n}].hours")
    if proposed.week and not any(each.hours for each in proposed.week):
        yield Refusal(CalendarReason.WEEK_WITHOUT_WORK, field="week")


def _wrong_days(calendar: Calendar, proposed: CalendarRevised) -> Iterator[Refusal]:
    for n, each in enumerate(proposed.days):
        yield from _wrong_day(each, path=f"days[{n}]")
    stated = enumerate(proposed.cleared_dates)
    cleared = [(dates.day(on), f"cleared_dates[{n}]") for n, on in stated]
    for on, path in cleared:
        if on not in calendar.days:
            values = {"date": on.isoformat()}
            yield Refusal(CalendarReason.DAY_NOT_SPECIAL, field=path, values=values)
    days = [(dates.day(each.date), f"days[{n}].date") for n, each in enumerate(proposed.days)]
    yield from _repeated(days + cleared)


def _wrong_day(special: SpecialDay, *, path: str) -> Iterator[Refusal]:
    values = {"date": dates.day(special.date).isoformat()}
    if special.kind == DAY_KIND_UNSPECIFIED:
        yield Refusal(CalendarReason.DAY_KIND_MISSING, field=f"{path}.kind", values=values)
    elif special.hours and special.kind != DAY_KIND_SWAPPED_WORKING:
        yield Refusal(CalendarReason.HOURS_ON_A_DAY_OFF, field=f"{path}.hours", values=values)
    yield from texts.wrong_name(special.name, field=f"{path}.name")
    yield from _wrong_hours(special.hours, field=f"{path}.hours")


def _repeated(paths: Iterable[tuple[date, str]]) -> Iterator[Refusal]:
    seen: set[date] = set()
    for on, path in paths:
        if on in seen:
            yield Refusal(CalendarReason.DAY_REPEATED, field=path, values={"date": on.isoformat()})
        seen.add(on)


def _wrong_hours(hours: Sequence[WorkingHours], *, field: str) -> Iterator[Refusal]:
    if len(hours) > MOST_SPANS:
        yield Refusal(ChassisReason.LIST_TOO_LONG, field=field, values={"most": str(MOST_SPANS)})
    elif not all(0 <= each.opens < each.closes <= MIDNIGHT for each in hours):
        yield Refusal(CalendarReason.HOURS_OUT_OF_RANGE, field=field)
    elif any(after.opens < before.closes for before, after in pairwise(hours)):
        yield Refusal(CalendarReason.HOURS_OVERLAP, field=field)


def _require_sound_swaps(after: Calendar, named: Mapping[date, int]) -> None:
    """Every swapped working day, also of earlier versions, is otherwise off, and has hours."""
    for on, special in after.days.items():
        if special.kind != DAY_KIND_SWAPPED_WORKING:
            continue
        values = {"date": on.isoformat()}
        path = f"days[{named[on]}].date" if on in named else "week"
        if usual_hours(after, on, on.isoweekday()):
            raise Refusal(CalendarReason.SWAPPED_BUT_WORKED, field=path, values=values)
        if not _hours_of(after, on, special):
            raise Refusal(CalendarReason.SWAPPED_WITHOUT_HOURS, field=path, values=values)


def _require_bounded(after: Calendar) -> None:
    weeks = sum(each.ByteSize() for week in after.weeks for each in week.days)
    if weeks + sum(each.ByteSize() for each in after.days.values()) > MOST_BYTES:
        values = {"calendar": after.name, "most": str(MOST_BYTES)}
        raise Refusal(CalendarReason.CALENDAR_TOO_LARGE, values=values)
