"""Rows seen last, by item, so that an item's next event needs no load.

Only a commit changes them.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Generic, TypeVar

Row = TypeVar("Row")


class Recent(Generic[Row]):
    """They are thrown away when a batch does not begin where the last one of ours ended: then
    somebody else moved the tables.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: OrderedDict[str, Row] = OrderedDict()
        self._position = -1

    def expect(self, first: int) -> None:
        """The batch that begins here is about to be folded."""
        if first != self._position + 1:
            self._rows.clear()

    def forget(self) -> None:
        """The tables are others now."""
        self._rows.clear()

    def among(self, items: Collection[str]) -> dict[str, Row]:
        """Those that are remembered."""
        rows = self._rows
        return {each: rows[each] for each in items if each in rows}

    def keep(self, rows: Mapping[str, Row], position: int, gone: Collection[str] = ()) -> None:
        """What was committed, the oldest falling out; `gone` have no row any more."""
        self._position = position
        for item in gone:
            self._rows.pop(item, None)
        for item, row in rows.items():
            self._rows[item] = row
            self._rows.move_to_end(item)
        while len(self._rows) > self._size:
            self._rows.popitem(last=False)
