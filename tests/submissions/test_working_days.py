"""Days of a working calendar, which are looked through in blocks.

Promises what a look at each day by itself says, within one block and over several.
"""

from __future__ import annotations

from datetime import date

import pytest

from services.submissions.domain.deadlines.calendar import WorkingCalendar, revised
from tests.submissions import deadline_tables as tables

FIRST = date(2026, 1, 1).toordinal()


def office() -> WorkingCalendar:
    calendar = WorkingCalendar()
    for each in tables.revisions("office"):
        calendar = revised(calendar, each)
    return calendar


@pytest.mark.parametrize("first", range(FIRST, FIRST + 260, 13))
def test_days_are_counted_alike_within_a_block_and_over_several(first: int) -> None:
    calendar, days = office(), range(first + 1, first + 400)
    worked = [day for day in days if calendar.hours(day)]
    numbers = range(1, len(worked) + 2)
    assert [calendar.nth_worked(first, n, last=days[-1]) for n in numbers] == [*worked, None]
    hours = [closes - opens for day in days for opens, closes in calendar.hours(day)]
    assert calendar.worked(days[0], days[-1] + 1) == sum(hours)
    assert calendar.worked(first, first) == 0
