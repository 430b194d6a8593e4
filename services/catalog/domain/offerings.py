"""An offering: a service as one unit offers it, and the level that its capabilities earn.

Promises that levels are assessed in the decision that changes them, from its effective time on.
Must not judge a level by anything but the rules in `levels` and `points`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    Capability,
    CeilingDeclared,
    OfferingClosed,
    OfferingOpened,
    RecordedCapability,
)
from services.catalog.domain import ceilings, effective, services, timeline, units, words
from services.catalog.domain.lives import (
    DECIDER,
    Life,
    Offering,
    Recording,
    capabilities_at,
    ends_at,
    goes_on_at,
    is_open_at,
    life_at,
    merged,
    recording,
    require_known,
    span_at,
    stated,
)
from services.catalog.domain.refusals.offerings import (
    BEFORE_OPENING,
    CAPABILITIES_MISSING,
    CAPABILITY_REPEATED,
    CAPABILITY_UNNAMED,
    CLOSING_WITHOUT_REASON,
    LEVEL_RULE_FIXED,
    LEVEL_RULE_UNKNOWN,
    OFFERING_CLOSED_THEN,
    OFFERING_ENDS_ALREADY,
    OFFERING_EXISTS,
)
from services.catalog.domain.services import Service
from services.catalog.domain.timeline import reassess, reassessed
from services.catalog.domain.units import Unit
from services.catalog.domain.words import Why
from services.chassis.decider import Fact
from services.chassis.errors import Refusal, refuse_all

__all__ = [
    "DECIDER",
    "Life",
    "Offering",
    "Recording",
    "capabilities_at",
    "close",
    "declare_ceiling",
    "end",
    "endings",
    "ends_at",
    "goes_on_at",
    "is_open_at",
    "life_at",
    "merged",
    "open_offering",
    "opened",
    "reassess",
    "reassessed",
    "record",
    "recording",
    "require_known",
    "require_rule",
    "span_at",
]

Ending: TypeAlias = tuple[datetime | None, Why]  # when it is known to be, and why


def endings(unit_ends: datetime | None, service: Service) -> list[Ending]:
    """How an offering ends of itself: with its unit, or with its service."""
    return [(unit_ends, words.UNIT_ENDS), (service.retired_at, words.SERVICE_RETIRES)]


def open_offering(
    offering: Offering,
    *,
    proposed: OfferingOpened,
    capabilities: Sequence[RecordedCapability],
    service: Service,
    unit: Unit,
    at: datetime | None,
    now: datetime,
) -> Sequence[Fact]:
    """Open an offering of a service in force by a unit that exists, with what it can do.

    One that was closed may open again, with a clean sheet. It ends when unit or service do, where
    that is known.
    """
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    _require_closed_since(offering, proposed, time)
    units.require_open(unit, name=proposed.unit, at=time, field="offering.unit")
    services.require_in_force(service, name=proposed.service, at=time, field="parent")
    rule = require_rule(offering, proposed.level_rule)
    ceilings.require_reasoned(proposed, rule=rule, within="offering.")
    refuse_all(_faults(capabilities, "offering.capabilities"))
    dated = OfferingOpened()
    dated.CopyFrom(proposed)
    dated.effective_time.CopyFrom(effective.stamp(time))
    ends = endings(units.ends_at(unit), service)
    facts = opened(offering, dated, capabilities, service=service, endings=ends, now=now)
    if dated.HasField("ceiling"):
        _require_earned_ceiling(offering, facts, service, time, field="offering.ceiling")
    return facts


def opened(
    offering: Offering,
    opening: OfferingOpened,
    capabilities: Sequence[RecordedCapability],
    *,
    service: Service,
    endings: Iterable[Ending],
    now: datetime,
) -> list[Fact]:
    """The facts of an opening, with the earliest of the endings that are known; judges nothing."""
    time, reason = effective.instant(opening.effective_time), opening.correction_reason
    facts = [stated(opening, of=opening, now=now)]
    if capabilities:
        recorded = _recorded(opening, capabilities, time, reason)
        recorded.is_common = bool(opening.follows)
        facts.append(stated(recorded, of=opening, now=now))
    after = DECIDER.fold(offering, facts)
    if known := [(ends, why) for ends, why in endings if ends is not None]:
        ends, why = min(known)
        facts += end(after, at=ends, why=why, correction_reason=reason, now=now)
        after = DECIDER.fold(offering, facts)
    return [*facts, reassess(after, service=service, since=time, now=now)]


def record(
    offering: Offering,
    *,
    name: str,
    capabilities: Sequence[RecordedCapability],
    service: Service,
    at: datetime | None,
    reason: str,
    now: datetime,
) -> Sequence[Fact]:
    """Record what the offering can do from an instant on, with the levels that follow from it."""
    opening = require_known(offering, name=name)
    time = effective.time_of(at, now=now, reason=reason)
    _require_open_then(offering, time)
    if not capabilities:
        raise Refusal(CAPABILITIES_MISSING, field="capabilities")
    refuse_all(_faults(capabilities, "capabilities"))
    fact = stated(_recorded(opening, capabilities, time, reason), of=opening, now=now)
    after = DECIDER.fold(offering, [fact])
    return [fact, reassess(after, service=service, since=time, now=now)]


def declare_ceiling(
    offering: Offering,
    *,
    proposed: CeilingDeclared,
    service: Service,
    at: datetime | None,
    now: datetime,
) -> Sequence[Fact]:
    """Declare or lift the ceiling from an instant on, with the levels that follow from it."""
    opening = require_known(offering, name=proposed.offering)
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    _require_open_then(offering, time)
    ceilings.require_reasoned(proposed, rule=timeline.rule_of(opening))
    declared = CeilingDeclared()
    declared.CopyFrom(proposed)
    declared.effective_time.CopyFrom(effective.stamp(time))
    facts = [stated(declared, of=opening, now=now)]
    _require_earned_ceiling(offering, facts, service, time, field="ceiling")
    after = DECIDER.fold(offering, facts)
    return [*facts, reassess(after, service=service, since=time, now=now)]


def close(
    offering: Offering,
    *,
    name: str,
    at: datetime | None,
    reason: str,
    correction_reason: str,
    now: datetime,
) -> Sequence[Fact]:
    """End the offering, also earlier than it is known to. At the instant of its opening: then it
    never was.
    """
    require_known(offering, name=name)
    time = effective.time_of(at, now=now, reason=correction_reason)
    if not reason.strip():
        raise Refusal(CLOSING_WITHOUT_REASON, field="reason")
    if (ends := ends_at(offering)) is not None and not offering.lives[-1].covers(time):
        values = {"offering": name, "time": effective.shown(ends)}
        raise Refusal(OFFERING_ENDS_ALREADY, field="effective_time", values=values)
    _require_opening_by(offering.lives[-1:], time)
    why = words.decided(reason)
    return end(offering, at=time, why=why, correction_reason=correction_reason, now=now)


def end(
    offering: Offering, *, at: datetime, why: Why, correction_reason: str, now: datetime
) -> list[Fact]:
    """Close whatever goes on at an instant or is planned after it; nothing when nothing is."""
    if offering.opening is None or not goes_on_at(offering, at):
        return []
    opening = offering.opening
    closed = OfferingClosed(
        offering=opening.offering,
        service=opening.service,
        unit=opening.unit,
        effective_time=effective.stamp(at),
        cause=why.cause,
        reason=why.reason,
        correction_reason=correction_reason,
    )
    return [stated(closed, of=opening, now=now)]


def require_rule(offering: Offering, named: str) -> timeline.Rule:
    """One of the rules that there are, and the one that an earlier opening named."""
    rule = timeline.RULES.get(named)
    if rule is None:
        values = {"rule": named, "rules": ", ".join(filter(None, timeline.RULES))}
        raise Refusal(LEVEL_RULE_UNKNOWN, field="offering.level_rule", values=values)
    if offering.opening and timeline.rule_of(offering.opening) != rule:
        values = {"rule": timeline.rule_of(offering.opening).id}
        raise Refusal(LEVEL_RULE_FIXED, field="offering.level_rule", values=values)
    return rule


def _recorded(
    opening: OfferingOpened, capabilities: Sequence[RecordedCapability], time: datetime, reason: str
) -> CapabilitiesRecorded:
    return CapabilitiesRecorded(
        offering=opening.offering,
        effective_time=effective.stamp(time),
        capabilities=capabilities,
        correction_reason=reason,
    )


def _require_closed_since(offering: Offering, proposed: OfferingOpened, time: datetime) -> None:
    """Nothing of an earlier opening may go on at the instant, nor be planned after it."""
    if goes_on_at(offering, time):
        values = {"unit": proposed.unit, "service": proposed.service}
        raise Refusal(OFFERING_EXISTS, field="offering.unit", values=values)


def _require_earned_ceiling(
    offering: Offering, facts: Sequence[Fact], service: Service, time: datetime, *, field: str
) -> None:
    life = life_at(DECIDER.fold(offering, facts), time)
    if life is not None:
        ceilings.require_earned(life, service, time, field=field)


def _faults(capabilities: Sequence[RecordedCapability], field: str) -> Iterator[Refusal]:
    """Each is named, has a state, and occurs once."""
    seen: set[Capability] = set()
    for number, recorded in enumerate(capabilities):
        place, capability = f"{field}[{number}]", recorded.capability
        for part in ("capability", "state"):
            if not getattr(recorded, part):
                yield Refusal(CAPABILITY_UNNAMED, field=f"{place}.{part}")
        if capability and capability in seen:
            values = {"capability": Capability.Name(capability)}
            yield Refusal(CAPABILITY_REPEATED, field=f"{place}.capability", values=values)
        seen.add(capability)


def _require_open_then(offering: Offering, time: datetime) -> None:
    _require_opening_by([life for life in offering.lives if not life.is_called_off][:1], time)
    if not is_open_at(offering, time):
        values = {"offering": require_known(offering, name="").offering}
        values["time"] = effective.shown(time)
        raise Refusal(OFFERING_CLOSED_THEN, field="effective_time", values=values)


def _require_opening_by(lives: Sequence[Life], time: datetime) -> None:
    """Refuse what comes before the stretch that it is about."""
    for life in lives:
        if time < life.starts:
            values = {"offering": life.opening.offering, "time": effective.shown(life.starts)}
            raise Refusal(BEFORE_OPENING, field="effective_time", values=values)
