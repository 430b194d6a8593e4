"""Steps of a case log of which only the day is known, and words for "none" among their times.

Promises what is sent, step by step. Must not send it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.console.instants import from_date, from_timestamp
from services.console.keys import MappingError
from services.console.records import record
from tests.e2e.test_case_logs_read import case, parsed

DAY = ('column = "filed"', 'column = "filed"\nday = true')
DUE = ("[service]", '[due]\ncolumn = "until"\n[service]')
DUE_DAY = ("[service]", '[due]\ncolumn = "until"\nday = true\n[service]')


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-07-01", date(2025, 7, 1)),
        ("2025-07-01 23:00", date(2025, 7, 1)),
        ("2025-06-30T18:00:00Z", date(2025, 7, 1)),
        ("2025-07-01T24:00", date(2025, 7, 1)),
        ("2025-07-01T24:00+07:00", date(2025, 7, 1)),
        ("2025-06-30T24:00Z", date(2025, 7, 1)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_a_step_that_is_a_day_is_sent_as_a_day(written: str, day: date) -> None:
    first = record(case({"filed": written}), parsed(DAY)).steps[0]
    assert (first.WhichOneof("when"), from_date(first.date)) == ("date", day)


def test_a_step_is_an_instant_unless_the_mapping_says_day() -> None:
    first = record(case({"filed": "2025-07-01"}), parsed()).steps[0]
    assert from_timestamp(first.time) == datetime(2025, 6, 30, 17, tzinfo=UTC)
    with pytest.raises(MappingError, match="day must be of type bool"):
        parsed(('column = "filed"', 'column = "filed"\nday = "yes"'))


@pytest.mark.parametrize(
    "written", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_word_for_none_is_sent_as_a_time_that_a_message_can_carry(written: str) -> None:
    sent = record(case({"filed": written, "until": written}), parsed(DUE))
    for at in (from_timestamp(sent.steps[0].time), from_timestamp(sent.due.time)):
        assert at in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))


def test_no_limit_is_sent_as_the_day_that_is_written() -> None:
    sent = record(case({"until": "9999-12-31"}), parsed(DUE_DAY))
    assert from_date(sent.due.date) == date(9999, 12, 31)
