"""How a table is written, as a mapping states it: delimiter, encoding, sheet and heading.

Promises an encoding that is known here and a delimiter that can be one, or a mistake that names the
key. Must not open a file.
"""

from codecs import getincrementaldecoder
from collections.abc import Mapping
from typing import Any, NamedTuple

from services.console.importing.formats.unpivot import Unpivot, unpivot
from services.console.importing.keys import MappingError, refuse_others, take


class Form(NamedTuple):
    """How a file is written; no delimiter: as its first line says (`sep=;`), else a comma. The last
    line of the heading, and how many lines of it lie above. Formulas may be escaped, as `export`
    does (`formulas`).
    """

    delimiter: str = ""
    encoding: str = "utf-8"
    sheet: str = ""
    heading: int = 1
    escaped_formulas: bool = False
    unpivot: Unpivot | None = None
    above: int = 0


KEYS = tuple(name for name in Form._fields if name != "above")


def written(table: Mapping[str, Any], where: str = "file") -> Form:
    """The section [file], or one like it."""
    refuse_others(table, where, *KEYS)
    return form(table, where)


def form(table: Mapping[str, Any], where: str) -> Form:
    """The keys of a section that say how the file is written."""
    heading, above = heading_lines(table.get("heading", 1), where)
    return Form(
        delimiter=delimiter(take(table, "delimiter", str, ""), where),
        encoding=encoding(take(table, "encoding", str, "utf-8"), where),
        sheet=take(table, "sheet", str, ""),
        heading=heading,
        escaped_formulas=take(table, "escaped_formulas", bool, False),
        unpivot=unpivot(table.get("unpivot"), f"{where}.unpivot"),
        above=above,
    )


def heading_lines(value: Any, where: str) -> tuple[int, int]:
    """The last line of the heading, and how many lie above; of `[3, 4]` they are 4 and 1."""
    lines = value if isinstance(value, list) else [value]
    if not lines or any(type(each) is not int or each < 1 for each in lines):
        raise MappingError(
            f"{where}.heading must be 1 or more: the number of the heading's line, or the lines of "
            "one of several, [3, 4]"
        )
    if lines != list(range(lines[0], lines[0] + len(lines))):
        raise MappingError(f"{where}.heading must be lines that follow one another, such as [3, 4]")
    return lines[-1], len(lines) - 1


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
