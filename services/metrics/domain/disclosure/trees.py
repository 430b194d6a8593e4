"""Figures in the units that they were counted in: of what was published, the tree of units may be
known otherwise by now.

Example: in April the city is shown with ward C. In May it becomes known that C left in March. The
city of April holds C and that of May does not: it, A and B of May would give C.
Must not decide what is hidden.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.candidates import Figure
from services.metrics.domain.disclosure.regions import World, units_of
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import UNITS

CATALOG = "catalog"


def by_tree(figures: Iterable[Figure], world: World) -> Iterator[Figure]:
    """Each figure as its latest receipt has it; what was shown of it with other units is a figure
    of these, which is not published now.
    """
    for each in figures:
        if has_tree(each.question) and world.units_known:
            yield from by_units(each, world)
        else:
            yield each


def by_units(figure: Figure, world: World) -> Iterator[Figure]:
    """One for each set of units."""
    before: defaultdict[frozenset[str], list[Receipt]] = defaultdict(list)
    for receipt in figure.before:
        before[counted_in(figure.question, receipt, world)].append(receipt)
    latest, present = (
        counted_in(figure.question, figure.latest, world),
        units_of(figure.question, world),
    )
    for units in dict.fromkeys((latest, *before)):
        receipts = before.get(units, [])
        among = None if units == present else tuple(sorted(units))
        question = figure.question._replace(among=among)
        if units == latest:
            yield figure._replace(question=question, before=receipts)
        else:
            yield Figure(question, receipts[-1], receipts, now=False)


def counted_in(question: Question, receipt: Receipt, world: World) -> frozenset[str]:
    """The units of a scope as they were known where the receipt says, or are now."""
    known = next((each.position for each in receipt.positions if each.stream == CATALOG), None)
    if known is None or world.units_known is None:
        return units_of(question, world)
    return world.units_known(question.scope.unit, question.as_of, known)


def has_tree(question: Question) -> bool:
    """Whether it counts what lies below a unit."""
    scope = question.scope
    return bool(scope.unit) and not scope.alone and UNITS in question.definition.adds_up_over
