"""What refers to a unit, so that its opening cannot be withdrawn.

Example: ward P is planned for 1 July, and an offering of P for 15 July. First the opening of the
offering is withdrawn, then that of the unit.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from motcua.catalog.v1.events_pb2 import UnitChangeWithdrawn
from services.catalog.domain import names, tree
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.refusals.units import OPENING_REFERENCED
from services.catalog.domain.units import Unit
from services.chassis.errors import Refusal

NONE: Mapping[str, Offering] = MappingProxyType({})


def is_opening(forest: Mapping[str, Unit], withdrawn: UnitChangeWithdrawn) -> bool:
    """Whether the opening of a unit is what is withdrawn."""
    return forest[withdrawn.unit].opened_as == withdrawn.version


def require_none(
    forest: Mapping[str, Unit],
    withdrawn: UnitChangeWithdrawn,
    *,
    offerings: Mapping[str, Offering] = NONE,
    naming: Iterable[str] = (),
) -> None:
    """Refuse to withdraw an opening to which anything refers: a change of the unit itself, a unit
    that names it, one of its `offerings` (by name) with any own fact or period, or a service or a
    target that names it at some time (`naming`).
    """
    if not is_opening(forest, withdrawn):
        return
    name = withdrawn.unit
    own = [name] if forest[name].changes else []
    offered = (each for each, of in offerings.items() if of.own.facts or of.published)
    if found := [*own, *_named_by(forest, name), *offered, *naming]:
        values = {"unit": name, "others": names.listed(found)}
        raise Refusal(OPENING_REFERENCED, field="version", values=values)


def _named_by(forest: Mapping[str, Unit], name: str) -> list[str]:
    """The units that name one as their parent, their successor or their desk."""
    every = tree.namers(forest, name)
    return sorted(each for each in every if name in tree.named_by(forest[each]))
