"""Sheets of an Excel workbook (.xlsx), row by row.

Promises cells as the text that their value has, and an error of the spreadsheet as a fault of its
cell. Must not compute a formula: what counts is the value that the workbook was saved with.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from services.console.importing.faults import (
    FORMULA_WITHOUT_VALUE,
    NOTED,
    ROWS_HIDDEN,
    Faulty,
    Unusable,
)
from services.console.importing.formats import excel_parts
from services.console.importing.formats.bounded import (
    TooLong,
    Watched,
    require_few_objects,
    require_low,
    require_small,
    too_long,
)
from services.console.importing.formats.excel_cells import text
from services.console.importing.formats.excel_layout import Filling, Layout, layout
from services.console.importing.formats.forms import Form
from services.console.outcome import Mistake, words_of

END_OF_ROWS = re.compile(rb"</(?:[\w.-]+:)?sheetData>")
# What openpyxl raises for files that are no workbook, or one that was not made by a spreadsheet; of
# its two parsers each has a syntax error of its own.
UNREADABLE = (
    OSError, LookupError, ValueError, TypeError, AttributeError, NotImplementedError,
    RuntimeError, EOFError, SyntaxError, zlib.error, zipfile.BadZipFile, InvalidFileException,
)  # fmt: skip
Raw = tuple[int, list[str] | Faulty]


@contextmanager
def lines(path: Path, form: Form) -> Iterator[Iterator[Raw]]:
    """Number and cells of each row of a sheet; of the first that is shown when none is named."""
    with (
        warnings.catch_warnings(action="ignore"),  # what openpyxl warns of stands in the cell
        opened(path, values=True) as workbook,
        opened(path, values=False) as stated,
    ):
        sheet = chosen(workbook, form.sheet, path)
        found = measured(sheet, path)
        formulas = chosen(stated, form.sheet, path)
        sources = [watched(each) for each in (sheet, formulas)]
        both = rows(sheet, formulas, Filling(found.merged), form)
        yield with_note(sound(both, path, sources), found)


@contextmanager
def opened(path: Path, *, values: bool) -> Iterator[Any]:
    """A workbook, with the values of its formulas or with the formulas themselves."""
    try:
        by_rows = excel_parts.sheets(path)
        require_small(path, by_rows=by_rows)
        require_few_objects(path, by_rows=by_rows)
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=values)
    except UNREADABLE as failed:
        raise Mistake(f"{path} cannot be read as an Excel workbook: {words_of(failed)}") from None
    try:
        yield workbook
    finally:
        workbook.close()


def sheets(path: Path) -> Iterator[str]:
    """The names of all sheets."""
    with opened(path, values=True) as workbook:
        yield from workbook.sheetnames


def chosen(workbook: Any, sheet: str, path: Path) -> Any:
    """The sheet of that name, or the first that is not hidden."""
    if sheet and sheet not in workbook.sheetnames:
        there = ", ".join(workbook.sheetnames)
        raise Mistake(f"{path} has no sheet {sheet!r}; there are: {there}")
    shown = [each for each in workbook.worksheets if each.sheet_state == "visible"]
    if not sheet and not shown:
        raise Mistake(f"{path} cannot be read as an Excel workbook: it has no sheet of cells")
    found = workbook[sheet] if sheet else shown[0]
    found.reset_dimensions()  # what a workbook says of its own size is often wrong
    return found


def measured(sheet: Any, path: Path) -> Layout:
    """What stands behind the rows of a sheet, which openpyxl does not tell of large ones."""
    try:
        with sheet._get_source() as raw:  # noqa: SLF001 - its part of the workbook, unpacked
            return layout(raw, path)
    except UNREADABLE as failed:
        raise Mistake(f"{path} is damaged: {words_of(failed)}") from None


def watched(sheet: Any) -> list[Watched]:
    """What openpyxl reads of a sheet, once it does."""
    found, source = list[Watched](), sheet._get_source  # noqa: SLF001 - as in `measured`

    def watching() -> Watched:
        found.append(Watched(source(), end=END_OF_ROWS))
        return found[-1]

    sheet._get_source = watching  # noqa: SLF001 - as in `measured`
    return found


def sound(found: Iterator[Raw], path: Path, sources: Sequence[list[Watched]]) -> Iterator[Raw]:
    """The rows, as far as the workbook is not damaged, and none is longer than any may be."""
    last = 0
    while True:
        try:
            row = next(found, None)
        except UNREADABLE as failed:
            raise Mistake(f"{path} is damaged: {words_of(failed)}") from None
        except TooLong as beyond:
            raise too_long(f"what follows row {last}", beyond.most) from None
        if row is None:
            return
        last = row[0]
        for each in sources:
            for source in each:
                source.passed()
        yield row


def with_note(found: Iterator[Raw], of: Layout) -> Iterator[Raw]:
    """The rows, and at the end how many of them nobody saw who looked at the sheet."""
    number = 0
    for number, cells in found:
        yield number, cells
    if of.hidden:
        yield number, Faulty(ROWS_HIDDEN, effect=NOTED, count=of.hidden)


def rows(sheet: Any, stated: Any, filling: Filling, form: Form) -> Iterator[Raw]:
    """Rows as texts; all as long as the longest so far. A row may say any number of itself, and
    openpyxl makes empty ones up to there.
    """
    width = 0
    both = zip(sheet.iter_rows(), stated.iter_rows(values_only=True), strict=False)
    for number, (found, formulas) in enumerate(both, start=1):
        require_low(number)
        cells = texts(found, formulas, number)
        is_blank = not any(cells)
        if not is_blank or not filling.width:
            filling.fill(number, cells)
        if not filling.width and number >= form.heading and any(cells):
            filling.width = len(cells)
        width = max(width, len(cells))
        yield number, cells + [""] * (width - len(cells))


def texts(found: Sequence[Any], formulas: Sequence[Any], number: int) -> list[str]:
    """The cells of a row. A formula whose value nobody saved must not read as an empty cell; one
    that made an empty text was saved as a text ("str"), and is empty.
    """
    cells = [
        text(cell.value, cell.data_type, "" if cell.value is None else cell.number_format)
        for cell in found
    ]
    for place, (cell, stated) in enumerate(zip(found, formulas, strict=False)):
        if cell.value is None and stated is not None and cell.data_type != "str":
            name = f"{get_column_letter(place + 1)}{number}"
            cells[place] = Unusable(str(stated), Faulty(FORMULA_WITHOUT_VALUE, cell=name))
    return cells
