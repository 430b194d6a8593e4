"""Sheets of an Excel workbook (.xlsx), row by row.

Promises cells as the text that their value has, and an error of the spreadsheet as a fault. Must
not compute a formula: what counts is the value that the workbook was saved with.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from services.console.importing.faults import CELL_BROKEN, FORMULA_WITHOUT_VALUE, Faulty
from services.console.outcome import Mistake

# What openpyxl raises for files that are no workbook, or one that was not made by a spreadsheet.
UNREADABLE = (
    OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, NotImplementedError,
    RuntimeError, EOFError, ParseError, zlib.error, zipfile.BadZipFile, InvalidFileException,
)  # fmt: skip
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


@contextmanager
def lines(path: Path, sheet: str) -> Iterator[Iterator[tuple[int, list[str] | Faulty]]]:
    """Number and cells of each row of a sheet; of the first one when none is named."""
    with opened(path, values=True) as workbook, opened(path, values=False) as stated:
        yield rows(chosen(workbook, sheet, path), chosen(stated, sheet, path))


@contextmanager
def opened(path: Path, *, values: bool) -> Iterator[Any]:
    """A workbook, with the values of its formulas or with the formulas themselves."""
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=values)
    except UNREADABLE as failed:
        raise Mistake(f"{path} cannot be read as an Excel workbook: {failed}") from None
    try:
        yield workbook
    except (ParseError, zipfile.BadZipFile, zlib.error) as failed:
        raise Mistake(f"{path} is damaged: {failed}") from None
    finally:
        workbook.close()


def chosen(workbook: Any, sheet: str, path: Path) -> Any:
    """The sheet of that name, or the first."""
    if sheet and sheet not in workbook.sheetnames:
        there = ", ".join(workbook.sheetnames)
        raise Mistake(f"{path} has no sheet {sheet!r}; there are: {there}")
    if not workbook.worksheets:
        raise Mistake(f"{path} cannot be read as an Excel workbook: it has no sheet of cells")
    found = workbook[sheet] if sheet else workbook.worksheets[0]
    found.reset_dimensions()  # what a workbook says of its own size is often wrong
    return found


def rows(sheet: Any, stated: Any) -> Iterator[tuple[int, list[str] | Faulty]]:
    """Rows as texts; all as long as the longest so far."""
    width = 0
    both = zip(sheet.iter_rows(), stated.iter_rows(values_only=True), strict=False)
    for number, (found, formulas) in enumerate(both, start=1):
        cells = [text(cell.value) for cell in found]
        width = max(width, len(cells))
        faulty = broken(cells) or uncomputed(found, formulas, number)
        yield number, faulty or cells + [""] * (width - len(cells))


def broken(cells: Sequence[str]) -> Faulty | None:
    """The spreadsheet's own error in a row."""
    found = next((cell for cell in cells if cell in ERRORS), None)
    return Faulty(CELL_BROKEN, value=found) if found else None


def uncomputed(found: Sequence[Any], formulas: Sequence[Any], number: int) -> Faulty | None:
    """A formula whose value nobody saved: it must not read as an empty cell. One that made an empty
    text was saved as a text ("str"), and is empty.
    """
    for column, (cell, stated) in enumerate(zip(found, formulas, strict=False), start=1):
        if cell.value is None and stated is not None and cell.data_type != "str":
            return Faulty(FORMULA_WITHOUT_VALUE, cell=f"{get_column_letter(column)}{number}")
    return None


def text(value: Any) -> str:
    """A value as it would be typed: whole numbers without a fraction, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "YES" if value else "NO"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat()
    return str(value)
