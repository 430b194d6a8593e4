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
from services.metrics.domain.disclosure.small import DisclosureGroup
from services.metrics.domain.disclosure.spaces import Counted, Space
from services.metrics.domain.disclosure.work import spend
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


Groups: TypeAlias = frozenset[DisclosureGroup]
Terms: TypeAlias = tuple[Term, ...]  # they come to nothing


class Identity(NamedTuple):
    """Terms, and the places of now by whose figures it is seen that they come to nothing; none: by
    earlier ones.
    """

    terms: Terms
    by: Groups = frozenset()


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
        self._now: defaultdict[tuple[int, Place], set[DisclosureGroup]] = defaultdict(set)
        for items, _, placed, _ in counted:
            for each, region in placed:
                where = place(each.question)
                self._places[items][where] = region.cells
                if each.now:
                    self._now[items, where].add(each.group)

    def identities(self, comparison: Comparison) -> Iterator[Identity]:
        """All of a comparison that say more than what was shown before."""
        found = [identity for pair in comparison.pairs for identity in self._same(pair)]
        for flow in comparison.flows:
            found += self._flows(flow, [each.classes for each in comparison.items])
        for identity in found:
            if not all(self._is_shown(*each[:3]) for each in identity.terms):
                yield identity

    def _same(self, pair: Pair) -> Iterator[Identity]:
        """Where as many are of the classes of one as of those of the other."""
        one, other = self._places[pair.one], self._places[pair.other]
        covered: list[tuple[Cells, Groups]] = []
        for each in (place for place in one if place in other):
            found = list(both(pair, one[each], other[each]))
            if all(map(self._holds, found)):
                by = self._by((pair.one, each), (pair.other, each))
                yield from (Identity(terms, by) for terms in found)
                covered.append((one[each] & other[each], by))
        if pair.unless and one:
            without = self._without(pair.unless, pair.other)
            covered += ((other[each], self._by((pair.other, each))) for each in without)
        if pair.within:
            seen = by_cell(covered)
            for cells in dict.fromkeys((*one.values(), *other.values())):
                spend(len(cells))
                if cells <= seen.keys():
                    by = frozenset[DisclosureGroup]().union(*(seen[cell] for cell in cells))
                    yield from (Identity(terms, by) for terms in both(pair, cells, cells))

    def _by(self, *figures: tuple[int, Place]) -> Groups:
        """The places of those that are published now."""
        return frozenset[DisclosureGroup]().union(*(self._now.get(each, ()) for each in figures))

    def _without(self, name: str, items: int) -> Iterator[Place]:
        """Where nobody of a class was published."""
        for each, cells in self._places[items].items():
            if self._count(items, (name,), cells) == 0:
                yield each

    def _flows(self, flow: Flow, classes: Sequence[Classes]) -> Iterator[Identity]:
        """Where what was held and came in has ended, or is held."""
        moving, held = [self._places[items] for items, _ in flow.moving], self._places[flow.held]
        for each in (place for place in moving[0] if all(place in those for those in moving)):
            stocks = {
                Place(each.scope, None, at): times
                for at, times in ((each.start or date.min, flow.before), (each.end, flow.after))
                if times
            }
            if stocks.keys() <= held.keys():
                found = (
                    *(
                        Term(items, classes[items], self._places[items][each], times)
                        for items, times in flow.moving
                    ),
                    *(
                        Term(flow.held, classes[flow.held], held[at], times)
                        for at, times in stocks.items()
                    ),
                )
                if self._holds(found):
                    figures = [(items, each) for items, _ in flow.moving]
                    by = self._by(*figures, *((flow.held, at) for at in stocks))
                    yield Identity(found, by)

    def _holds(self, terms: Terms) -> bool:
        """Whether all of it was published, and comes to nothing."""
        found = [self._count(*each[:3]) for each in terms]
        return None not in found and not sum(
            n * each.times for n, each in zip(found, terms, strict=True) if n
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


def by_cell(covered: Iterable[tuple[Cells, Groups]]) -> Mapping[int, Groups]:
    """Of each cell, by which figures of now it is covered."""
    found = dict[int, Groups]()
    for cells, by in covered:
        spend(len(cells))
        for cell in cells:
            found[cell] = found.get(cell, by) | by
    return found


def both(pair: Pair, one: Cells, other: Cells) -> Iterator[Terms]:
    """The sums of a pair in a region of each."""
    for these, those in pair.sums:
        yield Term(pair.one, these, one, 1), Term(pair.other, those, other, -1)


def place(question: Question) -> Place:
    """Where the items of a figure are."""
    start, end = window(question)
    held = question.definition.kind.name == HELD
    return Place(question.scope, None if held else start, end)
