"""Which sums follow from known sums of the same counts: exact, sparse elimination in integers.

Example: city = 40, ward A = 20 and ward B = 17 are known, and the city is A, B and C; so C = 3.
Promises an exact answer, or WorkExceededError. Must not know what the counts are of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from services.metrics.domain.disclosure.work import spend

MOST = 5_000_000  # steps of one elimination: some 5 seconds
ASKED = -1  # stands for the count that is asked for, as if it were a cell


class WorkExceededError(Exception):
    """The equations are too many, or hang together too much."""


class Equation(NamedTuple):
    """A sum of cells, by coefficient, for each of several counts; by whose help it is known."""

    cells: Mapping[int, int]
    values: tuple[int, ...]
    because: frozenset[int] = frozenset()

    @property
    def counts(self) -> list[Fraction] | None:
        """The counts of its cells together; None where they are not all in it alike."""
        times = set(self.cells.values())
        if len(times) != 1 or min(times) < 0:
            return None
        return [Fraction(each, *times) for each in self.values]


def sum_of(cells: Iterable[int], values: Sequence[int], because: Iterable[int]) -> Equation:
    """The counts of a region."""
    return Equation(dict.fromkeys(cells, 1), tuple(values), frozenset(because))


class Equations:
    """Known equations in reduced form: the cell that stands for one is in no other."""

    def __init__(self, most: int = MOST) -> None:
        self._rows: dict[int, Equation] = {}
        self._in: dict[int, set[int]] = {}  # cell → the rows that it is in
        self._left = most

    def __iter__(self) -> Iterator[Equation]:
        return iter(self._rows.values())

    def learn(self, equation: Equation) -> Equation | None:
        """One more; what it adds to what is known. None: nothing."""
        added = self.reduced(equation)
        if not added.cells:
            return None
        pivot = min(added.cells, key=lambda cell: (abs(added.cells[cell]), self._uses(cell), cell))
        added = normal(added, pivot)
        for row in list(self._in.get(pivot, ())):
            self._replace(row, self._without(self._rows[row], pivot, added))
        self._replace(pivot, added)
        return added

    def reduced(self, equation: Equation) -> Equation:
        """What of it is not known: nothing but 0 = 0 where it follows from the others."""
        found = equation
        for cell in [each for each in equation.cells if each in self._rows]:
            found = self._without(found, cell, self._rows[cell])
        return found

    def region(self, cells: Iterable[int], width: int) -> Equation | None:
        """The counts of a region, as an equation for ASKED; None where they do not follow."""
        asked = dict.fromkeys(cells, -1) | {ASKED: 1}
        spend(len(asked))
        found = self.reduced(Equation(asked, (0,) * width))
        return found if found.cells.keys() == {ASKED} else None

    def _uses(self, cell: int) -> int:
        return len(self._in.get(cell, ()))

    def _replace(self, row: int, equation: Equation) -> None:
        for cell in self._rows[row].cells if row in self._rows else ():
            self._in[cell].discard(row)
        self._rows[row] = equation
        for cell in equation.cells:
            self._in.setdefault(cell, set()).add(row)

    def _without(self, equation: Equation, cell: int, row: Equation) -> Equation:
        """The equation with what the row says put in the cell's place."""
        steps = len(row.cells) + len(equation.cells)
        spend(steps)
        self._left -= steps
        if self._left < 0:
            raise WorkExceededError
        return without(equation, cell, row)


def without(equation: Equation, cell: int, row: Equation) -> Equation:
    """Times an integer, less a multiple of the row, so that the cell is not in it."""
    shared = gcd(equation.cells[cell], row.cells[cell])
    times, less = row.cells[cell] // shared, equation.cells[cell] // shared
    if times < 0:
        times, less = -times, -less
    cells = {each: n * times for each, n in equation.cells.items()}
    for each, n in row.cells.items():
        cells[each] = cells.get(each, 0) - n * less
        if not cells[each]:
            del cells[each]
    pairs = zip(equation.values, row.values, strict=True)
    values = tuple(one * times - other * less for one, other in pairs)
    return Equation(cells, values, equation.because | row.because)


def normal(equation: Equation, pivot: int) -> Equation:
    """In lowest terms, and the pivot positive."""
    shared = gcd(*equation.cells.values(), *equation.values)
    if equation.cells[pivot] < 0:
        shared = -shared
    cells = {each: n // shared for each, n in equation.cells.items()}
    return Equation(cells, tuple(each // shared for each in equation.values), equation.because)
