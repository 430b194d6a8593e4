"""What is audited across kinds of figures: systems of rows that hang together by identities.

An identity is taken for known where the figures that were published, shown or not, agree with it.
Promises numbers of their own for the cells of each class of items. Must not decide what is hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from services.metrics.domain.disclosure.agreed import Agreed, Identity, Terms
from services.metrics.domain.disclosure.audit import Cells, Counts, empty
from services.metrics.domain.disclosure.candidates import Figure, Placed, division
from services.metrics.domain.disclosure.equations import Equation
from services.metrics.domain.disclosure.identities import (
    COMPARISONS,
    OTHERS,
    UNKNOWN,
    Comparison,
)
from services.metrics.domain.disclosure.regions import Region, World
from services.metrics.domain.disclosure.small import DisclosureGroup
from services.metrics.domain.disclosure.spaces import Counted, Space
from services.metrics.domain.disclosure.states import (
    History,
    Version,
    by_region,
    known,
    rows,
    states,
    then,
)
from services.metrics.domain.disclosure.systems import System
from services.metrics.domain.indicators.definition import Definition


class Received(NamedTuple):
    """What a receipt of a figure says of classes; the latest is hidden, or to be published."""

    figure: Figure
    latest: bool
    version: Version


class Comparable(NamedTuple):
    """What was published, at states of knowledge with which the same identities agree."""

    space: Space
    receipts: Sequence[Received]
    everywhere: Collection[Cells]
    identities: Sequence[Identity]
    at: Sequence[float]
    nobody: frozenset[int]


def placed_together(figures: Sequence[Figure], world: World) -> list[Placed]:
    """Figures of several kinds in one division of units, days and dimensions."""
    where, nobody, _ = division(figures, world, by_condition=False)
    return [
        (each, region._replace(cells=region.cells - nobody))
        for each, region in zip(figures, where, strict=True)
    ]


def comparables(placed: Sequence[Placed]) -> Iterator[Comparable]:
    """What can be compared of figures that were published, and of those that are now."""
    of = by_definition(placed)
    for comparison in COMPARISONS:
        counted = list(by_source(comparison, of))
        if len(counted) > 1:
            yield from comparable(comparison, counted)


def comparable(comparison: Comparison, counted: Sequence[Counted]) -> Iterator[Comparable]:
    """At states of the same identities together."""
    space = Space(comparison, counted)
    receipts = [one for each in counted for one in received(space, each)]
    if not receipts:
        return
    everything = by_region(each.version for each in receipts)
    shown = by_region(each.version for each in receipts if not each.latest)
    everywhere = {each.version.region.cells for each in receipts}
    secret = {each.version.region.cells for each in receipts if each.latest}
    asked = set(not_in_numerators(space, counted))
    together: defaultdict[tuple[Identity, ...], list[float]] = defaultdict(list)
    for state in states(everything):
        earlier, all_ = (
            list(Agreed(space, counted, numbers_of(each, state), secret).identities(comparison))
            for each in (shown, everything)
        )
        together[seen_by(all_, {each.terms for each in earlier})].append(state)
    for found, at in together.items():
        if found or count_the_same(counted):
            empty_cells = (empty(rows(of, at).values()) for of in (everything, shown))
            for nobody in dict.fromkeys(map(frozenset, empty_cells)):
                yield Comparable(space, receipts, everywhere | asked, found, at, nobody)


def seen_by(identities: Iterable[Identity], earlier: Collection[Terms]) -> tuple[Identity, ...]:
    """Each once, with all figures of now by which it is seen in whatever way; none where it was
    seen `earlier`, by what was shown.
    """
    by: defaultdict[Terms, set[DisclosureGroup]] = defaultdict(set)
    for each in identities:
        by[each.terms] |= set() if each.terms in earlier else each.by
    return tuple(Identity(terms, frozenset(groups)) for terms, groups in by.items())


def numbers_of(of: History, state: float) -> dict[Cells, Counts]:
    """The newest of a state."""
    return {cells: then(each, state).counts for cells, each in of.items()}


def count_the_same(counted: Sequence[Counted]) -> bool:
    """Whether two sources count the same class of the same items."""
    times = Counter(
        (each.items, classes)
        for each in counted
        for classes in each.source.counted
        if len(classes) == 1
    )
    return any(n > 1 for n in times.values())


def by_definition(placed: Sequence[Placed]) -> Mapping[Definition, list[Placed]]:
    """The figures of each."""
    of: defaultdict[Definition, list[Placed]] = defaultdict(list)
    for each in placed:
        of[each[0].question.definition].append(each)
    return of


def by_source(
    comparison: Comparison, of: Mapping[Definition, Sequence[Placed]]
) -> Iterator[Counted]:
    """The figures of each source of which there are any."""
    for number, items in enumerate(comparison.items):
        found: defaultdict[int, list[Placed]] = defaultdict(list)
        for definition, those in of.items():
            if (index := items.source(definition)) is not None:
                found[index] += those
        for index, those in found.items():
            source = items.sources[index]
            counts = [
                [source.counts(receipt, source.reasons) for receipt in figure.published]
                for figure, _ in those
            ]
            yield Counted(number, source, those, counts)


def received(space: Space, of: Counted) -> Iterator[Received]:
    """The counts of each class, or of classes together, in all that was published."""
    for (figure, region), sums in zip(of.placed, of.counts, strict=True):
        lifted = [space.region(of.items, classes, region) for classes in of.source.counted]
        for number, receipt in enumerate(figure.published):
            position, latest = known(receipt), number == len(figure.before)
            for place, n in zip(lifted, sums[number], strict=True):
                if place.cells:
                    yield Received(figure, latest, Version(place, position, (n,), None))


def not_in_numerators(space: Space, counted: Sequence[Counted]) -> Iterator[Cells]:
    """Those who are not in a numerator, known not to be or not: together a count that is hidden
    where it is small, of which two classes are the parts.
    """
    for items, source, placed, _ in counted:
        if UNKNOWN in source.counted:
            for _, region in placed:
                yield space.cells(items, OTHERS + UNKNOWN, region.cells)


def system(of: Comparable, numbers: Mapping[DisclosureGroup, int]) -> System:
    """The rows that are shown, of cells in which there is anybody."""
    known_rows = rows(by_region(shown_versions(of.receipts, numbers)), of.at)
    hidden = [each - of.nobody for each in of.everywhere if each not in known_rows]
    return System(
        [row._replace(cells=row.cells - of.nobody) for row in known_rows.values()],
        [Region((), cells) for cells in hidden],
        [stated(each, of, numbers) for each in of.identities],
    )


def shown_versions(
    receipts: Sequence[Received], numbers: Mapping[DisclosureGroup, int]
) -> Iterator[Version]:
    """What is or was shown, with what is to be shown now."""
    for figure, latest, version in receipts:
        if not latest:
            yield version
        elif figure.now and figure.group in numbers:
            yield version._replace(publication=numbers[figure.group])


def stated(identity: Identity, of: Comparable, numbers: Mapping[DisclosureGroup, int]) -> Equation:
    """An identity over cells: what two of its terms have in common is in both. Whatever is shown
    now of what it is seen by helps.
    """
    factors: defaultdict[int, int] = defaultdict(int)
    for items, classes, cells, times in identity.terms:
        for cell in of.space.cells(items, classes, cells) - of.nobody:
            factors[cell] += times
    left = {cell: n for cell, n in factors.items() if n}
    because = frozenset(numbers[each] for each in identity.by if each in numbers)
    return Equation(left, (0,) * len(of.at), because)
