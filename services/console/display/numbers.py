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
