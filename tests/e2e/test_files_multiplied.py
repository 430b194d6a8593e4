"""Files in which little is said very often: each thing is short, and all of it fills the memory or
takes hours.

Given such a file, when it is read, then it is refused by name, or read without being held. Must not
need a stack.
"""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from services.console.importing.formats import bounded, excel_parts, ocel, xes
from services.console.importing.formats.files import FileError
from services.console.importing.formats.forms import Form
from services.console.importing.formats.keyed import rows
from services.console.importing.formats.sheets import table
from services.console.outcome import Mistake

MIB = 1 << 20
ROW = "<table:table-row/>"
SHEET = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
    "<table:table><table:table-row><table:table-cell><text:p>id</text:p></table:table-cell>"
    "</table:table-row>{}</table:table></office:document-content>"
)
EVENTS = 3


def of_objects(number: int) -> bytes:
    """An event that names so many objects, each of which is a row that looks at all of them."""
    names = [str(each) for each in range(number)]
    event = {"id": "e", "type": "x", "time": "2026-01-01T00:00:00Z"}
    related = [{"objectId": name, "qualifier": ""} for name in names]
    objects = [{"id": name, "type": "t"} for name in names]
    return json.dumps({"objects": objects, "events": [event | {"relationships": related}]}).encode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "t.jsonl",
            json.dumps({"k" * MIB: {str(n): n for n in range(1000)}}).encode(),
            "line 1: a key has more than 1,000 characters",
        ),
        (
            "t.jsonl",
            b'{"a":1,"k":' * 400 + b"{}" + b"}" * 400 + b"\n" + b'{"k1234":' * 400 + b'{"a":1}',
            "line 2 is no JSON",
        ),
        (
            "t.jsonl",
            json.dumps({"k": {str(n): n for n in range(20_000)}}).encode(),
            "line 1 has more than 16,384 columns",
        ),
        (
            "t.xes",
            b"<log><global><trace/></global></log>",
            "a trace stands within something else than the log",
        ),
        ("t.json", of_objects(20_000), "events up to 'e' come to more than 300,000,000 cells"),
    ],
)
def test_little_that_is_multiplied_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError, match=message):
        list(rows(path))


def test_a_long_key_is_not_written_for_each_of_those_around_another(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"' + b"k" * MIB + b'":' + b'{"a":' * 400 + b"1" + b"}" * 401)
    tracemalloc.start()
    try:
        with pytest.raises(FileError, match="line 1: a key has more than 1,000 characters"):
            list(rows(path))
        assert tracemalloc.get_traced_memory()[1] < 32 * MIB
    finally:
        tracemalloc.stop()


def test_a_trace_whose_events_repeat_very_many_attributes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.xes"
    shared = b"".join(b'<string key="a%d" value="x"/>' % number for number in range(20))
    path.write_bytes(b"<log><trace>" + shared + b"<event/>" * EVENTS + b"</trace></log>")
    assert len(list(rows(path))) == EVENTS
    monkeypatch.setattr(xes, "CELLS", 59)
    with pytest.raises(FileError, match="trace 1 comes to more than 59 cells"):
        list(rows(path))


def test_a_long_tag_is_given_to_a_parser_in_few_pieces() -> None:
    """In pieces of 16 KiB a tag of 8 MiB was looked through 500 times, 4 MiB each time."""
    watched = bounded.Watched(io.BytesIO(b"x" * (8 * MIB)))
    pieces = [len(piece) for piece in iter(lambda: watched.read(16 << 10), b"")]
    assert sum(pieces) == 8 * MIB
    assert len(pieces) < 50


def test_a_record_may_be_as_long_as_it_is_said_however_it_is_read() -> None:
    watched, given = bounded.Watched(io.BytesIO(b"x" * (9 * MIB))), list[int]()
    with pytest.raises(bounded.TooLong):
        given.extend(map(len, iter(lambda: watched.read(16 << 10), b"")))
    assert sum(given) == 8 * MIB


def test_a_log_of_very_many_empty_values_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "VALUES", 1000)
    path = tmp_path / "t.json"
    path.write_bytes(b'{"objects":[' + b"{}," * 1000 + b'{}],"events":[]}')
    with pytest.raises(FileError, match="it has more than 1,000 values"):
        list(ocel.json_rows(path))


def packed_as(path: Path, parts: dict[str, bytes]) -> Path:
    """The parts as a zipped file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    path.write_bytes(file.getvalue())
    return path


def test_rows_of_a_group_are_not_held(tmp_path: Path) -> None:
    group = f"<table:table-row-group>{ROW * 100_000}</table:table-row-group>"
    path = packed_as(tmp_path / "t.ods", {"content.xml": SHEET.format(group).encode()})
    tracemalloc.start()
    try:
        with table(path, Form()) as (_, found):
            assert not list(found)
        assert tracemalloc.get_traced_memory()[1] < 2 * MIB
    finally:
        tracemalloc.stop()


def test_rows_within_very_many_groups_are_refused(tmp_path: Path) -> None:
    begin, end = "<table:table-row-group>" * 300, "</table:table-row-group>" * 300
    path = packed_as(tmp_path / "t.ods", {"content.xml": SHEET.format(begin + ROW + end).encode()})
    with (
        pytest.raises(Mistake, match="an element stands within more than 256 others"),
        table(path, Form()) as (_, found),
    ):
        list(found)


def test_a_row_within_a_row_is_refused(tmp_path: Path) -> None:
    row = f"<table:table-row><table:table-cell><table:table>{ROW}</table:table></table:table-cell>"
    content = SHEET.format(f"{row}</table:table-row>").encode()
    path = packed_as(tmp_path / "t.ods", {"content.xml": content})
    with (
        pytest.raises(Mistake, match="a row stands within another row"),
        table(path, Form()) as (_, found),
    ):
        list(found)


def test_what_says_how_parts_of_a_workbook_are_called_is_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_parts, "REST", MIB)
    blanks = b"<Relationships>" + b" " * MIB + b"</Relationships>"
    path = packed_as(tmp_path / "t.xlsx", {"xl/a.rels": blanks})
    with pytest.raises(FileError, match="what its parts are called: it has more than 1 MiB"):
        excel_parts.sheets(path)


def test_parts_of_a_workbook_are_bounded_together_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "PARTS", MIB)
    parts = {f"xl/{number}.xml": b" " * (MIB // 4) for number in range(5)}
    path = packed_as(tmp_path / "t.xlsx", parts)
    with pytest.raises(FileError, match="its parts other than sheets: it has more than 1 MiB"):
        bounded.require_small(path, by_rows=())
