"""Files that name their columns in each record, and not in a heading: XES, OCEL 2.0, JSON lines.

Promises every record under the names that the file uses. Must not interpret a value.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from services.console.importing.formats.files import WIDEST, FileError, kind_of
from services.console.text import Alike

Row = Alike[str]
Rows = Iterator[tuple[str, Row]]  # each with its place in words


def reader(module: str, name: str) -> Callable[[Path], Rows]:
    """Loaded when such a file is read."""

    def read(path: Path) -> Rows:
        found: Rows = getattr(import_module(f"{__package__}.{module}"), name)(path)
        return found

    return read


READERS: dict[str, Callable[[Path], Rows]] = {
    ".xes": reader("xes", "xes_rows"),
    **dict.fromkeys((".jsonl", ".ndjson"), reader("json_lines", "json_rows")),
    **dict.fromkeys((".json", ".jsonocel"), reader("ocel", "json_rows")),
    **dict.fromkeys((".xml", ".xmlocel"), reader("ocel", "xml_rows")),
}


def rows(path: Path) -> Rows:
    """The records of a file."""
    return READERS[kind_of(path)](path)


def columns(path: Path) -> list[str]:
    """Every column that a record of it names, in order of appearance."""
    stated = path.stat()
    return list(named(path, stated.st_mtime_ns, stated.st_size))


@lru_cache(maxsize=100)
def named(path: Path, _changed: int, _size: int) -> tuple[str, ...]:
    """The same, once for each state of the file."""
    found: dict[str, None] = {}
    for place, row in rows(path):
        found.update(dict.fromkeys(row))
        if len(found) > WIDEST:
            raise FileError(f"{place}: records up to here name more than {WIDEST:,} columns")
    return tuple(found)
