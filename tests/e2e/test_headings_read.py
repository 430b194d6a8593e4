"""Headings of tables that people made: below titles, of several lines, with merged cells.

Promises each column under the name that a reader of the table would give it. No service.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from services.console.__main__ import main
from services.console.importing.formats.forms import Form, written
from services.console.importing.formats.heading import joined
from services.console.importing.formats.sheets import Record, table
from services.console.importing.keys import MappingError
from services.console.outcome import Mistake
from tests.e2e.test_mapping_proposed import parsed, proposed

REPORT = """UBND PHƯỜNG AN LẠC;;;;;;
Tình hình giải quyết hồ sơ năm 2025;;;;;;
TT;Lĩnh vực;Số hồ sơ tiếp nhận;;Đã giải quyết;;Ghi chú
;;Trực tuyến;Trực tiếp;Đúng hạn;Quá hạn;
1;Hộ tịch;100;20;1.118;2;
2;Đất đai;45;30;60;15;
Tổng cộng;;145;50;1.178;17;
"""
NAMES = [
    "TT", "Lĩnh vực", "Số hồ sơ tiếp nhận / Trực tuyến", "Số hồ sơ tiếp nhận / Trực tiếp",
    "Đã giải quyết / Đúng hạn", "Đã giải quyết / Quá hạn", "Ghi chú",
]  # fmt: skip


def read(path: Path, form: Form) -> tuple[list[str], list[Record]]:
    with table(path, form) as (heading, records):
        return heading, [each for each in records if isinstance(each, Record)]


def merged(path: Path) -> Path:
    """The same report as a workbook, with merged cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in REPORT.splitlines():
        sheet.append([int(each) if each.isdigit() else each or None for each in line.split(";")])
    for cells in ("A1:G1", "A2:G2", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4", "A7:B7"):
        sheet.merge_cells(cells)
    book.save(path)
    return path


def test_a_heading_of_two_lines_names_columns_by_both(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(REPORT, "utf-8")
    heading, lines = read(path, written({"delimiter": ";", "heading": [3, 4]}))
    assert heading == NAMES
    assert lines[0].cells["Số hồ sơ tiếp nhận / Trực tiếp"] == "20"
    assert [each.line for each in lines] == [5, 6, 7]


def test_merged_cells_of_a_workbook_are_such_a_heading(tmp_path: Path) -> None:
    heading, lines = read(merged(tmp_path / "report.xlsx"), written({"heading": [3, 4]}))
    assert heading == NAMES
    assert lines[0].cells["Đã giải quyết / Quá hạn"] == "2"
    assert lines[-1].cells["Lĩnh vực"] == "Tổng cộng"


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([["a", "b"]], ["a", "b"]),
        ([["A", "", "B"], ["x", "y", "z"]], ["A / x", "A / y", "B / z"]),
        ([["A", "", "B"], ["x", "y"]], ["A / x", "A / y", "B"]),
        ([["A", "B"], ["A", "B"]], ["A", "B"]),  # merged downwards
        ([["A", ""], ["B", ""], ["x", "y"]], ["A / B / x", "A / B / y"]),
        ([["", "A"], ["x", "y"]], ["x", "A / y"]),
    ],
)
def test_names_stand_for_the_columns_to_their_right(
    lines: list[list[str]], names: list[str]
) -> None:
    assert joined(lines) == names


def test_two_columns_of_one_name_are_told_with_what_could_tell_them_apart(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("A,,B,\nx,y,x,y\n1,2,3,4\n", "utf-8")
    with pytest.raises(Mistake, match=r"two columns named 'x'.*heading = \[3, 4\]"):
        read(path, Form(heading=2))
    assert read(path, Form(heading=2, above=1))[0] == ["A / x", "A / y", "B / x", "B / y"]


@pytest.mark.parametrize("lines", [0, [], [0, 1], [3, 5], [4, 3], ["3"], [True], "3"])
def test_lines_that_are_no_heading_are_a_mistake(lines: object) -> None:
    with pytest.raises(MappingError, match=r"file\.heading must be"):
        written({"heading": lines})


def test_where_the_heading_lies_is_found(tmp_path: Path) -> None:
    found = parsed(proposed(tmp_path, REPORT))
    assert found["file"] == {"delimiter": ";", "heading": [3, 4]}
    done = CliRunner().invoke(main, ["map", str(merged(tmp_path / "report.xlsx"))])
    assert (done.exit_code, parsed(done.stdout)["file"]) == (0, {"heading": [3, 4]}), done.output


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1,2,3\n",
        "Mã xã,2023,2024\nx1,1,2\nx2,3,4\n",
        "Tên,,Loại\nA,x,y\nB,x,y\n",  # a column without a name is none that is divided
        "sep=,\na,b,c\n1,2,3\n",
    ],
)
def test_a_heading_in_its_usual_place_stays_there(tmp_path: Path, text: str) -> None:
    found = parsed(proposed(tmp_path, text, "--kind", "unit"))
    assert "heading" not in found.get("file", {})


def test_who_knows_better_says_the_lines(tmp_path: Path) -> None:
    assert parsed(proposed(tmp_path, REPORT, "--heading", "3-4"))["file"]["heading"] == [3, 4]
    for wrong in ("0", "4-3", "x", "3-", "-1"):
        path = tmp_path / "bang.csv"
        done = CliRunner().invoke(main, ["map", str(path), f"--heading={wrong}"])
        assert (done.exit_code, "--heading must be" in done.output) == (2, True), done.output


def test_a_line_of_sums_is_compared_and_makes_nothing(tmp_path: Path) -> None:
    found = parsed(proposed(tmp_path, REPORT))
    count = found["rows"][-1]
    assert count["totals"] == {"when": 'row["TT"] == "Tổng cộng"', "by": []}
    assert [row["unless"] for row in found["rows"][1:-1]] == ['row["TT"] == "Tổng cộng"']
    dossiers = "Mã hồ sơ,Đơn vị,Ngày nộp\nH1,A,2024-01-02\nH2,B,2024-01-03\nTổng cộng,,\n"
    assert parsed(proposed(tmp_path, dossiers))["unless"] == 'row["Mã hồ sơ"] == "Tổng cộng"'
