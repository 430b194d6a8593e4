"""Reads `deadlines_by_hand.md`: calendars as the catalogue's facts, and one case for each row.

Weekdays are written for people, and checked, so that a date that was typed wrongly is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as catalog
from services.submissions.domain.deadlines.calendar import WorkingCalendar, revised
from services.submissions.domain.deadlines.terms import Duration, Pause
from services.submissions.domain.moments import LOCAL, Moment
from tests.dates import on

TABLES = Path(__file__).with_name("deadlines_by_hand.md")
UNITS = {
    "working hour": catalog.TIME_UNIT_WORKING_HOUR,
    "working day": catalog.TIME_UNIT_WORKING_DAY,
    "calendar day": catalog.TIME_UNIT_CALENDAR_DAY,
    "month": catalog.TIME_UNIT_MONTH,
}
POLICIES = {
    "shift": catalog.PAUSE_POLICY_SHIFT,
    "restart": catalog.PAUSE_POLICY_RESTART,
    "subtract": catalog.PAUSE_POLICY_SUBTRACT,
}
KINDS = {
    "off": catalog.DAY_KIND_HOLIDAY,
    "closed": catalog.DAY_KIND_CLOSURE,
    "worked": catalog.DAY_KIND_SWAPPED_WORKING,
}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Case(NamedTuple):
    """One row."""

    why: str
    calendar: WorkingCalendar
    accepted: datetime
    duration: Duration
    policy: catalog.PausePolicy
    pauses: tuple[Pause, ...]
    promised: str
    due: str
    reminder: str


def rows(heading: str) -> Iterator[dict[str, str]]:
    """The rows of the table below a heading, by column."""
    below = TABLES.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip()[1:-1].split("|") for line in below.splitlines() if line.startswith("|")]
    names = [name.strip() for name in lines[0]]
    for cells in lines[2:]:
        yield dict(zip(names, (cell.strip() for cell in cells), strict=True))


def revisions(name: str) -> list[catalog.CalendarRevised]:
    """What the catalogue would have published of a calendar."""
    row = next(row for row in rows("Calendars") if row["calendar"] == name)
    before = revisions(row["as"]) if row["as"] else []
    since, week = row["week"][5:15] if row["week"].startswith("from ") else "", row["week"]
    parts = week.removeprefix(f"from {since} ").split(";") if week else []
    said = catalog.CalendarRevised(
        calendar="calendars/vn",
        version=len(before) + 1,
        week=[day for part in parts for day in usual(part.strip())],
        week_start_date=on(since) if since else None,
    )
    for part in filter(None, row["days"].split(", ")):
        kind, days, *spans = part.split(" ")
        for each in dates(days):
            if kind == "usual":
                said.cleared_dates.append(on(each))
            else:
                said.days.add(date=on(each), kind=KINDS[kind], hours=hours(spans))
                said.days[-1].name.vi = part
    return [*before, said]


def calendar(name: str) -> WorkingCalendar:
    """A calendar of the tables."""
    known = WorkingCalendar()
    for each in revisions(name):
        known = revised(known, each)
    return known


def usual(text: str) -> list[catalog.UsualDay]:
    """`Mon-Fri 07:30-11:30 13:00-17:00`."""
    weekdays, *spans = text.split(" ")
    first, _, last = weekdays.partition("-")
    numbers = range(WEEKDAYS.index(first) + 1, WEEKDAYS.index(last or first) + 2)
    return [catalog.UsualDay(weekday=each, hours=hours(spans)) for each in numbers]


def hours(spans: list[str]) -> list[catalog.WorkingHours]:
    """`07:30-11:30`, each."""
    found = []
    for span in spans:
        opens, closes = (int(each[:2]) * 60 + int(each[3:]) for each in span.split("-"))
        found.append(catalog.WorkingHours(opens=opens, closes=closes))
    return found


def dates(text: str) -> list[str]:
    """`2026-02-16..2026-02-20`, both included."""
    first, _, last = text.partition("..")
    since, until = date.fromisoformat(first), date.fromisoformat(last or first)
    return [(since + timedelta(n)).isoformat() for n in range((until - since).days + 1)]


def cases() -> list[Case]:
    """Every row of both tables."""
    known: dict[str, WorkingCalendar] = {}
    found = []
    for row in [*rows("Without pauses"), *rows("With pauses")]:
        name = row["calendar"]
        known.setdefault(name, calendar(name))
        amount, _, unit = row["duration"].partition(" ")
        found.append(
            Case(
                why=f"{row['accepted']}, {row['duration']}: {row['why']}",
                calendar=known[name],
                accepted=at(row["accepted"]),
                duration=Duration(int(amount), UNITS[unit.removesuffix("s")]),
                policy=POLICIES[row.get("policy", "shift")],
                pauses=tuple(map(pause, filter(None, row.get("pauses", "").split("; ")))),
                promised=row["promised"],
                due=row.get("due") or row["promised"],
                reminder=row.get("reminder", ""),
            )
        )
    return found


def pause(text: str) -> Pause:
    """`Tue 2026-03-03 16:00 - Wed 2026-03-04 08:30`; not answered yet: nothing after the dash."""
    begins, _, ends = f"{text} ".partition(" - ")
    return Pause(Moment(at(begins)), Moment(at(ends.strip())) if ends.strip() else None)


def at(text: str) -> datetime:
    """`Fri 2026-03-06 17:00`, local."""
    weekday, _, rest = text.partition(" ")
    found = datetime.fromisoformat(rest).replace(tzinfo=LOCAL)
    assert WEEKDAYS[found.weekday()] == weekday, text
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", rest), text
    return found
