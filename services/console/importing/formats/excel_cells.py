"""Cells of a worksheet as texts: what was typed, and where that is lost, what the cell shows.

Promises that no digit is invented and none is lost without a word. Must not compute a formula.
"""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from services.console.importing.faults import (
    CELL_BROKEN,
    CELL_TOO_LONG,
    NUMBER_FORMATTED,
    NUMBER_ROUNDED,
    Faulty,
    Unusable,
)
from services.console.importing.formats.files import LONGEST_CELL

# Characters that XML cannot hold, or that would look like such a mark, as Excel writes them.
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
SURROGATES = re.compile("[\ud800-\udfff]")
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
DIGITS = 15
# Parts of a number format: a text, an escaped character, a condition or colour, a blank as wide as
# a character, a character that fills the cell; and any other character.
PARTS = re.compile(r'"([^"]*)"|\\(.)|(\[[^\]]*\])|(_.|\*.)|(.)', re.DOTALL)
DECIMALS = re.compile(r"0\.(0+)")
CALCULATING = set(",.%/Ee?")


def text(value: Any, data_type: str, number_format: str) -> str:
    """A value as it would be typed: dates as ISO 8601, numbers without what a format adds, but for
    the digits of a code. What cannot be told is an `Unusable`.
    """
    if value is None:
        return ""
    if data_type == "e":
        return Unusable(str(value), Faulty(CELL_BROKEN, value=value))
    if isinstance(value, str):
        return unescaped(value) if len(value) <= LONGEST_CELL else too_long(value)
    if isinstance(value, bool):
        return "YES" if value else "NO"
    return number(value, number_format) if isinstance(value, int | float) else moment(value)


def too_long(value: str) -> str:
    """A text that no spreadsheet holds."""
    return Unusable(value[:1], Faulty(CELL_TOO_LONG, most=LONGEST_CELL))


def moment(value: Any) -> str:
    """A day, a time of a day, both, or a length of time: hours, also of more than a day."""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat()
    if not isinstance(value, timedelta):
        return str(value)
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


def unescaped(value: str) -> str:
    """The characters that `_x000D_` and the like stand for."""
    if "_x" not in value:
        return value
    found = ESCAPE.sub(lambda mark: chr(int(mark[1], 16)), value)
    if not SURROGATES.search(found):
        return found
    try:
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return Unusable(value, Faulty(CELL_BROKEN, value=value))


def number(value: float, number_format: str) -> str:
    """Digits; those of a code as they are shown."""
    if not abs(value) < EXACT:
        return Unusable(str(value), Faulty(NUMBER_ROUNDED, value=value))
    whole = isinstance(value, int) or value.is_integer()
    plain = str(int(value)) if whole else format(Decimal(f"{value:.{DIGITS}g}"), "f")
    parts = parsed(number_format, (value > 0) - (value < 0))
    if sum(is_digit and part == "0" for is_digit, part in parts) < 2:
        return plain
    if any(not is_digit and part in CALCULATING for is_digit, part in parts):
        return plain if whole else padded(plain, number_format)
    if not whole or value < 0:
        return Unusable(plain, Faulty(NUMBER_FORMATTED, value=plain, form=number_format))
    return filled(plain, parts)


@lru_cache(maxsize=1000)
def parsed(number_format: str, sign: int) -> list[tuple[bool, str]]:
    """Places for digits (True) of such a number, and what stands between them; `General` and `@`
    have none. A format may have parts of its own for numbers below zero and for zero.
    """
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    place = {1: 0, -1: 1, 0: 2}[sign]
    chosen = sections[place] if place < len(sections) else sections[0]
    found: list[tuple[bool, str]] = []
    for quoted, escaped, _, blank, other in PARTS.findall(chosen):
        if other:
            found.append((other in "0#", other))
        elif quoted or escaped:
            found.append((False, f"\0{quoted or escaped}"))  # text, whatever it is
        elif blank.startswith("_"):
            found.append((False, "\0 "))
    return found


def filled(digits: str, parts: list[tuple[bool, str]]) -> str:
    """Digits in their places, from the right; what has no place stands in front of the first."""
    shown: list[str] = []
    rest = digits
    first = next(place for place, (is_digit, _) in enumerate(parts) if is_digit)
    for place in range(len(parts) - 1, -1, -1):
        is_digit, part = parts[place]
        if not is_digit:
            shown.append(part.removeprefix("\0"))
        elif rest:
            shown.append(rest if place == first else rest[-1])
            rest = "" if place == first else rest[:-1]
        elif part == "0":
            shown.append("0")
    return "".join(reversed(shown)).strip()


def padded(plain: str, number_format: str) -> str:
    """With the zeros at the end that a format shows: 2.00072 as 0.000000 is the code 2.000720."""
    found = DECIMALS.fullmatch(number_format)
    places = len(plain.partition(".")[2])
    return plain.ljust(len(plain) + len(found[1]) - places, "0") if found else plain
