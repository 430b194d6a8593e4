"""What a deadline costs: computed at an acceptance, and explained day by day over ten years.

Measures CPU time without a server, messages included, by a calendar with a Tết in each year.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from bench import size
from motcua.catalog.v1 import events_pb2 as catalog
from services.submissions.api.explaining import answers
from services.submissions.domain.deadlines.calendar import WorkingCalendar, revised
from services.submissions.domain.deadlines.deadline import Deadline, deadline
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.moments import LOCAL, as_date

ACCEPTED = datetime(2026, 1, 20, 18, tzinfo=LOCAL)
TEN_YEARS = 3653  # calendar days
OFFICE = ((450, 690), (780, 1020))


def lines() -> list[tuple[str, str]]:
    """A deadline of 60 working days, and explanations of ten years in each unit of time."""
    office, days = calendar(), catalog.TIME_UNIT_WORKING_DAY
    computed = cpu(lambda: deadline(ACCEPTED, 60, days, office)) * 1e6
    found = [("deadline of 60 working days", f"{computed:.0f} µs of CPU")]
    for name, amount, unit in (
        ("hours", 19_000, catalog.TIME_UNIT_WORKING_HOUR),
        ("days", 2_400, days),
        ("calendar days", TEN_YEARS, catalog.TIME_UNIT_CALENDAR_DAY),
    ):
        explained = cpu(lambda a=amount, u=unit: explain(deadline(ACCEPTED, a, u, office))) * 1e3
        found.append((f"explained over ten years in {name}", f"{explained:.1f} ms of CPU"))
    return found


def explain(found: Deadline) -> int:
    """The messages of an explanation, as they are sent: their bytes."""
    messages = answers(Dossier(), found, is_what_if=False)
    return sum(len(each.SerializeToString()) for each in messages)


def calendar() -> WorkingCalendar:
    """Monday to Friday, and a week off in each February."""
    revision = catalog.CalendarRevised(
        calendar="calendars/vn",
        version=1,
        week=[
            catalog.UsualDay(
                weekday=each,
                hours=[catalog.WorkingHours(opens=a, closes=b) for a, b in OFFICE],
            )
            for each in range(1, 6)
        ],
        days=[
            catalog.SpecialDay(
                date=as_date(date(year, 2, 10) + timedelta(n)),
                kind=catalog.DAY_KIND_HOLIDAY,
            )
            for year in range(2025, 2040)
            for n in range(7)
        ],
    )
    return revised(WorkingCalendar(), revision)


def cpu(compute: Callable[[], object]) -> float:
    """Seconds of CPU a call: the median of some."""
    spent = []
    for _ in range(size.SIZE.reads):
        before = time.process_time()
        compute()
        spent.append(time.process_time() - before)
    return statistics.median(spent)
