"""Lines of one dossier in a log: where they differ in what is said of it, none wins unseen.

Promises the dossier by name, or what the mapping says of it. Must not send anything.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as facts
from services.console.importing.keys import MappingError
from services.console.instants import from_timestamp
from tests.e2e.case_logs import parsed, read, read_rows

ONE_ROW = (
    ('which = "first"\nwhen = \'what == "Tiếp nhận"\'\ntime = "when"', 'time = "taken"'),
    ('which = "last"\nwhen = \'what == "Trả"\'\ntime = "when"', 'time = "ended"'),
    ("channel = {", 'due = "until"\nchannel = {'),
    ('activity = "what"\n', ""),
)
COLUMNS = ("channel", "unit", "filed", "taken", "ended", "until", "who")
OTHER = {"channel": "Internet", "unit": "Một", "who": "b"}
FIRST, LAST = (('id = "case"', f'id = "case"\ndiffering = "{each}"') for each in ("first", "last"))


def blank(**cells: str) -> dict[str, str]:
    """A line that is the whole dossier."""
    return {"case": "1", "what": "", "when": ""} | dict.fromkeys(COLUMNS, "") | cells


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("empty", [True, False])
def test_a_dossier_whose_lines_differ_is_refused_by_name(
    tmp_path: Path, column: str, empty: bool
) -> None:
    value, other = OTHER.get(column, "2025-07-01"), "" if empty else "x"
    found = read_rows(tmp_path, blank(**{column: value}), blank(**{column: other}), changes=ONE_ROW)
    [fault] = found.faults
    assert (fault.key, fault.field, fault.reason, fault.line) == ("1", column, "ROWS_DIFFER", 2)
    assert repr(value) in fault.vi
    assert found.records == []


def test_columns_that_nobody_reads_may_differ(tmp_path: Path) -> None:
    lines = [blank(filed="2025-07-01", note="a"), blank(filed="2025-07-01", note="b")]
    assert len(read_rows(tmp_path, *lines, changes=ONE_ROW).record.steps) == 1


def test_of_a_table_the_first_or_the_last_line_counts_as_a_whole(tmp_path: Path) -> None:
    lines = [
        blank(filed="2025-07-01", channel="Internet"),
        blank(filed="2025-07-02", ended="2025-07-03"),
    ]
    one = read_rows(tmp_path, *lines, changes=[*ONE_ROW, FIRST]).record
    other = read_rows(tmp_path, *lines, changes=[*ONE_ROW, LAST]).record
    assert [step.status for step in one.steps] == [facts.STATUS_SUBMITTED]
    assert one.channel == facts.CHANNEL_ONLINE
    assert [step.status for step in other.steps] == [
        facts.STATUS_SUBMITTED,
        facts.STATUS_RESULT_READY,
    ]
    assert other.channel == facts.CHANNEL_UNKNOWN


def test_an_event_may_leave_out_what_is_said_of_its_dossier(tmp_path: Path) -> None:
    lines = [{"unit": "", "channel": "Quầy"}, {"unit": "Một", "channel": ""}]
    assert read_rows(tmp_path, *lines).record.offering.endswith("/xa-mot")


@pytest.mark.parametrize(("column", "a", "b"), [
    ("channel", "Quầy", "Internet"), ("unit", "a", "b"), ("filed", "2025-01-01", "2025-01-02"),
])  # fmt: skip
def test_events_that_say_otherwise_of_their_dossier_leave_it_out(
    tmp_path: Path, column: str, a: str, b: str
) -> None:
    found = read_rows(tmp_path, {column: a}, {column: ""}, {column: b})
    assert found.refused == [(2, column, "ROWS_DIFFER")]
    assert f"{a!r}, {b!r}" in found.faults[0].en


def test_of_events_the_first_or_the_last_that_says_it_counts(tmp_path: Path) -> None:
    lines = (
        {"filed": "2025-07-01T08:00", "channel": ""},
        {"filed": "2025-07-02T08:00", "channel": "Internet"},
        {"filed": "", "channel": "Quầy"},
    )
    for setting, day, channel in ((FIRST, 1, "ONLINE"), (LAST, 2, "IN_PERSON")):
        sent = read_rows(tmp_path, *lines, changes=[setting]).record
        assert from_timestamp(sent.steps[0].time).day == day
        assert facts.Channel.Name(sent.channel) == f"CHANNEL_{channel}"


def test_the_setting_is_one_of_three() -> None:
    with pytest.raises(MappingError, match=r"differing must be one of refuse, first, last"):
        parsed(('id = "case"', 'id = "case"\ndiffering = "any"'))


CELL = st.sampled_from(["", "Quầy", "Internet", "Quầy ", "\u00a0Internet"])


@given(st.lists(st.fixed_dictionaries({"channel": CELL, "who": CELL}), min_size=1, max_size=3))
def test_no_line_of_a_table_wins_unseen(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    """Either every line says the same, or the dossier is refused; whatever blanks are around it."""
    where = tmp_path_factory.getbasetemp()
    lines = [blank(ended="2025-01-01", **row) for row in rows]
    with (where / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, lines[0])
        written.writeheader()
        written.writerows(lines)
    found = read(where, *ONE_ROW, name="rows.csv")
    said = {(row["channel"].strip(), row["who"].strip()) for row in rows}
    assert (len(found.records), bool(found.faults)) == ((1, False) if len(said) == 1 else (0, True))
    assert found.step_counts.lines == len(rows)


def test_dossiers_are_one_whatever_blanks_are_around_their_id(tmp_path: Path) -> None:
    keys = ("A", "A ", "\u00a0A\u200b", "A  1", "A\n1")
    found = read_rows(tmp_path, *({"case": key} for key in keys))
    assert {each.fact.key: each.line for each in found.stated} == {"A": "2, 3, 4", "A 1": "5, 6"}
