"""What a worksheet tells behind its rows: cells that were merged, and rows that are hidden.

Promises memory that grows with the number of merged ranges only, which is bounded. Must not read a
cell.
"""

import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NamedTuple

from openpyxl.utils import range_boundaries

from services.console.importing.formats.bounded import Names, names_in
from services.console.outcome import Mistake

MOST_MERGED = 100_000
PIECE = 1 << 20  # characters
LONGEST_TAG = 2000
MERGED = re.compile(r"<(?:\w+:)?mergeCell\s[^<>]*?\bref=[\"']([A-Z0-9:]+)[\"']")
HIDDEN = re.compile(r"<(?:\w+:)?row\s[^<>]*?\bhidden=[\"'](?:1|true)[\"']")


class Merged(NamedTuple):
    """A range of cells that are shown as one, the first row of it first."""

    top: int
    left: int
    bottom: int
    right: int


class Layout(NamedTuple):
    """Of one worksheet."""

    merged: list[Merged]
    hidden: int  # rows


def layout(raw: IO[bytes], path: Path) -> Layout:
    """Read through a worksheet once, piece by piece."""
    merged: list[Merged] = []
    hidden = 0
    for piece in pieces(raw):
        hidden += len(HIDDEN.findall(piece))
        merged += [bounds(each) for each in MERGED.findall(piece)]
        if len(merged) > MOST_MERGED:
            raise Mistake(f"{path} has more than {MOST_MERGED:,} merged ranges; divide the table")
    return Layout(sorted(each for each in merged if each.top), hidden)


def pieces(raw: IO[bytes]) -> Iterator[str]:
    """The text in pieces that end at the end of a tag; FileError for names that fill the memory of
    whoever reads the rows.
    """
    start = raw.read(2)
    wide = start in {b"\xff\xfe", b"\xfe\xff"}
    raw.seek(0)
    text = TextIOWrapper(raw, "utf-16" if wide else "utf-8", "replace")
    rest, names = "", Names()
    while piece := text.read(PIECE):
        names.add(names_in(piece))
        whole, end, begun = (rest + piece).rpartition(">")
        rest = begun[-LONGEST_TAG:]
        yield whole + end


def bounds(reference: str) -> Merged:
    """Such as `A1:C3`."""
    left, top, right, bottom = range_boundaries(reference)
    return Merged(top or 0, left or 0, bottom or 0, right or 0)


class Filling:
    """The values of merged ranges, on their way through the rows; only those that a row lies in are
    kept.
    """

    def __init__(self, merged: list[Merged]) -> None:
        self.coming = merged[::-1]
        self.open: list[tuple[Merged, str]] = []
        self.width = 0  # of the heading; 0: it has not come yet

    def fill(self, number: int, cells: list[str]) -> None:
        """Give each cell of a row the value of the range that it lies in: downwards; and, below the
        heading, to the right, unless the range is a title as wide as the table.
        """
        while self.coming and self.coming[-1].top <= number:
            each = self.coming.pop()
            value = cells[each.left - 1] if each.left <= len(cells) else ""
            self.open.append((each, value if each.top == number else ""))
        self.open = [each for each in self.open if each[0].bottom >= number]
        for each, value in self.open:
            is_title = each.left == 1 and each.right >= self.width
            last = each.left if is_title or not self.width else each.right
            cells += [""] * (last - len(cells))
            cells[each.left - 1 : last] = [value] * (last - each.left + 1)
