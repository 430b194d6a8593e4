"""CSV as other systems write it: record by record, each with the line that it begins at.

Promises every record, or a fault in its place; a byte order mark and a first line `sep=;` are no
part of the table. Must not interpret a cell.
"""

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import cast

from services.console.importing.faults import (
    CELL_TOO_LONG,
    ENCODING_OTHER,
    LINE_UNREADABLE,
    NUL_WITHIN,
    QUOTES_OPEN,
    Faulty,
)
from services.console.importing.formats.bounded import TooLong, Watched, too_long
from services.console.importing.formats.files import LONGEST_CELL, FileError
from services.console.importing.formats.forms import Form

Raw = tuple[int, list[str] | Faulty]

MARK = "\ufeff"
# The longer ones first: that of utf-16-le is how that of utf-32-le begins.
MARKS = (
    (codecs.BOM_UTF8, "utf-8", {"utf-8", "utf-8-sig"}),
    (codecs.BOM_UTF32_LE, "utf-32", {"utf-32", "utf-32-le"}),
    (codecs.BOM_UTF32_BE, "utf-32", {"utf-32", "utf-32-be"}),
    (codecs.BOM_UTF16_LE, "utf-16", {"utf-16", "utf-16-le"}),
    (codecs.BOM_UTF16_BE, "utf-16", {"utf-16", "utf-16-be"}),
)
SEPARATOR = re.compile(r'"?sep=([^"\r\n\0])"?\s*', re.IGNORECASE)


def csv_lines(raw: io.BufferedReader, form: Form) -> Iterator[Raw]:
    """Cells of each record, with the first of its lines. A line `sep=` is an empty record."""
    require_mark(raw, form.encoding)
    watched = Watched(raw)
    buffer = cast("io.BufferedReader", watched)
    text = io.TextIOWrapper(buffer, form.encoding, "surrogateescape", newline="")
    last = 0
    try:
        for last, cells in read(text, form):
            watched.passed()
            yield last, cells
    except UnicodeError as failed:
        raise FileError(f"the file is not text in {form.encoding}: {failed}") from None
    except TooLong:
        raise too_long(f"what follows the record of line {last}" if last else "line 1") from None


def read(text: io.TextIOWrapper, form: Form) -> Iterator[Raw]:
    """The records of a text, whose first line may say what stands between cells."""
    first = text.readline().removeprefix(MARK)
    stated = SEPARATOR.fullmatch(first)
    yield from records(
        itertools.chain(["\n" if stated else first], text),
        delimiter=agreed(form.delimiter, stated[1] if stated else ""),
        encoding=form.encoding,
    )


def require_mark(raw: io.BufferedReader, encoding: str) -> None:
    """A byte order mark of another encoding: every letter would be another one."""
    start = raw.peek(4)
    mark = next((each for each in MARKS if start.startswith(each[0])), None)
    if mark and codecs.lookup(encoding).name not in mark[2]:
        raise FileError(f"the file begins with the mark of {mark[1]}, the mapping says {encoding}")


def agreed(mapping: str, file: str) -> str:
    """The delimiter; where mapping and file state one, they state the same."""
    if mapping and file and mapping != file:
        raise FileError(f"the file's first line says sep={file}, and the mapping says {mapping!r}")
    return mapping or file or ","


def records(lines: Iterable[str], *, delimiter: str, encoding: str) -> Iterator[Raw]:
    """One record after the other; what cannot be read is a fault and stops no other."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as failed:
            yield line, unreadable(str(failed))
            continue
        yield line, decoded(cells, encoding)


def unreadable(problem: str) -> Faulty:
    """What the reader says of a line, in words of ours."""
    if "field limit" in problem:
        return Faulty(CELL_TOO_LONG, most=LONGEST_CELL)
    if "end of data" in problem or "expected after" in problem:
        return Faulty(QUOTES_OPEN)
    return Faulty(LINE_UNREADABLE, problem=problem)


def decoded(cells: list[str], encoding: str) -> list[str] | Faulty:
    """The cells, unless a byte of them is none of the encoding's, or no text at all."""
    text = "".join(cells)
    try:
        text.encode()
    except UnicodeEncodeError:
        return Faulty(ENCODING_OTHER, encoding=encoding)
    return Faulty(NUL_WITHIN) if "\0" in text else cells
