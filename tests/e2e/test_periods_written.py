"""Periods as people write them on the command line: years, quarters, months and days.

Must not need a service.
"""

from datetime import date

import pytest

from services.console.commands.reconcile import period_of
from services.console.outcome import Mistake


@pytest.mark.parametrize(
    ("period", "end", "start", "to"),
    [
        ("2026", None, date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-Q1", None, date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-Q4", None, date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-12", None, date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-03-15", "2026-04-02", date(2026, 3, 15), date(2026, 4, 2)),
    ],
)
def test_a_period_is_read(period: str, end: str | None, start: date, to: date) -> None:
    assert period_of(period, end) == (start, to)


@pytest.mark.parametrize("period", ["", "26", "2026-Q5", "2026-q1", "2026-13", "9999", "Q1-2026"])
def test_what_is_no_period_is_refused_by_the_name_of_what_was_typed(period: str) -> None:
    with pytest.raises(Mistake, match="PERIOD"):
        period_of(period, None)
