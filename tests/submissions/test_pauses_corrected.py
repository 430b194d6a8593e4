"""A pause of a dossier whose facts are corrected, after its calendar was revised.

Promises the calendar known at each answer. Must not need a database.
"""

from __future__ import annotations

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1.submissions_pb2 import Statement
from services.submissions.domain.deadlines.calendars import Calendars
from tests.dates import on
from tests.submissions import deadline_tables as tables
from tests.submissions.test_deadline_dates import FOUR_DAYS, MONDAY, NAME, Case, flat


def test_a_correction_measures_a_pause_by_the_calendar_that_was_known_at_its_answer() -> None:
    """That 3 March was off is published once the pause is over: its eight hours stay."""
    case = Case(FOUR_DAYS)
    case.calendars = Calendars()
    case.calendars.learn({(NAME, 1): (10, flat())})
    case.accept(MONDAY)
    before = case.wait("Tue 2026-03-03 09:00", "Wed 2026-03-04 09:00")
    closed = flat(version=2, days=[catalog.SpecialDay(date=on("2026-03-03"), kind=1)])
    case.calendars.learn({(NAME, 2): (20, closed)})
    case.correct("Thu 2026-03-05 09:00", 2, Statement(time=tables.at("Mon 2026-03-02 09:30")))
    [pause] = case.dossier.pauses
    assert pause.working_minutes == 8 * 60
    assert case.dossier.deadline is not None
    assert case.dossier.deadline.due == before.due
    assert case.dossier.deadline.calendar_version == 1
