"""Excel workbooks as offices have them: merged cells, codes that a format shows, dates of both
systems, hidden rows and sheets.

Promises what a person sees in the sheet, or the cell that cannot be read so. Must not send it.
"""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from services.console.importing.faults import Fault, Unusable
from services.console.importing.formats import excel_layout
from services.console.importing.formats.excel_cells import number, unescaped
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import Record, table
from services.console.outcome import Mistake
from tests.e2e import case_logs

Draw = Callable[[Any], None]


def book(where: Path, *rows: list[Any], draw: Draw = lambda _: None, epoch: Any = None) -> Path:
    """A workbook of these rows, with what else is done to its sheet."""
    made = openpyxl.Workbook()
    if epoch:
        made.epoch = epoch
    for row in rows:
        made.active.append(row)
    draw(made.active)
    made.save(path := where / "rows.xlsx")
    return path


def rewritten(path: Path, old: str, new: str) -> Path:
    """The same with a text of its first sheet replaced, as another program would write it."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    text = parts[name].decode()
    assert old in text
    parts[name] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as packed:
        for each, content in parts.items():
            packed.writestr(each, content)
    return path


def read(path: Path, form: Form = Form()) -> list[Record | Fault]:  # noqa: B008 - a tuple
    with table(path, form) as (_, records):
        return list(records)


def cells(path: Path, form: Form = Form()) -> list[dict[str, str]]:  # noqa: B008 - a tuple
    return [dict(each.cells) for each in read(path, form) if isinstance(each, Record)]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("Phường_x000D_\nAn Lạc", "Phường\r\nAn Lạc"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x0041__x1ED9_", "Aộ"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("a_x_x00_b", "a_x_x00_b"),
    ],
)
def test_escaped_characters_are_those_that_they_stand_for(
    tmp_path: Path, stored: str, meant: str
) -> None:
    assert unescaped(stored) == meant
    path = book(tmp_path, ["tên_x000D_\n đầy đủ"], [stored])
    assert cells(path) == [{"tên đầy đủ": meant}]


def test_half_a_character_is_told() -> None:
    assert isinstance(unescaped("a_xD83D_b"), Unusable)


MERGED = [
    ["STT", "Đơn vị", None, "Mức"],
    ["I. Lĩnh vực hộ tịch", None, None, None],
    [1, "Phường A", "x", 3],
    [None, None, "y", 4],
    [None, None, None, None],
    [2, "Phường B", None, None],
    [3, "C", "z", 2],
]


def merge(*ranges: str) -> Draw:
    def draw(sheet: Any) -> None:
        for each in ranges:
            sheet.merge_cells(each)

    return draw


def test_merged_cells_all_have_the_value_that_is_shown(tmp_path: Path) -> None:
    draw = merge("B1:C1", "A2:D2", "A3:A4", "B3:B4", "B6:D6")
    path = book(tmp_path, *MERGED, draw=draw)
    found = [list(each.values()) for each in cells(path)]
    assert found == [
        ["I. Lĩnh vực hộ tịch", "", "", ""],  # a title over the whole table is no value of each
        ["1", "Phường A", "x", "3"],
        ["1", "Phường A", "y", "4"],
        ["2", "Phường B", "Phường B", "Phường B"],
        ["3", "C", "z", "2"],
    ]
    # The heading's second name stands over two columns and names the first.
    assert list(cells(path)[0]) == ["STT", "Đơn vị", "", "Mức"]


def test_a_heading_over_two_lines_is_merged_downwards(tmp_path: Path) -> None:
    rows = [["Mã", "Tên", "Mức độ", None], [None, None, "2024", "2025"], ["01", "A", 3, 4]]
    path = book(tmp_path, *rows, draw=merge("A1:A2", "B1:B2", "C1:D1"))
    assert cells(path, Form(heading=2)) == [{"Mã": "01", "Tên": "A", "2024": "3", "2025": "4"}]


def test_a_range_that_ends_in_a_blank_row_ends_there(tmp_path: Path) -> None:
    rows = [["a", "b"], ["x", 1], [None, None], [None, 2]]
    path = book(tmp_path, *rows, draw=merge("A2:A3"))
    assert cells(path) == [{"a": "x", "b": "1"}, {"a": "", "b": "2"}]


def test_more_merged_ranges_than_are_kept_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_layout, "MOST_MERGED", 2)
    monkeypatch.setattr(excel_layout, "PIECE", 50)  # tags lie across the ends of pieces
    rows = [["a", "b"], *([n, n] for n in range(8))]
    assert len(cells(book(tmp_path, *rows, draw=merge("A2:A3", "A4:A5")))) == 8
    with pytest.raises(Mistake, match="more than 2 merged ranges"):
        read(book(tmp_path, *rows, draw=merge("A2:A3", "A4:A5", "A6:A7")))


NUMBERS: list[tuple[float, str, str]] = [
    (4, "General", "4"),
    (4, "00000", "00004"),
    (123456, "00000", "123456"),
    (4, "0", "4"),
    (4, '"H"00', "H04"),
    (1004194, r"0\.000000", "1.004194"),
    (26, r"000\-00", "000-26"),
    (12345, r"00\.00\.00", "01.23.45"),
    (5, "[Red]000;[Blue]-000", "005"),
    (5000, "#,##0", "5000"),
    (5000, "#,##0.00", "5000"),
    (5000, '_-* #,##0\\ "₫"_-', "5000"),
    (1.5, "0.00", "1.50"),
    (1.5678, "0.00", "1.5678"),
    (2.00072, "0.000000", "2.000720"),
    (0.95, "0%", "0.95"),
    (0.955, "0.00%", "0.955"),
    (0.1 + 0.2, "General", "0.3"),
    (1e-05, "General", "0.00001"),
    (-3, "0.00", "-3"),
    (1e14, "0", "100000000000000"),
    (12e3, "0.00E+00", "12000"),
]


@pytest.mark.parametrize(("value", "form", "shown"), NUMBERS)
def test_numbers_are_what_was_typed_and_codes_what_is_shown(
    value: float, form: str, shown: str
) -> None:
    assert number(value, form) == shown
    assert not isinstance(number(value, form), Unusable)


@pytest.mark.parametrize(
    ("value", "form", "reason"),
    [
        (1.234567890123457e17, "General", "NUMBER_ROUNDED"),
        (1234567890123456, "0", "NUMBER_ROUNDED"),
        (float("inf"), "General", "NUMBER_ROUNDED"),
        (4.5, "00000", "NUMBER_FORMATTED"),
        (-4, "00000", "NUMBER_FORMATTED"),
    ],
)
def test_what_nobody_wrote_is_told(value: float, form: str, reason: str) -> None:
    found = number(value, form)
    assert isinstance(found, Unusable)
    assert found.faulty.ground.code == reason


def test_codes_of_a_sheet_have_the_zeros_that_their_format_shows(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet["A2"].number_format = "00000"

    assert cells(book(tmp_path, ["mã"], [4], draw=draw)) == [{"mã": "00004"}]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_are_read_by_the_date_system_of_the_workbook(tmp_path: Path, epoch: Any) -> None:
    moment = datetime(2025, 7, 1, 8, 30)  # noqa: DTZ001 - as Excel has it
    rows = [["a", "b", "c"], [datetime(2025, 7, 1), moment, timedelta(hours=26)]]  # noqa: DTZ001
    path = book(tmp_path, *rows, epoch=epoch)
    assert cells(path) == [{"a": "2025-07-01", "b": "2025-07-01T08:30:00", "c": "26:00:00"}]


def test_a_date_that_is_none_is_told_and_the_other_cells_are_read(tmp_path: Path) -> None:
    path = book(tmp_path, ["a", "b"], [datetime(2025, 7, 1), 7])  # noqa: DTZ001
    [found] = cells(rewritten(path, "<v>45839</v>", "<v>99999999</v>"))
    assert isinstance(found["a"], Unusable)
    assert found["b"] == "7"


def test_truths_errors_formulas_and_rich_texts(tmp_path: Path) -> None:
    path = book(tmp_path, ["a", "b", "c", "d"], [True, "#N/A", "=1+1", "'x"])
    path = rewritten(
        path, "</c></row></sheetData>",
        '</c></row><row r="3"><c r="A3" t="inlineStr"><is><r><t>Hà </t></r><r><t>Nội</t></r></is>'
        "</c></row></sheetData>",
    )  # fmt: skip
    first, second = cells(path)
    assert (first["a"], first["d"]) == ("YES", "'x")
    reasons = [each.faulty.ground.code for each in first.values() if isinstance(each, Unusable)]
    assert reasons == ["CELL_BROKEN", "FORMULA_WITHOUT_VALUE"]
    assert second["a"] == "Hà Nội"


def test_hidden_rows_are_read_and_told_and_a_hidden_sheet_is_not_the_first(tmp_path: Path) -> None:
    def draw(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        hidden = sheet.parent.create_sheet("ẩn", 0)
        hidden.append(["other"])
        hidden.sheet_state = "hidden"

    path = book(tmp_path, ["id"], [1], [2], draw=draw)
    *records, told = read(path)
    assert [dict(each.cells) for each in records if isinstance(each, Record)] == [
        {"id": "1"},
        {"id": "2"},
    ]
    assert isinstance(told, Fault)
    assert (told.reason, told.effect) == ("ROWS_HIDDEN", "noted")
    assert read(path, Form(sheet="ẩn")) == []


def test_a_broken_cell_of_a_case_log_is_named_with_its_column(tmp_path: Path) -> None:
    cells = {**case_logs.ROW, "filed": "#REF!"}
    path = book(tmp_path, [*cells], [*cells.values()])
    found = case_logs.read(path.parent, name=path.name)
    assert found.records == []
    assert found.refused == [(2, "filed", "CELL_BROKEN")]


def test_a_workbook_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    path = book(tmp_path, ["id"], ["x"])
    with pytest.raises(Mistake, match="damaged"):
        read(rewritten(path, 't="inlineStr"><is><t>x</t></is>', 't="s"><v>77</v>'))


@pytest.mark.parametrize("name", ["old.xls", "rows.xlsb"])
def test_workbooks_of_other_kinds_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(Mistake, match=r"save it as \.xlsx"):
        read(tmp_path / name)


def test_memory_grows_little_with_merged_rows(tmp_path: Path) -> None:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    for _ in range(3):
        sheet.append(["a", "b"])
    made.save(path := tmp_path / "rows.xlsx")
    ranges = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(4, 40_000, 2))
    rewritten(path, "</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")
    tracemalloc.start()
    with zipfile.ZipFile(path) as packed, packed.open("xl/worksheets/sheet1.xml") as raw:
        found = excel_layout.layout(raw, path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.merged) == 19_998
    assert most < 16 << 20
