"""Case logs and mapping files, read without a stack: what comes through, and which mistakes are
named.

Promises files as cities have them. Must not send anything.
"""

from __future__ import annotations

import gzip
import tomllib
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from motcua.submissions.v1 import events_pb2 as facts
from services.console import caselog, mapping
from services.console.activities import require_columns
from services.console.caselog import Case
from services.console.importing.forms import Form
from services.console.instants import from_date, from_timestamp
from services.console.keys import MappingError
from services.console.outcome import Mistake
from services.console.records import record
from services.console.replay import catalogue

MAPPING = """
source = "old"
[log]
case = "case"
activity = "what"
time = "when"
[channel]
column = "channel"
online = ["Internet"]
in_person = ["Quầy"]
[units]
root = { id = "xa", kind = "commune", vi = "Xã Thử" }
column = "unit"
[[step]]
status = "submitted"
column = "filed"
[[step]]
status = "accepted"
activity = "Tiếp nhận"
[[step]]
status = "result_ready"
activity = "Trả"
which = "last"
officer = "who"
[service]
id = "s"
vi = "Dịch vụ"
level = 3
effective = 2020-01-01
reason = "before the log"
"""
ROW = {
    "case": "1",
    "what": "Tiếp nhận",
    "when": "2024-12-31 17:00:00+00:00",
    "channel": "Quầy",
    "unit": "",
    "filed": "2024-12-31 08:00",
    "who": "",
}
XES = """<?xml version="1.0"?>
<log xmlns="http://www.xes-standard.org/">
 <global scope="trace"><string key="concept:name" value="none"/></global>
 <trace><string key="concept:name" value="1"/><string key="channel" value="Internet"/>
  <event><string key="concept:name" value="A"/><date key="at" value="2024-01-01"/></event>
  <event><string key="concept:name" value="B"/>
   <list key="x"><string key="y" value="z"/></list></event>
 </trace>
 <trace><string key="concept:name" value="2"/><event><int key="n" value="7"/></event></trace>
</log>
"""
# A heading, and nothing that can be unpacked; without the time, which would name its test.
BROKEN = gzip.compress(b"", mtime=0)[:10] + b"\xff" * 20


def parsed(*changes: tuple[str, str]) -> mapping.Mapping:
    """The mapping above, with some text replaced."""
    text = MAPPING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return mapping.parse(tomllib.loads(text))


def case(*rows: dict[str, str]) -> Case:
    """A case of the row above and others like it."""
    return Case("1", tuple(ROW | row for row in (rows or ({},))))


