"""What a spreadsheet leaves in a CSV file in place of a value: errors, and numbers without their
last digits.

Promises that neither is taken for a value. Must not send anything.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from services.console import caselog
from services.console.importing.faults import Fault
from services.console.importing.rows import items
from services.console.importing.rules import rules
from services.console.outcome import Mistake

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


def test_a_case_whose_digits_are_lost_is_none(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("id,what\n1.23457E+17,a\n", encoding="utf-8")
    with pytest.raises(Mistake, match="a spreadsheet rounded"):
        caselog.read(path, case_column="id")
