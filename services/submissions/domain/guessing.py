"""Wrong pairs of number and secret are counted, so that nobody tries numbers and secrets at will.

A count-min sketch: what is counted has one cell in each of four rows, by a keyed hash, and was
counted at most as often as its least cell says. So the table has a fixed size, whatever is tried;
a count can be too high by collisions, and is never too low. Example: where 1,000 numbers are at
their limit, one in 80,000 of the others seems to be, too.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from services.chassis.keyed import keyed_digest

SPAN = timedelta(hours=1)
ROWS = 4


class Limit(NamedTuple):
    """How many wrong pairs are answered in any hour, and how many cells a row has to count them."""

    kind: int  # which part of the table
    most: int
    columns: int


NUMBER = Limit(kind=1, most=20, columns=16_384)  # of a number, known or not
CALLER = Limit(kind=2, most=600, columns=1_024)  # from a token's subject, or without one an address


class Cell(NamedTuple):
    """One cell of the table, and how many instants of the last hour fill it."""

    kind: int
    cell: int
    most: int


def cells(key: bytes, *, number: str, caller: str) -> list[Cell]:
    """Where a wrong pair is counted; who does not know the key cannot tell which number shares the
    cells of another one.
    """
    return [*_cells(key, NUMBER, number), *_cells(key, CALLER, caller)]


def _cells(key: bytes, limit: Limit, counted: str) -> Sequence[Cell]:
    keyed = keyed_digest(key, f"{limit.kind}\0{counted}".encode())
    hashes = (int.from_bytes(keyed[8 * row : 8 * row + 8]) for row in range(ROWS))
    return [
        Cell(limit.kind, row * limit.columns + each % limit.columns, limit.most)
        for row, each in enumerate(hashes)
    ]
