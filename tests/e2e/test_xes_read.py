"""Case logs in XES, as programs for process mining write them.

Promises every trace and every value, or what is wrong with them. Must not send anything.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import Record, table
from services.console.outcome import Mistake

CASE = "case:concept:name"
EVENT = '<event><string key="concept:name" value="A"/>{}</event>'


def read(where: Path, body: str, *, name: str = "log.xes") -> list[Record]:
    path = where / name
    content = f'<log xmlns="http://www.xes-standard.org/">{body}</log>'.encode()
    path.write_bytes(gzip.compress(content) if name.lower().endswith(".gz") else content)
    with table(path, Form()) as (_, records):
        return [each for each in records if isinstance(each, Record)]


def said(record: Record) -> dict[str, str]:
    """What is not empty."""
    return {column: cell for column, cell in record.cells.items() if cell}


def trace(body: str, key: str = "1") -> str:
    return f'<trace><string key="concept:name" value="{key}"/>{body}</trace>'


def test_a_trace_without_events_is_a_case_with_its_own_attributes(tmp_path: Path) -> None:
    ended = '<date key="enddate" value="2025-07-01T08:00:00+07:00"/>'
    first, second = read(tmp_path, trace(ended, "1") + trace(EVENT.format(""), "2"))
    assert said(first) == {CASE: "1", "case:enddate": "2025-07-01T08:00:00+07:00"}
    assert said(second) == {CASE: "2", "concept:name": "A"}


@pytest.mark.parametrize("name", ["log.XES", "log.Xes.GZ", "log.2025.xes"])
def test_a_log_is_known_by_its_name_in_any_case(tmp_path: Path, name: str) -> None:
    assert len(read(tmp_path, trace(EVENT.format("")), name=name)) == 1


def test_a_table_whose_name_holds_xes_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "from.xes.csv"
    path.write_text("id\n1\n", encoding="utf-8")
    with table(path, Form()) as (heading, records):
        assert (heading, len(list(records))) == (["id"], 1)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            trace(EVENT.format('<date key="t" value="1"/><date key="t" value="2"/>')),
            "trace 1, event 1: 't' stands there twice, as '1' and as '2'",
        ),
        (
            trace(EVENT.format('<date key="t" value="1"/><date key="t\u00a0" value="2"/>')),
            "'t' stands there twice",
        ),
        (
            trace('<int key="fee" value="1"/><int key="fee" value="2"/>'),
            "trace 1: 'fee' stands there twice",
        ),
        (
            trace(EVENT.format("") + EVENT.format(f'<string key="{CASE}" value="2"/>')),
            f"trace 1, event 2: '{CASE}' stands there twice, as '1' and as '2'",
        ),
        (EVENT.format(""), "an event stands outside of every trace"),
        (trace("") + EVENT.format(""), "an event stands outside of every trace"),
        (trace(EVENT.format('<string value="x"/>')), "event 1: the value 'x' has no key"),
        (trace(EVENT.format('<string key="" value="x"/>')), "event 1: the value 'x' has no key"),
    ],
)
def test_what_would_be_lost_is_named(tmp_path: Path, body: str, told: str) -> None:
    with pytest.raises(Mistake, match=told):
        read(tmp_path, body)


def test_a_key_said_twice_alike_is_said_once(tmp_path: Path) -> None:
    again = '<id key="i" value="7"/><id key="i" value=" 7 "/>'
    [record] = read(tmp_path, trace(EVENT.format(again)))
    assert record.cells["i"] == "7"


def test_a_value_is_known_by_its_trace_and_event(tmp_path: Path) -> None:
    late = EVENT.format('<date key="t" value="31/02"/>')
    found = read(tmp_path, trace(late, "1") + trace(EVENT.format("") + late, "2"))
    assert [each.place for each in found if each.cells["t"]] == [
        "trace 1, event 1",
        "trace 2, event 2",
    ]


def test_values_of_every_type_are_their_text(tmp_path: Path) -> None:
    values = (
        '<boolean key="b" value="true"/><int key="n" value="007"/><float key="f" value="1.50"/>'
        '<id key="i" value="a-b"/><date key="d" value="2025-07-01T24:00:00Z"/>'
    )
    [record] = read(tmp_path, trace(EVENT.format(values)))
    read_back = {key: record.cells[key] for key in "bnfid"}
    assert read_back == {
        "b": "true", "n": "007", "f": "1.50", "i": "a-b", "d": "2025-07-01T24:00:00Z",
    }  # fmt: skip


def test_defaults_lists_and_attributes_of_attributes_are_no_values(tmp_path: Path) -> None:
    defaults = (
        '<global scope="event"><string key="org:group" value="none"/></global>'
        '<classifier name="Activity" keys="concept:name"/><string key="log" value="x"/>'
    )
    inner = '<int key="x" value="1"><string key="concept:name" value="B"/></int>'
    many = '<list key="l"><values><int key="x" value="2"/><int key="x" value="3"/></values></list>'
    [record] = read(tmp_path, defaults + trace(EVENT.format(inner + many)))
    assert said(record) == {CASE: "1", "concept:name": "A", "x": "1"}


def test_blanks_and_marks_nobody_sees_are_no_part_of_keys_and_values(tmp_path: Path) -> None:
    first = trace(EVENT.format('<string key=" org:group" value="Một&#160; cửa\u200b"/>'), "A")
    one, two = read(tmp_path, first + trace(EVENT.format(""), "A\u00a0"))
    assert one.cells[CASE] == two.cells[CASE] == "A"
    assert one.cells["org:group"] == "Một cửa"
