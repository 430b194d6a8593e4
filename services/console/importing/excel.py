"""Sheets of an Excel workbook (.xlsx), row by row.

Promises cells as the text that their value has, and an error of the spreadsheet as a fault. Must
not compute a formula: what counts is the value that the workbook was saved with.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from services.console.importing.faults import CELL_BROKEN, Faulty
from services.console.outcome import Mistake

ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


@contextmanager
def lines(path: Path, sheet: str) -> Iterator[Iterator[tuple[int, list[str] | Faulty]]]:
    """Number and cells of each row of a sheet; of the first one when none is named."""
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, InvalidFileException) as failed:
        raise Mistake(f"{path} cannot be read as an Excel workbook: {failed}") from None
    try:
        yield rows(chosen(workbook, sheet, path))
    except (ParseError, zipfile.BadZipFile, zlib.error) as failed:
        raise Mistake(f"{path} is damaged: {failed}") from None
    finally:
        workbook.close()


def chosen(workbook: Any, sheet: str, path: Path) -> Any:
    """The sheet of that name, or the first."""
    if sheet and sheet not in workbook.sheetnames:
        there = ", ".join(workbook.sheetnames)
        raise Mistake(f"{path} has no sheet {sheet!r}; there are: {there}")
    found = workbook[sheet] if sheet else workbook.worksheets[0]
    found.reset_dimensions()  # what a workbook says of its own size is often wrong
    return found


def rows(sheet: Any) -> Iterator[tuple[int, list[str] | Faulty]]:
    """Rows as texts; all as long as the longest so far."""
    width = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [text(value) for value in values]
        width = max(width, len(cells))
        broken = next((cell for cell in cells if cell in ERRORS), None)
        if broken:
            yield number, Faulty(CELL_BROKEN, value=broken)
        else:
            yield number, cells + [""] * (width - len(cells))


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