def test_csv_rows_of_a_case_are_gathered_in_order(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text('\ufeffcase;what\nb;1\na;2\nb;"3\n4"\n', encoding="utf-8")
    cases = caselog.read(path, case_column="case", form=Form(delimiter=";"))
    assert [each.key for each in cases] == ["b", "a"]
    assert [row["what"] for row in cases[0].rows] == ["1", "3 4"]


def test_xes_traces_lend_their_attributes_to_their_events(tmp_path: Path) -> None:
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(XES.encode()))
    one, two = caselog.read(path, case_column="case:concept:name")
    assert (one.key, two.key) == ("1", "2")
    assert [row["concept:name"] for row in one.rows] == ["A", "B"]
    assert one.value("case:channel") == "Internet"
    assert "x" not in one.rows[1]
    assert two.rows[0]["n"] == "7"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("log.csv", "other\n1\n", "there are: other"),
        ("log.csv", "case,what\n,1\n", "is empty"),
        ("log.csv", "case,what\n1\n", "line 2: The line has 1 cells"),
        ("log.csv", "case\n", "holds no event"),
        ("log.csv", "case\n\xff", "line 2: .* not text in utf-8"),
        ("log.xes", "<log><trace>", "is not XES"),
        ("log.xes", '<!DOCTYPE log [<!ENTITY a "b">]><log/>', "is not XES"),
        ("log.csv.gz", "case\n1\n", "cannot be read"),
        ("log.csv.gz", BROKEN.decode("latin-1"), "cannot be read"),
    ],
)
def test_a_file_that_is_no_case_log_is_named(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(Mistake, match=told):
        caselog.read(path, case_column="case")


def test_a_time_without_offset_is_vietnam_s() -> None:
    made = record(case(), parsed())
    assert from_timestamp(made.steps[0].time) == datetime(2024, 12, 31, 1, tzinfo=UTC)
    assert from_timestamp(made.steps[1].time) == datetime(2024, 12, 31, 17, tzinfo=UTC)


def test_twelve_hour_clocks_are_read_as_such() -> None:
    rules = parsed(('case = "case"', 'case = "case"\ntime_format = "%d/%m/%Y %I:%M %p"'))
    made = record(case({"filed": "01/02/2024 12:30 AM", "when": "01/02/2024 12:30 PM"}), rules)
    assert [from_timestamp(step.time).hour for step in made.steps] == [17, 5]


def test_steps_come_in_the_mapping_s_order_whatever_their_times() -> None:
    rows = [{}, {"what": "Trả", "when": "2024-01-02", "who": "a"}]
    rows += [{"what": "Trả", "when": "2024-01-01", "who": "b"}]
    made = record(case(*rows), parsed())
    assert [step.status for step in made.steps] == [1, 2, 9]
    assert made.steps[2].officer == "a"


def test_an_activity_that_is_not_there_is_a_step_not_taken() -> None:
    made = record(case({"what": "other", "filed": ""}, {"filed": ""}), parsed())
    assert [step.status for step in made.steps] == [facts.STATUS_ACCEPTED]


def test_an_empty_channel_is_unknown_and_an_unlisted_one_a_mistake() -> None:
    assert record(case({"channel": ""}), parsed()).channel == facts.CHANNEL_UNKNOWN
    with pytest.raises(MappingError, match="case 1: 'channel' says 'Fax'"):
        record(case({"channel": "Fax"}), parsed())
    rules = parsed(("[units]", 'otherwise = "other"\n[units]'))
    assert record(case({"channel": "Fax"}), rules).channel == facts.CHANNEL_OTHER


BAD_LINE = {
    "when": ("line 4: 'when' says '2024-02-31', which is not a time", "2024-02-31"),
    "filed": ("line 2: 'filed' says 'soon', which is not a time", "soon"),
    "channel": ("line 2: 'channel' says 'Fax'; list it", "Fax"),
    "time": ("line 4: an event 'Trả' has no time", ""),
}


@pytest.mark.parametrize("column", BAD_LINE)
def test_what_cannot_be_read_of_a_case_names_its_line(tmp_path: Path, column: str) -> None:
    told, value = BAD_LINE[column]
    rows = [ROW | {"case": "7"}, ROW | {"case": "8"}, ROW | {"case": "7", "what": "Trả"}]
    for row in rows if column in ("filed", "channel") else rows[2:]:
        row["when" if column == "time" else column] = value
    path = tmp_path / "log.csv"
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    [one, _] = caselog.read(path, case_column="case")
    with pytest.raises(MappingError, match=f"case 7: {told}"):
        record(one, parsed())


def test_units_of_the_log_are_opened_below_the_root() -> None:
    plan = catalogue([case({"unit": "Phòng Đất đai"}), case()], parsed())
    assert [(unit.id, unit.parent) for unit in plan.units] == [
        ("xa", ""),
        ("xa-phong-dat-dai", "xa"),
    ]
    assert {offering.unit for offering in plan.offerings} == {"xa", "xa-phong-dat-dai"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('source = "old"', ""), "source is missing"),
        (('source = "old"', "source = 1"), "must be of type str"),
        (("[log]", "[log]\nfoo = 1"), "unknown key 'foo'"),
        (("level = 3", "level = 5"), "0 to 4"),
        (("2020-01-01", "2020-01-01T00:00:00Z"), "type date"),
        (('status = "submitted"', 'status = "begun"'), "step 1.status"),
        (('column = "filed"', 'column = "filed"\nactivity = "x"'), "needs column, or activity"),
        (('["Quầy"]', '["Internet"]'), "listed twice"),
        (('id = "s"', 'id = "a/b"'), "without slash"),
        (('case = "case"', 'case = "case"\nzone = "Asia/Saigon"'), "an offset"),
        (("[service]", "[due]\ndays = true\n[service]"), r"unknown key 'days' in \[due\]"),
        (("[service]", '[officer]\nname = "x"\n[service]'), r"unknown key 'name' in \[officer\]"),
        (('officer = "who"', 'electronic_result = "yes"'), "step 3.electronic_result must be"),
    ],
)
def test_a_wrong_key_of_the_mapping_is_named(change: tuple[str, str], told: str) -> None:
    with pytest.raises(MappingError, match=told):
        parsed(change)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ('column = "channel"', 'column = "chanel"'),
            "channel.column .* 'chanel'.*there are: case,",
        ),
        (('column = "unit"', 'column = "units"'), "units.column"),
        (('column = "filed"', 'column = "fild"'), "step 1.column"),
        (('officer = "who"', 'officer = "whom"'), "step 3.officer"),
        (('time = "when"', 'time = "then"'), "log.time"),
        (("[service]", '[due]\ncolumn = "until"\n[service]'), "due.column"),
    ],
)
def test_a_column_that_the_log_does_not_have_is_named(change: tuple[str, str], told: str) -> None:
    require_columns([case()], parsed())
    with pytest.raises(MappingError, match=told):
        require_columns([case()], parsed(change))


