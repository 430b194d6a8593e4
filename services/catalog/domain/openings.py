"""The correction of a unit's opening: the unit has been open for longer than was recorded.

The opening is recorded again with an earlier time; everything else that it says stays. Example: a
register of 2022 names a ward that the catalogue knows from 2023 on.
"""

from datetime import datetime

from motcua.catalog.v1.events_pb2 import UnitOpened
from services.catalog.domain import effective, texts, tree, units
from services.catalog.domain.refusals.shared import REASON_MISSING
from services.catalog.domain.refusals.units import OPENING_NOT_EARLIER
from services.catalog.domain.structure import Changes, Units
from services.catalog.domain.units import Unit, dated
from services.chassis.errors import Refusal


def correct(forest: Units, *, name: str, at: datetime, reason: str, now: datetime) -> Changes:
    """Open a unit earlier, below the parent that its opening names, which is open then."""
    unit = forest.get(name, Unit())
    opening = units.require_known(unit, name=name, field="name")
    texts.require_stated(reason, REASON_MISSING, field="correction_reason")
    time = effective.time_of(at, now=now, reason=reason)
    if time >= units.opens_at(unit):
        values = {"unit": name, "time": effective.shown(units.opens_at(unit))}
        raise Refusal(OPENING_NOT_EARLIER, field="effective_time", values=values)
    if opening.parent:
        parent = forest.get(opening.parent, Unit())
        units.require_open(parent, name=opening.parent, at=time, field="effective_time")
    again = UnitOpened()
    again.CopyFrom(opening)
    again.correction_reason = reason
    changes = {name: [dated(again, time, now=now)]}
    tree.require_tree(tree.indexed(forest).after(changes), changes, since=time)
    return changes
