"""Case logs as other systems export them: CSV and XES, one row an event, gathered into cases.

Promises the rows of a case in the file's order, under the names that the mapping file uses (XES
attributes of a trace are named `case:…`, as the usual CSV exports do). Must not interpret a value
nor fetch anything that an XML file names.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from services.console.files import LONGEST_CELL, FileError, opened
from services.console.text import composed

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One dossier's rows."""

    key: str
    rows: tuple[Row, ...]

    def value(self, column: str) -> str:
        """What the case says in a column that is repeated on its rows: the first that is
        not empty.
        """
        return next((row[column] for row in self.rows if row.get(column)), "")


def read(
    path: Path, *, case_column: str, delimiter: str = ",", encoding: str = "utf-8"
) -> list[Case]:
    """Every case of the file, in order of first appearance."""
    rows = (
        xes_rows(path) if is_xes(path) else csv_rows(path, delimiter=delimiter, encoding=encoding)
    )
    gathered: dict[str, list[Row]] = {}
    for place, found in rows:
        row = {composed(name): composed(cell) for name, cell in found.items()}
        gathered.setdefault(case_of(row, case_column, place), []).append(row)
    if not gathered:
        raise FileError(f"{path} holds no event")
    return [Case(key, tuple(rows)) for key, rows in gathered.items()]


def case_of(row: Row, column: str, place: str) -> str:
    """The case that a row belongs to."""
    if column not in row:
        raise FileError(f"{place}: no column {column!r}; there are: {', '.join(sorted(row))}")
    if not row[column]:
        raise FileError(f"{place}: {column!r} is empty, so the row belongs to no case")
    return row[column]


def is_xes(path: Path) -> bool:
    """By name, as case logs are usually named."""
    return ".xes" in path.suffixes[-2:]


def csv_rows(path: Path, *, delimiter: str, encoding: str) -> Iterator[tuple[str, Row]]:
    """Rows of a CSV file with a heading, each with its place; a byte order mark is not part of the
    first name.
    """
    csv.field_size_limit(LONGEST_CELL)
    plain = encoding.lower().replace("_", "-") in {"utf-8", "utf8"}
    try:
        with opened(path) as raw:
            text = io.TextIOWrapper(raw, "utf-8-sig" if plain else encoding, newline="")
            reader = csv.DictReader(text, delimiter=delimiter, strict=True)
            require_distinct(reader.fieldnames or (), path)
            for row in reader:
                place = f"line {reader.line_num}"
                yield f"{path.name}, {place}", whole(row, place)
    except (UnicodeError, LookupError, TypeError, csv.Error) as failed:
        raise FileError(f"{path} is not CSV in {encoding}: {failed}") from None


def require_distinct(names: Sequence[str], path: Path) -> None:
    """Of two columns with one name, one would be lost without a word."""
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileError(f"{path} has two columns named {twice[0]!r}")


def whole(row: dict[str | None, str | None], place: str) -> Row:
    """A row with exactly the heading's columns."""
    if None in row or None in row.values():
        raise FileError(f"{place} has not as many cells as the heading: is the delimiter right?")
    if any("\0" in cell for each in row.items() for cell in each if cell):
        raise FileError(f"{place} holds a NUL: is the encoding right?")
    return cast("Row", row)


def xes_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Rows of an XES file, each event with its trace's attributes."""
    try:
        with opened(path) as raw:
            for number, trace in enumerate(traces(raw), start=1):
                for row in events(trace):
                    yield f"{path.name}, trace {number}", row
    except (ParseError, DefusedXmlException) as failed:
        raise FileError(f"{path} is not XES: {failed}") from None


def traces(raw: BinaryIO) -> Iterator[Element]:
    """The traces one after the other; what was read is let go, so that a big log does not fill the
    memory.
    """
    root: Element | None = None
    for happening, element in iterparse(raw, events=("start", "end"), forbid_dtd=True):
        if root is None:
            root = element
        if happening == "end" and local(element) == "trace":
            yield element
            root.clear()


def events(trace: Element) -> Iterator[Row]:
    """The trace's events as rows."""
    shared = {f"case:{key}": value for key, value in attributes(trace).items()}
    for child in trace:
        if local(child) == "event":
            yield {**shared, **attributes(child)}


def attributes(element: Element) -> Row:
    """Its own attributes; lists and events within it have no `value` and are none."""
    valued = [child.attrib for child in element if "value" in child.attrib]
    if not all("key" in each for each in valued):
        raise ParseError("a value has no key")
    return {each["key"]: each["value"] for each in valued}


def local(element: Element) -> str:
    """The name without its namespace: exporters differ in whether they state it."""
    return str(element.tag).rpartition("}")[2]
