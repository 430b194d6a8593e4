"""Offerings derived: random histories, some of it withdrawn, against a reading day by day.

Promises that nothing depends on the order of commands nor on what was withdrawn, and that what is
published span by span is the whole derivation. Must not judge histories as commands do.
"""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.offering.concerned import concerned, loaded
from services.catalog.domain.offering.difference import DERIVATION, difference
from services.catalog.domain.offering.periods import Ceiling, Period, idle
from services.catalog.domain.offering.service_change import moves_bounds
from services.catalog.domain.offering.shown import lasting, published_periods
from services.catalog.domain.offering.spans import spans
from services.catalog.domain.offering.timeline import bounds, in_force
from services.catalog.domain.units import Unit
from tests.catalog import offering_oracle as oracle
from tests.catalog.offering_events import Catalogue, offering_of, since, stream_of, unit_of
from tests.catalog.offering_events import published as published_version
from tests.catalog.offering_histories import Change, History, day, fee, histories, own_facts
from tests.catalog.offering_oracle import DAYS, UNITS

MANY = settings(max_examples=int(os.environ.get("MOTCUA_EXAMPLES", "80")))
OWN = (
    facts.OfferingOpened,
    facts.CapabilitiesRecorded,
    facts.CeilingDeclared,
    facts.ExtentDesignated,
    facts.OfferingClosed,
)


def shown(span: facts.OfferingSpan) -> dict[str, Any]:
    """What a span says, in the oracle's words."""
    if not span.open:
        return {"closed_by": span.closed_by}
    found: dict[str, Any] = {
        "rule": span.level_rule,
        "follows": tuple(name.rpartition("/")[2] for name in span.follows),
        "inherited": {each.capability: each.state for each in span.inherited},
    }
    if span.level_rule == oracle.SIX:
        assert not span.HasField("level")
        assert not span.HasField("ceiling")
        return {**found, "verdict": span.verdict}
    ceiling = (span.ceiling, span.ceiling_reason) if span.HasField("ceiling") else None
    assert span.extent_rule == "vn.extent@1"
    return {
        **found,
        "level": span.level,
        "earned": span.earned,
        "attainable": span.attainable,
        "extent": span.extent,
        "ceiling": ceiling,
    }


def expected(found: oracle.Day | None) -> dict[str, Any] | None:
    if found is None:
        return None
    if found.offer is None:
        return {"closed_by": found.cause}
    offer = found.offer
    said = {"rule": offer.rule, "follows": offer.follows, "inherited": offer.inherited or {}}
    return {**said, **oracle.level(offer, fee=found.fee)}


def span_on(published: list[facts.OfferingSpan], number: int) -> facts.OfferingSpan | None:
    begun = [span for span in published if since(span) <= day(number)]
    return begun[-1] if begun else None


def agrees(history: History, published: dict[str, list[facts.OfferingSpan]]) -> None:
    """What is published is what the oracle reads on every day, and nothing changes within one."""
    known = oracle.read(list(history.in_force.values()))
    for (unit, number), found in known.items():
        span = span_on(published.get(unit, []), number)
        assert (span and shown(span)) == expected(found), (unit, number)
    assert {since(span) for each in published.values() for span in each} <= set(map(day, DAYS))


@MANY
@given(histories)
def test_what_is_derived_is_what_the_rules_say_day_by_day(steps: list[Any]) -> None:
    history = History(steps)
    agrees(history, history.catalogue.spans(*UNITS))


@MANY
@given(histories)
def test_what_holds_while_an_offering_is_open_is_its_own_and_what_it_inherits(
    steps: list[Any],
) -> None:
    history = History(steps)
    known = oracle.read(list(history.in_force.values()))
    timelines = history.catalogue.timelines(*UNITS)
    for (unit, number), found in known.items():
        at = day(number)
        period = next((each for each in timelines[unit] if each.covers(at)), None)
        assert (period is None) == (found is None or found.offer is None)
        if period and found and found.offer:
            assert period.states(at) == found.offer.states
            assert period.ceiling(at) == found.offer.ceiling
            designation = period.designation(at)
            assert (designation.extent if designation else 0) == found.offer.designated


@MANY
@given(histories)
def test_own_facts_and_published_spans_are_enough_to_show_it(steps: list[Any]) -> None:
    catalogue = History(steps).catalogue
    published, timelines = catalogue.spans(*UNITS), catalogue.timelines(*UNITS)
    for unit in UNITS:
        own, periods = catalogue.own(unit), timelines[unit]
        found = published_periods(own, lasting(published[unit]))
        assert [as_shown(each) for each in found] == [as_shown(each) for each in periods]
        assert idle(own, found) == idle(own, periods)


def as_shown(period: Period) -> Period:
    """Without what nobody shows of a handover: its ceiling is in the spans where it counts."""
    if period.handover is None:
        return period
    handed_over = period.handover._replace(ceiling=None, level_rule="")
    return period._replace(handover=handed_over)


@MANY
@given(histories, fee)
def test_own_facts_and_published_spans_are_enough_for_other_terms(
    steps: list[Any], amount: int
) -> None:
    """What a new fee comes to, from its day on and before, is derived without a predecessor."""
    catalogue = History(steps).catalogue
    known, before = catalogue.spans(*UNITS), catalogue.service()
    last = max((each.effective_time for each in before.versions), default=day(0))
    catalogue.record(published_version(9, max(last, day(3)), fee=amount))
    service = catalogue.service()
    assume(not moves_bounds(before, service))
    assert {
        unit: spans(published_periods(catalogue.own(unit), lasting(found)), service=service)
        for unit, found in known.items()
    } == catalogue.spans(*UNITS)


