"""An offering: a service as one unit offers it, and the level that its capabilities earn.

Promises that levels are assessed in the decision that changes them, from its effective time on.
Must not judge a level by anything but the rules in `levels`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    Capability,
    CapabilityState,
    LevelsAssessed,
    LevelSpan,
    OfferingOpened,
    RecordedCapability,
)
from services.catalog.domain import effective, levels, names, services, units
from services.catalog.domain.refusals import (
    BEFORE_OPENING,
    CAPABILITY_REPEATED,
    CAPABILITY_UNNAMED,
    CEILING_ABOVE_EARNED,
    CEILING_OUT_OF_RANGE,
    CEILING_WITHOUT_REASON,
    OFFERING_EXISTS,
    OFFERING_UNKNOWN,
    REASON_WITHOUT_CEILING,
)
from services.catalog.domain.services import Service
from services.catalog.domain.units import Unit
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal


class Recording(NamedTuple):
    """What is true from an instant on, until the next recording of the same capability."""

    effective_time: datetime
    capabilities: tuple[RecordedCapability, ...]


@dataclass(frozen=True, slots=True)
class Offering:
    """What is known of an offering; recordings and spans in order of their effective times."""

    opening: OfferingOpened | None = None
    recordings: tuple[Recording, ...] = ()
    spans: tuple[LevelSpan, ...] = ()


def evolve(offering: Offering, fact: Message, _occurred_at: datetime) -> Offering:
    """The offering after a fact."""
    match fact:
        case OfferingOpened():
            return replace(offering, opening=fact)
        case CapabilitiesRecorded():
            recordings = _in_order((*offering.recordings, recording(fact)))
            return replace(offering, recordings=recordings)
        case LevelsAssessed():
            kept = _before(offering.spans, effective.instant(fact.replaces_from))
            return replace(offering, spans=(*kept, *fact.spans))
    return offering


DECIDER = Decider(initial=Offering, evolve=evolve)


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
    """Open an offering of a service in force by a unit that exists, with what it can do."""
    if offering.opening:
        values = {"unit": proposed.unit, "service": proposed.service}
        raise Refusal(OFFERING_EXISTS, field="offering.unit", values=values)
    time = effective.time_of(at, now=now, reason=proposed.correction_reason)
    units.require_open(unit, name=proposed.unit, at=time, field="offering.unit")
    services.require_in_force(service, name=proposed.service, at=time, field="parent")
    _require_reasoned_ceiling(proposed)
    opened = OfferingOpened()
    opened.CopyFrom(proposed)
    opened.effective_time.FromDatetime(time)
    _require_each_once(capabilities, field="offering.capabilities")
    facts = [_fact(opened, of=opened, now=now)]
    if capabilities:
        recorded = _recorded(opened, capabilities, time, proposed.correction_reason)
        facts.append(_fact(recorded, of=opened, now=now))
    after = DECIDER.fold(offering, facts)
    _require_earned_ceiling(after, service, time)
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
    _require_after_opening(opening, time)
    _require_each_once(capabilities, field="capabilities")
    fact = _fact(_recorded(opening, capabilities, time, reason), of=opening, now=now)
    after = DECIDER.fold(offering, [fact])
    return [fact, reassess(after, service=service, since=time, now=now)]


def reassess(offering: Offering, *, service: Service, since: datetime, now: datetime) -> Fact:
    """Apply the rules from an instant on: every span from there is said anew."""
    opening = require_known(offering, name="")
    assessed = LevelsAssessed(
        offering=opening.offering,
        service=opening.service,
        unit=opening.unit,
        replaces_from=since,
        spans=_timeline(offering, service, since),
        level_rule=levels.VN_LEVELS_1.id,
        extent_rule=levels.VN_EXTENT_1.id,
    )
    if before := _before(offering.spans, since):
        assessed.previous_level = before[-1].level
    return _fact(assessed, of=opening, now=now)


def require_known(offering: Offering, *, name: str) -> OfferingOpened:
    """The offering's opening."""
    if offering.opening is None:
        raise Refusal(OFFERING_UNKNOWN, field="name", values={"offering": name})
    return offering.opening


def span_at(offering: Offering, at: datetime) -> LevelSpan | None:
    """The level that holds at an instant; none before the offering opens."""
    begun = [span for span in offering.spans if effective.instant(span.effective_time) <= at]
    return begun[-1] if begun else None


def recording(fact: CapabilitiesRecorded) -> Recording:
    """What a fact says, and from when."""
    return Recording(effective.instant(fact.effective_time), tuple(fact.capabilities))


def capabilities_at(offering: Offering, at: datetime) -> list[RecordedCapability]:
    """What is known of each capability at an instant."""
    return merged(each for each in offering.recordings if each.effective_time <= at)


