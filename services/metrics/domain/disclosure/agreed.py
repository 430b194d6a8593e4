"""With which identities the figures that were published agree, shown or not.

Example: of the district as many acts were published as dossiers, so it is so of each of its wards.
Must not decide what follows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from services.metrics.domain.disclosure.audit import Cells, Counts
from services.metrics.domain.disclosure.identities import Classes, Comparison, Flow, Pair
from services.metrics.domain.disclosure.regions import HELD, window
from services.metrics.domain.disclosure.spaces import Counted, Space
from services.metrics.domain.figures import Question, Scope


class Place(NamedTuple):
    """Of which items a figure is: of a scope, in a window; of what is held, its cut-off."""

    scope: Scope
    start: date | None
    end: date


class Term(NamedTuple):
    """Classes of items in a region, added or taken away."""

    items: int
    classes: Classes
    cells: Cells
    times: int


Identity: TypeAlias = tuple[Term, ...]  # they come to nothing


class Agreed:
    """Which identities the numbers of a state of knowledge agree with."""

    def __init__(
        self,
        space: Space,
        counted: Sequence[Counted],
        numbers: Mapping[Cells, Counts],
        secret: Collection[Cells],
    ) -> None:
        self._space = space
        self._numbers = numbers
        self._secret = secret  # regions that are hidden, or to be published
        self._places: defaultdict[int, dict[Place, Cells]] = defaultdict(dict)
        for items, _, placed, _ in counted:
            for each, region in placed:
                self._places[items][place(each.question)] = region.cells

    def identities(self, comparison: Comparison) -> Iterator[Identity]:
        """All of a comparison that say more than what was shown before."""
        found = [identity for pair in comparison.pairs for identity in self._same(pair)]
        if comparison.flow:
            classes = [comparison.items[each].classes for each in comparison.flow]
            found += self._flows(comparison.flow, *classes)
        for identity in found:
            if not all(self._is_shown(*each[:3]) for each in identity):
                yield identity

    def _same(self, pair: Pair) -> Iterator[Identity]:
        """Where as many are of the classes of one as of those of the other."""
        one, other = self._places[pair.one], self._places[pair.other]
        covered = set[int]()
        for each in one.keys() & other.keys():
            found = list(both(pair, one[each], other[each]))
            if all(map(self._holds, found)):
                yield from found
                covered |= one[each] & other[each]
        if pair.unless and one:
            covered |= set().union(*self._without(pair.unless, pair.other, other.values()))
        if pair.within and covered:
            for cells in {*one.values(), *other.values()}:
                if cells <= covered:
                    yield from both(pair, cells, cells)

    def _without(self, name: str, items: int, regions: Iterable[Cells]) -> Iterator[Cells]:
        """Where nobody of a class was published."""
        return (cells for cells in regions if self._count(items, (name,), cells) == 0)

    def _flows(self, flow: Flow, *classes: Classes) -> Iterator[Identity]:
        """Where what was held and came in has ended, or is held."""
        held, came, ended = (self._places[each] for each in flow)
        for each in came.keys() & ended.keys():
            before = held.get(Place(each.scope, None, each.start)) if each.start else None
            after = held.get(Place(each.scope, None, each.end))
            if before is not None and after is not None:
                found = (
                    Term(flow.held, classes[0], before, 1),
                    Term(flow.came, classes[1], came[each], 1),
                    Term(flow.ended, classes[2], ended[each], -1),
                    Term(flow.held, classes[0], after, -1),
                )
                if self._holds(found):
                    yield found

    def _holds(self, identity: Identity) -> bool:
        """Whether all of it was published, and comes to nothing."""
        found = [self._count(*each[:3]) for each in identity]
        return None not in found and not sum(
            n * each.times for n, each in zip(found, identity, strict=True) if n
        )

    def _is_shown(self, items: int, classes: Classes, cells: Cells) -> bool:
        """Whether nothing but what was shown was published of classes in a region."""
        each = [self._space.cells(items, (name,), cells) for name in classes]
        together = self._space.cells(items, classes, cells)
        return any(
            all(those in self._numbers and those not in self._secret for those in parts if those)
            for parts in ([together], each)
        )

    def _count(self, items: int, classes: Classes, cells: Cells) -> int | None:
        """How many were published of classes in a region: together, or each."""
        of_classes = self._space.cells(items, classes, cells)
        if not of_classes:
            return 0
        if found := self._numbers.get(of_classes):
            return found[0]
        if len(classes) == 1:
            return None
        each = [self._count(items, (name,), cells) for name in classes]
        return None if None in each else sum(n for n in each if n)


def both(pair: Pair, one: Cells, other: Cells) -> Iterator[Identity]:
    """The sums of a pair in a region of each."""
    for these, those in pair.sums:
        yield Term(pair.one, these, one, 1), Term(pair.other, those, other, -1)


def place(question: Question) -> Place:
    """Where the items of a figure are."""
    start, end = window(question)
    held = question.definition.kind.name == HELD
    return Place(question.scope, None if held else start, end)
