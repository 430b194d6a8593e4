"""Case logs as cities have them, read without a stack: what comes through, and which lines are
named.

Promises a dossier of every id, or its faults by line and column. Must not send anything.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from motcua.submissions.v1 import events_pb2 as facts
from services.console.importing.case_logs.dossier_rules import Section
from services.console.importing.keys import MappingError
from services.console.instants import from_date, from_timestamp
from services.console.outcome import Mistake
from tests.e2e.case_logs import MAPPING, ROW, parsed, read, read_rows

XES = """<?xml version="1.0"?>
<log xmlns="http://www.xes-standard.org/">
 <global scope="trace"><string key="concept:name" value="none"/></global>
 <trace><string key="concept:name" value="1"/><string key="channel" value="Internet"/>
  <string key="unit" value=""/><date key="filed" value="2024-01-01"/>
  <event><string key="what" value="Tiếp nhận"/><date key="when" value="2024-01-02"/></event>
  <event><string key="what" value="Trả"/><date key="when" value="2024-01-03"/>
   <string key="who" value="a"/><list key="x"><string key="y" value="z"/></list></event>
 </trace>
 <trace><string key="concept:name" value="2"/>
  <event><string key="what" value="Trả"/></event></trace>
</log>
"""
OF_XES = (
    ('id = "case"', 'id = "case:concept:name"'),
    ('column = "channel"', 'column = "case:channel"'),
    ('column = "unit"', 'column = "case:unit"'),
    ("has(unit)", 'has(row["case:unit"])'),
    ('display_name.vi = "unit"', 'display_name.vi = "case:unit"'),
    ('time = "filed"', 'time = "case:filed"'),
)
DUE = ('channel = {', 'due = { column = "until", day = true }\nchannel = {')  # fmt: skip


def test_lines_of_an_id_are_one_dossier_wherever_they_stand(tmp_path: Path) -> None:
    of_two_files = (
        ["b,Trả,2025-01-05,,,,o", "a,Trả,2025-01-01,,,,q"],
        ["b,Trả,2025-01-03,,,,p", 'b,"x\ny",,,,,'],
    )
    for number, lines in enumerate(of_two_files):
        text = "\n".join((",".join(ROW), *lines))
        (tmp_path / f"{number}.csv").write_text(f"\ufeff{text}\n", encoding="utf-8")
    found = read(tmp_path, name=".")
    assert not found.faults
    officers = {each.key: [step.officer for step in each.steps] for each in found.records}
    assert officers == {"a": ["q"], "b": ["o"]}  # the last one by its time, of either file
    assert {each.fact.key: each.line for each in found.stated} == {"a": 3, "b": "2, 2, 3"}


def test_xes_traces_lend_their_attributes_to_their_events(tmp_path: Path) -> None:
    (tmp_path / "log.xes.gz").write_bytes(gzip.compress(XES.encode()))
    found = read(tmp_path, *OF_XES, name="log.xes.gz")
    [one] = found.records
    assert one.channel == facts.CHANNEL_ONLINE
    assert [step.status for step in one.steps] == [1, 2, 9]
    assert found.refused == [("trace 2, event 1", "when", "VALUE_MISSING")]


def test_json_lines_are_read_with_numbers_as_they_are_written(tmp_path: Path) -> None:
    rows = [
        {**ROW, "case": 7, "who": None, "unit": {"name": "Một cửa"}},
        {"case": 7, "what": "Trả", "when": "2025-01-02", "extra": [1, "x"], "closed": True},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "log.jsonl").write_text(f"{lines}\n\n", encoding="utf-8")
    inner = [("has(unit)", 'has(row["unit.name"])'), ('column = "unit"', 'column = "unit.name"'),
             ('vi = "unit"', 'vi = "unit.name"')]  # fmt: skip
    found = read(tmp_path, *inner, name="log.jsonl").record
    assert (found.key, found.offering) == ("7", "services/s/offerings/xa-mot-cua")
    assert len(found.steps) == 3
    alike = ('{"a.b": 1, "a": {"b": 2}}', '{"M\\u00e3": 1, "Ma\\u0303": 2}')
    for wrong in ("[1]", "{", '{"a": 1, "a": 2}', *alike):
        (tmp_path / "log.jsonl").write_text(f"{lines}\n{wrong}\n", encoding="utf-8")
        with pytest.raises(Mistake, match="line 3"):
            read(tmp_path, *inner, name="log.jsonl")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("log.csv", "other\n1\n", "there are: other"),
        ("log.csv", ",".join(ROW) + "\n", "no line is of a dossier in log.csv"),
        ("log.xes", "<log><trace>", "is not XES"),
        ("log.xes", '<!DOCTYPE log [<!ENTITY a "b">]><log/>', "is not XES"),
        ("log.csv.gz", "case\n1\n", "cannot be read"),
    ],
)
def test_a_file_that_is_no_case_log_is_named(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    (tmp_path / name).write_bytes(content.encode("latin-1"))
    with pytest.raises(Mistake, match=told):
        read(tmp_path, name=name)


def test_a_line_that_cannot_be_read_is_refused_and_stops_no_other(tmp_path: Path) -> None:
    lines = [",".join(ROW), ",".join(ROW.values()), "1", "\xff,,,,,,", ",Trả,2025-01-01,,,,"]
    lines.append("1.23457E+17,a,,,,,")
    (tmp_path / "log.csv").write_bytes(
        "\n".join(lines).encode("utf-8").replace(b"\xc3\xbf", b"\xff")
    )
    found = read(tmp_path)
    assert [each.key for each in found.records] == ["1"]
    assert found.refused == [
        (3, "", "CELLS_UNEVEN"),
        (4, "", "LINE_UNREADABLE"),
        (5, "case", "VALUE_MISSING"),
        (6, "case", "NUMBER_ROUNDED"),
    ]


def test_a_time_without_offset_is_vietnam_s(tmp_path: Path) -> None:
    made = read_rows(tmp_path).record
    assert from_timestamp(made.steps[0].time) == datetime(2024, 12, 31, 1, tzinfo=UTC)
    assert from_timestamp(made.steps[1].time) == datetime(2024, 12, 31, 17, tzinfo=UTC)


def test_times_are_written_as_the_mapping_says(tmp_path: Path) -> None:
    twelve = ("[values.channel]", '[times]\nformat = "%d/%m/%Y %I:%M %p"\n[values.channel]')
    row = {"filed": "01/02/2024 12:30 AM", "when": "01/02/2024 12:30 PM"}
    made = read_rows(tmp_path, row, changes=[twelve]).record
    assert [from_timestamp(step.time).hour for step in made.steps] == [17, 5]
    own = ('time = "filed"', 'time = { column = "filed", format = "%d/%m/%Y", zone = "+00:00" }')
    made = read_rows(tmp_path, {"filed": "01/02/2024"}, changes=[own]).record
    assert from_timestamp(made.steps[0].time).hour == 0


def test_steps_come_in_the_mapping_s_order_whatever_their_times(tmp_path: Path) -> None:
    rows = [{}, {"what": "Trả", "when": "2024-01-02", "who": "a"}]
    rows += [{"what": "Trả", "when": "2024-01-01", "who": "b"}]
    made = read_rows(tmp_path, *rows).record
    assert [step.status for step in made.steps] == [1, 2, 9]
    assert made.steps[2].officer == "a"


def test_an_activity_that_is_not_there_is_a_step_not_taken(tmp_path: Path) -> None:
    made = read_rows(tmp_path, {"what": "other", "filed": ""}, {"filed": ""}).record
    assert [step.status for step in made.steps] == [facts.STATUS_ACCEPTED]


def test_an_empty_channel_is_unknown_and_an_unlisted_one_a_fault(tmp_path: Path) -> None:
    assert read_rows(tmp_path, {"channel": ""}).record.channel == facts.CHANNEL_UNKNOWN
    found = read_rows(tmp_path, {"channel": "Fax"})
    assert found.refused == [(2, "channel", "VALUE_UNLISTED")]
    otherwise = ('map = "channel" }', 'map = "channel", otherwise = "OTHER" }')
    for text, channel in (("Fax", facts.CHANNEL_OTHER), (" ", facts.CHANNEL_UNKNOWN)):
        assert read_rows(tmp_path, {"channel": text}, changes=[otherwise]).record.channel == channel
    with pytest.raises(MappingError, match="an empty cell is UNKNOWN, never OTHER"):
        parsed(('map = "channel" }', 'map = "channel", default = "OTHER" }'))


BAD_LINE = {
    "when": (4, "2024-02-31", "DATE_MALFORMED"),
    "filed": (2, "soon", "DATE_MALFORMED"),
    "channel": (2, "Fax", "VALUE_UNLISTED"),
    "time": (4, "", "VALUE_MISSING"),
}


@pytest.mark.parametrize("column", BAD_LINE)
def test_what_cannot_be_read_of_a_dossier_names_its_line(tmp_path: Path, column: str) -> None:
    line, value, reason = BAD_LINE[column]
    rows = [ROW | {"case": "7"}, ROW | {"case": "8"}, ROW | {"case": "7", "what": "Trả"}]
    for row in (rows[0], rows[2]) if column in ("filed", "channel") else rows[2:]:
        row["when" if column == "time" else column] = value
    found = read_rows(tmp_path, *rows)
    assert [each.key for each in found.records] == ["8"]
    assert found.refused == [(line, "when" if column == "time" else column, reason)]
    assert found.faults[0].key == "7"


def test_every_fault_of_a_dossier_is_named(tmp_path: Path) -> None:
    rows = [{"filed": "mai", "channel": "Fax", "when": "nay"}, {"what": "Trả", "when": "kia"}]
    found = read_rows(tmp_path, *({**row, "channel": "Fax", "filed": "mai"} for row in rows))
    assert found.refused == [
        (2, "channel", "VALUE_UNLISTED"),
        (2, "filed", "DATE_MALFORMED"),
        (2, "when", "DATE_MALFORMED"),
        (3, "when", "DATE_MALFORMED"),
    ]


def test_units_of_the_log_are_opened_below_the_root(tmp_path: Path) -> None:
    found = read_rows(tmp_path, {"unit": "Phòng Đất đai"}, {"case": "2"})
    units = [each.unit for each in found.rows if each.HasField("unit")]
    assert [(each.unit_id, each.unit.parent) for each in units] == [
        ("xa", ""),
        ("xa-phong-dat-dai", "units/xa"),
    ]
    offered = {each.offering.offering.unit for each in found.rows if each.HasField("offering")}
    assert offered == {"units/xa", "units/xa-phong-dat-dai"}


def test_two_units_that_would_share_an_id_are_refused(tmp_path: Path) -> None:
    rows = [{"unit": "Phòng Đất đai"}, {"unit": "phong dat-dai", "case": "2"}]
    [fault] = read_rows(tmp_path, *rows).faults
    assert (fault.line, fault.key, fault.reason) == (3, "units/xa-phong-dat-dai", "SAID_TWICE")


def test_letters_are_compared_however_they_are_spelled(tmp_path: Path) -> None:
    text = ",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n"
    (tmp_path / "log.csv").write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    found = read(tmp_path, text=unicodedata.normalize("NFD", MAPPING))
    assert found.record == read_rows(tmp_path).record
    assert found.record.channel == facts.CHANNEL_IN_PERSON


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024-01-31T18:00:00Z", 1), ("2024-01-31 23:00", 31), ("2024-01-31", 31),
     ("2024-01-31T24:00", 31)],
)  # fmt: skip
def test_a_due_day_is_vietnam_s_where_the_cell_states_an_offset(
    tmp_path: Path, written: str, day: int
) -> None:
    zone = ("[values.channel]", '[times]\nzone = "-05:00"\n[values.channel]')
    due = read_rows(tmp_path, {"until": written}, changes=[zone, DUE]).record.due
    assert from_date(due.date).day == day


def test_a_due_may_be_a_rule_of_the_other_system(tmp_path: Path) -> None:
    words = (
        "[cells.unit]",
        '[values.rule]\n"4 Working Days" = { amount = "4", unit = "WORKING_DAY" }\n[cells.unit]',
    )
    rule = (
        "channel = {",
        """due_rule.amount = { column = "sla", map = "rule.amount" }
