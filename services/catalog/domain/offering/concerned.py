"""Whose offerings may differ after a change, and which are needed to derive them.

Example: Q is merged into P, and P is later split into P and S. A change of Q concerns Q, P and S.
To derive them R is needed too, if R is merged into P as well.
"""

from collections.abc import Callable, Iterable, Mapping

from services.catalog.domain import tree
from services.catalog.domain.offering.handover import successions
from services.catalog.domain.units import Unit


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


def _successors(forest: Mapping[str, Unit], unit: str) -> set[str]:
    return {successor for _, successor in successions(forest.get(unit, Unit()))}


def _predecessors(forest: Mapping[str, Unit], unit: str) -> set[str]:
    return {each for each in tree.namers(forest, unit) if unit in _successors(forest, each)}


def _reached(units: Iterable[str], nearest: Callable[[str], set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = set(units)
    while ahead:
        found |= ahead
        ahead = set().union(*(nearest(unit) for unit in ahead)) - found
    return found
