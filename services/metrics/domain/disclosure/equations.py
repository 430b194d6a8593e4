"""Which sums follow from known sums of the same counts: exact, sparse elimination in integers.

Example: city = 40, ward A = 20 and ward B = 17 are known, and the city is A, B and C; so C = 3.
Promises an exact answer, in steps that grow with what the short sums say of the long ones, and not
with the length of these: a sum is changed where it is. Must not know what the counts are of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import gcd

from services.metrics.domain.disclosure.work import spend

ASKED = -1  # stands for the count that is asked for, as if it were a cell


@dataclass(slots=True)
class Equation:
    """A sum of cells, by coefficient, for each of several counts; by whose help it is known."""

    cells: dict[int, int]
    values: tuple[int, ...]
    because: frozenset[int] = frozenset()

    @property
    def times(self) -> int:
        """How often each of its cells is in it; 0 where they are not all in it alike."""
        several = set(self.cells.values())
        return max(0, *several) if len(several) == 1 else 0

    def copy(self) -> "Equation":
        """To be changed."""
        spend(len(self.cells))
        return Equation({**self.cells}, self.values, self.because)

    def reduce(self, cell: int) -> None:
        """To lowest terms, with the cell added rather than taken away."""
        shared = gcd(*self.cells.values(), *self.values)
        if self.cells[cell] < 0:
            shared = -shared
        if shared != 1:
            self.cells = {each: n // shared for each, n in self.cells.items()}
            self.values = tuple(each // shared for each in self.values)

    def put(self, row: "Equation", cell: int) -> None:
        """What a row says of a cell, in the cell's place."""
        if times := abs(row.cells[cell]) // gcd(self.cells[cell], row.cells[cell]) - 1:
            self.add(self.copy(), times)
        self.add(row, -self.cells[cell] // row.cells[cell])

    def add(self, other: "Equation", times: int) -> None:
        """Another one, so many times."""
        spend(len(other.cells))
        for cell, n in other.cells.items():
            if left := self.cells.get(cell, 0) + n * times:
                self.cells[cell] = left
            else:
                del self.cells[cell]
        pairs = zip(self.values, other.values, strict=True)
        self.values = tuple(one + another * times for one, another in pairs)
        self.because |= other.because


def sum_of(cells: Iterable[int], values: Sequence[int], because: Iterable[int]) -> Equation:
    """The counts of a region."""
    return Equation(dict.fromkeys(cells, 1), tuple(values), frozenset(because))


class Equations:
    """Known equations in reduced form: the cell that stands for one is in no other."""

    def __init__(self) -> None:
        self._rows: dict[int, Equation] = {}
        self._in: defaultdict[int, set[int]] = defaultdict(set)  # cell → rows that it was ever in

    def __iter__(self) -> Iterator[Equation]:
        return iter(self._rows.values())

    def learn(self, equation: Equation) -> Equation | None:
        """One more; what it adds to what is known, until more is learned. None: nothing."""
        added = self.reduced(equation)
        if not added.cells:
            return None
        pivot = min(added.cells, key=lambda cell: (abs(added.cells[cell]), self._uses(cell), cell))
        added.reduce(pivot)
        changed = [row for row in self._in[pivot] if pivot in self._rows[row].cells]
        for row in changed:
            self._rows[row].put(added, pivot)
        self._rows[pivot] = added
        for cell in added.cells:
            self._in[cell].update(changed, [pivot])
        return added

    def reduced(self, equation: Equation) -> Equation:
        """What of it is not known: nothing but 0 = 0 where it follows from the others."""
        found = equation.copy()
        for cell in equation.cells:
            if cell in self._rows:
                found.put(self._rows[cell], cell)
        return found

    def contradict(self, equation: Equation) -> bool:
        """Whether it cannot be so where the others are."""
        found = self.reduced(equation)
        return not found.cells and any(found.values)

    def region(self, cells: Iterable[int], width: int) -> Equation | None:
        """The counts of a region, as an equation for ASKED; None where they do not follow."""
        asked = dict.fromkeys(cells, -1) | {ASKED: 1}
        found = self.reduced(Equation(asked, (0,) * width))
        return found if found.cells.keys() == {ASKED} else None

    def _uses(self, cell: int) -> int:
        return len(self._in.get(cell, ()))
