"""What relies on the opening of a unit, so that it cannot be taken back.

Promises that this is said in one place, whoever found what names the unit. Must not look for it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from motcua.catalog.v1.events_pb2 import UnitChangeWithdrawn
from services.catalog.domain import lives, names, tree
from services.catalog.domain.lives import Offering
from services.catalog.domain.refusals.units import OPENING_RELIED_ON
from services.catalog.domain.units import Unit
from services.chassis.errors import Refusal

NONE: Mapping[str, Offering] = MappingProxyType({})


def is_opening(forest: Mapping[str, Unit], withdrawn: UnitChangeWithdrawn) -> bool:
    """Whether the opening of a unit is what is withdrawn."""
    return forest[withdrawn.unit].opened_as == withdrawn.version


def require_unused(
    forest: Mapping[str, Unit],
    withdrawn: UnitChangeWithdrawn,
    *,
    offerings: Mapping[str, Offering] = NONE,
    naming: Iterable[str] = (),
) -> None:
    """Refuse to take an opening back on which anything relies: a change of the unit itself, a unit
    that names it, one of its `offerings` (by name) that is not called off, or a service or a target
    that names it at some time (`naming`).
    """
    if not is_opening(forest, withdrawn):
        return
    name = withdrawn.unit
    own = [name] if forest[name].changes else []
    offered = (each for each, offering in offerings.items() if lives.ever_opens(offering))
    if relying := [*own, *_named_by(forest, name), *offered, *naming]:
        values = {"unit": name, "others": names.listed(relying)}
        raise Refusal(OPENING_RELIED_ON, field="version", values=values)


def _named_by(forest: Mapping[str, Unit], name: str) -> list[str]:
    """The units that name one as their parent, their successor or their desk."""
    every = tree.namers(forest, name)
    return sorted(each for each in every if name in tree.named_by(forest[each]))
