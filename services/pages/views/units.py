"""Where a page stands in the tree of units: what the unit is called, and what lies above it.

As the catalogue is known at the page's position, as of now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as catalog
from services.pages.asking import resource
from services.pages.tables import Link
from services.pages.visit import Visit

DEEPEST = 12  # levels of a tree
DUTY_LEADER = 1
ROOTS = 'parent = ""'


@dataclass(frozen=True)
class Place:
    """A unit: its title, its parents from the root on, its leaders by pseudonymous ids."""

    title: str
    above: list[Link] = field(default_factory=list)
    kind: str = ""
    leaders: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)


async def place(visit: Visit, unit: str) -> Place:
    """Of a unit; of all where none is named."""
    if not unit:
        return await whole(visit)
    known = dict(visit.reading.known).get("catalog", 0)
    chain: list[catalog.Unit] = []
    name = resource("units", unit)
    while name and len(chain) < DEEPEST:
        request = catalog.GetUnitRequest(name=name, as_known=known)
        chain.append(await visit.client.call(visit.services.catalog.GetUnit, request))
        name = chain[-1].parent
    own, *above = chain
    names = {each.name: each.display_name for each in chain}
    links = [Link(visit.words.of(each.display_name), visit.to(f"/{each.name}")) for each in above]
    leaders = [each.officer for each in own.appointments if each.duty == DUTY_LEADER]
    return Place(visit.words.of(own.display_name), links[::-1], own.kind, leaders, names)


async def whole(visit: Visit) -> Place:
    """The tree: called by its root where it has one."""
    roots = await of_tree(visit)
    if len(roots) == 1:
        name = visit.words.of(roots[0].display_name)
        return Place(name, kind=roots[0].kind, names={roots[0].name: roots[0].display_name})
    return Place(visit.words("scope.all_units"))


async def root(visit: Visit) -> str:
    """The name of the one root; nothing where there are several."""
    roots = await of_tree(visit)
    return str(roots[0].name) if len(roots) == 1 else ""


async def root_id(visit: Visit) -> str:
    """The id of the one root, for which targets are set and leaders answer."""
    return (await root(visit)).partition("/")[2]


async def of_tree(visit: Visit) -> Sequence[catalog.Unit]:
    """The roots, two at most: more of them nobody needs."""
    known = dict(visit.reading.known).get("catalog", 0)
    request = catalog.ListUnitsRequest(filter=ROOTS, page_size=2, as_known=known)
    return (await visit.client.call(visit.services.catalog.ListUnits, request)).units
