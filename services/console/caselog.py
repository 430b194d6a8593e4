"""Case logs as other systems export them: XES, CSV or a workbook, one row an event or a case.

Promises the rows of a case in the file's order, under the names that the mapping file uses (XES
attributes of a trace are named `case:…`, as the usual CSV exports do), without blanks that nobody
sees. Must not interpret a value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from services.console.files import FileError, kind_of
from services.console.importing.faults import REFUSED, Fault, Unusable, fault
from services.console.importing.forms import Form
from services.console.importing.sheets import table
from services.console.outcome import Mistake, language
from services.console.text import Alike, clean, is_rounded
from services.console.xes import Row, xes_rows

AS_USUAL = Form()


class Cell(NamedTuple):
    """A value with its column and its place in the file; without a place where it is no row's."""

    text: str
    column: str
    place: str = ""

    def __str__(self) -> str:
        """For messages, such as `line 7: 'when' says '31/02/2025'`."""
        return f"{self.place + ': ' if self.place else ''}{self.column!r} says {self.text!r}"


@dataclass(frozen=True)
class Case:
    """One dossier's rows with their places, and what it says in columns in which they differ."""

    key: str
    rows: tuple[Row, ...]
    stated: Row = field(default_factory=Row)
    places: tuple[str, ...] = ()

    def value(self, column: str) -> str:
        """What the case says in a column that is repeated on its rows: the first that is
        not empty.
        """
        return self.cell(column).text

    def cell(self, column: str) -> Cell:
        """The same, with the row that says it."""
        if column in self.stated:
            return Cell(self.stated[column], column)
        for row, place in self.placed():
            if found := row.get(column):
                return Cell(found, column, place)
        return Cell("", column)

    def placed(self) -> Iterator[tuple[Row, str]]:
        """Each row with its place."""
        return zip(self.rows, self.places or repeat(""), strict=False)


def read(path: Path, *, case_column: str, form: Form = AS_USUAL) -> list[Case]:
    """Every case of the file, in order of first appearance; Mistake for what is no case log."""
    gathered: dict[str, list[tuple[str, Row]]] = {}
    try:
        for place, row in rows(path, form):
            gathered.setdefault(case_of(row, case_column, place), []).append((place, row))
    except FileError as failed:
        raise Mistake(f"{path}: {failed}") from None
    if not gathered:
        raise Mistake(f"{path} holds no event")
    return [
        Case(key, tuple(row for _, row in found), places=tuple(place for place, _ in found))
        for key, found in gathered.items()
    ]


def rows(path: Path, form: Form) -> Iterator[tuple[str, Row]]:
    """By the file's name: XES, or a table."""
    return xes_rows(path) if kind_of(path) == ".xes" else table_rows(path, form)


def table_rows(path: Path, form: Form) -> Iterator[tuple[str, Row]]:
    """Rows of a table with a heading, each with its place."""
    with table(path, form) as (_, records):
        for record in records:
            if isinstance(record, Fault):
                if record.effect == REFUSED:
                    raise unreadable(record)
                continue
            for name, cell in record.cells.items():
                if isinstance(cell, Unusable):
                    raise unreadable(fault(cell.faulty.at(name), record.line))
            row = Alike.under(record.cells, map(clean, record.cells.values()))
            row.pop("", None)  # columns without a name are nobody's
            yield f"line {record.line}", row


def unreadable(found: Fault) -> FileError:
    """What is wrong with a line, in the user's language."""
    column = f"{found.field!r}: " if found.field else ""
    return FileError(f"line {found.line}: {column}{found.vi if language() == 'vi' else found.en}")


def case_of(row: Row, column: str, place: str) -> str:
    """The case that a row belongs to."""
    if column not in row:
        raise FileError(f"{place}: no column {column!r}; there are: {', '.join(sorted(row))}")
    if not row[column]:
        raise FileError(f"{place}: {column!r} is empty, so the row belongs to no case")
    if is_rounded(row[column]):
        raise FileError(
            f"{place}: {column!r} says {row[column]!r}, a number that a spreadsheet rounded; "
            "format the column as text, and export it again"
        )
    return row[column]
