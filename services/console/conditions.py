"""What must stand in a column, as a mapping states it: one of some texts, anything, or nothing.

Promises the same meaning of `when` in a case log and in a catalogue's table.
"""

from typing import Any

from services.console.keys import MappingError
from services.console.text import alike

Wanted = bool | frozenset[str]


def wanted(value: Any, where: str) -> Wanted:
    """A list of texts, or whether there must be any."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise MappingError(f"{where} must be a list of texts, or true or false")
    return frozenset(map(alike, value))


def holds(text: str, condition: Wanted) -> bool:
    """Whether a cell has one of the texts, or any, or none."""
    return bool(text) is condition if isinstance(condition, bool) else alike(text) in condition
