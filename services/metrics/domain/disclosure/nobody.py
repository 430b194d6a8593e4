"""Where one count is 0 though others of the same cells are not: no count is below 0, so a sum of 0
says it of each of its cells, for that count alone.

Example: of January and February together 0 of 40 were on time, so none of February. With 23 of
February and March, and 26 of March and April, April has 3. Must not decide what is small.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from services.metrics.domain.disclosure.equations import Equation
from services.metrics.domain.disclosure.work import spend

Cells: TypeAlias = frozenset[int]
Helpers: TypeAlias = frozenset[int]
Because: TypeAlias = dict[int, Helpers]  # of a cell


class OneCount(NamedTuple):
    """What is stated of one count, without cells that hold none of it; what is left of each region
    that is asked for, and by whose help.
    """

    stated: Sequence[Equation]
    asked: Sequence[tuple[Cells, Helpers]]


class Nobody:
    """Cells in which a count is 0, and by whose help that is known."""

    def __init__(self) -> None:
        self._because: defaultdict[int, Because] = defaultdict(dict)

    def hear(self, equation: Equation) -> None:
        """A sum of several cells; it may be 0 of some counts."""
        if len(equation.cells) < 2 or all(equation.values) or not equation.times:
            return
        for n, value in enumerate(equation.values):
            if not value:
                for cell in equation.cells:
                    known = self._because[n].get(cell, equation.because)
                    self._because[n][cell] = min(known, equation.because, key=len)

    def counts(self, stated: Sequence[Equation], asked: Sequence[Cells]) -> Iterator[OneCount]:
        """Each count of which this says more than all counts say together."""
        for n, because in self._because.items():
            left = [less(each, n, because) for each in stated]
            sums = [each for each in left if each.cells]
            if any(each.values[0] for each in sums) and is_cut(because, stated, asked):
                yield OneCount(sums, [*regions(asked, because)])


def is_cut(because: Because, stated: Iterable[Equation], asked: Iterable[Cells]) -> bool:
    """Whether some sum, or region, holds cells that are known to hold none, and others."""
    everything = [*(each.cells.keys() for each in stated), *asked]
    return any(0 < sum(cell in because for cell in each) < len(each) for each in everything)


def less(equation: Equation, n: int, because: Because) -> Equation:
    """An equation of one count, without cells that hold none of it."""
    spend(len(equation.cells))
    left = {cell: times for cell, times in equation.cells.items() if cell not in because}
    helped = (because[cell] for cell in equation.cells if cell in because)
    return Equation(left, (equation.values[n],), equation.because.union(*helped))


def regions(asked: Iterable[Cells], because: Because) -> Iterator[tuple[Cells, Helpers]]:
    """What is left of each, and by whose help."""
    for each in asked:
        spend(len(each))
        if left := each - because.keys():
            yield left, frozenset[int]().union(*(because[cell] for cell in each - left))
