"""Deadlines minute by minute: a reading of the rules with no cleverness, over plain values.

A window of days is written out as the set of its worked minutes; everything is counted one minute
at a time. Must not share code with the domain. Instants are whole minutes, local.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Spans = Sequence[tuple[int, int]]
MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Office:
    """A calendar: the usual week (Monday first), another one from a date on, single days."""

    week: Sequence[Spans]
    later: tuple[date, Sequence[Spans]] | None = None
    off: frozenset[date] = frozenset()
    swapped: Mapping[date, Spans] = field(default_factory=dict)  # (): as a usual Monday

    def usual(self, day: date) -> Sequence[Spans]:
        return self.later[1] if self.later and day >= self.later[0] else self.week

    def spans(self, day: date) -> Spans:
        if day in self.off:
            return ()
        if day in self.swapped:
            return self.swapped[day] or self.usual(day)[0]
        return self.usual(day)[day.weekday()]


@dataclass
class Minutes:
    """The worked minutes of a window of days."""

    office: Office
    first: date
    days: int
    worked: set[datetime] = field(default_factory=set)

    def __post_init__(self) -> None:
        for n in range(self.days):
            midnight = datetime.combine(self.first + n * A_DAY, time())
            for opens, closes in self.office.spans(midnight.date()):
                self.worked |= {midnight + each * MINUTE for each in range(opens, closes)}

    def is_worked_day(self, day: date) -> bool:
        return any(
            datetime.combine(day, time()) + n * MINUTE in self.worked for n in range(24 * 60)
        )

    def next(self, at: datetime) -> datetime:
        while at not in self.worked:
            at += MINUTE
        return at

    def after(self, at: datetime, minutes: int) -> datetime:
        """The earliest instant by which so many minutes were worked."""
        while minutes:
            minutes -= at in self.worked
            at += MINUTE
        return at

    def between(self, since: datetime, until: datetime) -> int:
        found = 0
        while since < until:
            found += since in self.worked
            since += MINUTE
        return found

    def closing(self, day: date) -> datetime:
        at = datetime.combine(day + A_DAY, time())
        while at - MINUTE not in self.worked:
            at -= MINUTE
        return at


@dataclass(frozen=True)
class Due:
    """An instant, or the exclusive end of a day."""

    at: datetime
    end_of_day: bool

    def is_past(self, at: datetime) -> bool:
        return at >= self.at if self.end_of_day else at > self.at


def due_of(minutes: Minutes, accepted: datetime, amount: int, unit: str) -> Due:
    """The promised date."""
    start = minutes.next(accepted)
    if unit == "working hour":
        return Due(minutes.after(start, amount * 60), end_of_day=False)
    day = start.date()
    if unit == "working day":
        while amount:
            day += A_DAY
            amount -= minutes.is_worked_day(day)
        return Due(minutes.closing(day), end_of_day=False)
    if unit == "calendar day":
        day += amount * A_DAY
    else:
        day = months_later(day, amount)
    while not minutes.is_worked_day(day):
        day += A_DAY
    return Due(datetime.combine(day + A_DAY, time()), end_of_day=True)


def months_later(day: date, amount: int) -> date:
    year, month = day.year, day.month
    for _ in range(amount):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def paused(
    minutes: Minutes,
    due: Due,
    pauses: Sequence[tuple[datetime, datetime | None]],
    *,
    amount: int,
    unit: str,
    policy: str,
) -> Due:
    """The due after pauses, in order."""
    for since, until in pauses:
        if until is None or due.is_past(since):
            continue
        if policy == "restart":
            due = due_of(minutes, until, amount, unit)
        elif policy == "subtract":
            due = Due(due.at + (until - since), due.end_of_day)
        elif waited := minutes.between(since, until):
            due = shifted(minutes, due, waited)
    return due


def shifted(minutes: Minutes, due: Due, waited: int) -> Due:
    at = minutes.after(due.at, waited)
    if not due.end_of_day:
        return Due(at, end_of_day=False)
    last_minute = at - MINUTE
    return Due(datetime.combine(last_minute.date() + A_DAY, time()), end_of_day=True)
