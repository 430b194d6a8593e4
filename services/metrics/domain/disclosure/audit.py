"""The audit: which counts of 1 to 4 follow from the counts that are shown, and by whose help.

Example: a district of 40 and its wards A of 20 and B of 17 are shown, C of 3 is hidden: C follows,
by the help of whichever of the three is published now. Promises to find every sum of shown counts
that is the count of a hidden region. Must not decide what is hidden instead.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import sub
from typing import NamedTuple, TypeAlias

from services.metrics.domain.disclosure.equations import Equation, Equations, sum_of
from services.metrics.domain.disclosure.nobody import Nobody
from services.metrics.domain.disclosure.regions import Region
from services.metrics.domain.disclosure.small import SMALL
from services.metrics.domain.disclosure.work import spend

Cells: TypeAlias = frozenset[int]
Counts: TypeAlias = tuple[int, ...]
Helpers: TypeAlias = frozenset[int]  # publications of now, by number


class Row(NamedTuple):
    """The counts of a region, and which publications of now give them; none: earlier ones do.
    `cells` are those whose counts are not known already.
    """

    region: Region
    cells: Cells
    counts: Counts
    because: Helpers = frozenset()


def row(region: Region, counts: Counts, publication: int | None = None) -> Row:
    """Of a region of which nothing is known yet."""
    because = frozenset() if publication is None else frozenset([publication])
    return Row(region, region.cells, counts, because)


@dataclass(slots=True)
class KnownCells:
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

    def put_into(self, equation: Equation) -> Equation:
        """An equation without what is known."""
        values = list(equation.values)
        for cell, times in equation.cells.items():
            for n, count in enumerate(self.cells.get(cell, ())):
                values[n] -= times * count
        left = {cell: n for cell, n in equation.cells.items() if cell not in self.cells}
        return Equation(left, tuple(values), equation.because)

    def unknown(self, cells: Cells) -> Cells:
        """Those of the cells that are not known."""
        return frozenset(each for each in cells if each not in self.cells)


def disclosed(
    rows: Sequence[Row], hidden: Iterable[Region], identities: Sequence[Equation] = ()
) -> Iterator[Helpers]:
    """For each small count that follows from rows of now, and from identities among cells that hold
    besides, which of these help.
    """
    earlier = singled_out([each for each in rows if not each.because])
    now = [earlier.less(each) for each in rows if each.because]
    open_ = differences([*earlier.rows, *now])
    stated = [sum_of(each.cells, each.counts, each.because) for each in ordered(open_)]
    stated += [earlier.put_into(each) for each in identities]
    around = Around([each.cells.keys() for each in stated])
    seen_now = chain.from_iterable(each.cells for each in identities if each.because)
    cells = around.reached(chain(seen_now, chain.from_iterable(each.cells for each in now)))
    asked = [earlier.unknown(each.cells) for each in hidden]
    asked = [each for each in asked if not cells.isdisjoint(each) and around.holds(each)]
    cells |= around.reached(cell for each in asked for cell in each)
    stated = [each for each in stated if not cells.isdisjoint(each.cells)]
    nobody = Nobody()
    yield from small_ones(stated, [(each, frozenset()) for each in asked], nobody)
    for of_one in nobody.counts(stated, asked):
        yield from small_ones(of_one.stated, of_one.asked)


def small_ones(
    stated: Sequence[Equation], asked: Iterable[tuple[Cells, Helpers]], nobody: Nobody | None = None
) -> Iterator[Helpers]:
    """Which of now help to give each small count that follows of sums, of those on the way, or of
    regions that are asked for; `nobody` hears where a single count is 0.
    """
    found = Equations()
    for equation in learned(found, stated):
        if equation.because and is_small(equation):
            yield equation.because
        if nobody:
            nobody.hear(equation)
    width = len(stated[0].values) if stated else 0
    for cells, others in asked:
        follows = found.region(cells, width)
        if follows and is_small(follows) and (because := follows.because | others):
            yield because


def ordered(rows: Iterable[Row]) -> list[Row]:
    """The small regions first."""
    return sorted(rows, key=lambda each: len(each.cells))


def learned(equations: Equations, stated: Iterable[Equation]) -> Iterator[Equation]:
    """What follows on the way, and in the end."""
    for each in stated:
        yield each
        for one in nobody_in(each):
            if added := equations.learn(one):
                yield added
                for other in nobody_in(added):
                    equations.learn(other)
    yield from equations


def nobody_in(equation: Equation) -> Iterable[Equation]:
    """The equation; of a sum of 0 that each of its cells is 0, since no count is below that."""
    if len(equation.cells) < 2 or not is_none(equation):
        return (equation,)
    return [sum_of([cell], equation.values, equation.because) for cell in equation.cells]


def is_small(equation: Equation) -> bool:
    """Whether it says that a count is 1 to 4."""
    return any(SMALL.start <= each < SMALL.stop for each in equation.counts or ())


def is_none(equation: Equation) -> bool:
    """Whether it says that nobody is there."""
    return equation.counts is not None and not any(equation.counts)


def empty(rows: Iterable[Row]) -> set[int]:
    """Cells without any item: no count is below 0, so a sum of 0 says it of each of them."""
    known = singled_out(rows)
    found = {cell for cell, counts in known.cells.items() if not any(counts)}
    equations = Equations()
    small = ordered(differences(known.rows))
    for equation in learned(equations, (sum_of(each.cells, each.counts, ()) for each in small)):
        if is_none(equation):
            found |= equation.cells.keys()
    return found


def differences(rows: Sequence[Row]) -> list[Row]:
    """The same knowledge in small rows: each region less those inside it that differ in one
    dimension only, such as its wards or its months. What remains has a name of its own: the other
    wards of a district, the rest of a quarter.
    """
    together: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, each in enumerate(rows):
        sides = each.region.sides
        for n in range(len(sides)):
            together[n, *sides[:n], *sides[n + 1 :]].append(number)
    found: list[dict[Cells, Row]] = [{} for _ in rows]
    for alike in together.values():
        alike.sort(key=lambda number: len(rows[number].region.cells))
        for number, rest in zip(alike, rests([rows[number] for number in alike]), strict=True):
            found[number].setdefault(rest.cells, rest)
    return [rest for each in found for cells, rest in each.items() if cells]


def rests(rows: Sequence[Row]) -> Iterator[Row]:
    """Each row less the largest before it that lie within it and have nothing in common."""
    largest: dict[int, Row] = {}  # of those before, by cell
    for each in rows:
        spend(len(each.cells))
        inside = {id(one): one for cell in each.cells if (one := largest.get(cell))}
        rest = each
        for one in sorted(inside.values(), key=lambda one: -len(one.cells)):
            if one.cells <= rest.cells and one.region.cells < each.region.cells:
                counts = tuple(map(sub, rest.counts, one.counts))
                because = rest.because | one.because
                rest = rest._replace(cells=rest.cells - one.cells, counts=counts, because=because)
        yield rest
        largest.update(dict.fromkeys(each.cells, each))


def singled_out(rows: Iterable[Row]) -> KnownCells:
    """Cells that follow from rows of which all other cells are known, over and over."""
    known, all_rows = KnownCells(), list(rows)
    waiting = [set(each.cells) for each in all_rows]
    holds: defaultdict[int, list[int]] = defaultdict(list)
    for number, cells in enumerate(waiting):
        spend(len(cells))
        for cell in cells:
            holds[cell].append(number)
    ready = deque(number for number, cells in enumerate(waiting) if len(cells) == 1)
    while ready:
        number = ready.popleft()
        if not waiting[number]:
            continue
        [cell] = waiting[number]
        known.cells[cell] = known.less(all_rows[number]).counts
        spend(len(holds[cell]))
        for other in holds[cell]:
            waiting[other].discard(cell)
            if len(waiting[other]) == 1:
                ready.append(other)
    known.rows = [known.less(row) for row, cells in zip(all_rows, waiting, strict=True) if cells]
    return known


class Around:
    """Which cells stand in rows together, directly or by others."""

    def __init__(self, rows: Sequence[Collection[int]]) -> None:
        self._cells = rows
        self._rows: defaultdict[int, list[int]] = defaultdict(list)
        for number, cells in enumerate(self._cells):
            spend(len(cells))
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
                    waiting += (cell for cell in self._cells[number] if cell not in found)
                    found.update(self._cells[number])
        return found
