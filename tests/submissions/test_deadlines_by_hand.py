"""Deadlines that were worked out by hand, row by row of `deadlines_by_hand.md`.

Holds promised, due and reminder of each, and that the hand-written calendar is the published one.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.deadlines.deadline import deadline, remind_time
from services.submissions.domain.moments import LOCAL
from tests.submissions import deadline_tables as tables
from tests.submissions.deadline_tables import WEEKDAYS, Case

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared/data/vn-admin-units/vn_public_holidays_2018_2026.csv"
CASES = tables.cases()
# Announced eight days before, so that the published file lacks it.
ANNOUNCED_LATE = {date(2026, 1, 2)}


def written(due: events.Due) -> str:
    """A due as the tables write it."""
    at = due.time.ToDatetime(tzinfo=LOCAL)
    if not due.end_of_day:
        return f"{at:%a %Y-%m-%d %H:%M}"
    if at.strftime("%H:%M:%S.%f") == "00:00:00.000000":
        return f"end of {at - timedelta(days=1):%a %Y-%m-%d}"
    return f"before {at:%a %Y-%m-%d %H:%M}"


def reminder(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(LOCAL):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_a_deadline_is_what_the_paper_calendar_says(case: Case) -> None:
    found = deadline(case.accepted, *case.duration, case.calendar, case.pauses, policy=case.policy)
    assert written(found.promised) == case.promised
    assert written(found.due) == case.due
    if case.reminder:
        assert reminder(remind_time(found.due, case.calendar)) == case.reminder


def test_there_are_at_least_sixty_and_every_policy_and_unit_is_among_them() -> None:
    assert len(CASES) >= 60
    assert {case.duration.unit for case in CASES} == set(tables.UNITS.values())
    assert {case.policy for case in CASES if case.pauses} == set(tables.POLICIES.values())


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published list of holidays is not here")
def test_the_calendar_written_by_hand_is_the_published_one() -> None:
    office = tables.calendar("office")
    with PUBLISHED.open(encoding="utf-8") as lines:
        published = {date.fromisoformat(row["date"]) for row in csv.DictReader(lines)}
    for n in range((date(2027, 1, 1) - date(2024, 1, 1)).days):
        day = date(2024, 1, 1) + timedelta(n)
        if day in published | ANNOUNCED_LATE:
            assert office.hours(day.toordinal()) == (), day
        elif WEEKDAYS[day.weekday()] not in {"Sat", "Sun"}:
            assert office.hours(day.toordinal()), day
    worked = [
        day.isoformat()
        for n in range(1096)
        if (day := date(2024, 1, 1) + timedelta(n)).weekday() >= 5 and office.hours(day.toordinal())
    ]
    assert worked == ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]
