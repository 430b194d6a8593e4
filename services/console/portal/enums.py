"""Values of the contracts' enumerations in words.

Example: `EXTENT_WHOLE` is `whole`.
"""

from typing import Any


def spelled(kind: Any, number: int) -> str:
    """A value of an enum in lower case without its prefix; "" where none is given."""
    return kind.Name(number).partition("_")[2].lower() if number else ""
