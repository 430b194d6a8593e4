"""The audit: which counts of 1 to 4 follow from the counts that are shown, and by whose help.

Example: a district of 40 and its wards A of 20 and B of 17 are shown, C of 3 is hidden: C follows,
by the help of whichever of the three is published now. Promises to find every sum of shown counts
that is the count of a hidden region. Must not decide what is hidden instead.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
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


def disclosed(
    rows: Sequence[Row], hidden: Iterable[Region], identities: Iterable[Equation] = ()
) -> Iterator[Helpers]:
    """For each small count that follows from rows of now, and from identities among cells that hold
    besides, which of these help.
    """
    stated = [*equations_of(rows), *identities]
    around = Around([each.cells.keys() for each in stated])
    cells = around.reached(chain.from_iterable(each.cells for each in stated if each.because))
    asked = [each.cells for each in hidden]
    asked = [each for each in asked if not cells.isdisjoint(each) and around.holds(each)]
    cells |= around.reached(chain.from_iterable(asked))
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


def equations_of(rows: Sequence[Row]) -> list[Equation]:
    """The same knowledge in small sums: what was known before without what is published now."""
    earlier = differences([each for each in rows if not each.because])
    every = differences(rows) if any(each.because for each in rows) else ()
    now = (each for each in every if each.because)
    return [sum_of(each.cells, each.counts, each.because) for each in (*earlier, *now)]


def differences(rows: Sequence[Row]) -> list[Row]:
    """Each region less those inside it that differ in one dimension only, such as its wards or its
    months. What remains has a name of its own: the other wards of a district, the rest of a
    quarter. An elimination need not meet it: the rest of a service's year, where all services are
    known, and of some days.
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


def learned(equations: Equations, stated: Iterable[Equation]) -> Iterator[Equation]:
    """What follows on the way, and in the end: of what was known before, the short sums first, so
    that long ones are left with few cells; then what is published now, which helps with no more
    than what did not follow before.
    """
    for each in sorted(stated, key=lambda each: (bool(each.because), len(each.cells))):
        yield each
        if added := equations.learn(each):
            yield added
        for one in (each, added):
            if one and is_none(one):
                learn_nobody(equations, one)
    yield from equations


def learn_nobody(equations: Equations, equation: Equation) -> None:
    """Of a sum of 0 that each of its cells is 0, since no count is below that; nothing where one is
    known to be another number.
    """
    cells = [sum_of([cell], equation.values, equation.because) for cell in equation.cells]
    if len(cells) > 1 and not any(map(equations.contradict, cells)):
        for each in cells:
            equations.learn(each)


def is_small(equation: Equation) -> bool:
    """Whether it says that a count is 1 to 4."""
    if not (times := equation.times):
        return False
    return any(SMALL.start * times <= each < SMALL.stop * times for each in equation.values)


def is_none(equation: Equation) -> bool:
    """Whether it says that nobody is there."""
    return not any(equation.values) and equation.times > 0


def empty(rows: Iterable[Row]) -> set[int]:
    """Cells without any item: no count is below 0, so a sum of 0 says it of each of them."""
    equations = Equations()
    deque(learned(equations, equations_of([*rows])), maxlen=0)
    return {cell for each in equations if is_none(each) for cell in each.cells}


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