due_rule.unit = { column = "sla", map = "rule.unit" }
due_rule.calendar = { constant = "vn" }
channel = {""",
    )
    rows = [{"sla": "4 Working Days"}, {"case": "2", "sla": ""}]
    one, two = read_rows(tmp_path, *rows, changes=[words, rule]).records
    one, two = sorted((one, two), key=lambda each: each.key)
    assert (one.due_rule.amount, one.due_rule.calendar) == (4, "calendars/vn")
    assert not two.HasField("due_rule")


def test_a_workbook_is_read_as_a_table_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([*ROW, ""])
    taken = datetime(2025, 7, 1, 8, 30)  # noqa: DTZ001 - as Excel has it
    book.active.append([*(ROW | {"case": 7, "when": taken, "unit": "Một\xa0 cửa "}).values()])
    book.save(tmp_path / "log.XLSX")
    made = read(tmp_path, name="log.XLSX").record
    assert (made.key, made.offering) == ("7", "services/s/offerings/xa-mot-cua")
    assert from_timestamp(made.steps[1].time) == datetime(2025, 7, 1, 1, 30, tzinfo=UTC)


def test_a_broken_cell_of_a_workbook_is_a_fault_of_its_dossier(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([*ROW])
    book.active.append([*(ROW | {"filed": "=1/0"}).values()])
    book.active.append([*(ROW | {"case": "2"}).values()])
    book.save(tmp_path / "log.xlsx")
    found = read(tmp_path, name="log.xlsx")
    assert [each.key for each in found.records] == ["2"]
    assert found.refused == [(2, "filed", "FORMULA_WITHOUT_VALUE")]


def test_a_section_names_the_columns_of_what_the_service_refuses(tmp_path: Path) -> None:
    [found] = read_rows(tmp_path, {}, {"what": "Trả"}).stated
    section = found.section
    assert isinstance(section, Section)
    named = {
        "offering": "unit", "channel": "channel", "key": "case", "steps[0].time": "filed",
        "steps[1].status": "when", "steps[2].officer": "who", "steps": "steps",
    }  # fmt: skip
    assert {name: section.columns(name, found.parts) for name in named} == named
