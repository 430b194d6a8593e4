"""Tables as other systems export them, CSV and Excel, row by row with the line each began at.

Promises every record or a fault with its line, line breaks inside quoted cells, and one record at a
time in memory. Must not interpret a value.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from services.console.files import LONGEST_CELL, FileError, opened
from services.console.importing.faults import (
    CELL_TOO_LONG,
    CELLS_UNEVEN,
    ENCODING_OTHER,
    LINE_UNREADABLE,
    NUL_WITHIN,
    QUOTES_OPEN,
    Fault,
    Faulty,
    fault,
)
from services.console.outcome import Mistake
from services.console.text import clean

Cells = dict[str, str]
EXCEL = {".xlsx", ".xlsm"}


class Form(NamedTuple):
    """How a file is written."""

    delimiter: str = ","
    encoding: str = "utf-8"
    sheet: str = ""
    heading: int = 1


class Record(NamedTuple):
    """One record: the line of the file that it begins at, and its cells by column."""

    line: int
    cells: Cells


Raw = tuple[int, list[str] | Faulty]


@contextmanager
def table(path: Path, form: Form) -> Iterator[tuple[list[str], Iterator[Record | Fault]]]:
    """The columns of a file, and its records one after the other."""
    try:
        with lines_of(path, form) as found:
            heading = heading_of(found, form, path)
            yield heading, records(found, heading, path.name)
    except FileError as failed:
        raise Mistake(str(failed)) from None


@contextmanager
def lines_of(path: Path, form: Form) -> Iterator[Iterator[Raw]]:
    """By the file's name: Excel, or CSV."""
    if path.suffix.lower() in EXCEL:
        from services.console.importing.excel import lines  # noqa: PLC0415 - slow to load

        with lines(path, form.sheet) as found:
            yield found
        return
    with opened(path) as raw:
        yield csv_lines(io.TextIOWrapper(raw, codec(form), "surrogateescape", newline=""), form)


def codec(form: Form) -> str:
    """A byte order mark is not part of the first column's name."""
    plain = form.encoding.lower().replace("_", "-")
    return "utf-8-sig" if plain in {"utf-8", "utf8"} else form.encoding


def csv_lines(text: Iterable[str], form: Form) -> Iterator[Raw]:
    """Cells of each record, with the first of its lines; what cannot be read is a fault."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=form.delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as failed:
            yield line, unreadable(str(failed))
            continue
        except UnicodeError as failed:
            raise FileError(f"the file is not text in {form.encoding}: {failed}") from None
        yield line, decoded(cells, form)


def unreadable(problem: str) -> Faulty:
    """What the reader says of a line, in words of ours."""
    if "field limit" in problem:
        return Faulty(CELL_TOO_LONG, most=LONGEST_CELL)
    if "end of data" in problem or "expected after" in problem:
        return Faulty(QUOTES_OPEN)
    return Faulty(LINE_UNREADABLE, problem=problem)


def decoded(cells: list[str], form: Form) -> list[str] | Faulty:
    """The cells, unless a byte of them is none of the encoding's, or no text at all."""
    text = "".join(cells)
    try:
        text.encode()
    except UnicodeEncodeError:
        return Faulty(ENCODING_OTHER, encoding=form.encoding)
    return Faulty(NUL_WITHIN) if "\0" in text else cells


def heading_of(found: Iterator[Raw], form: Form, path: Path) -> list[str]:
    """The names of the columns, each once; empty ones at the end are none."""
    nothing: Raw = (0, [])
    _, cells = next(itertools.islice(found, form.heading - 1, None), nothing)
    if isinstance(cells, Faulty) or not any(cells):
        raise Mistake(f"{path} has no heading: is it a table, and is the encoding right?")
    names = [clean(name) for name in trimmed(cells)]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Mistake(f"{path} has two columns named {twice[0]!r}")
    return names


def records(found: Iterator[Raw], heading: Sequence[str], file: str) -> Iterator[Record | Fault]:
    """Each record under the heading's names; empty lines are none."""
    for line, cells in found:
        if isinstance(cells, Faulty):
            yield fault(cells, line, file=file)
        elif not any(cells):
            continue
        elif len(cells) == len(heading) or len(trimmed(cells)) <= len(heading) < len(cells):
            yield Record(line, dict(zip(heading, cells, strict=False)))
        else:
            uneven = Faulty(CELLS_UNEVEN, cells=len(cells), heading=len(heading))
            yield fault(uneven, line, file=file)


def trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]
