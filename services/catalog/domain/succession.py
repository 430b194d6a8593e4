"""What becomes of the offerings of units that end: they close, or their successors go on with them.

Promises that a successor begins with no more than all that it succeeds had in common. Must not know
why a unit ended, nor which unit may succeed it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import (
    Capability,
    CapabilityState,
    OfferingOpened,
    OfferingRule,
    RecordedCapability,
)
from services.catalog.domain import levels, lives, names, timeline, words
from services.catalog.domain.levels import NO, NOT_APPLICABLE, UNKNOWN, YES, States
from services.catalog.domain.lives import Ceiling, Life, Offering
from services.catalog.domain.offerings import end, opened
from services.catalog.domain.services import Service, terms_at, version_at
from services.chassis.decider import Fact


def succeed(
    *,
    ended: Collection[str],
    successors: Mapping[str, Sequence[str]],
    rule: OfferingRule,
    at: datetime,
    now: datetime,
    offerings: Mapping[str, Offering],
    services: Mapping[str, Service],
    ends: Mapping[str, datetime | None],
    reason: str,
) -> dict[str, list[Fact]]:
    """The facts of every offering that is touched, by its name.

    `ended`: units that are no longer open from `at` on. `successors`: who takes over from each unit
    that is succeeded, also from one that goes on. `offerings`: all of all those units, by name;
    `services`: theirs. `ends`: when those that take over are known to end. `reason`: why it is
    recorded after it took effect; else empty.
    """
    found = _closed(ended, offerings, at=at, now=now, reason=reason)
    if rule != facts.OFFERING_RULE_FOLLOW:
        return found
    for name, origins in _heirs(successors, offerings, at).items():
        heir, service = offerings.get(name, Offering()), services[name.partition("/offerings/")[0]]
        if not lives.goes_on_at(heir, at) and version_at(service, at) is not None:
            opening = _opening(name, origins, heir, service, at=at, reason=reason)
            found[name] = _followed(
                heir, opening, origins, service, ends=ends.get(opening.unit), now=now
            )
    return found


def weakest(known: Sequence[States]) -> dict[Capability, CapabilityState]:
    """What is common to all: one that lacks a capability, or does not know it, speaks for all."""
    named = sorted({capability for states in known for capability in states})
    return {
        capability: _weakest({states.get(capability, UNKNOWN) for states in known})
        for capability in named
    }


def _weakest(said: set[CapabilityState]) -> CapabilityState:
    for state in (NO, UNKNOWN):
        if state in said:
            return state
    return NOT_APPLICABLE if said == {NOT_APPLICABLE} else YES


def _closed(
    ended: Collection[str],
    offerings: Mapping[str, Offering],
    *,
    at: datetime,
    now: datetime,
    reason: str,
) -> dict[str, list[Fact]]:
    """What goes on or is planned ends with the unit."""
    closed = {
        name: end(offering, at=at, reason=words.UNIT_ENDS, correction_reason=reason, now=now)
        for name, offering in sorted(offerings.items())
        if offering.opening and offering.opening.unit in ended
    }
    return {name: closing for name, closing in closed.items() if closing}


def _heirs(
    successors: Mapping[str, Sequence[str]], offerings: Mapping[str, Offering], at: datetime
) -> dict[str, list[Life]]:
    """The offerings that would go on, by name, each with all those that it would go on with."""
    heirs: dict[str, list[Life]] = defaultdict(list)
    for _, offering in sorted(offerings.items()):
        for life in offering.lives:
            opening = life.opening
            for unit in set(successors.get(opening.unit, ())) - {opening.unit}:
                if life.starts < at and life.goes_on(at):
                    heirs[names.of_offering(opening.service, unit)].append(life)
    return dict(sorted(heirs.items()))


def _followed(
    heir: Offering,
    opening: OfferingOpened,
    origins: Sequence[Life],
    service: Service,
    *,
    ends: datetime | None,
    now: datetime,
) -> list[Fact]:
    """An opening with the capabilities that all had; their evidence was of other offerings."""
    at = opening.effective_time.ToDatetime(tzinfo=now.tzinfo)
    common = weakest([life.states(at) for life in origins])
    known = [RecordedCapability(capability=each, state=common[each]) for each in common]
    endings = [(ends, words.UNIT_ENDS), (service.retired_at, words.SERVICE_RETIRES)]
    return opened(heir, opening, known, service=service, endings=endings, now=now)


def _opening(
    name: str,
    origins: Sequence[Life],
    heir: Offering,
    service: Service,
    *,
    at: datetime,
    reason: str,
) -> OfferingOpened:
    """As all that it goes on with were assessed, and under the lowest of their ceilings."""
    parent, unit = names.offering(name, field="name")
    opening = OfferingOpened(
        offering=name,
        service=parent,
        unit=unit,
        effective_time=at,
        correction_reason=reason,
        level_rule=_level_rule([heir.opening] if heir.opening else [o.opening for o in origins]),
    )
    lowest = _lowest(origins, at)
    if lowest and lowest.level <= _earned(origins, service, at):
        opening.ceiling, opening.ceiling_reason = lowest.level, lowest.reason
    return opening


def _level_rule(openings: Sequence[OfferingOpened]) -> str:
    """The rule that all were opened under; where they differ, the usual one."""
    first, *others = {timeline.rule_of(opening): opening for opening in openings}.values()
    return "" if others else first.level_rule


def _lowest(origins: Sequence[Life], at: datetime) -> Ceiling | None:
    declared = [ceiling for life in origins if (ceiling := life.ceiling(at))]
    return min(declared, key=lambda ceiling: ceiling.level, default=None)


def _earned(origins: Sequence[Life], service: Service, at: datetime) -> int:
    common = weakest([life.states(at) for life in origins])
    return levels.assess(common, terms_at(service, at)).earned
