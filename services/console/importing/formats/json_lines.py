"""JSON lines: an object a line, each key a column, keys of objects within it as `outer.inner`.

Promises numbers as they are written, and lists as JSON. Must not interpret a value.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.console.importing.formats.bounded import lines
from services.console.importing.formats.files import (
    LONGEST_NAME,
    WIDEST,
    FileError,
    opened,
    require_short,
)
from services.console.text import Alike, each_once

Row = Alike[str]


def json_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Each object with its line; lines of blanks are none."""
    with opened(path) as raw:
        for number, line in lines(raw):
            if line.strip():
                yield f"line {number}", row_of(line, number)


def row_of(line: bytes, number: int) -> Row:
    """The object of a line."""
    try:
        found = json.loads(
            line.decode("utf-8-sig"),
            parse_float=str,
            parse_int=str,
            object_pairs_hook=each_once,
        )
        stated = named(found, f"line {number}")
    except (ValueError, RecursionError) as failed:
        raise FileError(f"line {number} is no JSON: {failed}") from None
    cells = Alike(stated)
    if len(cells) < len(stated):
        raise FileError(f"line {number}: two of its keys are alike, and neither counts more")
    for key, cell in cells.items():
        require_short(cell, f"line {number}: {key!r}")
    return cells


def named(found: Any, place: str) -> list[tuple[str, str]]:
    """Keys with their texts. A key is written with each of those within it, so that a long one of
    very many, or around many others, would fill the memory.
    """
    if not isinstance(found, dict):
        raise FileError(f"{place} is no object of JSON")
    stated = list[tuple[str, str]]()
    for key, value in flat(found, "", place):
        stated.append((key, value))
        if len(stated) > WIDEST:
            raise FileError(f"{place} has more than {WIDEST:,} columns")
    return stated


def flat(found: Mapping[str, Any], above: str, place: str) -> Iterator[tuple[str, str]]:
    """Keys with their texts."""
    for key, value in found.items():
        name = f"{above}{key}"
        if len(name) > LONGEST_NAME:
            raise FileError(f"{place}: a key has more than {LONGEST_NAME:,} characters")
        if isinstance(value, dict):
            yield from flat(value, f"{name}.", place)
        else:
            yield name, text(value)


def text(value: Any) -> str:
    """A value as a cell has it."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "" if value is None else "YES" if value else "NO"
    return json.dumps(value, ensure_ascii=False)
