"""A unit: an organisation, or a part of one, in the tree.

Promises a tree: a unit's parent was open before it, and never changes, so no cycle can come about.
Must not look at other units than those handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import Text, UnitOpened
from services.catalog.domain import effective, names
from services.catalog.domain.refusals import (
    DISPLAY_NAME_MISSING,
    UNIT_EXISTS,
    UNIT_NOT_OPEN_THEN,
    UNIT_UNKNOWN,
)
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of a unit; without an opening there is none."""

    opening: UnitOpened | None = None


def evolve(unit: Unit, fact: Message, _occurred_at: datetime) -> Unit:
    """The unit after a fact."""
    return replace(unit, opening=fact) if isinstance(fact, UnitOpened) else unit


DECIDER = Decider(initial=Unit, evolve=evolve)


def open_unit(
    unit: Unit, *, proposed: UnitOpened, parent: Unit | None, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Open a unit under a parent that is open by then, or as the root of a tree."""
    if unit.opening:
        raise Refusal(UNIT_EXISTS, field="unit_id", values={"unit": proposed.unit})
    require_vietnamese(proposed.display_name, field="unit.display_name.vi")
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    if parent is not None:
        require_open(parent, name=proposed.parent, at=time, field="unit.parent")
    opened = UnitOpened()
    opened.CopyFrom(proposed)
    opened.effective_time.FromDatetime(time)
    return [Fact(opened, now, names.subject(opened, opened.unit))]


def require_known(unit: Unit, *, name: str, field: str) -> UnitOpened:
    """The unit's opening, whenever it takes effect."""
    if unit.opening is None:
        raise Refusal(UNIT_UNKNOWN, field=field, values={"unit": name})
    return unit.opening


def require_open(unit: Unit, *, name: str, at: datetime, field: str) -> None:
    """Refuse what a unit would do before it exists."""
    opening = require_known(unit, name=name, field=field)
    if effective.instant(opening.effective_time) > at:
        values = {"unit": name, "time": effective.shown(at)}
        raise Refusal(UNIT_NOT_OPEN_THEN, field=field, values=values)


def require_vietnamese(name: Text, *, field: str) -> None:
    """Everything is named in Vietnamese; English is welcome."""
    if not name.vi.strip():
        raise Refusal(DISPLAY_NAME_MISSING, field=field)
