"""Changes of the structure: units that move, end, are merged or divided, and what is withdrawn.

After them the forest is a tree at every date, and every successor is open when it takes over.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

from motcua.catalog.v1.events_pb2 import (
    Successor,
    UnitChangeWithdrawn,
    UnitClosed,
    UnitMerged,
    UnitMoved,
    UnitSplit,
)
from services.catalog.domain import effective, lineage, names, openings, texts, tree, units
from services.catalog.domain.refusals.shared import CatalogReason
from services.catalog.domain.refusals.units import UnitReason
from services.catalog.domain.units import Change, Unit, dated
from services.chassis.decider import Fact
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.reasons import ChassisReason

Units: TypeAlias = Mapping[str, Unit]
Changes: TypeAlias = dict[str, list[Fact]]  # by unit; the one that is asked about first

MOST_UNITS = 200


def move(forest: Units, *, proposed: UnitMoved, at: datetime | None, now: datetime) -> Changes:
    """Put an open unit below another parent, or make it a root."""
    name, parent = proposed.unit, proposed.parent
    time = units.time_of_change(forest.get(name, Unit()), proposed=proposed, at=at, now=now)
    if parent:
        _require_open(forest, parent, at=time, field="parent")
    changes = {name: [dated(proposed, time, now=now)]}
    return _sound(forest, changes, since=time, field="parent")


def close(forest: Units, *, proposed: UnitClosed, at: datetime | None, now: datetime) -> Changes:
    """End a unit without a successor, once nothing goes on below it."""
    name = proposed.unit
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    _require_endable(forest, name, at=time, field="name")
    changes = {name: [dated(proposed, time, now=now)]}
    return _sound(forest, changes, since=time, field="name")


def merge(
    forest: Units,
    *,
    merged: Sequence[str],
    proposed: UnitMerged,
    at: datetime | None,
    now: datetime,
) -> Changes:
    """End units that one other succeeds wholly, and move along what lies below them.

    The proposal says everything but the unit. The successor may be among the units: it goes on.
    """
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    ending = _ending(merged, into=proposed.into)
    _require_open(forest, proposed.into, at=time, field="into")
    for name in ending:
        _require_endable(forest, name, at=time, field="units")
    own = {name: _of_unit(proposed, name) for name in ending}
    moved = _moved_along(forest, ending, proposed, time)
    changes = {name: [dated(each, time, now=now)] for name, each in (own | moved).items()}
    return _sound(forest, changes, since=time, field="units")


def split(forest: Units, *, proposed: UnitSplit, at: datetime | None, now: datetime) -> Changes:
    """Divide a unit over others; it ends unless it is one of them."""
    name = proposed.unit
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    if units.ends_it(proposed):
        _require_endable(forest, name, at=time, field="name")
    else:
        _require_open(forest, name, at=time, field="name")
    divided = UnitSplit()
    divided.CopyFrom(proposed)
    del divided.parts[:]
    divided.parts.extend(divided_among(proposed.parts))
    checks = (
        partial(_require_open, forest, part.unit, at=time, field=f"parts[{number}].unit")
        for number, part in enumerate(divided.parts)
    )
    refuse_all(faults(*checks))
    changes = {name: [dated(divided, time, now=now)]}
    return _sound(forest, changes, since=time, field="name")


def withdraw(forest: Units, *, proposed: UnitChangeWithdrawn, now: datetime) -> Changes:
    """Take back a change that has not begun."""
    name = proposed.unit
    unit = forest.get(name, Unit())
    units.require_known(unit, name=name, field="name")
    texts.require_stated(proposed.reason, CatalogReason.REASON_MISSING, field="reason")
    times = {change.version: change.since for change in unit.changes}
    times[unit.opened_as] = units.opens_at(unit)
    since = effective.planned(times, proposed.version, name=name, now=now)
    openings.require_unreferenced(forest, proposed)
    changes = {
        name: [Fact(each, now, names.subject(each, name)) for each in _withdrawn(unit, proposed)],
        **openings.desks_withdrawn(forest, proposed, now=now),
    }
    return _sound(forest, changes, since=since, field="version")


def planned_over(forest: Units, proposed: UnitChangeWithdrawn) -> set[str]:
    """The units over which a role was needed to plan what is to be withdrawn ("": the root)."""
    unit = forest.get(proposed.unit, Unit())
    planned = [change for change in unit.changes if change.version == proposed.version]
    others = (tree.named(each.fact) | _merged_with(forest, each) for each in planned)
    opening = unit.opening if proposed.version == unit.opened_as else None
    return {proposed.unit}.union(*others, [opening.parent] if opening else [])


def ended(changes: Changes) -> list[str]:
    """The units that end by these changes."""
    return [own.unit for own in _messages(changes) if units.ends_it(own)]


def withdrawals(changes: Changes) -> list[UnitChangeWithdrawn]:
    """The withdrawals among these changes."""
    return [own for own in _messages(changes) if isinstance(own, UnitChangeWithdrawn)]


def divided_among(parts: Sequence[Successor]) -> list[Successor]:
    """The parts of a split, with their shares in lowest terms."""
    if len(parts) < 2:
        raise Refusal(UnitReason.PARTS_TOO_FEW, field="parts")
    _require_distinct([part.unit for part in parts], field="parts")
    without = [part.unit for part in parts if not part.HasField("share")]
    if len(without) == len(parts):
        return list(parts)
    if without:
        values = {"units": ", ".join(without)}
        raise Refusal(UnitReason.SHARES_INCOMPLETE, field="parts", values=values)
    checks = (
        partial(_require_share, part, field=f"parts[{number}].share")
        for number, part in enumerate(parts)
    )
    refuse_all(faults(*checks))
    shares = [Fraction(part.share.numerator, part.share.denominator) for part in parts]
    if sum(shares) != 1:
        raise Refusal(UnitReason.SHARES_NOT_WHOLE, field="parts", values={"sum": str(sum(shares))})
    return [
        Successor(unit=part.unit, share=lineage.share_of(share, unit=part.unit))
        for part, share in zip(parts, shares, strict=True)
    ]


def _messages(changes: Changes) -> list[Any]:
    return [fact.message for facts in changes.values() for fact in facts]


def _sound(forest: Units, changes: Changes, *, since: datetime, field: str) -> Changes:
    """The changes, unless what follows from them could not be."""
    after = tree.indexed(forest).after(changes)
    for name in ended(changes):
        _require_childless(after, name, since=since, field=field)
    tree.require_tree(after, changes, since=since, field=field)
    lineage.require_successors(after, changes, since=since, field=field)
    return changes


def _require_childless(forest: Units, name: str, *, since: datetime, field: str) -> None:
    below = tree.children_from(forest, name, since)
    if below:
        values = {"unit": name, "children": names.listed(below)}
        raise Refusal(UnitReason.UNIT_HAS_CHILDREN, field=field, values=values)


def _require_open(forest: Units, name: str, *, at: datetime, field: str) -> None:
    units.require_open(forest.get(name, Unit()), name=name, at=at, field=field)


def _require_endable(forest: Units, name: str, *, at: datetime, field: str) -> None:
    """A unit ends once, and has been open before."""
    unit = forest.get(name, Unit())
    units.require_known(unit, name=name, field=field)
    if unit.end:
        values = {"unit": name, "time": effective.shown(unit.end.since)}
        raise Refusal(UnitReason.UNIT_ENDS_ALREADY, field=field, values=values)
    if at <= units.opens_at(unit):
        values = {"unit": name, "time": effective.shown(units.opens_at(unit))}
        raise Refusal(UnitReason.UNIT_ENDS_BEFORE_OPENING, field=field, values=values)


def _ending(merged: Sequence[str], *, into: str) -> list[str]:
    """The units that a merger ends."""
    _require_distinct(merged, field="units")
    ending = [name for name in merged if name != into]
    if not ending:
        raise Refusal(UnitReason.NOTHING_MERGED, field="units", values={"into": into})
    return ending


def _of_unit(proposed: UnitMerged, name: str) -> UnitMerged:
    own = UnitMerged()
    own.CopyFrom(proposed)
    own.unit = name
    return own


def _merged_with(forest: Units, planned: Change) -> set[str]:
    """The units that the same command merges."""
    if not isinstance(planned.fact, UnitMerged):
        return set()
    return {
        name
        for name in tree.namers(forest, planned.fact.into)
        for change in forest[name].changes
        if isinstance(change.fact, UnitMerged)
        and (change.since, change.decided_at) == (planned.since, planned.decided_at)
    }


def _moved_along(
    forest: Units, ending: Sequence[str], proposed: UnitMerged, time: datetime
) -> dict[str, UnitMoved]:
    """What lies below units that are merged lies below their successor from then on."""
    below = {child for name in ending for child in tree.children(forest, name, time)}
    reason = proposed.correction_reason
    return {
        child: UnitMoved(unit=child, parent=proposed.into, correction_reason=reason)
        for child in sorted(below - set(ending))
    }


def _require_share(part: Successor, *, field: str) -> None:
    if part.share.numerator <= 0 or part.share.denominator <= 0:
        raise Refusal(UnitReason.SHARE_INVALID, field=field, values={"unit": part.unit})


def _require_distinct(named: Sequence[str], *, field: str) -> None:
    if len(named) > MOST_UNITS:
        raise Refusal(ChassisReason.LIST_TOO_LONG, field=field, values={"most": str(MOST_UNITS)})
    repeated = [name for number, name in enumerate(named) if name in named[:number]]
    if repeated:
        raise Refusal(UnitReason.UNIT_REPEATED, field=field, values={"unit": repeated[0]})


def _withdrawn(unit: Unit, proposed: UnitChangeWithdrawn) -> list[UnitChangeWithdrawn]:
    """What is withdrawn: of an opening that was corrected, every fact that said it."""
    versions = unit.openings if proposed.version == unit.opened_as else [proposed.version]
    return [
        UnitChangeWithdrawn(unit=proposed.unit, version=each, reason=proposed.reason)
        for each in versions
    ]
