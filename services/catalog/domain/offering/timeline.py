"""From when to when offerings are open: own periods, and between them what follows.

Own facts come first. A gap between own periods is filled by the first handover in it, until the
offering's next own opening or closing. No period reaches beyond its unit or its service.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import ClosingCause
from services.catalog.domain import units
from services.catalog.domain.offering.handover import handover
from services.catalog.domain.offering.own import LAST, Own, OwnFact, Section
from services.catalog.domain.offering.periods import Handover, Period
from services.catalog.domain.offering.rules import rule_of
from services.catalog.domain.units import Unit
from services.catalog.domain.versions import Service

NOBODY = Unit()
NOT_CLOSED = facts.CLOSING_CAUSE_UNSPECIFIED
Timeline = tuple[Period, ...]  # in order, none overlapping
Succession = tuple[datetime, str, str]  # when, the successor, the predecessor


class Bounds(NamedTuple):
    """[begins, ends), while both unit and service are there, and what an offering closes by then.

    Example: the unit is open from 1 January to 1 July, the service in force from 1 March on. An
    offering that was opened for 1 February is open from 1 March to 1 July, by its unit's end.
    """

    begins: datetime
    ends: datetime
    closed_by: ClosingCause


class Beginning(NamedTuple):
    """How a period begins: opened, or by a handover."""

    since: datetime
    level_rule: str
    handover: Handover | None


def bounds(unit: Unit, service: tuple[datetime, datetime]) -> Bounds | None:
    """The common instants of a unit and a service, which is `in_force` so; None where either never
    begins.
    """
    begins, retired = service
    if unit.opening is None or begins == LAST:
        return None
    ends = units.ends_at(unit) or LAST
    by_unit = ends <= retired  # also where both end at one instant
    return Bounds(
        max(units.opens_at(unit), begins),
        min(ends, retired),
        facts.CLOSING_CAUSE_UNIT_ENDED if by_unit else facts.CLOSING_CAUSE_SERVICE_RETIRED,
    )


def in_force(service: Service) -> tuple[datetime, datetime]:
    """From its first version until it is retired; from `LAST` on: never."""
    begins = min((version.effective_time for version in service.valid), default=LAST)
    return begins, service.retired_at or LAST


def timeline(own: Own, handovers: Sequence[Handover], *, within: Bounds | None) -> Timeline:
    """The periods of one offering. `handovers`: all to its unit, in order; `within`: the instants
    of its unit and service, None where there are none in common.
    """
    periods: list[Period] = []
    if within is None:
        return ()
    for section in own.sections:
        ends = min(section.until, within.ends)
        begun = _beginning(section, ends, within, handovers, periods)
        if begun and begun.since < ends:
            counts_from = begun.since if begun.handover else section.since
            timeline_of = _between(section, counts_from, ends)
            by_bounds = within.closed_by if ends == within.ends else NOT_CLOSED
            closed_by = cause(own, ends, by_bounds)
            periods.append(
                Period(begun.since, ends, begun.level_rule, timeline_of, begun.handover, closed_by)
            )
    return tuple(periods)


def timelines(
    offerings: Mapping[str, Own], *, forest: Mapping[str, Unit], service: Service
) -> dict[str, Timeline]:
    """The periods of a service's offerings, by unit.

    `offerings`: by unit, also of units without own facts, so that predecessors are among them (see
    `concerned.loaded`). A handover asks only for what was open before it, so instants are taken in
    order, and all handovers of one instant are found before any of them counts.
    """
    handovers: dict[str, list[Handover]] = defaultdict(list)
    found: dict[str, Timeline] = {}
    common = in_force(service)

    def timeline_of(unit: str) -> Timeline:
        if unit not in found:
            within = bounds(forest.get(unit, NOBODY), common)
            found[unit] = timeline(offerings[unit], handovers[unit], within=within)
        return found[unit]

    for at, of_instant in groupby(_successions(offerings, forest), key=lambda each: each[0]):
        pairs = [(successor, predecessor) for _, successor, predecessor in of_instant]
        before = {
            predecessor: period
            for predecessor in {predecessor for _, predecessor in pairs}
            if (period := _open_before(at, offerings[predecessor], timeline_of(predecessor)))
        }
        for successor, given in _handovers(at, pairs, before):
            handovers[successor].append(given)
            found.pop(successor, None)
    return {unit: timeline_of(unit) for unit in offerings}


def _successions(offered: Iterable[str], forest: Mapping[str, Unit]) -> list[Succession]:
    among = set(offered)
    return sorted(
        {
            (each.since, each.successor, unit)
            for unit in among
            for each in forest.get(unit, NOBODY).hands_over
            if each.successor in among
        }
    )


def _open_before(at: datetime, own: Own, periods: Timeline) -> Period | None:
    """What is handed over at an instant, if anything: a closing for that instant holds as well."""
    if own.closes_at(at):
        return None
    return next((period for period in periods if period.reaches(at)), None)


def _handovers(
    at: datetime, pairs: Iterable[tuple[str, str]], before: Mapping[str, Period]
) -> Iterable[tuple[str, Handover]]:
    for successor, group in groupby(pairs, key=lambda pair: pair[0]):
        given = {unit: before[unit] for _, unit in group if unit in before}
        if given:
            yield successor, handover(at, given)


def _beginning(
    section: Section,
    ends: datetime,
    within: Bounds,
    handovers: Sequence[Handover],
    earlier: Sequence[Period],
) -> Beginning | None:
    """By the opening of the section; in a gap by the first handover after the closing before it."""
    if section.opening:
        return Beginning(max(section.since, within.begins), rule_of(section.opening), None)
    for each in handovers:
        if section.since < each.at < ends and within.begins <= each.at:
            rule = earlier[-1].level_rule if earlier else each.level_rule
            return Beginning(each.at, rule, each)
    return None


def _between(section: Section, since: datetime, until: datetime) -> tuple[OwnFact, ...]:
    """Up to and including the end: what was recorded for that instant is handed over."""
    if section.since == since and section.until == until == LAST:
        return section.facts
    return tuple(each for each in section.facts if since <= each.since <= until)


def cause(own: Own, until: datetime, otherwise: ClosingCause) -> ClosingCause:
    """What a period ends by: somebody's closing comes before the end of unit or service."""
    if until == LAST:
        return NOT_CLOSED
    return facts.CLOSING_CAUSE_DECIDED if own.closes_at(until) else otherwise
