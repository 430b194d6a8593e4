"""Whose offerings may differ after a change, and which are needed to derive them.

Example: Q is merged into P, and P is later split into P and S. A change of Q concerns Q, P and S.
To derive them R is needed too, if R is merged into P as well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from services.catalog.domain import tree
from services.catalog.domain.units import Unit

NOBODY = Unit()


def concerned(
    changed: Iterable[str], *, before: Mapping[str, Unit], after: Mapping[str, Unit]
) -> set[str]:
    """The changed units and whoever their offerings follow to, and so on, in either forest.

    `changed`: the units that changed, or whose offerings did; of a service all that have own facts
    of it.
    """
    return _reached(changed, lambda unit: _successors(before, unit) | _successors(after, unit))


def loaded(units: Iterable[str], forest: Mapping[str, Unit]) -> set[str]:
    """The units and all predecessors from which their offerings may follow, and so on backwards."""
    return _reached(units, lambda unit: _predecessors(forest, unit))


def is_alone(unit: str, forest: Mapping[str, Unit]) -> bool:
    """Whether no offering of a unit follows to another, nor from another."""
    return not (_successors(forest, unit) or tree.indexed(forest).predecessors(unit))


def components(units: Iterable[str], forest: Mapping[str, Unit]) -> Iterable[set[str]]:
    """The units cut so that nothing is handed over from one set to another."""
    towards = {unit: unit for unit in units}  # another one of the same set, up to its root

    def root(unit: str) -> str:
        while towards[unit] != unit:
            towards[unit] = unit = towards[towards[unit]]
        return unit

    for unit in towards:
        for each in forest.get(unit, NOBODY).hands_over:
            if each.successor in towards:
                towards[root(unit)] = root(each.successor)
    found: dict[str, set[str]] = defaultdict(set)
    for unit in sorted(towards):
        found[root(unit)].add(unit)
    return found.values()


def _successors(forest: Mapping[str, Unit], unit: str) -> set[str]:
    return {each.successor for each in forest.get(unit, NOBODY).hands_over}


def _predecessors(forest: Mapping[str, Unit], unit: str) -> set[str]:
    return {
        each
        for each in tree.indexed(forest).predecessors(unit)
        if any(handing.successor == unit for handing in forest[each].hands_over)
    }


def _reached(units: Iterable[str], nearest: Callable[[str], set[str]]) -> set[str]:
    found = set(units)
    ahead = [*found]
    while ahead:
        new = nearest(ahead.pop()) - found
        found |= new
        ahead += new
    return found
