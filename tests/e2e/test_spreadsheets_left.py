"""What a spreadsheet leaves in place of a value: in a CSV file errors, and numbers without
their last digits; in a workbook dates beside texts.

Promises that neither of the first is taken for a value. Must not send anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from services.console.importing.faults import Fault, Faulty, fault
from services.console.importing.moments import Clock
from services.console.importing.rows import items
from services.console.importing.rules import rules
from services.console.instants import LOCAL
from services.console.times.formats import time_format

UNITS = """
source = "old"
[[rows]]
kind = "unit"
id = { column = "id", prefix = "u-" }
[rows.fields]
kind = { constant = "ward" }
code = "code"
display_name.vi = { column = "vi", values = { "#N/A" = "Chưa đặt tên", "A" = "Phường A" } }
"""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1.23457E+17,a,A", ("id", "NUMBER_ROUNDED")),
        ("1,1E+15,A", ("code", "NUMBER_ROUNDED")),
        ("#REF!,a,A", ("id", "CELL_BROKEN")),
        ("1, #DIV/0! ,A", ("code", "CELL_BROKEN")),
        ("1,1E5,A", None),  # a code may have letters
        ("1,#1,A", None),
        ("1,a,#N/A", None),  # which the mapping lists
    ],
)
def test_what_a_spreadsheet_left_in_a_csv_file_is_no_value(
    tmp_path: Path, line: str, told: tuple[str, str] | None
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"id,code,vi\n{line}\n", encoding="utf-8")
    [found] = items([path], rules(tomllib.loads(UNITS)))
    assert ((found.field, found.reason) if isinstance(found, Fault) else None) == told


@pytest.mark.parametrize(
    ("form", "text", "meant"),
    [
        ("%d/%m/%Y %H:%M", "20/03/2026 12:38", "2026-03-20 12:38"),
        ("%d/%m/%Y %H:%M", "2026-03-20T12:38:00", "2026-03-20 12:38"),
        ("%d/%m/%Y", "2026-03-20", "2026-03-20 00:00"),
        ("%d/%m/%Y", "2026-3-20", "không được viết theo dạng đó"),
        ("%d/%m/%Y", "31/02/2026", "tháng đó không có ngày này"),
        ("%Y-%d-%m", "2026-03-20", "tháng phải từ 1 đến 12"),
        ("%Y-%d-%m %H:%M", "2026-03-02", "không được viết theo dạng đó"),
    ],
)
def test_a_date_of_a_spreadsheet_is_read_beside_texts_of_a_pattern(
    form: str, text: str, meant: str
) -> None:
    """A workbook has dates in some lines and texts in others of one column."""
    try:
        told = f"{Clock((time_format(form),)).at(text, 'Ngày').astimezone(LOCAL):%Y-%m-%d %H:%M}"
    except Faulty as found:
        told = fault(found, 2, "dossier").vi
    assert told.endswith((meant, f": {meant}."))
