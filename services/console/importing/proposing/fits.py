"""How well ways to read a text fit the cells of a column: a way fits that reads all of them, or all
but a few, which are named.

Example: of 120 cells 118 are days such as 31/12/2024, one is `chưa rõ` and one 32/12/2024: the
column has days, with 2 cells that are none. Must not keep more than a few cells.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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

    def add(self, text: str, place: int | str) -> bool:
        """One more cell; whether it is read."""
        if self.read(text):
            self.hits += 1
            return True
        self.misses += 1
        if len(self.named) < NAMED:
            self.named.append(Misfit(place, text[:LONGEST]))
        return False

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
        self._first: Counter[str | None] = Counter()  # of each cell, while all ways are tried
        self._tries_all = True

    def add(self, text: str, place: int | str) -> None:
        """One more cell."""
        reading = [name for name, way in self.all.items() if way.add(text, place)]
        if self._tries_all:
            self._first[reading[0] if reading else None] += 1
        if any(way.is_hopeless for way in self.all.values()):
            self.all = {name: way for name, way in self.all.items() if not way.is_hopeless}
            self._tries_all = False

    @property
    def together(self) -> Sequence[str]:
        """Several of which none fits, but which together read the first cells, or all but a few."""
        read = Counter({name: n for name, n in self._first.items() if name is not None})
        few = max(1, self._first.total() // SHARE)
        is_mixed = not self.best and len(read) > 1 and self._first[None] <= few
        return [name for name, _ in read.most_common()] if is_mixed else []

    @property
    def best(self) -> dict[str, Way]:
        """Those that fit and fail least, in their order."""
        fitting = {name: way for name, way in self.all.items() if way.fits}
        least = min((way.misses for way in fitting.values()), default=0)
        return {name: way for name, way in fitting.items() if way.misses == least}
