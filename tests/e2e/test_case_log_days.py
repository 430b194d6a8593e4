"""Steps of a case log of which only the day is known, and words for "none" among their times.

Promises what is sent, step by step. Must not send it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.console.importing.keys import MappingError
from services.console.instants import from_date, from_timestamp
from tests.e2e.case_logs import parsed, read_rows

DAY = ('time = "filed"', 'time = { column = "filed", day = true }')
DUE = ("channel = {", 'due = "until"\nchannel = {')
DUE_DAY = ("channel = {", 'due = { column = "until", day = true }\nchannel = {')


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
def test_a_step_that_is_a_day_is_sent_as_a_day(tmp_path: Path, written: str, day: date) -> None:
    first = read_rows(tmp_path, {"filed": written}, changes=[DAY]).record.steps[0]
    assert (first.WhichOneof("when"), from_date(first.date)) == ("date", day)


def test_a_step_is_an_instant_unless_the_mapping_says_day(tmp_path: Path) -> None:
    first = read_rows(tmp_path, {"filed": "2025-07-01"}).record.steps[0]
    assert from_timestamp(first.time) == datetime(2025, 6, 30, 17, tzinfo=UTC)
    with pytest.raises(MappingError, match="day must be of type bool"):
        parsed((DAY[0], DAY[1].replace("true", '"yes"')))


@pytest.mark.parametrize(
    "written", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"]
)
def test_a_word_for_none_is_sent_as_a_time_that_a_message_can_carry(
    tmp_path: Path, written: str
) -> None:
    sent = read_rows(tmp_path, {"filed": written, "until": written}, changes=[DUE]).record
    for at in (from_timestamp(sent.steps[0].time), from_timestamp(sent.due.time)):
        assert at in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))


def test_no_limit_is_sent_as_the_day_that_is_written(tmp_path: Path) -> None:
    sent = read_rows(tmp_path, {"until": "9999-12-31"}, changes=[DUE_DAY]).record
    assert from_date(sent.due.date) == date(9999, 12, 31)


CHOSEN = (
    'time = "filed"',
    """time = [
  { column = "filed", when = 'channel == "Quầy"', day = true },
  { column = "sent", when = 'channel == "Internet"', format = "%d/%m/%Y %H:%M" },
  "other",
]""",
)
UNTIL = (
    "channel = {",
    """due = [
  { column = "until", when = 'has(until)', format = "%d/%m/%Y", day = true },
  { column = "at", zone = "+00:00" },
]
channel = {""",
)


@pytest.mark.parametrize(
    ("channel", "when"),
    [
        ("Quầy", date(2025, 7, 1)),
        ("Internet", datetime(2025, 7, 2, 1, 30, tzinfo=UTC)),
        ("", datetime(2025, 7, 3, 2, tzinfo=UTC)),
    ],
)
def test_of_several_times_the_first_whose_condition_holds_counts_as_it_is_written(
    tmp_path: Path, channel: str, when: date
) -> None:
    row = {
        "channel": channel, "filed": "2025-07-01 09:00", "sent": "02/07/2025 08:30",
        "other": "2025-07-03 09:00",
    }  # fmt: skip
    first = read_rows(tmp_path, row, changes=[CHOSEN]).record.steps[0]
    is_day = first.WhichOneof("when") == "date"
    assert (from_date(first.date) if is_day else from_timestamp(first.time)) == when


def test_a_due_may_be_of_several_cells_and_a_fault_names_the_one_that_counts(
    tmp_path: Path,
) -> None:
    row = {"until": "31/12/2025", "at": "2025-12-30 10:00"}
    assert from_date(read_rows(tmp_path, row, changes=[UNTIL]).record.due.date).day == 31
    later = read_rows(tmp_path, {**row, "until": ""}, changes=[UNTIL]).record
    assert from_timestamp(later.due.time) == datetime(2025, 12, 30, 10, tzinfo=UTC)
    nothing = read_rows(tmp_path, {"until": "", "at": ""}, changes=[UNTIL]).record
    assert not nothing.HasField("due")
    wrong = read_rows(tmp_path, {**row, "until": "31.12.2025"}, changes=[UNTIL])
    assert wrong.refused == [(2, "until", "DATE_MALFORMED")]


def test_a_step_is_not_reached_where_none_of_its_times_counts(tmp_path: Path) -> None:
    only = CHOSEN[1].replace('  "other",\n', "")
    row = {"channel": "", "sent": "02/07/2025 08:30"}
    found = read_rows(tmp_path, row, changes=[(CHOSEN[0], only)]).record
    assert [each.status for each in found.steps] == [2]
    with pytest.raises(MappingError, match=r"time 2\.format"):
        parsed((CHOSEN[0], only.replace("%d/%m/%Y %H:%M", "%y")))
