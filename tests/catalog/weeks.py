"""What the tests of calendars are given: weeks, special days and revisions, said briefly.

Promises plain values without a database. Must not assert.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import calendars
from tests.catalog.given import after, text
from tests.dates import on

OFFICE = ((450, 690), (780, 1020))  # 07:30–11:30 and 13:00–17:00
SHORT = ((480, 720),)
SOURCE = "Quyết định 1"
HOLIDAY = facts.DAY_KIND_HOLIDAY
SWAPPED = facts.DAY_KIND_SWAPPED_WORKING
Spans = Sequence[tuple[int, int]]


def hours(spans: Spans) -> list[facts.WorkingHours]:
    return [facts.WorkingHours(opens=opens, closes=closes) for opens, closes in spans]


def week(*, weekdays: Sequence[int] = (1, 2, 3, 4, 5), spans: Spans = OFFICE) -> Any:
    return [facts.UsualDay(weekday=each, hours=hours(spans)) for each in weekdays]


def special(day: str, kind: Any = HOLIDAY, *, name: str = "Lễ", spans: Spans = ()) -> Any:
    return facts.SpecialDay(date=on(day), kind=kind, name=text(name), hours=hours(spans))


def founded(**said: Any) -> facts.CalendarRevised:
    whole = {"display_name": text("Lịch"), "week": week(), "source": SOURCE, "version": 1}
    return facts.CalendarRevised(calendar="calendars/vn", **{**whole, **said})


def revised(version: int = 2, **said: Any) -> facts.CalendarRevised:
    grounds = {"source": SOURCE, "reason": "công bố chậm", "version": version}
    return facts.CalendarRevised(calendar="calendars/vn", **{**grounds, **said})


def calendar(*happened: Any) -> calendars.Calendar:
    return after(calendars.DECIDER, *(happened or (founded(),)))


def spans_of(day: Any) -> tuple[tuple[int, int], ...]:
    """The hours of a day as pairs."""
    return tuple((each.opens, each.closes) for each in day.hours)
