"""How a table is written, as a mapping states it: delimiter, encoding, sheet and heading.

Promises an encoding that is known here and a delimiter that can be one, or a mistake that names the
key. Must not open a file.
"""

from codecs import getincrementaldecoder
from collections.abc import Mapping
from typing import Any, NamedTuple

from services.console.keys import MappingError, take


class Form(NamedTuple):
    """How a file is written; no delimiter: as its first line says (`sep=;`), else a comma. Formulas
    may be escaped, as `export` does (`formulas`).
    """

    delimiter: str = ""
    encoding: str = "utf-8"
    sheet: str = ""
    heading: int = 1
    escaped_formulas: bool = False


def form(table: Mapping[str, Any], where: str) -> Form:
    """The keys of a section that say how the file is written."""
    heading = take(table, "heading", int, 1)
    if heading < 1:
        raise MappingError(f"{where}.heading must be 1 or more: the number of the heading's line")
    return Form(
        delimiter=delimiter(take(table, "delimiter", str, ""), where),
        encoding=encoding(take(table, "encoding", str, "utf-8"), where),
        sheet=take(table, "sheet", str, ""),
        heading=heading,
        escaped_formulas=take(table, "escaped_formulas", bool, False),
    )


def delimiter(text: str, where: str) -> str:
    """One character between two cells, or none where the mapping states none."""
    if len(text) > 1 or text in {'"', "\r", "\n", "\0"}:
        raise MappingError(
            f"{where}.delimiter must be one character, no quotation mark or line end"
        )
    return text


def encoding(name: str, where: str) -> str:
    """A text encoding that is known here."""
    try:
        "".encode(name)
        getincrementaldecoder(name)("surrogateescape").decode(b"x")  # as a table will be read
    except (LookupError, ValueError):
        raise MappingError(f"{where}.encoding: Python knows no text encoding {name!r}") from None
    return name
