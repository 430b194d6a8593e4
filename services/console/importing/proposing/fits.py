"""How well ways to read a text fit the cells of a column: one way, or several together, that read
all of them, or all but a few, which are named.

Example: of 120 cells 118 are days such as 31/12/2024, one is `chưa rõ` and one 32/12/2024: the
column has days, with 2 cells that are none. Must not keep more than a few cells.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

PATIENCE = 50  # cells that a way may fail to read before it is tried on no other
RARE = 20  # unless it reads one in so many
NAMED = 3  # cells that are named
LONGEST = 40  # of one, in characters
SHARE = 10  # at most one cell in so many may be none, or a single one

Read = Callable[[str], bool]


class Misfit(NamedTuple):
    """A cell that is not read, and the line that it stands in."""

    place: int | str
    text: str


@dataclass
class Alike:
    """Cells that the same ways read: how many, and the first of them by their number."""

    count: int = 0
    first: dict[int, Misfit] = field(default_factory=dict)


class Ways:
    """The ways in which a column may be written, by their names."""

    def __init__(self, reads: Mapping[str, Read]) -> None:
        self.reads = reads
        self.tried: Collection[str] = list(reads)  # on every cell
        self._cells = 0
        self._hits: Counter[str] = Counter()
        self._alike: dict[frozenset[str], Alike] = {}

    def add(self, text: str, place: int | str) -> None:
        """One more cell. Where none of those tried reads it another one may, such as a form in
        which an office writes from some day on.
        """
        if not self.tried:
            return
        self._cells += 1
        reading = self._reading(text, self.tried) or self._reading(text, self.reads)
        self._hits.update(reading)
        found = self._alike.setdefault(reading, Alike())
        found.count += 1
        if len(found.first) < NAMED:
            found.first[self._cells] = Misfit(place, text[:LONGEST])
        if self._cells > PATIENCE:
            self.tried = [name for name in self.tried if not self._is_hopeless(name)]

    def _reading(self, text: str, names: Iterable[str]) -> frozenset[str]:
        return frozenset(name for name in names if self.reads[name](text))

    def _is_hopeless(self, name: str) -> bool:
        hits = self._hits[name]
        return self._cells - hits > max(PATIENCE, RARE * hits)

    def _unread(self, names: Collection[str]) -> Iterator[Alike]:
        return (each for by, each in self._alike.items() if by.isdisjoint(names))

    def misses(self, *names: str) -> int:
        """How many cells none of these reads."""
        return sum(each.count for each in self._unread(names))

    def named(self, *names: str) -> Sequence[Misfit]:
        """The first of those."""
        first = sorted(each for found in self._unread(names) for each in found.first.items())
        return [misfit for _, misfit in first[:NAMED]]

    def fit(self, *names: str) -> bool:
        """Whether these read all cells, or all but a few."""
        misses = self.misses(*names)
        return self._cells - misses > misses <= max(1, self._cells // SHARE)

    @property
    def best(self) -> Sequence[str]:
        """Those that fit, each by itself, and fail least, in their order."""
        fitting = {name: self.misses(name) for name in self.tried if self.fit(name)}
        return [name for name, misses in fitting.items() if misses == min(fitting.values())]

    @property
    def together(self) -> Sequence[str]:
        """Several that fit together, of which no two read the same cell, the commonest first: a
        cell that both read would be one of two things. Empty: one reads as much.
        """
        chosen: list[str] = []
        while (more := self._next(chosen)) is not None:
            chosen.append(more)
        return chosen if len(chosen) > 1 and self.fit(*chosen) else []

    def _next(self, chosen: Collection[str]) -> str | None:
        """The one that reads most of those that read nothing of what the chosen ones do."""
        taken = {name for by in self._alike if not by.isdisjoint(chosen) for name in by}
        free = [name for name in self.reads if self._hits[name] and name not in taken]
        return max(free, key=self._hits.__getitem__, default=None)
