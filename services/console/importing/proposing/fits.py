"""How well ways to read a text fit the cells of a column: a way fits that reads all of them, or all
but a few, which are named.

Example: of 120 cells 118 are days such as 31/12/2024, one is `chưa rõ` and one 32/12/2024: the
column has days, with 2 cells that are none. Must not keep more than a few cells.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

PATIENCE = 50  # cells that a way may fail to read while it fails as often as it reads
NAMED = 3  # cells that are named
LONGEST = 40  # of one, in characters
SHARE = 10  # at most one cell in so many may be none, or a single one

Read = Callable[[str], bool]


class Misfit(NamedTuple):
    """A cell that a way does not read, and the line that it stands in."""

    place: int | str
    text: str


class Way:
    """One way to read cells, and what it made of them."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.hits = self.misses = 0
        self.named: list[Misfit] = []

    def add(self, text: str, place: int | str) -> None:
        """One more cell."""
        if self.read(text):
            self.hits += 1
            return
        self.misses += 1
        if len(self.named) < NAMED:
            self.named.append(Misfit(place, text[:LONGEST]))

    @property
    def is_hopeless(self) -> bool:
        """Whether it need not be tried any more."""
        return self.misses > PATIENCE and self.misses > self.hits

    @property
    def fits(self) -> bool:
        """Whether it reads all cells, or all but a few."""
        few = max(1, (self.hits + self.misses) // SHARE)
        return self.hits > self.misses <= few


class Ways:
    """The ways that can still be the one in which a column is written."""

    def __init__(self, reads: Mapping[str, Read]) -> None:
        self.all = {name: Way(read) for name, read in reads.items()}

    def add(self, text: str, place: int | str) -> None:
        """One more cell."""
        for way in self.all.values():
            way.add(text, place)
        if any(way.is_hopeless for way in self.all.values()):
            self.all = {name: way for name, way in self.all.items() if not way.is_hopeless}

    @property
    def best(self) -> dict[str, Way]:
        """Those that fit and fail least, in their order."""
        fitting = {name: way for name, way in self.all.items() if way.fits}
        least = min((way.misses for way in fitting.values()), default=0)
        return {name: way for name, way in fitting.items() if way.misses == least}
