"""The audit: which counts of 1 to 4 follow from the counts that are shown, and by whose help.

Example: a district of 40 and its wards A of 20 and B of 17 are shown, C of 3 is hidden: C follows,
by the help of whichever of the three is published now. Promises to find every sum of shown counts
that is the count of a hidden region. Must not decide what is hidden instead.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import sub
from typing import NamedTuple, TypeAlias

from services.metrics.domain.disclosure.equations import Equation, Equations, sum_of
from services.metrics.domain.disclosure.regions import Region
from services.metrics.domain.disclosure.small import SMALL

Cells: TypeAlias = frozenset[int]
Counts: TypeAlias = tuple[int, ...]
Helpers: TypeAlias = frozenset[int]  # publications of now, by number


class Row(NamedTuple):
    """The counts of a region, and which publication of now shows them; None: an earlier one.
    `cells` are those whose counts are not known already.
    """

    region: Region
    cells: Cells
    counts: Counts
    publication: int | None = None


def row(region: Region, counts: Counts, publication: int | None = None) -> Row:
    """Of a region of which nothing is known yet."""
    return Row(region, region.cells, counts, publication)


@dataclass(slots=True)
class Known:
    """Single cells that follow, and the rows that say more."""

    cells: dict[int, Counts] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def less(self, row: Row) -> Row:
        """A row without what is known."""
        known = [self.cells[each] for each in row.cells if each in self.cells]
        if not known:
            return row
        counts = tuple(map(sub, row.counts, map(sum, zip(*known, strict=True))))
        return row._replace(cells=self.unknown(row.cells), counts=counts)

    def unknown(self, cells: Cells) -> Cells:
        """Those of the cells that are not known."""
        return frozenset(each for each in cells if each not in self.cells)


def disclosed(rows: Sequence[Row], hidden: Iterable[Region]) -> Iterator[Helpers]:
    """For each small count that follows from rows of now, which of these help."""
    earlier = singled_out([each for each in rows if each.publication is None])
    now = [earlier.less(each) for each in rows if each.publication is not None]
    open_ = [each for each in (*earlier.rows, *now) if each.cells]
    around = Around(open_)
    cells = around.reached(cell for each in now for cell in each.cells)
    near = [each for each in open_ if not cells.isdisjoint(each.cells)]
    asked = [earlier.unknown(each.cells) for each in hidden]
    asked += blocks(near)
    asked = [each for each in asked if not cells.isdisjoint(each) and around.holds(each)]
    cells |= around.reached(cell for each in asked for cell in each)
    found = Equations()
    for equation in learned(found, [each for each in open_ if not cells.isdisjoint(each.cells)]):
        if equation.because and is_small(equation):
            yield equation.because
    width = len(rows[0].counts) if rows else 0
    for each in asked:
        follows = found.region(each, width)
        if follows and follows.because and is_small(follows):
            yield follows.because


def learned(equations: Equations, rows: Iterable[Row]) -> Iterator[Equation]:
    """What follows on the way, the small regions first, and in the end."""
    for row in sorted(rows, key=lambda each: len(each.cells)):
        because = () if row.publication is None else (row.publication,)
        stated = sum_of(row.cells, row.counts, because)
        yield stated
        if added := equations.learn(stated):
            yield added
    yield from equations


def is_small(equation: Equation) -> bool:
    """Whether it says that a count is 1 to 4."""
    return any(SMALL.start <= each < SMALL.stop for each in equation.counts or ())


def is_none(equation: Equation | None) -> bool:
    """Whether it says that nobody is there."""
    return equation is not None and equation.counts is not None and not any(equation.counts)


def empty(rows: Iterable[Row]) -> set[int]:
    """Cells without any item: no count is below 0, so a sum of 0 says it of each of them."""
    known = singled_out(rows)
    found = {cell for cell, counts in known.cells.items() if not any(counts)}
    equations = Equations()
    for equation in learned(equations, known.rows):
        if is_none(equation):
            found |= equation.cells.keys()
    for block in blocks(known.rows):
        if is_none(equations.region(block, 1)):
            found |= block
    return found


def blocks(rows: Sequence[Row]) -> Iterator[Cells]:
    """What remains of each region without those inside it that differ in one dimension only, such
    as its units or its months. Whatever else is known, that is the count of something that has a
    name: the other wards of a district, the rest of a quarter.
    """
    together: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for each in rows:
        sides = each.region.sides
        for n in range(len(sides)):
            together[n, *sides[:n], *sides[n + 1 :]].append(each)
    for alike in together.values():
        alike.sort(key=lambda each: len(each.region.cells))
        for n, each in enumerate(alike):
            inside = (one.cells for one in alike[:n] if one.region.cells < each.region.cells)
            if rest := each.cells.difference(*inside):
                yield rest


def singled_out(rows: Iterable[Row]) -> Known:
    """Cells that follow from rows of which all other cells are known, over and over."""
    known, all_rows = Known(), list(rows)
    waiting = [set(each.cells) for each in all_rows]
    holds: defaultdict[int, list[int]] = defaultdict(list)
    for number, cells in enumerate(waiting):
        for cell in cells:
            holds[cell].append(number)
    ready = deque(number for number, cells in enumerate(waiting) if len(cells) == 1)
    while ready:
        number = ready.popleft()
        if not waiting[number]:
            continue
        [cell] = waiting[number]
        known.cells[cell] = known.less(all_rows[number]).counts
        for other in holds[cell]:
            waiting[other].discard(cell)
            if len(waiting[other]) == 1:
                ready.append(other)
    known.rows = [known.less(row) for row, cells in zip(all_rows, waiting, strict=True) if cells]
    return known


class Around:
    """Which cells stand in rows together, directly or by others."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._cells = [row.cells for row in rows]
        self._rows: defaultdict[int, list[int]] = defaultdict(list)
        for number, cells in enumerate(self._cells):
            for cell in cells:
                self._rows[cell].append(number)

    def holds(self, cells: Cells) -> bool:
        """Whether each is in a row."""
        return self._rows.keys() >= cells

    def reached(self, cells: Iterable[int]) -> set[int]:
        """All that stand together with these."""
        found = set(cells)
        waiting, walked = list(found), set[int]()
        while waiting:
            for number in self._rows.get(waiting.pop(), ()):
                if number not in walked:
                    walked.add(number)
                    waiting += self._cells[number] - found
                    found |= self._cells[number]
        return found
