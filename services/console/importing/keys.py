"""Keys of a mapping file, each taken with its type.

Promises a value of the right kind, or a mistake that names the key and says what is wanted.
Must not know what a key means.
"""

import difflib
import tomllib
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from services.console.importing.toml_lines import lines, placed
from services.console.text import clean
from services.console.text import composed as nfc

Kind = TypeVar("Kind")
Read = TypeVar("Read")


MOST_FAULTS = 20  # that are told at once


class MappingError(Exception):
    """The mapping file, or a value that it is to read, is not right; each text names the place and
    says what is wanted.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def all_of(reads: Iterable[Callable[[], Read]]) -> list[Read]:
    """What each of these reads; where some cannot, one mistake that names all their faults."""
    found: list[Read] = []
    faults: list[str] = []
    for read in reads:
        try:
            found.append(read())
        except MappingError as failed:
            faults += failed.faults
    if faults:
        raise MappingError(*faults)
    return found


def told(failed: MappingError) -> str:
    """The first of its faults, line by line, and how many more there are."""
    more = len(failed.faults) - MOST_FAULTS
    lines = [*failed.faults[:MOST_FAULTS], *([f"… and {more:,} more"] if more > 0 else [])]
    return "\n".join(lines)


def load(path: Path, parse: Callable[[Table[str, Any]], Read]) -> Read:
    """A mapping file as `parse` reads it."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        stated = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as failed:  # also a number of very many digits
        raise MappingError(f"{path} cannot be read as TOML: {failed}") from None
    try:
        return parse(stated)
    except MappingError as failed:
        found = lines(text)
        faults = [placed(each, found) for each in failed.faults]
        raise MappingError(f"{path}: {faults[0]}", *faults[1:]) from None


def take(
    table: Table[str, Any], key: str, kind: type[Kind], default: Kind | None = None, where: str = ""
) -> Kind:
    """The value of a key: of the right kind, and there unless it has a default."""
    require_table(table, where)
    place = f"{where}.{key}" if where else key
    if key not in table:
        if default is None:
            raise MappingError(f"{place} is missing")
        return default
    value = table[key]
    if not isinstance(value, kind) or (isinstance(value, datetime) and kind is date):
        raise MappingError(f"{place} must be of type {kind.__name__}, not {value!r}")
    return value


def composed(value: Any) -> Any:
    """Every text in NFC, keys and list entries too: cells are compared in NFC."""
    return spelled(value, nfc)


def cleaned(value: Any) -> Any:
    """Every text without blanks and marks that nobody sees, as cells are; but a delimiter may be
    a tabulator.
    """
    return spelled(value, clean)


def spelled(value: Any, as_cells: Callable[[str], str]) -> Any:
    """Every text of a value, keys and list entries too."""
    if isinstance(value, str):
        return as_cells(value)
    if isinstance(value, list):
        return [spelled(each, as_cells) for each in value]
    if not isinstance(value, dict):
        return value
    found = {
        as_cells(key): each if key == "delimiter" else spelled(each, as_cells)
        for key, each in value.items()
    }
    if len(found) < len(value):
        raise MappingError(f"a key stands twice, spelled alike, among {', '.join(found)}")
    return found


def require_table(value: Any, where: str) -> None:
    """What should hold keys does."""
    if not isinstance(value, dict):
        raise MappingError(f"{where} must be a table, not {value!r}")


def refuse_others(table: Table[str, Any], where: str, *known: str) -> None:
    """No key but the known ones, in what is a table."""
    require_table(table, where)
    others = sorted(set(table) - set(known))
    if others:
        place = f"in [{where}]" if where else "at the top"
        raise MappingError(
            f"unknown key {others[0]!r} {place}; known are: {', '.join(known)}"
            f"{nearest(others[0], known)}"
        )


def nearest(word: str, known: Iterable[str]) -> str:
    """A question for the word that was probably meant; empty where none is near."""
    found = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {found[0]!r}?" if found else ""
