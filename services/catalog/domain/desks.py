"""Desks that receive dossiers for units: who authorizes them, and until when.

A unit authorizes while it is open, and a desk that is open by then. What a desk may do is the
submissions service's business.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import DeskAuthorized, DeskRevoked
from services.catalog.domain import descriptions, effective, tree, units
from services.catalog.domain.descriptions import Authorization
from services.catalog.domain.refusals.units import UnitReason
from services.catalog.domain.units import Unit, dated, time_of_change
from services.chassis.decider import Fact
from services.chassis.errors import Refusal


class Given(NamedTuple):
    """An authorization, and the unit that gave it."""

    unit: str
    authorization: Authorization


def authorize(
    unit: Unit, *, proposed: DeskAuthorized, desk: Unit, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Let a desk that is open by then receive for a unit; it replaces what the unit said of the
    desk before.
    """
    time = time_of_change(unit, proposed=proposed, at=at, now=now)
    if proposed.desk == proposed.unit and not (proposed.desks_below or proposed.for_units_below):
        raise Refusal(UnitReason.DESK_IS_OWN, field="desk", values={"unit": proposed.unit})
    units.require_open(desk, name=proposed.desk, at=time, field="desk")
    if proposed.HasField("end_time"):
        _require_later(effective.instant(proposed.end_time), time, now=now)
    return [dated(proposed, time, now=now)]


def revoke(
    unit: Unit, *, proposed: DeskRevoked, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """End an authorization that holds by then."""
    time = time_of_change(unit, proposed=proposed, at=at, now=now)
    held = descriptions.described(unit, time).authorizations
    if all(each.desk != proposed.desk for each in held):
        time_shown = effective.shown(time)
        values = {"desk": proposed.desk, "unit": proposed.unit, "time": time_shown}
        raise Refusal(UnitReason.DESK_NOT_AUTHORIZED_THEN, field="desk", values=values)
    return [dated(proposed, time, now=now)]


def given_for(forest: Mapping[str, Unit], name: str, at: datetime) -> list[Given]:
    """The authorizations by which desks receive for a unit at an instant, its own first, then those
    of each unit above it that count for units below. A unit that is not open authorizes nobody.
    """
    if not tree.open_at(forest, name, at):
        return []
    return [
        Given(giver, each)
        for giver in (name, *tree.ancestors(forest, name, at))
        for each in sorted(descriptions.described(forest[giver], at).authorizations)
        if giver == name or each.for_units_below
    ]


def _require_later(end: datetime, begin: datetime, *, now: datetime) -> None:
    effective.require_in_range(end, now=now, field="end_time")
    if end <= begin:
        values = {"time": effective.shown(begin)}
        raise Refusal(UnitReason.AUTHORIZATION_ENDS_BEFORE, field="end_time", values=values)
