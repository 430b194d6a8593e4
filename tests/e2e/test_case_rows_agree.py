"""Rows of one case in a log: where they differ in what is read as the case's, no row wins unseen.

Promises the case by name, or what the mapping says of it. Must not send anything.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as facts
from services.console import caselog
from services.console.activities import activities
from services.console.agreement import agreed
from services.console.caselog import Case
from services.console.instants import from_timestamp
from services.console.intake import Taken
from services.console.keys import MappingError
from services.console.records import record
from services.console.replay import read_log
from services.console.replay_report import Log, add_differing, report
from tests.e2e.test_case_logs_read import ROW, parsed

ONE_ROW = (
    ('activity = "Tiếp nhận"', 'column = "taken"'),
    ('activity = "Trả"\nwhich = "last"', 'column = "ended"'),
    ("[service]", '[due]\ncolumn = "until"\n[officer]\ncolumn = "clerk"\n[service]'),
)
COLUMNS = ("channel", "unit", "filed", "taken", "ended", "until", "clerk", "who")
FIRST, LAST = (
    ('case = "case"', f'case = "case"\ndiffering = "{each}"') for each in ("first", "last")
)


def table(*rows: dict[str, str]) -> Case:
    blank = dict.fromkeys(COLUMNS, "")
    return Case("1", tuple({"case": "1"} | blank | row for row in rows))


def events(*rows: dict[str, str]) -> Case:
    return Case("1", tuple(ROW | row for row in rows))


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("other", ["", "y"])
def test_a_case_whose_rows_differ_is_left_out_by_name(column: str, other: str) -> None:
    found, [left_out] = agreed([table({column: "x"}, {column: other})], parsed(*ONE_ROW))
    assert found == []
    assert (left_out.key, left_out.column, left_out.values) == ("1", column, ("x", other))
    taken = Taken()
    add_differing(taken, [left_out], "old")
    assert taken.refused == 1
    assert (taken.refusals[0].reason, taken.refusals[0].field) == ("ROWS_DIFFER", column)
    assert "'x'" in taken.refusals[0].message_vi


def test_the_report_names_every_case_that_was_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    rules, taken = parsed(*ONE_ROW), Taken(added=3)
    cases = [table({"filed": "a"}, {"filed": "b"})]
    found, left_out = agreed(cases, rules)
    add_differing(taken, left_out, "old")
    report(taken, Log(found, left_out, activities(cases, rules), 2), False, [])
    out, err = capsys.readouterr()
    assert "1 cases in 2 rows: 3 added, 0 updated, 0 known before, 1 refused" in out
    assert "refused 1: The rows of this case differ: 'a', 'b'. [ROWS_DIFFER] filed" in err


def test_columns_that_nobody_reads_may_differ() -> None:
    case = table({"filed": "2025-07-01", "note": "a"}, {"filed": "2025-07-01", "note": "b"})
    assert agreed([case], parsed(*ONE_ROW)) == ([case], [])


def test_of_a_table_the_first_or_the_last_row_counts_as_a_whole() -> None:
    case = table(
        {"filed": "2025-07-01", "channel": "Internet"},
        {"filed": "2025-07-02", "ended": "2025-07-03"},
    )
    [first], _ = agreed([case], parsed(FIRST, *ONE_ROW))
    [last], _ = agreed([case], parsed(LAST, *ONE_ROW))
    one, other = record(first, parsed(*ONE_ROW)), record(last, parsed(*ONE_ROW))
    assert [step.status for step in one.steps] == [facts.STATUS_SUBMITTED]
    assert one.channel == facts.CHANNEL_ONLINE
    assert [step.status for step in other.steps] == [
        facts.STATUS_SUBMITTED,
        facts.STATUS_RESULT_READY,
    ]
    assert other.channel == facts.CHANNEL_UNKNOWN


def test_an_event_may_leave_out_what_is_said_of_its_case() -> None:
    case = events({"unit": "", "channel": "Quầy"}, {"unit": "Một", "channel": ""})
    assert agreed([case], parsed()) == ([case], [])
    assert record(case, parsed()).offering.endswith("/xa-mot")


@pytest.mark.parametrize("column", ["channel", "unit", "filed"])
def test_events_that_say_otherwise_of_their_case_leave_it_out(column: str) -> None:
    found, [left_out] = agreed([events({column: "a"}, {column: ""}, {column: "b"})], parsed())
    assert (found, left_out.values) == ([], ("a", "b"))


def test_of_events_the_first_or_the_last_that_says_it_counts() -> None:
    case = events(
        {"filed": "2025-07-01T08:00", "channel": ""},
        {"filed": "2025-07-02T08:00", "channel": "Internet"},
        {"filed": "", "channel": "Quầy"},
    )
    for setting, day, channel in ((FIRST, 1, "ONLINE"), (LAST, 2, "IN_PERSON")):
        [chosen], _ = agreed([case], parsed(setting))
        sent = record(chosen, parsed(setting))
        assert from_timestamp(sent.steps[0].time).day == day
        assert facts.Channel.Name(sent.channel) == f"CHANNEL_{channel}"
        assert len(chosen.rows) == 3


def test_the_setting_is_one_of_three() -> None:
    with pytest.raises(MappingError, match=r"log\.differing must be one of left out, first, last"):
        parsed(('case = "case"', 'case = "case"\ndiffering = "any"'))


CELL = st.sampled_from(["", "a", "b", "a ", "\u00a0b"])


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELL)), min_size=1, max_size=3))
def test_no_row_of_a_table_wins_unseen(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    """Either every row says the same, or the case is left out; whatever blanks are around it."""
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    lines = [",".join(("case", *COLUMNS))]
    lines += [",".join(("1", *(row[column] for column in COLUMNS))) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    log = read_log(path, parsed(*ONE_ROW))
    said = {tuple(row[column].strip() for column in COLUMNS) for row in rows}
    assert (len(log.cases), len(log.left_out)) == ((1, 0) if len(said) == 1 else (0, 1))
    assert log.rows == len(rows)


def test_cases_are_one_whatever_blanks_are_around_their_key(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        'case,what\nA,x\n"A ",y\n"\u00a0A\u200b",z\nA  1,x\n"A\n1",y\n', encoding="utf-8"
    )
    cases = caselog.read(path, case_column="case")
    assert [(case.key, len(case.rows)) for case in cases] == [("A", 3), ("A 1", 2)]
