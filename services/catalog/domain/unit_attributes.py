"""What a unit is called, who answers for it, and how it works: officers, filing policy, calendar.

Each changes while the unit is open, whatever other units do.
"""

from collections.abc import Sequence
from datetime import datetime

from motcua.catalog.v1.events_pb2 import (
    CalendarAssigned,
    Duty,
    FilingPolicySet,
    OfficerAppointed,
    OfficerRelieved,
    UnitRenamed,
)
from services.catalog.domain import descriptions, effective, texts
from services.catalog.domain.refusals.units import UnitReason
from services.catalog.domain.units import Unit, dated, time_of_change
from services.chassis.decider import Fact
from services.chassis.errors import Refusal


def rename(
    unit: Unit, *, proposed: UnitRenamed, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Call a unit otherwise; what is absent stays as it is."""
    time = time_of_change(unit, proposed=proposed, at=at, now=now)
    if not any(proposed.HasField(part) for part in ("display_name", "code", "kind")):
        raise Refusal(UnitReason.NOTHING_RENAMED, field="display_name")
    if proposed.HasField("display_name"):
        texts.require_name(proposed.display_name, field="display_name")
    if proposed.HasField("kind"):
        texts.require_stated(proposed.kind, UnitReason.KIND_MISSING, field="kind")
    return [dated(proposed, time, now=now)]


def appoint(
    unit: Unit, *, proposed: OfficerAppointed, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """Give an officer a duty that they do not have at that time."""
    time = time_of_change(unit, proposed=proposed, at=at, now=now)
    if on_duty(unit, officer=proposed.officer, duty=proposed.duty, at=time):
        raise Refusal(
            UnitReason.OFFICER_ON_DUTY_ALREADY, field="officer", values=_who(proposed, time)
        )
    return [dated(proposed, time, now=now)]


def relieve(
    unit: Unit, *, proposed: OfficerRelieved, at: datetime | None, now: datetime
) -> Sequence[Fact]:
    """End the duty that an officer has at that time."""
    time = time_of_change(unit, proposed=proposed, at=at, now=now)
    if not on_duty(unit, officer=proposed.officer, duty=proposed.duty, at=time):
        raise Refusal(UnitReason.DUTY_NOT_HELD, field="officer", values=_who(proposed, time))
    return [dated(proposed, time, now=now)]


def assign(
    unit: Unit,
    *,
    proposed: FilingPolicySet | CalendarAssigned,
    at: datetime | None,
    now: datetime,
) -> Sequence[Fact]:
    """Say whether online filings below level 3 are refused, or by which known calendar it works."""
    return [dated(proposed, time_of_change(unit, proposed=proposed, at=at, now=now), now=now)]


def on_duty(unit: Unit, *, officer: str, duty: Duty, at: datetime) -> bool:
    """Whether an officer has a duty at a known unit at an instant."""
    held = descriptions.described(unit, at).appointments
    return any(each[:2] == (officer, duty) for each in held)


def _who(proposed: OfficerAppointed | OfficerRelieved, time: datetime) -> dict[str, str]:
    return {"officer": proposed.officer, "unit": proposed.unit, "time": effective.shown(time)}
