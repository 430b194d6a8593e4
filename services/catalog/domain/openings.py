"""The opening of a unit is corrected to an earlier time, or withdrawn before it begins.

Example: a register of 2022 names a ward that the catalogue knows from 2023 on: it opens earlier.
Ward P is planned for 1 July, and an offering of P for 15 July: the opening of the offering is
withdrawn first, then that of the ward. That ward Q, which others keep, authorizes P as a desk from
1 July on hinders nobody: it is withdrawn with the opening.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from motcua.catalog.v1.events_pb2 import DeskAuthorized, UnitChangeWithdrawn, UnitOpened
from services.catalog.domain import effective, names, texts, tree, units
from services.catalog.domain.offering.aggregate import Offering
from services.catalog.domain.refusals.shared import CatalogReason
from services.catalog.domain.refusals.units import UnitReason
from services.catalog.domain.units import Unit, dated
from services.chassis.decider import Fact
from services.chassis.errors import Refusal

NONE: Mapping[str, Offering] = MappingProxyType({})


def correct(
    forest: Mapping[str, Unit], *, name: str, at: datetime, reason: str, now: datetime
) -> dict[str, list[Fact]]:
    """Open a unit earlier, below the parent that its opening names, which is open then. The opening
    is recorded again; everything else that it says stays.
    """
    unit = forest.get(name, Unit())
    opening = units.require_known(unit, name=name, field="name")
    texts.require_stated(reason, CatalogReason.REASON_MISSING, field="correction_reason")
    time = effective.time_of(at, now=now, reason=reason)
    if time >= units.opens_at(unit):
        values = {"unit": name, "time": effective.shown(units.opens_at(unit))}
        raise Refusal(UnitReason.OPENING_NOT_EARLIER, field="effective_time", values=values)
    if opening.parent:
        parent = forest.get(opening.parent, Unit())
        units.require_open(parent, name=opening.parent, at=time, field="effective_time")
    again = UnitOpened()
    again.CopyFrom(opening)
    again.correction_reason = reason
    changes = {name: [dated(again, time, now=now)]}
    tree.require_tree(tree.indexed(forest).after(changes), changes, since=time)
    return changes


def is_opening(forest: Mapping[str, Unit], withdrawn: UnitChangeWithdrawn) -> bool:
    """Whether the opening of a unit is what is withdrawn."""
    return forest[withdrawn.unit].opened_as == withdrawn.version


def require_unreferenced(
    forest: Mapping[str, Unit],
    withdrawn: UnitChangeWithdrawn,
    *,
    offerings: Mapping[str, Offering] = NONE,
    naming: Iterable[str] = (),
) -> None:
    """Refuse to withdraw an opening to which anything refers: a change of the unit itself, a unit
    that lies below it or that it succeeds, one of its `offerings` (by name) with any own fact or
    period, or a service or a target that names it at some time (`naming`). All of these need a role
    over the unit: nobody else keeps its opening from being withdrawn.
    """
    if not is_opening(forest, withdrawn):
        return
    name = withdrawn.unit
    own = [name] if forest[name].changes else []
    offered = (each for each, of in offerings.items() if of.own.facts or of.published)
    if found := [*own, *_named_by(forest, name), *offered, *naming]:
        values = {"unit": name, "others": names.listed(found)}
        raise Refusal(UnitReason.OPENING_REFERENCED, field="version", values=values)


def desks_withdrawn(
    forest: Mapping[str, Unit], withdrawn: UnitChangeWithdrawn, *, now: datetime
) -> dict[str, list[Fact]]:
    """With the opening of a unit, every authorization of it as a desk: none has begun, since a desk
    is open by then, and whoever opens a unit with its name next is authorized by nobody.
    """
    if not is_opening(forest, withdrawn):
        return {}
    desk = withdrawn.unit
    found: dict[str, list[Fact]] = {}
    for name in sorted(tree.namers(forest, desk) - {desk}):
        facts = [
            Fact(each, now, names.subject(each, name))
            for each in _authorizations_withdrawn(forest[name], name, desk, withdrawn.reason)
        ]
        found |= {name: facts} if facts else {}
    return found


def _authorizations_withdrawn(
    unit: Unit, name: str, desk: str, reason: str
) -> list[UnitChangeWithdrawn]:
    return [
        UnitChangeWithdrawn(unit=name, version=change.version, reason=reason)
        for change in unit.changes
        if isinstance(change.fact, DeskAuthorized) and change.fact.desk == desk
    ]


def _named_by(forest: Mapping[str, Unit], name: str) -> list[str]:
    """The units that name one as their parent or their successor."""
    every = tree.namers(forest, name)
    return sorted(each for each in every if name in tree.placed_by(forest[each]))