def merged(recordings: Iterable[Recording]) -> list[RecordedCapability]:
    """Of recordings in order, the last word on each capability; by capability."""
    last = {recorded.capability: recorded for each in recordings for recorded in each.capabilities}
    return sorted(last.values(), key=lambda recorded: recorded.capability)


def _states(offering: Offering, at: datetime) -> dict[Capability, CapabilityState]:
    return {each.capability: each.state for each in capabilities_at(offering, at)}


def _timeline(offering: Offering, service: Service, since: datetime) -> Iterator[LevelSpan]:
    """One span for each stretch of time on which the rules say the same."""
    changes = {since, *(recording.effective_time for recording in offering.recordings)}
    changes |= {version.effective_time for version in service.versions}
    last: LevelSpan | None = None
    for at in sorted(time for time in changes if time >= since):
        span = _assessed(offering, service, at)
        if last is None or not _says_the_same(span, last):
            yield span
            last = span


def _assessed(offering: Offering, service: Service, at: datetime) -> LevelSpan:
    earned, attainable, extent = levels.assess(
        _states(offering, at), services.terms_at(service, at)
    )
    opening = require_known(offering, name="")
    ceiling = opening.ceiling if opening.HasField("ceiling") else levels.TOP
    return LevelSpan(
        effective_time=at,
        earned=earned,
        attainable=attainable,
        level=min(earned, ceiling),
        extent=extent,
        ceiling=ceiling,
    )


def _says_the_same(span: LevelSpan, other: LevelSpan) -> bool:
    said, also = LevelSpan(), LevelSpan()
    said.CopyFrom(span)
    also.CopyFrom(other)
    said.ClearField("effective_time")
    also.ClearField("effective_time")
    return said == also


def _before(spans: Sequence[LevelSpan], time: datetime) -> list[LevelSpan]:
    return [span for span in spans if effective.instant(span.effective_time) < time]


def _in_order(recordings: Sequence[Recording]) -> tuple[Recording, ...]:
    """By effective time; of two from the same instant the later recording counts."""
    return tuple(sorted(recordings, key=lambda recording: recording.effective_time))


def _recorded(
    opening: OfferingOpened, capabilities: Sequence[RecordedCapability], time: datetime, reason: str
) -> CapabilitiesRecorded:
    return CapabilitiesRecorded(
        offering=opening.offering,
        effective_time=time,
        capabilities=capabilities,
        correction_reason=reason,
    )


def _fact(message: Message, *, of: OfferingOpened, now: datetime) -> Fact:
    return Fact(message, now, names.subject(message, of.unit))


def _require_each_once(capabilities: Sequence[RecordedCapability], *, field: str) -> None:
    seen: set[Capability] = set()
    for recorded in capabilities:
        if not (recorded.capability and recorded.state):
            raise Refusal(CAPABILITY_UNNAMED, field=field)
        if recorded.capability in seen:
            values = {"capability": Capability.Name(recorded.capability)}
            raise Refusal(CAPABILITY_REPEATED, field=field, values=values)
        seen.add(recorded.capability)


def _require_after_opening(opening: OfferingOpened, time: datetime) -> None:
    opens = effective.instant(opening.effective_time)
    if time < opens:
        values = {"offering": opening.offering, "time": effective.shown(opens)}
        raise Refusal(BEFORE_OPENING, field="effective_time", values=values)


def _require_reasoned_ceiling(proposed: OfferingOpened) -> None:
    """A ceiling lowers what is earned, so somebody must say why."""
    has_ceiling, has_reason = proposed.HasField("ceiling"), bool(proposed.ceiling_reason.strip())
    if has_ceiling and not 1 <= proposed.ceiling <= levels.TOP:
        raise Refusal(CEILING_OUT_OF_RANGE, field="offering.ceiling")
    if has_ceiling and not has_reason:
        raise Refusal(CEILING_WITHOUT_REASON, field="offering.ceiling_reason")
    if has_reason and not has_ceiling:
        raise Refusal(REASON_WITHOUT_CEILING, field="offering.ceiling")


def _require_earned_ceiling(offering: Offering, service: Service, at: datetime) -> None:
    """Nobody declares more than is earned; the refusal says what is missing."""
    opening = require_known(offering, name="")
    states, terms = _states(offering, at), services.terms_at(service, at)
    earned = levels.assess(states, terms).earned
    if not opening.HasField("ceiling") or opening.ceiling <= earned:
        return
    lacks = levels.missing(states, terms, opening.ceiling)
    values = {
        "ceiling": str(opening.ceiling),
        "earned": str(earned),
        "missing": ", ".join(Capability.Name(lack.capability) for lack in lacks),
    }
    raise Refusal(CEILING_ABOVE_EARNED, field="offering.ceiling", values=values)
