"""What becomes of the offerings of units that end: they close, or their successors go on with them.

Promises that a successor begins with no more than all that it succeeds had in common. Must not know
why a unit ended, nor which unit may succeed it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import (
    Capability,
    CapabilityState,
    Followed,
    OfferingOpened,
    OfferingRule,
    RecordedCapability,
)
from services.catalog.domain import (
    anew,
    effective,
    followings,
    levels,
    lives,
    names,
    timeline,
    words,
)
from services.catalog.domain.followings import Following, Origin, Told
from services.catalog.domain.levels import NO, NOT_APPLICABLE, UNKNOWN, YES, States
from services.catalog.domain.lives import Ceiling, Life, Offering, Recording
from services.catalog.domain.offerings import end, endings, opened
from services.catalog.domain.services import Service, terms_at, version_at
from services.chassis.decider import Fact

NOTHING_TOLD: Mapping[str, Told] = MappingProxyType({})


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
    earlier: Sequence[Following] = (),
    told: Mapping[str, Told] = NOTHING_TOLD,
) -> dict[str, list[Fact]]:
    """The facts of every offering that is touched, by its name.

    `ended`: units that are no longer open from `at` on. `successors`: who takes over from each unit
    that is succeeded, also from one that goes on. `offerings`: all of all those units, by name;
    `services`: theirs. `ends`: when those that take over are known to end. `reason`: why it is
    recorded after it took effect; else empty. `earlier`: by what else offerings follow to them
    then, and `told`: all about the offerings of all these units.
    """
    found = _closed(ended, offerings, at=at, now=now, reason=reason)
    if rule != facts.OFFERING_RULE_FOLLOW:
        return found
    for name, origins in _heirs(successors, offerings, at).items():
        heir, service = offerings.get(name, Offering()), services[name.partition("/offerings/")[0]]
        if version_at(service, at) is None:
            continue
        if life := lives.followed_at(heir, at):
            others = [each for each in earlier if each.unit not in successors]
            every = [*followings.handed_on(life, others, told), *origins]
            found[name] = joined(told[name], every, service, at=at, now=now, reason=reason)
        elif not lives.goes_on_at(heir, at) and not _is_refused(heir, at, earlier, told):
            opening = _opening(name, origins, heir.opening, service, at=at, reason=reason)
            found[name] = _followed(
                heir, opening, origins, service, ends=ends.get(opening.unit), now=now
            )
    return {name: decided for name, decided in found.items() if decided}


def joined(
    told: Told,
    origins: Sequence[Origin],
    service: Service,
    *,
    at: datetime,
    now: datetime,
    reason: str = "",
) -> list[Fact]:
    """An offering that followed at an instant goes on with all these, and no others: it is said
    anew, with everything that was said of itself. Nothing where it does so already.
    """
    known = lives.DECIDER.fold(Offering(), told)
    life = lives.followed_at(known, at)
    assert life is not None  # noqa: S101 — nobody else is said anew
    wanted = _with_origins(life, origins, _before(told, at), service)
    if not _says_more(wanted, life):
        return []
    later = [each for each in known.lives if each.starts > at]
    closed = end(known, at=at, why=words.SAID_ANEW, correction_reason=reason, now=now)
    after = lives.DECIDER.fold(known, closed)
    stretches = [wanted, *later]
    opened = anew.said(after, stretches, service, at=at, now=now, reason=reason)
    after = lives.DECIDER.fold(after, opened)
    return [*closed, *opened, *timeline.reassessed(after, service=service, since=at, now=now)]


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
        name: end(offering, at=at, why=words.UNIT_ENDS, correction_reason=reason, now=now)
        for name, offering in sorted(offerings.items())
        if offering.opening and offering.opening.unit in ended
    }
    return {name: closing for name, closing in closed.items() if closing}


def _heirs(
    successors: Mapping[str, Sequence[str]], offerings: Mapping[str, Offering], at: datetime
) -> dict[str, list[Origin]]:
    """The offerings that would go on, by name, each with all those that it would go on with."""
    heirs: dict[str, list[Origin]] = defaultdict(list)
    for _, offering in sorted(offerings.items()):
        for origin in followings.reaching(offering, at):
            opening = origin.life.opening
            for unit in set(successors.get(opening.unit, ())) - {opening.unit}:
                heirs[names.of_offering(opening.service, unit)].append(origin)
    return dict(sorted(heirs.items()))


def _is_refused(
    heir: Offering, at: datetime, earlier: Sequence[Following], told: Mapping[str, Told]
) -> bool:
    """Whether somebody closed what was to follow from others that still hand on."""
    called_off = [life for life in heir.lives if life.starts == life.ends == at]
    return any(
        life.opening.follows
        and life.why.cause == facts.CLOSING_CAUSE_DECIDED
        and followings.handed_on(life, earlier, told)
        for life in called_off
    )


def _followed(
    heir: Offering,
    opening: OfferingOpened,
    origins: Sequence[Origin],
    service: Service,
    *,
    ends: datetime | None,
    now: datetime,
) -> list[Fact]:
    """An opening with the capabilities that all had."""
    at = opening.effective_time.ToDatetime(tzinfo=now.tzinfo)
    known = _recorded(origins, at)
    return opened(heir, opening, known, service=service, endings=endings(ends, service), now=now)


def _opening(
    name: str,
    origins: Sequence[Origin],
    before: OfferingOpened | None,
    service: Service,
    *,
    at: datetime,
    reason: str,
) -> OfferingOpened:
    """As it was assessed `before`, else as all that it goes on with were; and under the lowest of
    their ceilings.
    """
    parent, unit = names.offering(name, field="name")
    opening = OfferingOpened(
        offering=name,
        service=parent,
        unit=unit,
        effective_time=at,
        correction_reason=reason,
        level_rule=_level_rule([before] if before else [each.life.opening for each in origins]),
        follows=[Followed(offering=each, version=known) for each, known in _versions(origins)],
    )
    lowest = _lowest(origins, at)
    if lowest and lowest.level <= _earned(origins, service, at):
        opening.ceiling, opening.ceiling_reason = lowest.level, lowest.reason
    return opening


def _versions(origins: Sequence[Origin]) -> list[tuple[str, int]]:
    """By name, how many facts were known of each; of two changes the last."""
    known = [(each.life.opening.offering, each.version) for each in origins]
    return sorted(dict(sorted(known)).items())


def _with_origins(
    life: Life, origins: Sequence[Origin], before: OfferingOpened | None, service: Service
) -> Life:
    """A stretch as it would be, had it followed from these."""
    name, at = life.opening.offering, life.starts
    opening = _opening(name, origins, before, service, at=at, reason="")
    common, first = _recorded(origins, at), Ceiling(at, opening.ceiling, opening.ceiling_reason)
    had = [each for said in life.recordings if said.is_common for each in said.capabilities]
    if had == common and _is_declared(life.ceilings[0], _lowest(origins, at)):
        first = life.ceilings[0]
        opening.ceiling, opening.ceiling_reason = first.level, first.reason
    own = tuple(each for each in life.recordings if not each.is_common)
    recordings = (Recording(at, tuple(common), is_common=True), *own) if common else own
    ceilings = (first, *life.ceilings[1:])
    return life._replace(opening=opening, recordings=recordings, ceilings=ceilings)


def _is_declared(first: Ceiling, lowest: Ceiling | None) -> bool:
    """Whether a stretch began with that ceiling: with the same capabilities it stays, though less
    is earned by them under the service's present version.
    """
    return lowest is not None and (first.level, first.reason) == (lowest.level, lowest.reason)


def _says_more(wanted: Life, life: Life) -> bool:
    """Whether anything new is said by a stretch that follows from others; that it no longer follows
    from all of them is said by what was withdrawn.
    """
    before = list(life.opening.follows)
    joins = any(each not in before for each in wanted.opening.follows)
    return joins or _common(wanted) != _common(life)


def _common(life: Life) -> tuple[Any, ...]:
    """What a stretch has of the offerings from which it follows."""
    common = [each for each in life.recordings if each.is_common]
    return timeline.rule_of(life.opening), common, life.ceilings[0]


def _before(told: Told, at: datetime) -> OfferingOpened | None:
    """The last opening other than those by which the offering followed at an instant."""
    every = (fact.message for fact in told)
    others = [
        said
        for said in every
        if isinstance(said, OfferingOpened)
        and not (said.follows and effective.instant(said.effective_time) == at)
    ]
    return others[-1] if others else None


def _recorded(origins: Sequence[Origin], at: datetime) -> list[RecordedCapability]:
    """What is common to all, by capability; their evidence was of other offerings."""
    common = weakest([each.life.states(at) for each in origins])
    return [RecordedCapability(capability=each, state=state) for each, state in common.items()]


def _level_rule(openings: Sequence[OfferingOpened]) -> str:
    """The rule that all were opened under; where they differ, the usual one."""
    first, *others = {timeline.rule_of(opening): opening for opening in openings}.values()
    return "" if others else first.level_rule


def _lowest(origins: Sequence[Origin], at: datetime) -> Ceiling | None:
    declared = [ceiling for each in origins if (ceiling := each.life.ceiling(at))]
    return min(declared, key=lambda ceiling: ceiling.level, default=None)


def _earned(origins: Sequence[Origin], service: Service, at: datetime) -> int:
    common = weakest([each.life.states(at) for each in origins])
    return levels.assess(common, terms_at(service, at)).earned
