"""OpenDocument spreadsheets (.ods), as LibreOffice writes them.

Promises what a cell says: dates, codes with their zeros, numbers without what a format adds. Must
not send anything.
"""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from services.console.importing.faults import Unusable
from services.console.importing.formats import excel_layout
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import Record, sheets_of, table
from services.console.outcome import Mistake

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def cell(shown: str, kind: str = "string", repeated: int = 1, **kept: str) -> str:
    """One cell with what it shows and what is kept."""
    told = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in kept.items())
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{told}{times}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


EMPTY = '<table:table-cell table:number-columns-repeated="1000"/>'


def row(*cells: str, repeated: int = 1) -> str:
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}{EMPTY}</table:table-row>"


def book(where: Path, *rows: str, name: str = "Danh mục", more: str = "", styles: str = "") -> Path:
    path = where / "units.ods"
    sheet = f'<table:table table:name="{name}">{"".join(rows)}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}{more}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {SPACES}>{styles}{body}'
            "</office:document-content>",
        )
    return path


def read(path: Path, form: Form = Form()) -> list[Record]:  # noqa: B008 - a tuple
    with table(path, form) as (_, records):
        return [each for each in records if isinstance(each, Record)]


def one(where: Path, text: str) -> str:
    """What a cell is read as."""
    [record] = read(book(where, row(cell("id"), cell("x")), row(cell("1"), text)))
    return record.cells["x"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (cell("Phường Một"), "Phường Một"),
        (cell("00004", "float", value="4"), "00004"),
        (cell("1.004194", "float", value="1.004194"), "1.004194"),
        (cell("2.000720", "float", value="2.00072"), "2.000720"),
        (cell("1.250.000", "float", value="1250000"), "1250000"),
        (cell("95%", "percentage", value="0.95"), "0.95"),
        (cell("01/07/2025", "date", date_value="2025-07-01"), "2025-07-01"),
        (cell("1/7/25 8:30", "date", date_value="2025-07-01T08:30:00"), "2025-07-01T08:30:00"),
        (cell("ĐÚNG", "boolean", boolean_value="true"), "YES"),
        (cell("a</text:p><text:p>b"), "a\nb"),
    ],
)
def test_a_cell_says_what_was_typed(tmp_path: Path, written: str, meant: str) -> None:
    assert one(tmp_path, written) == meant


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (cell("#REF!", "float", value="0"), "CELL_BROKEN"),
        (cell("Err:502"), "CELL_BROKEN"),
        (cell("1,23E+17", "float", value="123456789012345678"), "NUMBER_ROUNDED"),
    ],
)
def test_what_a_spreadsheet_lost_is_a_fault(tmp_path: Path, written: str, reason: str) -> None:
    found = one(tmp_path, written)
    assert isinstance(found, Unusable)
    assert found.faulty.ground.code == reason


def test_repeated_cells_and_rows_are_read_as_often_and_lines_are_counted(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        row(cell("id"), cell("a"), cell("b"), cell("c")),
        row(cell("1"), cell("x", repeated=2)),
        row(repeated=3),
        row(cell("2"), repeated=2),
        row(repeated=1_048_000),
    )
    assert [(each.line, list(each.cells.values())) for each in read(path)] == [
        (2, ["1", "x", "x", ""]),
        (6, ["2", "", "", ""]),
        (7, ["2", "", "", ""]),
    ]


def test_the_sheet_that_the_mapping_names_is_read(tmp_path: Path) -> None:
    other = f'<table:table table:name="Khác">{row(cell("id"))}{row(cell("7"))}</table:table>'
    path = book(tmp_path, row(cell("id")), row(cell("1")), more=other)
    assert [each.cells["id"] for each in read(path)] == ["1"]
    assert [each.cells["id"] for each in read(path, Form(sheet="Khác"))] == ["7"]
    with pytest.raises(Mistake, match=r"no sheet 'X' in units\.ods; there are: Danh mục, Khác"):
        read(path, Form(sheet="X"))


def test_the_first_sheet_that_is_shown_is_read(tmp_path: Path) -> None:
    hidden = (
        '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    other = '<table:table table:name="Khác">' + row(cell("id")) + row(cell("7")) + "</table:table>"
    path = book(
        tmp_path, row(cell("tạm")), row(cell("0")),
        name='Tạm" table:style-name="ta2', more=other, styles=hidden,
    )  # fmt: skip
    assert [each.cells["id"] for each in read(path)] == ["7"]
    assert [each.cells["tạm"] for each in read(path, Form(sheet="Tạm"))] == ["0"]
    assert sheets_of(path) == ["Tạm", "Khác"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_a_file_that_is_no_spreadsheet_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ods"
    path.write_bytes(content)
    with pytest.raises(Mistake, match="cannot be read as an OpenDocument spreadsheet"):
        read(path)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row(cell("1"), repeated=10**12)], "more than 1,048,576 rows"),
        ([row(*[cell("1", repeated=16_384)] * 200)], "more than 16,384 columns"),
    ],
    ids=["rows", "columns"],
)
def test_a_sheet_larger_than_spreadsheets_are_is_refused_at_once(
    tmp_path: Path, rows: list[str], problem: str
) -> None:
    with pytest.raises(Mistake, match=problem):
        read(book(tmp_path, row(cell("id")), *rows))


def test_a_heading_of_very_many_columns_costs_no_more_than_its_length(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(map(str, range(200_000))) + "\n", encoding="utf-8")
    began = time.process_time()
    assert read(wide) == []
    assert time.process_time() - began < 20  # each name held against all others: minutes


def test_tags_that_do_not_end_are_read_once(tmp_path: Path) -> None:
    began = time.process_time()
    for tag in (b"<row ", b"<mergeCell "):
        found = excel_layout.layout(io.BytesIO(tag * 100_000 + b">"), tmp_path)
        assert found == excel_layout.Layout([], 0)
    assert time.process_time() - began < 20  # each held against all after it: an hour