@MANY
@given(histories)
def test_what_is_withdrawn_was_never_recorded(steps: list[Any]) -> None:
    history = History(steps)
    never = Catalogue(*history.in_force.values())
    assert history.catalogue.spans(*UNITS) == never.spans(*UNITS)


@MANY
@given(histories, some.randoms(use_true_random=False))
def test_the_order_of_commands_does_not_matter(steps: list[Any], order: Random) -> None:
    """But for own facts of one offering and one instant: of these the later counts."""
    recorded = list(History(steps).in_force.values())
    queues: dict[Any, deque[Any]] = defaultdict(deque)
    for each in recorded:
        queues[kept_in_order(each)].append(each)
    shuffled = [
        queues[kept_in_order(each)].popleft() for each in order.sample(recorded, len(recorded))
    ]
    assert Catalogue(*recorded).spans(*UNITS) == Catalogue(*shuffled).spans(*UNITS)


def kept_in_order(each: Any) -> Any:
    if isinstance(each, OWN):
        return each.offering, since(each)
    return "service" if isinstance(each, facts.ServicePublished) else id(each)


@MANY
@given(histories)
def test_what_is_published_piece_by_piece_is_the_whole_derivation(steps: list[Any]) -> None:
    """Of those concerned only, derived from those loaded only, from the change's instant on."""
    history = History()
    for step in steps:
        before = history.catalogue.forest()
        if (change := history.step(step)) is not None:
            publish(history.catalogue, change, before)
            assert published(history.catalogue) == history.catalogue.spans(*UNITS)
    agrees(history, published(history.catalogue))


def published(catalogue: Catalogue) -> dict[str, list[facts.OfferingSpan]]:
    return {unit: list(catalogue.offering(unit).published) for unit in UNITS}


def publish(catalogue: Catalogue, change: Change, before: Mapping[str, Unit]) -> None:
    """Append what differs, of those concerned, derived from those loaded."""
    after = catalogue.forest()
    own = {unit_of(each) for each in catalogue.recorded if isinstance(each, OWN)}
    changed = {f"units/{each}" for each in ([change.unit] if change.unit else own)}
    units = concerned(changed, before=before, after=after)
    needed = sorted(each.rpartition("/")[2] for each in loaded(units, after))
    derived = catalogue.spans(*needed, since=change.since) if needed else {}
    for unit in sorted(each.rpartition("/")[2] for each in units):
        earlier = catalogue.offering(unit).published
        event = difference(offering_of(unit), earlier, derived[unit], since=change.since)
        if event:
            is_well_formed(event, earlier, change)
            catalogue.record(event)


def is_well_formed(
    event: facts.OfferingAssessed, published_before: Sequence[facts.OfferingSpan], change: Change
) -> None:
    at = event.replaces_from.ToDatetime(tzinfo=change.since.tzinfo)
    begins = [since(span) for span in event.spans]
    assert (event.derivation, event.unit) == (DERIVATION, f"units/{unit_of(event)}")
    assert change.since <= at
    assert begins == sorted(set(begins))
    assert all(at <= each for each in begins)
    earlier = [span for span in published_before if since(span) < at]
    before = earlier[-1] if earlier else facts.OfferingSpan()
    assert event.HasField("previous_level") == before.HasField("level")
    assert event.previous_level == before.level


@MANY
@given(histories, own_facts)
def test_an_own_fact_holds_at_its_instant(steps: list[Any], fact: Any) -> None:
    """An opening while its unit and the service are there, a record while the offering is open."""
    catalogue, unit, at = History(steps).catalogue, unit_of(fact), since(fact)
    known = catalogue.forest().get(f"units/{unit}", Unit())
    within = bounds(known, in_force(catalogue.service()))
    is_there = within is not None and within.begins <= at < within.ends
    was_open = any(each.covers(at) for each in catalogue.timelines(*UNITS)[unit])
    catalogue.record(fact)
    period = next((each for each in catalogue.timelines(*UNITS)[unit] if each.covers(at)), None)
    if isinstance(fact, facts.OfferingClosed):
        assert period is None
    elif isinstance(fact, facts.OfferingOpened):
        assert (period is not None) == is_there
    else:
        assert (period is not None) == was_open
    if period:
        assert holds(fact, period, at)


def holds(fact: Any, period: Period, at: datetime) -> bool:
    match fact:
        case facts.CapabilitiesRecorded():
            return all(each in period.capabilities(at) for each in fact.capabilities)
        case facts.ExtentDesignated():
            return period.designation(at) == fact
    declared = Ceiling(fact.ceiling, fact.ceiling_reason) if fact.HasField("ceiling") else None
    if isinstance(fact, facts.OfferingOpened):
        known = sorted(fact.capabilities, key=lambda each: each.capability)
        assert (period.handover, list(period.capabilities(at))) == (None, known)
    return period.ceiling(at) == declared


@MANY
@given(histories)
def test_what_is_idle_can_go_without_a_trace(steps: list[Any]) -> None:
    """But for a closing, which lets nothing follow at its instant."""
    history = History(steps)
    catalogue, timelines = history.catalogue, history.catalogue.timelines(*UNITS)
    before = catalogue.spans(*UNITS)
    for unit in UNITS:
        of = [n for n, e in enumerate(catalogue.recorded) if stream_of(e) == offering_of(unit)]
        for version in idle(catalogue.own(unit), timelines[unit]):
            if not isinstance(catalogue.recorded[of[version - 1]], facts.OfferingClosed):
                catalogue.withdraw(of[version - 1])
    assert catalogue.spans(*UNITS) == before
