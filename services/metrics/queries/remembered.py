"""What was read lately, by what it depends on: it never changes, so nothing is ever out of date.

Not for what another reading of the same question could answer otherwise.
"""

from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """So many of them; those kept longest ago fall out."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[object, Value] = OrderedDict()

    def get(self, key: object) -> Value | None:
        """What is remembered."""
        return self._known.get(key)

    def keep(self, key: object, value: Value) -> None:
        """Remember it."""
        self._known[key] = value
        self._known.move_to_end(key)
        if len(self._known) > self._size:
            self._known.popitem(last=False)
