"""Tables as other systems export them, row by row with the line each began at.

Promises every record or a fault with its line, line breaks inside quoted cells, and one record at a
time in memory. Must not interpret a value.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from services.console.importing.faults import CELLS_UNEVEN, Fault, Faulty, Unusable, fault
from services.console.importing.formats import keyed
from services.console.importing.formats.delimited import Raw, csv_lines
from services.console.importing.formats.files import (
    FileError,
    kind_of,
    opened,
    require_file,
    require_inside,
)
from services.console.importing.formats.forms import Form
from services.console.importing.formats.heading import heading_of, is_blank, trimmed
from services.console.importing.formats.unpivot import Layout, layout
from services.console.importing.keys import MappingError
from services.console.outcome import Mistake
from services.console.text import Alike
from services.formulas import unescaped

Cells = Alike[str]
OTHER_BOOKS = {".xls", ".xlsb"}
BOOKS = {**dict.fromkeys((".xlsx", ".xlsm"), "excel"), ".ods": "ods"}
KINDS = {".csv", ".tsv", ".txt", *BOOKS, *keyed.READERS}


class Record(NamedTuple):
    """One record: the line of the file that it begins at, and its cells by column. Of a wide table,
    `made_of` is the column of which it was made, and `value` the one under which its cell stands.
    Of a file that has no lines, `line` is which record it is, and `words` say where it stands.
    """

    line: int
    cells: Cells
    made_of: str = ""
    value: str = ""
    words: str = ""

    def placed(self, found: Faulty) -> Faulty:
        """A fault under the columns of the file."""
        if not self.made_of:
            return found
        columns = found.field.split(", ")
        named = (self.made_of if column == self.value else column for column in columns)
        return found.at(", ".join(named))

    @property
    def place(self) -> int | str:
        """Where people find it."""
        return self.words or self.line


def expanded(paths: Sequence[Path]) -> list[Path]:
    """Files, and those of folders that can be tables, by their names."""
    found = [each for path in paths for each in (within(path) if path.is_dir() else [path])]
    if not found:
        raise Mistake(f"no table is there: {', '.join(sorted(KINDS))}")
    return found


def within(folder: Path) -> list[Path]:
    """Its tables, by their names."""
    return sorted(
        require_inside(folder, each) for each in folder.iterdir() if kind_of(each) in KINDS
    )


@contextmanager
def table(path: Path, form: Form) -> Iterator[tuple[list[str], Iterator[Record | Fault]]]:
    """The columns of a file, and its records one after the other."""
    try:
        if kind_of(path) in keyed.READERS:
            yield keyed.columns(path), keyed_records(path)
            return
        with lines_of(path, form) as found:
            heading = heading_of(found, form, path)
            rest = unescaped_lines(found) if form.escaped_formulas else found
            each = records(rest, heading, path.name)
            if form.unpivot:
                wide = layout(heading, form.unpivot)
                heading, each = wide.heading, unpivoted(each, wide, form.unpivot.value)
            yield heading, each
    except (FileError, MappingError) as failed:
        raise Mistake(f"{path}: {failed}") from None


def unpivoted(
    found: Iterable[Record | Fault], wide: Layout, value: str
) -> Iterator[Record | Fault]:
    """Each record of a wide table as several."""
    for each in found:
        if isinstance(each, Fault):
            yield each
        else:
            for column, cells in wide.lines(each.cells, value):
                yield Record(each.line, cells, column, value)


def keyed_records(path: Path) -> Iterator[Record | Fault]:
    """Records of a file that names its columns in each: what one leaves out is empty."""
    heading = keyed.columns(path)
    empty = Alike.under(heading, [""] * len(heading))
    for number, (place, row) in enumerate(keyed.rows(path), start=1):
        cells = Alike.copy_of(empty)
        dict.update(cells, row)
        yield Record(number, cells, words=place)


@contextmanager
def lines_of(path: Path, form: Form) -> Iterator[Iterator[Raw]]:
    """By the file's name: a spreadsheet, or CSV."""
    if path.suffix.lower() in OTHER_BOOKS:
        raise Mistake(f"{path} is a workbook of another kind; save it as .xlsx, or as CSV in UTF-8")
    if book := BOOKS.get(path.suffix.lower()):
        require_file(path)
        with import_module(f"{__package__}.{book}").lines(path, form) as found:
            yield found
        return
    with opened(path) as raw:
        yield csv_lines(raw, form)


def sheets_of(path: Path) -> list[str]:
    """The names of a workbook's sheets; of another file none."""
    book = BOOKS.get(path.suffix.lower())
    return list(import_module(f"{__package__}.{book}").sheets(path)) if book else []


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