def test_letters_are_compared_however_they_are_spelled(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    text = ",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n"
    path.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    [read] = caselog.read(path, case_column="case")
    assert read.rows[0] == ROW
    rules = mapping.parse(tomllib.loads(unicodedata.normalize("NFD", MAPPING)))
    assert rules == parsed()
    assert record(read, rules).channel == facts.CHANNEL_IN_PERSON


def test_two_units_that_would_share_an_id_are_refused() -> None:
    cases = [case({"unit": "Phòng Đất đai"}), case({"unit": "phong dat-dai"})]
    with pytest.raises(MappingError, match=r"units/xa-phong-dat-dai, with .* in \[units.values\]"):
        catalogue(cases, parsed())
    listed = '[units.values]\n"phong dat-dai" = { id = "dd", vi = "Đất đai" }\n[[step]]\n'
    first = '[[step]]\nstatus = "submitted"'
    plan = catalogue(cases, parsed((first, listed + 'status = "submitted"')))
    assert [unit.id for unit in plan.units] == ["xa", "dd", "xa-phong-dat-dai"]


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024-01-31T18:00:00Z", 1), ("2024-01-31 23:00", 31), ("2024-01-31", 31)],
)
def test_a_due_day_is_vietnam_s_where_the_cell_states_an_offset(written: str, day: int) -> None:
    rules = parsed(
        ('case = "case"', 'case = "case"\nzone = "-05:00"'),
        ("[service]", '[due]\ncolumn = "until"\nday = true\n[service]'),
    )
    assert from_date(record(case({"until": written}), rules).due.date).day == day


def test_an_event_without_its_time_is_named_with_its_case() -> None:
    rows = {key: value for key, value in ROW.items() if key != "when"}
    with pytest.raises(MappingError, match="case 1: an event 'Tiếp nhận' has no time: 'when'"):
        record(Case("1", (rows,)), parsed())


def test_a_workbook_is_read_as_a_table_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([*ROW, ""])
    taken = datetime(2025, 7, 1, 8, 30)  # noqa: DTZ001 - as Excel has it
    book.active.append([*(ROW | {"case": 7, "when": taken, "unit": "Một\xa0 cửa "}).values()])
    book.save(tmp_path / "log.XLSX")
    [read] = caselog.read(tmp_path / "log.XLSX", case_column="case")
    made = record(read, parsed())
    assert (read.key, made.offering) == ("7", "services/s/offerings/xa-mot-cua")
    assert from_timestamp(made.steps[1].time) == datetime(2025, 7, 1, 1, 30, tzinfo=UTC)
