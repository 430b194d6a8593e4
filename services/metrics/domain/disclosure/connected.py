"""Which figures hang together with what is published now: a shown sum closes off what is in it.

Example: ward A of province X is published now. Of province Y all is shown that was ever published
of the country, which Y is part of; so the country less Y is known without a ward of Y, and nothing
that Y's wards tell leaves Y. Promises that what it leaves out shares no unknown with what is
published now. Must not decide what is hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from services.metrics.domain.disclosure.candidates import Figure
from services.metrics.domain.disclosure.counts import is_part
from services.metrics.domain.disclosure.regions import World, units_of, when
from services.metrics.domain.disclosure.small import family
from services.metrics.domain.disclosure.work import spend
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import UNITS, Definition

Units: TypeAlias = frozenset[str]


class Place(NamedTuple):
    """The region of a figure, but for its units."""

    scope: Hashable
    time: Hashable


Figures: TypeAlias = Mapping[Place, Mapping[Definition, list[Figure]]]  # of the same units


def connected(figures: Sequence[Figure], world: World) -> list[Figure]:
    """Those that share unknowns with one that is published now, or may; in their order."""
    if any(UNITS not in each.question.definition.adds_up_over for each in figures):
        return [*figures]
    where = [units_of(each.question, world) for each in figures]
    of: dict[Units, dict[Place, dict[Definition, list[Figure]]]] = {}
    for units, each in zip(where, figures, strict=True):
        definitions = of.setdefault(units, {}).setdefault(place(each.question), {})
        definitions.setdefault(each.question.definition, []).append(each)
    now = {units for units, each in zip(where, figures, strict=True) if each.now}
    apart = set(closed_off(of, now))
    return [each for units, each in zip(where, figures, strict=True) if units not in apart]


def place(question: Question) -> Place:
    """Figures that have it in common, and their units, have one region."""
    return Place((question.scope.service, question.scope.filters), when(question))


def closed_off(of: Mapping[Units, Figures], now: Iterable[Units]) -> Iterator[Units]:
    """Units whose figures share no unknown with those of now. Where any units lie partly in others,
    such as after a ward went from one province to another, these close off nothing.
    """
    holding: defaultdict[str, list[Units]] = defaultdict(list)
    for units in of:
        spend(len(units))
        for unit in units:
            holding[unit].append(units)
    published = set(now)
    for units in of:
        touched = Counter(other for unit in units for other in holding[unit])
        inside = {other for other, n in touched.items() if n == len(other)}
        around = [other for other, n in touched.items() if n == len(units) and other not in inside]
        if len(inside) + len(around) == len(touched) and inside.isdisjoint(published):
            if not around:
                yield from inside
            elif len(inside) > 1 and closes(of, units, inside, around):
                yield from inside - {units}


def closes(
    of: Mapping[Units, Figures], units: Units, inside: Iterable[Units], around: Iterable[Units]
) -> bool:
    """Whether units are published wherever a part of them is, so that what is the same in all parts
    is so of the whole, and shown wherever what they are part of is published.
    """
    figures = of[units]
    return all(stands_for(figures, of[each]) for each in around) and all(
        place in figures and definitions.keys() <= figures[place].keys()
        for each in inside
        for place, definitions in of[each].items()
    )


def stands_for(figures: Figures, around: Figures) -> bool:
    """Whether the figures of some units are shown wherever those around them are published."""
    return all(
        place in figures
        and all(is_shown(figures[place].get(each, ())) for each in definitions)
        and differ_alike(figures[place], definitions)
        for place, definitions in around.items()
    )


def is_shown(figures: Iterable[Figure]) -> bool:
    """Whether one of the same region is."""
    return any(each.before and not each.hidden for each in figures)


def differ_alike(
    figures: Mapping[Definition, Sequence[Figure]], around: Mapping[Definition, Sequence[Figure]]
) -> bool:
    """Whether numerators are compared in units wherever they are in those around: of as many."""
    for one, other in combinations(around, 2):
        if family(one) == family(other) and (is_part(one, other) or is_part(other, one)):
            compared = counted(around[one]) & counted(around[other])
            if compared and len(counted(figures[one]) | counted(figures[other])) > 1:
                return False
    return True


def counted(figures: Iterable[Figure]) -> set[int]:
    """How many are in the numerator or known not to be, by all that is or was shown."""
    receipts = [receipt for each in figures for receipt in (*each.before, each.latest)]
    return {receipt.denominator - receipt.unknown for receipt in receipts}
