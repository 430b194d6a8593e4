"""Sheets of an OpenDocument spreadsheet (.ods), row by row.

Promises cells as texts: dates as ISO 8601, numbers as they are kept, but for codes, of which a zero
in front or at the end is shown only. Must not compute a formula, nor read the file at once.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException

from services.console.importing.faults import (
    CELL_BROKEN,
    NUMBER_ROUNDED,
    Faulty,
    Unusable,
)
from services.console.importing.formats import bounded as bounds
from services.console.importing.formats.bounded import (
    CELLS,
    TooLong,
    Watched,
    require_low,
    require_small,
)
from services.console.importing.formats.excel_cells import too_long
from services.console.importing.formats.files import LONGEST_CELL, WIDEST, FileError
from services.console.importing.formats.forms import Form
from services.console.outcome import words_of
from services.console.text import clean

CONTENT = "content.xml"  # the part with all sheets, read row by row
Raw = tuple[int, list[str] | Faulty]
UNREADABLE = (
    OSError, LookupError, ValueError, EOFError, ParseError, DefusedXmlException, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
DEEPEST = 256  # elements around another one; spreadsheets write some 20
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
CODE = re.compile(r"0[0-9.]*[0-9]|[0-9]+\.[0-9]*0")  # as shown, with zeros that a number has not
ERRORS = re.compile(r"#[A-Z0-9/]+[!?]|#N/A|Err:[0-9]+")


@contextmanager
def lines(path: Path, form: Form) -> Iterator[Iterator[Raw]]:
    """Number and cells of each row of a sheet; of the first that is shown when none is named."""
    try:
        require_small(path, by_rows={CONTENT})
        with zipfile.ZipFile(path) as packed, packed.open(CONTENT) as content:
            yield bounded(rows(watched := Watched(content), form, path), watched)
    except UNREADABLE as failed:
        raise FileError(
            f"cannot be read as an OpenDocument spreadsheet: {words_of(failed)}"
        ) from None


def bounded(found: Iterator[Raw], watched: Watched) -> Iterator[Raw]:
    """The rows, none of which is longer than any may be."""
    last = 0
    try:
        for last, cells in found:
            watched.passed()
            yield last, cells
    except TooLong:
        raise bounds.too_long(f"what follows row {last}") from None


def rows(content: Any, form: Form, path: Path) -> Iterator[Raw]:
    """The rows of the sheet; what was read is let go."""
    number, width, names, hidden = 0, 0, list[str](), set[str]()
    sheet: Element | None = None
    for happening, element in parsed(content):
        name = local(element.tag)
        if name == "table" and happening == "start":
            names.append(stated(element, "name"))
            is_shown = stated(element, "style-name") not in hidden
            if sheet is None and (form.sheet == names[-1] if form.sheet else is_shown):
                sheet = element
        elif name == "style" and happening == "end" and is_hiding(element):
            hidden.add(stated(element, "name"))
        elif name == "table" and element is sheet:
            return
        elif name == "table-row" and happening == "end" and sheet is not None:
            found = list(cells(element))
            times = repetitions(element, number, len(found))
            width = max(width, len(found))
            for repeated in range(1, times + 1 if found else 1):
                yield number + repeated, found + [""] * (width - len(found))
            number += times
    if sheet is None:
        there = ", ".join(names)
        raise FileError(f"there is no sheet {form.sheet!r} in {path.name}; there are: {there}")


def repetitions(row: Element, number: int, width: int) -> int:
    """How often a row of so many cells after so many rows stands there."""
    times = int(stated(row, "number-rows-repeated") or 1)
    require_low(number + times if width else 0)
    if times > 1 and times * width > CELLS:
        raise FileError(f"row {number + 1} is repeated to more than {CELLS:,} cells")
    return times


def sheets(path: Path) -> Iterator[str]:
    """The names of all sheets."""
    try:
        require_small(path, by_rows={CONTENT})
        with zipfile.ZipFile(path) as packed, packed.open(CONTENT) as content:
            yield from names_in(Watched(content))
    except UNREADABLE as failed:
        raise FileError(
            f"cannot be read as an OpenDocument spreadsheet: {words_of(failed)}"
        ) from None
    except TooLong:
        raise bounds.too_long("a row") from None


def names_in(content: Watched) -> Iterator[str]:
    """The names of sheets; rows are let go as they come."""
    for happening, element in parsed(content):
        if local(element.tag) == "table" and happening == "start":
            yield stated(element, "name")


def parsed(content: Watched) -> Iterator[tuple[str, Element]]:
    """Elements as they begin and end. After a row, also an empty one, all that was read is let go,
    in whatever it stands: a sheet, or a group of rows. Within another row it would stay, and within
    very many groups each row would take as long as they are many.
    """
    within: list[Element] = []
    for happening, element in bounds.elements(content):
        if happening == "start":
            within.append(element)
            if len(within) > DEEPEST:
                raise FileError(f"an element stands within more than {DEEPEST} others")
            yield happening, element
            continue
        within.pop()
        yield happening, element
        if local(element.tag) == "table-row":
            if any(local(each.tag) == "table-row" for each in within):
                raise FileError("a row stands within another row")
            content.passed()
            for each in within:
                each[:] = []


def is_hiding(style: Element) -> bool:
    """Whether the sheets of a style are not shown."""
    return any(stated(each, "display") == "false" for each in style)


def cells(row: Element) -> Iterator[str]:
    """The cells of a row, without the empty ones at its end."""
    width = waiting = 0
    for cell in row:
        if local(cell.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        times = min(int(stated(cell, "number-columns-repeated") or 1), WIDEST)
        text = text_of(cell)
        if not text:
            waiting += times
            continue
        yield from ("",) * waiting
        yield from (text,) * times
        width, waiting = width + waiting + times, 0
        if width > WIDEST:
            raise FileError(f"a row has more than {WIDEST:,} columns")


def text_of(cell: Element) -> str:
    """A cell as it would be typed."""
    shown = "\n".join("".join(part.itertext()) for part in cell if local(part.tag) == "p")
    if len(shown) > LONGEST_CELL:
        return too_long(shown)
    kind = stated(cell, "value-type")
    if ERRORS.fullmatch(shown.strip()):
        return Unusable(shown, Faulty(CELL_BROKEN, value=shown.strip()))
    if kind == "boolean":
        return "YES" if stated(cell, "boolean-value") == "true" else "NO"
    if kind == "date":
        return stated(cell, "date-value").removesuffix("T00:00:00")
    if kind in {"float", "percentage", "currency"}:
        return number(stated(cell, "value"), shown.strip())
    return shown


def number(kept: str, shown: str) -> str:
    """A number as it is kept; as it is shown where that is the same with more zeros."""
    if not abs(float(kept)) < EXACT:
        return Unusable(kept, Faulty(NUMBER_ROUNDED, value=kept))
    if CODE.fullmatch(shown) and float(shown) == float(kept):
        return shown
    return kept.removesuffix(".0")


def stated(element: Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    found = (value for key, value in element.attrib.items() if local(key) == name)
    return clean(next(found, ""))


def local(name: Any) -> str:
    """A name without its namespace."""
    return str(name).rpartition("}")[2]
