"""Files that were made to fill the memory: refused by name and place, whatever they unpack to.

Given a file that is small as it lies there, when it is read, then no more is held than a record of
any system has. Must not need a stack.
"""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import openpyxl
import pytest

from services.console.importing.faults import CELL_TOO_LONG, Unusable
from services.console.importing.formats import bounded
from services.console.importing.formats.files import FileError
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import sheets_of, table
from services.console.outcome import Mistake

MIB = 1 << 20
LONG = b"x" * (24 * MIB)
TWICE = 2  # what was held at most when it was measured, in MiB with each file
DOCUMENT = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">{}'
    "</office:document-content>"
)
ODS = DOCUMENT.format("<table:table><table:table-row>{}</table:table-row></table:table>")
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
SHEET = "xl/worksheets/sheet1.xml"


def ods(row: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", ODS.format(row))
    return file.getvalue()


def xlsx(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook, one of whose parts is another one."""
    made, changed = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["id", "vi"])
    book.active.append(["w1", "Phường Một"])
    book.save(made)
    with (
        zipfile.ZipFile(made) as packed,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as other,
    ):
        for name in packed.namelist():
            content = packed.read(name)
            other.writestr(name, change(content) if name == part else content)
    return changed.getvalue()


def row_without_end(content: bytes) -> bytes:
    cell = b'<c r="C2" t="inlineStr"><is><t>' + LONG + b"</t></is></c>"
    return content.replace(b"</row></sheetData>", cell + b"</row></sheetData>")


EVENT = b'<event><string key="a" value="b"/></event>'


@pytest.mark.parametrize(
    ("name", "content", "message", "held"),
    [
        ("t.csv.gz", b"id,vi\nw1,a\n" + LONG, "what follows the record of line 2 is longer", 8),
        ("t.csv.gz", LONG, "line 1 is longer than 8 MiB", 8),
        (
            "t.csv.gz",
            b"id,vi\n" + b'a,"b\n",' * (2 * MIB),
            "what follows the record of line 1 is",
            76,
        ),
        ("t.jsonl.gz", b'{"id": "w1"}\n{"id": "' + LONG + b'"}', "line 2 is longer than 8 MiB", 16),
        (
            "t.jsonl.gz",
            b'{"id": "' + LONG[: 2 * MIB] + b'"}',
            "line 1: 'id' has more than 1,048",
            6,
        ),
        (
            "t.jsonl.gz",
            json.dumps({str(n): n for n in range(20_000)}).encode(),
            "16,384 columns",
            4,
        ),
        (
            "t.xes.gz",
            b"<log><trace>" + EVENT + b"</trace><trace>" + EVENT * (MIB // 4),
            "trace 2 is long",
            88,
        ),
        (
            "t.xes.gz",
            b'<log><trace><string key="a" value="' + LONG + b'"/>',
            "trace 1 is longer",
            24,
        ),
        (
            "t.xes.gz",
            b'<log><trace><string key="a" value="' + LONG[: 2 * MIB] + b'"/></trace></log>',
            "trace 1 has more than 1,048,576 characters",
            10,
        ),
        ("t.xml.gz", b'<log><objects><object id="a" b="' + LONG + b'"/>', "follows 0 objects", 24),
    ],
)
def test_a_packed_file_that_fills_the_memory_is_refused_with_its_place(
    tmp_path: Path, name: str, content: bytes, message: str, held: int
) -> None:
    refused(tmp_path / name, gzip.compress(content, 1), message, held=held)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.ods", lambda: ods(CELL.format("x" * (24 * MIB))), "what follows row 0 is longer than"),
        ("t.xlsx", lambda: xlsx(SHEET, row_without_end), "what follows row 1 is longer than 8"),
    ],
)
def test_a_spreadsheet_that_fills_the_memory_is_refused_with_its_place(
    tmp_path: Path, name: str, content: Callable[[], bytes], message: str
) -> None:
    refused(tmp_path / name, content(), message, held=9)


def long_rest(content: bytes) -> bytes:
    """Links behind the rows, more than a row may have."""
    link = b'<hyperlink ref="A%d" location="a!A1" display="' + b"x" * 1000 + b'"/>'
    links = b"".join(link % n for n in range(1, 10_001))
    rest = b"</sheetData><hyperlinks>" + links + b"</hyperlinks>"
    return content.replace(b"</sheetData>", rest)


def test_what_stands_behind_the_rows_of_a_sheet_is_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx(SHEET, long_rest))
    with table(path, Form()) as (_, found):
        assert [record.cells["id"] for record in found] == ["w1"]
    monkeypatch.setattr(bounded, "REST", 9 * MIB)
    refused(path, path.read_bytes(), "what follows row 2 is longer than 9 MiB", held=40)


def repeated(times: int) -> str:
    """A row of 20 cells, so many times."""
    row = f'<table:table-row table:number-rows-repeated="{times}">{CELL.format("b") * 20}'
    return f"{CELL.format('a')}</table:table-row>{row}"


def test_a_row_that_is_repeated_to_very_many_cells_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "t.ods", ods(repeated(600_000)), "row 2 is repeated to more than", held=1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "t.ods",
            lambda: ods(repeated(1_100_000).replace(CELL.format("b") * 20, CELL.format("b"))),
        ),
        ("t.xlsx", lambda: xlsx(SHEET, far_away)),
    ],
)
def test_a_sheet_that_is_taller_than_any_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(bounded, "TALLEST", 1000)
    refused(tmp_path / name, content(), "the sheet has more than 1,000 rows", held=1)


def far_away(content: bytes) -> bytes:
    """The second row says that it is the billionth."""
    return content.replace(b'<row r="2"', b'<row r="1000000000"')


def test_a_part_of_a_workbook_that_is_read_at_once_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "AT_ONCE", MIB)
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx("xl/styles.xml", lambda content: content + b" " * MIB))
    with pytest.raises(FileError, match=r"xl/styles\.xml: it has more than 1 MiB unpacked"):
        bounded.require_small(path, by_rows=())


@pytest.mark.parametrize(
    ("part", "end", "tag"),
    [
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>"),
        ("xl/styles.xml", b"</fonts>", b"<font/>"),
        ("xl/workbook.xml", b"</sheets>", b'<sheet name="a"/>'),
        ("[Content_Types].xml", b"</Types>", b"<Override/>"),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", b"<Relationship/>"),
    ],
)
def test_a_part_of_a_workbook_that_becomes_very_many_objects_is_refused(
    tmp_path: Path, part: str, end: bytes, tag: bytes
) -> None:
    """Each took 0.6 KiB and 0.1 ms: 256 MiB of them, packed to as many KiB, all memory there is."""
    packed = xlsx(part, lambda content: content.replace(end, tag * 1_000_001 + end))
    assert len(packed) < 100_000
    refused(tmp_path / "t.xlsx", packed, "has more than 1,000,000 tags", held=8)


@pytest.mark.parametrize(
    ("strings", "is_refused"),
    [
        (b"<si><t>a</t></si>" * 200_000, False),
        (b"<x:si><x:t>a</x:t></x:si>" * 200_000, False),
        (b"<si/>" * 800_000, False),
        (b"<si>" + b"<r/>" * 800_000 + b"</si>", True),
    ],
)
def test_texts_that_cells_share_are_many_and_none_is_long(
    tmp_path: Path, strings: bytes, *, is_refused: bool
) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"<sst>" + strings + b"</sst>")
    expected = (
        pytest.raises(FileError, match="a text has more than") if is_refused else nullcontext()
    )
    with expected:
        bounded.require_few_objects(path, by_rows=())


def test_a_cell_that_no_spreadsheet_holds_is_a_fault_of_it(tmp_path: Path) -> None:
    rows = f"{CELL.format('id')}</table:table-row><table:table-row>{CELL.format('x' * 2 * MIB)}"
    path = tmp_path / "t.ods"
    path.write_bytes(ods(rows))
    with table(path, Form()) as (_, found):
        [record] = found
    cell = record.cells["id"]
    assert isinstance(cell, Unusable)
    assert cell.faulty.ground is CELL_TOO_LONG


@pytest.mark.parametrize("form", [Form(sheet="b"), Form()])
def test_a_large_sheet_before_the_one_that_is_read_is_not_held(tmp_path: Path, form: Form) -> None:
    row = "<table:table-row>{}</table:table-row>"
    before = row.format(CELL.format("x")) * 40_000
    style = "<style:style name='h'><style:t display='false'/></style:style>"
    sheets = (
        f"<table:table name='a' style-name='h'>{before}</table:table><table:table name='b'>"
        f"{row.format(CELL.format('id'))}{row.format(CELL.format('w1'))}</table:table>"
    )
    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", DOCUMENT.format(style + sheets))
    tracemalloc.start()
    try:
        with table(path, form) as (_, found):
            assert [record.cells["id"] for record in found] == ["w1"]
        assert tracemalloc.get_traced_memory()[1] < TWICE * 1 * MIB
        assert sheets_of(path) == ["a", "b"]
        assert tracemalloc.get_traced_memory()[1] < TWICE * 1 * MIB
    finally:
        tracemalloc.stop()


def refused(path: Path, content: bytes, message: str, *, held: int) -> None:
    path.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises(Mistake, match=message) as raised, table(path, Form()) as (_, rows):
            for _ in rows:
                pass
        assert path.name in str(raised.value)
        assert tracemalloc.get_traced_memory()[1] < TWICE * held * MIB
    finally:
        tracemalloc.stop()
