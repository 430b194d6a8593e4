"""Tables for an import, CSV and Excel, read without a stack: which rows come through, with which
line, and what is told of the others.

Promises files as offices have them. Must not send anything.
"""

from __future__ import annotations

import gzip
import tracemalloc
import unicodedata
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.validation import HIDDEN
from services.console.importing.faults import Fault, Unusable
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import Record, table
from services.console.outcome import Mistake
from services.console.text import clean


def read(path: Path, form: Form = Form()) -> list[Record | Fault]:  # noqa: B008 - a tuple
    with table(path, form) as (_, records):
        return list(records)


def csv_file(where: Path, text: str | bytes) -> Path:
    path = where / "rows.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_record_has_the_line_it_begins_at_whatever_lines_its_cells_hold(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'id,name\r\n1,"a\r\nb\r\nc"\r\n\r\n2,d\r\n')
    assert read(path) == [
        Record(2, {"id": "1", "name": "a\r\nb\r\nc"}),
        Record(6, {"id": "2", "name": "d"}),
    ]


def test_a_byte_order_mark_is_not_part_of_the_first_column(tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, b"\xef\xbb\xbfid\n1\n")) == [Record(2, {"id": "1"})]


def test_a_line_of_another_length_is_told_and_stops_no_other(tmp_path: Path) -> None:
    first, second, third = read(csv_file(tmp_path, "id,name\n1,a,b\n2\n3,c\n"))
    assert isinstance(first, Fault)
    assert (first.line, first.reason, first.file) == (2, "CELLS_UNEVEN", "rows.csv")
    assert isinstance(second, Fault)
    assert second.line == 3
    assert third == Record(4, {"id": "3", "name": "c"})


def test_empty_cells_after_the_last_column_are_none(tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, "id,name,\n1,a,\n")) == [Record(2, {"id": "1", "name": "a"})]


def test_a_line_in_another_encoding_is_told_and_stops_no_other(tmp_path: Path) -> None:
    first, second = read(csv_file(tmp_path, b"id\nPh\xe1\n2\n"))
    assert isinstance(first, Fault)
    assert (first.line, first.reason) == (2, "LINE_UNREADABLE")
    assert second == Record(3, {"id": "2"})


def test_a_quote_that_is_not_closed_is_told(tmp_path: Path) -> None:
    first, second = read(csv_file(tmp_path, 'id\n1\n"2\n3\n'))
    assert first == Record(2, {"id": "1"})
    assert isinstance(second, Fault)
    assert (second.line, second.reason) == (3, "LINE_UNREADABLE")


def test_other_delimiters_encodings_headings_and_packed_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress("Danh sách\nmã;tên\n1;Cần Thơ\n".encode("utf-16")))
    form = Form(delimiter=";", encoding="utf-16", heading=2)
    assert read(path, form) == [Record(3, {"mã": "1", "tên": "Cần Thơ"})]


@pytest.mark.parametrize("text", ["", "\n\n", "id,id\n1,2\n"])
def test_a_file_without_a_usable_heading_is_a_mistake(tmp_path: Path, text: str) -> None:
    with pytest.raises(Mistake):
        read(csv_file(tmp_path, text))


def workbook(where: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["mã", "tên", "từ ngày", "phí"])
    book.active.append([4, "Xã Thử", datetime(2025, 7, 1), 1.5])  # noqa: DTZ001 - as Excel has it
    book.active.append([])
    book.active.append(["00004", True, datetime(2025, 7, 1, 8, 30)])  # noqa: DTZ001
    book.active.append(["x", "#N/A"])
    book.create_sheet("khác").append(["id"])
    path = where / "rows.xlsx"
    book.save(path)
    return path


def test_a_sheet_is_read_as_its_values_would_be_typed(tmp_path: Path) -> None:
    first, second, third = read(workbook(tmp_path))
    assert first == Record(2, {"mã": "4", "tên": "Xã Thử", "từ ngày": "2025-07-01", "phí": "1.5"})
    assert second == Record(
        4, {"mã": "00004", "tên": "YES", "từ ngày": "2025-07-01T08:30:00", "phí": ""}
    )
    assert isinstance(third, Record)
    assert isinstance(third.cells["tên"], Unusable)
    assert (third.line, third.cells["tên"].faulty.ground.code) == (5, "CELL_BROKEN")


def test_another_sheet_is_read_by_its_name_and_one_that_there_is_not_is_named(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path)
    assert read(path, Form(sheet="khác")) == []
    with pytest.raises(Mistake, match="no sheet 'x'; there are: Sheet, khác"):
        read(path, Form(sheet="x"))


def test_what_is_no_workbook_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_text("id\n1\n")
    with pytest.raises(Mistake, match="cannot be read as an Excel workbook"):
        read(path)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "id,name\n" + "1,Đăng ký khai sinh\n" * 100_000)
    tracemalloc.start()
    with table(path, Form()) as (_, records):
        assert sum(1 for _ in records) == 100_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 << 20


@given(st.text())
def test_a_cleaned_text_is_one_that_the_services_take(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert HIDDEN.search(cleaned) is None
    assert cleaned == clean(cleaned) == cleaned.strip()


def test_a_cleaned_text_keeps_its_words() -> None:
    assert clean(" Phường\r\n Hòa\u00a0Bình\u200b ") == "Phường Hòa Bình"
