"""Numbers in tables whose words are in the user's language: `1,409` and `33.3%`, in Vietnamese
`1.409` and `33,3 %`, where a comma stands before decimals.

Promises the digits as they were given. Programs read `--json`, where numbers are plain.
"""

from services import formats
from services.console.outcome import language


def integer(number: int) -> str:
    """With a mark between groups of three digits."""
    return formats.integer(number, "vi") if language() == "vi" else f"{number:,}"


def decimal(digits: str) -> str:
    """The service's `1.67`."""
    return formats.decimal(digits, language())


def percentage(digits: str) -> str:
    """The service's `33.3` with its sign."""
    return formats.percent(digits, language())


def counted(number: int, one: str, vi: str) -> str:
    """With what it counts, in English one or several: `1 figure`, `2 figures`, `2 chỉ số`."""
    if language() == "vi":
        return f"{integer(number)} {vi}"
    return formats.several(number, one)


def verb(number: int) -> str:
    """In English, what so many things do that differ."""
    return "differs" if number == 1 else "differ"


def apart(differing: int, one: str, vi: str, *, of: int) -> str:
    """How many of some differ."""
    if language() == "vi":
        return f"{integer(differing)} trong {integer(of)} {vi} khác nhau"
    return f"{differing:,} of {formats.several(of, one)} {verb(differing)}"
