"""Which of the figures that are to be published are hidden, once and for ever.

What was shown stays shown; so what is published now is hidden where it would give a small count, of
itself or of another. Of several that would give it together, the smallest is hidden.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TypeAlias

from services.metrics.domain.disclosure.across import comparables, placed_together, system
from services.metrics.domain.disclosure.audit import disclosed, empty
from services.metrics.domain.disclosure.candidates import (
    Candidate,
    Disclosed,
    Figure,
    division,
    published,
    shown,
    together,
)
from services.metrics.domain.disclosure.changes import changed_by_few
from services.metrics.domain.disclosure.connected import connected
from services.metrics.domain.disclosure.identities import RELATED
from services.metrics.domain.disclosure.instants import by_instant
from services.metrics.domain.disclosure.regions import Region, World, combined, worlds
from services.metrics.domain.disclosure.services_used import kept_back
from services.metrics.domain.disclosure.showable import Showable
from services.metrics.domain.disclosure.small import (
    DisclosureGroup,
    Population,
    dimensions,
    family,
    group_of,
    has_small,
    of_persons,
)
from services.metrics.domain.disclosure.states import Shown, history, known, rows, states
from services.metrics.domain.disclosure.systems import System, systems
from services.metrics.domain.disclosure.trees import by_tree
from services.metrics.domain.disclosure.work import Work, WorkExceededError, doing
from services.metrics.domain.indicators.definition import Definition

Groups: TypeAlias = set[DisclosureGroup]
Systems: TypeAlias = Callable[[Mapping[DisclosureGroup, int]], Iterable[System]]


def hidden(
    candidates: Mapping[str, Candidate],
    seen: Mapping[str, Disclosed],
    definitions: Iterable[Definition],
    world: World,
    work: Work | None = None,
) -> set[str]:
    """The names of those to hide, by the names of figures. `definitions`: all that are answered.
    What is published as it was known earlier is also looked at with what was known by then, and all
    of it without what was known before: numbers of later or of before can contradict it, and what
    contradicts itself gives nothing, but to whoever leaves those out. So can those as of other
    days. Raises AuditTooLargeError where it would take more than the `work` that it may do,
    AuditCancelledError where that is cancelled.
    """
    wanted = {
        name: each for name, each in candidates.items() if of_persons(each.question.definition)
    }
    others = {name: was for name, was in seen.items() if of_persons(was.question.definition)}
    every, figures = list(definitions), list(together(wanted, others))
    position = max((known(each.receipt) for each in wanted.values()), default=0)
    groups = Groups()
    with doing(work or Work()):
        for those in audited_sets(figures, position, world):
            for each in worlds(world, [figure.question for figure in those]):
                groups |= hidden_now(those, every, each)
        found = {name for name, each in wanted.items() if group_of(each.question) in groups}
        found |= changed_by_few(wanted, others, found, world)
    return found.union(kept_back(candidates, seen, found))


def audited_sets(
    figures: Sequence[Figure], position: int, world: World
) -> Iterator[Sequence[Figure]]:
    """All figures; those known by a position and since; as they stand, and without what moved; of
    each of these, those as of one day. Each in the units that it was counted in.
    """
    several = [figures]
    if any(known(each) > position for figure in figures for each in figure.before):
        several.append(known_by(figures, position))
    if any(known(each) < position for figure in figures for each in figure.published):
        several.append(known_since(figures, position))
    if (current := without_superseded(figures)) != figures:
        several.append(current)
    if any(each.moved and each.before for each in current):
        several.append(unmoved(current))
    for those in several:
        placed = list(by_tree(those, world))
        yield placed
        yield from by_instant(placed)


def hidden_now(
    figures: Sequence[Figure], definitions: Sequence[Definition], world: World
) -> Groups:
    """Places of which nothing is shown now."""
    groups, audited = Groups(), list[Figure]()
    for items, those in by_family(figures).items():
        alike = [each for each in definitions if family(each) == items]
        close = near(those)
        showable = Showable(alike, close or those)
        can = {id(each): showable.can_be(each) for each in those}
        if close:
            groups |= hidden_groups(close, [can[id(each)] for each in close], world)
        audited += (each for each in those if can[id(each)])
    return groups | hidden_across(audited, groups, world)


def known_by(figures: Iterable[Figure], position: int) -> list[Figure]:
    """Without what was known later."""
    found = []
    for each in figures:
        before = [receipt for receipt in each.before if known(receipt) <= position]
        if known(each.latest) <= position:
            found.append(each._replace(before=before))
        elif before:
            found.append(each._replace(before=before, latest=before[-1]))
    return found


def known_since(figures: Iterable[Figure], position: int) -> list[Figure]:
    """Without what was known before."""
    return [
        each._replace(before=[receipt for receipt in each.before if known(receipt) >= position])
        for each in figures
        if known(each.latest) >= position
    ]


def without_superseded(figures: Iterable[Figure]) -> list[Figure]:
    """Without what was superseded: a hidden figure says nothing of what was shown of it before."""
    found = []
    for each in figures:
        most = 0 if each.now or each.hidden else 1
        last = each.before[len(each.before) - most :]
        found.append(each._replace(before=last) if len(each.before) > most else each)
    return found


def unmoved(figures: Iterable[Figure]) -> list[Figure]:
    """Without numbers that are others by now: whoever sees that they contradict newer ones learns
    from these what is published next.
    """
    return [each._replace(before=[]) if each.moved else each for each in figures]


def by_family(figures: Iterable[Figure]) -> Mapping[Population, list[Figure]]:
    """Figures of the same items together."""
    found: defaultdict[Population, list[Figure]] = defaultdict(list)
    for each in figures:
        found[family(each.question.definition)].append(each)
    return found


def near(figures: Sequence[Figure]) -> list[Figure]:
    """Those whose periods overlap one that is published now, or one that does, and so on."""
    chains: list[list[Figure]] = []
    end = date.min
    for each in sorted(figures, key=lambda each: each.question.period.start):
        start, last = each.question.period
        if start >= end:
            chains.append([])
        chains[-1].append(each)
        end = max(end, last)
    found = {id(each) for chain in chains if any(one.now for one in chain) for each in chain}
    return [each for each in figures if id(each) in found]


def hidden_groups(figures: Sequence[Figure], can: Sequence[bool], world: World) -> Groups:
    """Places of which nothing is shown now, by what figures of the same items tell; `can`: which
    of them can be shown.
    """
    if any(each.before and not shown for each, shown in zip(figures, can, strict=True)):
        return {each.group for each in figures}  # a definition that came later tells more of it
    audited = [each for each, shown in zip(figures, can, strict=True) if shown]
    found = {
        each.group
        for each, shown in zip(figures, can, strict=True)
        if each.hidden or not shown or (each.now and has_small(each.latest))
    }
    try:
        return found | hidden_by_others(audited, found, world)
    except WorkExceededError:
        return {each.group for each in figures}


def hidden_by_others(
    figures: Sequence[Figure], secret: Collection[DisclosureGroup], world: World
) -> Groups:
    """Places to hide since what is shown there would give small counts elsewhere."""
    figures = connected(figures, world)
    where, whole, joined = division(figures, world)
    everything, found = list(zip(figures, where, strict=True)), Groups()
    others = [*combined(where, joined)]
    for empty_ones in empty_cells(published(everything), shown(everything, {})):
        nobody = empty_ones | whole
        places = [(each, without(region, nobody)) for each, region in everything]
        asked = [without(each, nobody) for each in others]
        found |= smallest(figures, {*secret, *found}, partial(systems, places, unpublished=asked))
    return found


def empty_cells(everything: Iterable[Shown], earlier: Iterable[Shown]) -> list[frozenset[int]]:
    """Cells in which there is nobody, by all that was published, and by what was shown before: of
    others that is not known, or by what is published now.
    """
    found = []
    for those in (everything, earlier):
        considered = history(those, lambda each: (each.considered,))
        found.append(frozenset(empty(rows(considered, states(considered)).values())))
    return list(dict.fromkeys(found))


def without(region: Region, nobody: frozenset[int]) -> Region:
    """The region of those who are there."""
    return region._replace(cells=region.cells - nobody)


def hidden_across(
    figures: Sequence[Figure], secret: Collection[DisclosureGroup], world: World
) -> Groups:
    """Places to hide since what is shown there would give small counts by other kinds of figures,
    looked at with one dimension at a time.
    """
    found = Groups()
    for kinds in RELATED:
        related = [each for each in figures if each.question.definition.kind.name in kinds]
        chosen = {dimensions(each.latest) for each in related}
        for one in sorted(chosen - {frozenset()} or chosen, key=sorted):
            found |= compared(
                [each for each in related if dimensions(each.latest) <= one],
                {*secret, *found},
                world,
            )
    return found


def compared(
    figures: Sequence[Figure], secret: Collection[DisclosureGroup], world: World
) -> Groups:
    """Those of related kinds."""
    now = {each.group for each in figures if each.now} - {*secret}
    if not now:
        return now
    try:
        placed = placed_together(connected(figures, world), world)
        found = list(comparables(placed))
        return smallest(figures, secret, lambda numbers: [system(each, numbers) for each in found])
    except WorkExceededError:
        return now


def smallest(
    figures: Sequence[Figure], secret: Collection[DisclosureGroup], systems: Systems
) -> Groups:
    """For each small count that places that are to be shown would give, the smallest that helps to
    give it; until there is none.
    """
    sizes: dict[DisclosureGroup, int] = {}
    for each in figures:
        if each.now and each.group not in secret:
            sizes[each.group] = max(each.latest.considered, sizes.get(each.group, 0))
    found = Groups()
    while chosen := helping(systems, sizes):
        found |= chosen
        sizes = {each: size for each, size in sizes.items() if each not in chosen}
    return found


def helping(systems: Systems, sizes: Mapping[DisclosureGroup, int]) -> Groups:
    """For each small count that these places give, the smallest that helps to give it."""
    numbers = {each: number for number, each in enumerate(sizes)}
    groups, chosen = list(sizes), Groups()
    for each in systems(numbers):
        for helpers in disclosed(*each):
            helped = {groups[number] for number in helpers}
            if not helped & chosen:
                chosen.add(min(helped, key=lambda one: (sizes[one], numbers[one])))
    return chosen
