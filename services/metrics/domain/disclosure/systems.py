"""What is audited among figures of the same items: systems of rows that show the same counts.

Promises one for each definition, for what definitions have in common, and for what the numerator of
one lacks of another's. Must not decide what is hidden instead.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations
from typing import NamedTuple

from services.metrics.domain.disclosure.audit import Cells, Row
from services.metrics.domain.disclosure.candidates import Placed, shown
from services.metrics.domain.disclosure.counts import (
    counts_in_common,
    counts_of,
    in_common,
    reasons_of,
)
from services.metrics.domain.disclosure.differences import are_compared, differences
from services.metrics.domain.disclosure.equations import Equation
from services.metrics.domain.disclosure.regions import Region
from services.metrics.domain.disclosure.small import DisclosureGroup
from services.metrics.domain.disclosure.states import History, history, rows, states
from services.metrics.domain.indicators.definition import Definition


class System(NamedTuple):
    """Rows of the same counts, regions of which they show nothing, and sums that hold besides."""

    rows: Sequence[Row]
    hidden: Sequence[Region]
    identities: Sequence[Equation] = ()


def systems(
    placed: Sequence[Placed],
    numbers: Mapping[DisclosureGroup, int],
    unpublished: Iterable[Region] = (),
) -> Iterator[System]:
    """Of each definition, of what definitions have in common where they are not all shown in the
    same places, and of what the numerator of one lacks of another's. `unpublished`: further
    regions that are asked for.
    """
    everywhere = {region.cells: region for _, region in placed}
    everywhere |= {region.cells: region for region in unpublished}
    definitions = {each.question.definition.name: each.question.definition for each, _ in placed}
    found: dict[str, History] = {}
    for name, definition in definitions.items():
        counts = partial(counts_of, reasons_of(definition))
        found[name] = history(shown(placed, numbers, {name}), counts)
        yield system(rows(found[name], states(found[name])), everywhere)
    for reasons, having in in_common(list(definitions.values())).items():
        names = {each.name for each in having}
        common = history(shown(placed, numbers, names), partial(counts_in_common, reasons))
        if len(states(common)) > 1 or all(found[name].keys() != common.keys() for name in names):
            yield system(rows(common, states(common)), everywhere)
    for one, other in permutations(definitions.values(), 2):
        if are_compared(one, other):
            for state in states(found[one.name], found[other.name]):
                both = (rows(found[each.name], [state]) for each in (one, other))
                yield system(differing(one, other, *both), everywhere)


def differing(
    one: Definition, other: Definition, first: Mapping[Cells, Row], second: Mapping[Cells, Row]
) -> dict[Cells, Row]:
    """By how much two definitions differ where both are shown."""
    found = {}
    for cells in first.keys() & second.keys():
        row, its = first[cells], second[cells]
        if counts := differences(one, other, row.counts, its.counts):
            found[cells] = Row(row.region, cells, counts, row.because | its.because)
    return found


def system(known: Mapping[Cells, Row], everywhere: Mapping[Cells, Region]) -> System:
    """The rows, and where there are none."""
    others = [region for cells, region in everywhere.items() if cells not in known]
    return System(list(known.values()), others)
