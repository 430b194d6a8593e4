"""Which of the figures that are to be published are hidden, once and for ever.

What was shown stays shown; so what is published now is hidden where it would give a small count, of
itself or of another. Of several that would give it together, the smallest is hidden.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple, TypeAlias

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.audit import Cells, Row, disclosed, empty
from services.metrics.domain.disclosure.counts import (
    counts_in_common,
    counts_of,
    in_common,
    is_part,
)
from services.metrics.domain.disclosure.equations import WorkExceededError
from services.metrics.domain.disclosure.regions import Region, World, has_days, regions
from services.metrics.domain.disclosure.small import (
    DisclosureGroup,
    auditable,
    condition,
    dimensions,
    family,
    group_of,
    has_small,
    of_persons,
)
from services.metrics.domain.disclosure.states import History, Shown, history, rows, states
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import Definition


class Disclosed(NamedTuple):
    """A figure that was published, and what the public may read of it."""

    question: Question
    latest: Receipt
    disclosed: bool  # the latest publication is shown
    shown: Receipt | None  # the last that was shown
    earlier: Sequence[Receipt] = ()  # what was shown before that


class Candidate(NamedTuple):
    """A figure that is to be published."""

    question: Question
    receipt: Receipt


class Figure(NamedTuple):
    """One of either, of the same items."""

    question: Question
    latest: Receipt
    before: Sequence[Receipt]  # what was shown of it
    now: bool  # it is to be published
    hidden: bool = False  # it was published, and is hidden

    @property
    def group(self) -> DisclosureGroup:
        """The figures that are shown or hidden with it."""
        return group_of(self.question)


Placed: TypeAlias = tuple[Figure, Region]


def hidden(
    candidates: Mapping[str, Candidate],
    seen: Mapping[str, Disclosed],
    definitions: Iterable[Definition],
    world: World,
) -> set[str]:
    """The names of those to hide, by the names of figures. `definitions`: all that are answered."""
    wanted = {
        name: each for name, each in candidates.items() if of_persons(each.question.definition)
    }
    known, groups = list(definitions), set[DisclosureGroup]()
    for items in {family(each.question.definition) for each in wanted.values()}:
        figures = [
            each for each in together(wanted, seen) if family(each.question.definition) == items
        ]
        alike = [each for each in known if family(each) == items]
        groups |= hidden_groups(figures, alike, world)
    return {name for name, each in wanted.items() if group_of(each.question) in groups}


def together(wanted: Mapping[str, Candidate], seen: Mapping[str, Disclosed]) -> Iterator[Figure]:
    """All figures, what is wanted in the place of what it supersedes."""
    for name, was in seen.items():
        if name not in wanted:
            before = shown_of(was)
            yield Figure(was.question, was.latest, before, now=False, hidden=not was.disclosed)
    for name, each in wanted.items():
        before = shown_of(seen[name]) if name in seen else ()
        yield Figure(each.question, each.receipt, before, now=True)


def shown_of(was: Disclosed) -> Sequence[Receipt]:
    """All that was shown of a figure: whoever saw it keeps it."""
    return (*was.earlier, was.shown) if was.shown else was.earlier


def hidden_groups(
    figures: Sequence[Figure], alike: Collection[Definition], world: World
) -> set[DisclosureGroup]:
    """Places of which nothing is shown now; figures are of the same items."""
    allowed = dimension(figures, alike)
    known = [can_be_shown(each, alike, allowed) for each in figures]
    if any(each.before and not can for each, can in zip(figures, known, strict=True)):
        return {each.group for each in figures}  # a definition that came later tells more of it
    audited = [each for each, can in zip(figures, known, strict=True) if can]
    found = {
        each.group
        for each, can in zip(figures, known, strict=True)
        if each.hidden or not can or (each.now and has_small(each.latest))
    }
    try:
        return found | hidden_by_others(audited, found, world)
    except WorkExceededError:
        return {each.group for each in figures}


def chosen_by(figure: Figure, alike: Collection[Definition]) -> frozenset[str]:
    """By what its items are chosen among those that the definitions consider: dimensions, and its
    own definition's `where` if others have another.
    """
    where = condition(figure.question.definition)
    divided = any(condition(each) != where for each in alike)
    return dimensions(figure.latest) | ({where} if where and divided else set())


def dimension(figures: Sequence[Figure], alike: Collection[Definition]) -> frozenset[str]:
    """By which one the public sees figures, beside unit and time: that which was shown first."""
    shown = (chosen_by(each, alike) for each in figures if each.before)
    wanted = (chosen_by(each, alike) for each in figures if each.now)
    return next((each for each in (*shown, *wanted) if each), frozenset())


def can_be_shown(figure: Figure, alike: Collection[Definition], allowed: frozenset[str]) -> bool:
    """Whether the audit knows what else it would tell: by its dimension and by the facts of a
    `where`, no definition of the same items tells its items apart.
    """
    definition = figure.question.definition
    chosen, asked = chosen_by(figure, alike), facts(alike)
    others = facts(each for each in alike if condition(each) != condition(definition))
    among = facts_in(definition.where) if definition.where else frozenset()
    return (
        chosen <= allowed
        and auditable(figure.latest, chosen, asked)
        and has_days(figure.question)
        and others.isdisjoint(fact.name for fact in among)
    )


def facts(definitions: Iterable[Definition]) -> frozenset[str]:
    """All that they name."""
    return frozenset(name for each in definitions for name in each.names)


def hidden_by_others(
    figures: Sequence[Figure], secret: Collection[DisclosureGroup], world: World
) -> set[DisclosureGroup]:
    """Places to hide since what is shown there would give small counts elsewhere."""
    where = regions([each.question for each in figures], world)
    all_of = history(receipts(figures, where), lambda each: (each.considered,))
    nobody = empty(rows(all_of, states(all_of)).values())
    placed = [
        (each, region._replace(cells=region.cells - nobody))
        for each, region in zip(figures, where, strict=True)
    ]
    sizes: dict[DisclosureGroup, int] = {}
    for each in figures:
        if each.now and each.group not in secret:
            sizes[each.group] = max(each.latest.considered, sizes.get(each.group, 0))
    found = set[DisclosureGroup]()
    while chosen := smallest(placed, sizes):
        found |= chosen
        sizes = {each: size for each, size in sizes.items() if each not in chosen}
    return found


def receipts(figures: Sequence[Figure], where: Sequence[Region]) -> Iterator[Shown]:
    """All that were ever published of figures, hidden ones, too."""
    for each, region in zip(figures, where, strict=True):
        for receipt in (*each.before, each.latest):
            yield Shown(region, receipt)


def smallest(
    placed: Sequence[Placed], sizes: Mapping[DisclosureGroup, int]
) -> set[DisclosureGroup]:
    """Of the places that are to be shown, for each small count that they would give, the smallest
    that helps to give it.
    """
    numbers = {each: number for number, each in enumerate(sizes)}
    groups = list(sizes)
    chosen = set[DisclosureGroup]()
    for known, others in systems(placed, numbers):
        for helpers in disclosed(known, others):
            helping = {groups[number] for number in helpers}
            if not helping & chosen:
                chosen.add(min(helping, key=lambda each: (sizes[each], numbers[each])))
    return chosen


def systems(
    placed: Sequence[Placed], numbers: Mapping[DisclosureGroup, int]
) -> Iterator[tuple[list[Row], list[Region]]]:
    """Rows of the same counts, and regions of which they show nothing: those of each definition,
    those that definitions have in common where they are not all shown in the same places, and what
    the numerator of one lacks of another's.
    """
    everywhere = {region.cells: region for _, region in placed}
    definitions = {each.question.definition.name: each.question.definition for each, _ in placed}
    found: dict[str, History] = {}
    for name, definition in definitions.items():
        found[name] = history(shown(placed, {name}, numbers), partial(counts_of, definition))
        yield system(rows(found[name], states(found[name])), everywhere)
    for reasons, having in in_common(list(definitions.values())).items():
        names = {each.name for each in having}
        common = history(shown(placed, names, numbers), partial(counts_in_common, reasons))
        if len(states(common)) > 1 or all(found[name].keys() != common.keys() for name in names):
            yield system(rows(common, states(common)), everywhere)
    for one, other in combinations(definitions.values(), 2):
        if is_part(one, other) or is_part(other, one):
            for state in states(found[one.name], found[other.name]):
                both = (rows(found[each.name], [state]) for each in (one, other))
                yield system(differing(*both), everywhere)


def differing(one: Mapping[Cells, Row], other: Mapping[Cells, Row]) -> dict[Cells, Row]:
    """By how much numerators differ where both are shown, of as many items."""
    found = {}
    for cells in one.keys() & other.keys():
        (numerator, others, *_), (less, rest, *_) = one[cells].counts, other[cells].counts
        if numerator + others == less + rest:
            because = one[cells].because | other[cells].because
            found[cells] = Row(
                one[cells].region, cells, (numerator - less, less - numerator), because
            )
    return found


def system(
    known: Mapping[Cells, Row], everywhere: Mapping[Cells, Region]
) -> tuple[list[Row], list[Region]]:
    """The rows, and where there are none."""
    others = [region for cells, region in everywhere.items() if cells not in known]
    return list(known.values()), others


def shown(
    placed: Sequence[Placed], names: Collection[str], numbers: Mapping[DisclosureGroup, int]
) -> Iterator[Shown]:
    """All that is or was shown by these definitions, with what is to be shown now."""
    for each, region in placed:
        if each.question.definition.name in names:
            for receipt in each.before:
                yield Shown(region, receipt)
            if each.now and each.group in numbers:
                yield Shown(region, each.latest, numbers[each.group])
