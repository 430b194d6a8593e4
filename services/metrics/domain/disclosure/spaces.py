"""The cells of a comparison: those of each class of items, under numbers of their own.

Promises that cells of different items or classes are never the same. Must not compare counts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from services.metrics.domain.disclosure.audit import Cells
from services.metrics.domain.disclosure.candidates import Placed
from services.metrics.domain.disclosure.identities import Classes, Comparison, Source
from services.metrics.domain.disclosure.regions import Region
from services.metrics.domain.disclosure.work import spend


class Counted(NamedTuple):
    """Figures that count the same classes of the same items; `counts`: those of each class, of each
    receipt of a figure that was published.
    """

    items: int
    source: Source
    placed: Sequence[Placed]
    counts: Sequence[Sequence[Sequence[int]]]


class Space:
    """The cells of a comparison: each class of items has numbers of its own. Classes that a source
    counts which is the only one of its items, and of which it never counted any, have none.
    """

    def __init__(self, comparison: Comparison, counted: Sequence[Counted]) -> None:
        named = {(n, name) for n, each in enumerate(comparison.items) for name in each.classes}
        numbered = sorted(named - set(never_counted(counted)))
        self._numbers = {each: number for number, each in enumerate(numbered)}
        self._of: dict[tuple[int, Classes], frozenset[int]] = {}
        self._found: dict[tuple[int, Classes, Cells], Cells] = {}

    def cells(self, items: int, classes: Classes, cells: Cells) -> Cells:
        """Those of classes in a region."""
        key = (items, classes, cells)
        if key not in self._found:
            n, numbers = len(self._numbers), self.numbers(items, classes)
            spend(len(cells) * len(numbers))
            self._found[key] = frozenset(cell * n + number for cell in cells for number in numbers)
        return self._found[key]

    def region(self, items: int, classes: Classes, region: Region) -> Region:
        """The region of classes: what is compared with it is of the same ones."""
        sides = (*region.sides, self.numbers(items, classes))
        return Region(sides, self.cells(items, classes, region.cells))

    def numbers(self, items: int, classes: Classes) -> frozenset[int]:
        """Those of classes, as far as they have any."""
        if (items, classes) not in self._of:
            stated = ((items, each) for each in classes)
            known = frozenset(self._numbers[each] for each in stated if each in self._numbers)
            self._of[items, classes] = known
        return self._of[items, classes]


def never_counted(counted: Sequence[Counted]) -> Iterator[tuple[int, str]]:
    """Classes of which there was never an item; where no number is looked at, that is not known."""
    sources = Counter(each.items for each in counted)
    for items, source, _, counts in counted:
        receipts = list(chain.from_iterable(counts))
        if sources[items] == 1 and receipts:
            for n, classes in enumerate(source.counted):
                if not any(each[n] for each in receipts):
                    yield from ((items, name) for name in classes)
