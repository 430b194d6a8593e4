"""Tables as other systems export them, CSV and Excel, row by row with the line each began at.

Promises every record or a fault with its line, line breaks inside quoted cells, and one record at a
time in memory. Must not interpret a value.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from services.console.files import FileError, opened
from services.console.importing.delimited import Raw, csv_lines
from services.console.importing.faults import CELLS_UNEVEN, Fault, Faulty, Unusable, fault
from services.console.importing.forms import Form
from services.console.outcome import Mistake
from services.console.text import Alike, alike, clean
from services.formulas import unescaped

Cells = Alike[str]
EXCEL = {".xlsx", ".xlsm"}
OTHER_BOOKS = {".xls", ".xlsb", ".ods"}


class Record(NamedTuple):
    """One record: the line of the file that it begins at, and its cells by column."""

    line: int
    cells: Cells


@contextmanager
def table(path: Path, form: Form) -> Iterator[tuple[list[str], Iterator[Record | Fault]]]:
    """The columns of a file, and its records one after the other."""
    try:
        with lines_of(path, form) as found:
            heading = heading_of(found, form, path)
            rest = unescaped_lines(found) if form.escaped_formulas else found
            yield heading, records(rest, heading, path.name)
    except FileError as failed:
        raise Mistake(f"{path}: {failed}") from None


@contextmanager
def lines_of(path: Path, form: Form) -> Iterator[Iterator[Raw]]:
    """By the file's name: Excel, or CSV."""
    if path.suffix.lower() in OTHER_BOOKS:
        raise Mistake(f"{path} is a workbook of another kind; save it as .xlsx, or as CSV in UTF-8")
    if path.suffix.lower() in EXCEL:
        from services.console.importing.excel import lines  # noqa: PLC0415 - slow to load

        with lines(path, form) as found:
            yield found
        return
    with opened(path) as raw:
        yield csv_lines(raw, form)


def heading_of(found: Iterator[Raw], form: Form, path: Path) -> list[str]:
    """The names of the columns, each once; empty ones at the end are none."""
    cells = next((each for line, each in found if is_heading(line, each, form)), [])
    if isinstance(cells, Faulty) or not cells:
        raise Mistake(f"{path} has no heading: is it a table, and is the encoding right?")
    names = [alike(name) for name in trimmed(cells)]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Mistake(f"{path} has two columns named {twice[0]!r}")
    return names


def is_heading(line: int, cells: list[str] | Faulty, form: Form) -> bool:
    """At the stated line; where that is empty or says `sep=;`, at the next that is not."""
    return line >= form.heading and (isinstance(cells, Faulty) or not is_blank(cells))


def records(found: Iterator[Raw], heading: Sequence[str], file: str) -> Iterator[Record | Fault]:
    """Each record under the heading's names; lines of blanks are none, nor are empty cells after
    the last column.
    """
    for line, cells in found:
        if isinstance(cells, Faulty):
            yield fault(cells, line, file=file)
        elif is_blank(cells):
            continue
        elif len(cells) == len(heading) or len(trimmed(cells)) <= len(heading) < len(cells):
            yield Record(line, Alike.under(heading, cells))
        else:
            uneven = Faulty(CELLS_UNEVEN, cells=len(cells), heading=len(heading))
            yield fault(uneven, line, file=file)


def unescaped_lines(found: Iterator[Raw]) -> Iterator[Raw]:
    """The texts that were kept from being formulas, as they were before."""
    for line, cells in found:
        yield line, cells if isinstance(cells, Faulty) else list(map(plain, cells))


def plain(cell: str) -> str:
    """One of them."""
    return cell if isinstance(cell, Unusable) else unescaped(cell)


def is_blank(cells: Iterable[str]) -> bool:
    """Nothing but white space, and marks that nobody sees."""
    return not any(cell and clean(cell) for cell in cells)


def trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end."""
    last = len(cells)
    while last and not clean(cells[last - 1]):
        last -= 1
    return cells[:last]
