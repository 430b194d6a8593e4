"""How much room the caller has in the tree of units, by the roles that the called method takes.

Must not say how much that is: the domain's bounds do.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from services.catalog.api.context import Context
from services.catalog.domain import bounds, tree
from services.catalog.domain.bounds import Reach
from services.catalog.domain.structure import Changes
from services.catalog.domain.tree import Forest
from services.catalog.domain.units import Unit
from services.chassis import call


async def all_units(context: Context, known: Mapping[str, Unit]) -> Forest:
    """All units, and these as they are known here; what others open at this moment may be missing,
    since that is no append condition.
    """
    if context.tree.is_behind and "" not in _tops():
        await context.shown()
    forest = Forest(context.tree.units)
    for name, unit in known.items():
        forest.put(name, unit)
    return forest


def require_room(forest: Mapping[str, Unit], changes: Changes, *, now: datetime) -> None:
    """Refuse changes of a forest for which this caller has no room."""
    reach = partial(reach_of, now=now)
    bounds.require_room(tree.indexed(forest), changes, reach=reach, now=now)


def reach_of(forest: Forest, name: str, *, now: datetime) -> Reach:
    """What this caller reaches of the units from one upwards."""
    tops = _tops()
    if "" in tops:
        return Reach(0, "")
    above = bounds.upward(forest, name, now)
    reached = max((n for n, each in enumerate(above, 1) if each in tops), default=1)
    return Reach(reached, above[reached - 1], reached == len(above))


def _tops() -> set[str]:
    """The units whose subtrees the caller reaches ("": the whole tree)."""
    return call.current().tops(call.current().access.roles)
