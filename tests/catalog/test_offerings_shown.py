"""What is shown of an offering, and what it is found by, from the beginning of time on.

A dated example for each rule, and random histories against a reading day by day.
"""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from hypothesis import given

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.effective import instant
from services.catalog.domain.offering.difference import difference
from services.catalog.domain.offering.own import FIRST
from services.catalog.resources.dated_resources import Columns, ResourcePeriod
from services.catalog.resources.offerings import BEGINNING, resource_periods
from tests.catalog import offering_events as event
from tests.catalog import offering_oracle as oracle
from tests.catalog.given import LEVEL_4, YES
from tests.catalog.offering_dates import (
    AUGUST,
    CLOSED,
    JANUARY,
    JULY,
    JUNE,
    LEVEL_3,
    PAY,
    UNIT_ENDED,
    catalogue,
    on,
)
from tests.catalog.offering_events import Catalogue, offering_of
from tests.catalog.offering_histories import History, day, histories
from tests.catalog.offering_oracle import DAYS, SIX, UNITS
from tests.catalog.test_offering_properties import MANY, expected

IS_PLANNED, IS_OPEN, IS_CLOSED = (
    api.Offering.STATE_PLANNED,
    api.Offering.STATE_OPEN,
    api.Offering.STATE_CLOSED,
)
NOWHERE = api.Offering.STATE_UNSPECIFIED


def shown(known: Catalogue, unit: str = "p") -> list[ResourcePeriod]:
    """What is shown once what is derived of the offering has been published."""
    name = offering_of(unit)
    before, derived = known.offering(unit).published, known.spans(*UNITS)[unit]
    if published := difference(name, before, derived, since=FIRST):
        known.record(published)
    return resource_periods(known.offering(unit))


def states(found: list[ResourcePeriod]) -> list[tuple[datetime, api.Offering.State]]:
    return [(period.since, period.message.state) for period in found]


def test_an_offering_is_planned_from_the_beginning_of_time_until_it_opens() -> None:
    found = shown(catalogue(event.opened("p", on(JUNE, 1), LEVEL_4)))
    assert states(found) == [(BEGINNING, IS_PLANNED), (on(JUNE, 1), IS_OPEN)]
    assert found[0].message == api.Offering(
        name=offering_of("p"),
        unit="units/p",
        level_rule="vn.levels@1",
        extent_rule="vn.extent@1",
        effective_time=on(JUNE, 1),
        state=IS_PLANNED,
    )


def test_what_was_never_recorded_is_not_shown() -> None:
    assert shown(catalogue()) == []


def test_an_offering_without_any_period_is_there_at_no_instant() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4))
    shown(known)
    known.withdraw(len(known.recorded) - 2)
    [period] = shown(known)
    assert period.since == period.until
    assert period.message == api.Offering(name=offering_of("p"), unit="units/p")
    assert period.columns == Columns(state=NOWHERE, unit="units/p", parent="services/a")


def test_each_change_of_an_open_offering_begins_a_segment() -> None:
    known = catalogue(
        event.opened("p", on(JANUARY, 1), LEVEL_3),
        event.capable("p", on(JUNE, 1), {PAY: YES}),
        event.ceiling_declared("p", on(JULY, 1), 3),
        event.designated("p", on(AUGUST, 1), facts.EXTENT_PARTIAL),
    )
    found = [period for period in shown(known) if period.message.state == IS_OPEN]
    assert [each.since for each in found] == [on(month, 1) for month in (1, 6, 7, 8)]
    assert [each.columns.level for each in found] == [3, 4, 3, 3]
    assert [each.message.ceiling for each in found] == [0, 0, 3, 3]
    assert found[-1].message.designated_extent == facts.EXTENT_PARTIAL


def test_an_open_offering_is_found_by_its_level_and_extent() -> None:
    [_, period] = shown(catalogue(event.opened("p", on(JUNE, 1), LEVEL_4)))
    assert period.columns == Columns(
        state=IS_OPEN,
        unit="units/p",
        parent="services/a",
        level=4,
        extent=facts.EXTENT_FULL,
        rule="vn.levels@1",
    )


def test_under_six_points_an_offering_is_found_by_its_verdict_and_has_no_level() -> None:
    [_, period] = shown(catalogue(event.opened("p", on(JUNE, 1), LEVEL_4, rule=SIX)))
    assert period.columns == Columns(
        state=IS_OPEN,
        unit="units/p",
        parent="services/a",
        verdict=period.message.assessment.verdict,
        rule=SIX,
    )
    assert period.message.assessment.verdict
    assert not period.message.assessment.HasField("level")


def test_planned_and_closed_offerings_have_no_level_and_the_end_is_known_ahead() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), LEVEL_4, ceiling=3), event.closed("p", on(JULY, 1))
    )
    found = shown(known)
    assert [state for _, state in states(found)] == [IS_PLANNED, IS_OPEN, IS_CLOSED]
    assert {instant(each.message.ending_time) for each in found} == {on(JULY, 1)}
    assert [each.message.closed_by for each in found] == [0, 0, CLOSED]
    for each in (found[0], found[-1]):
        assert (each.columns.level, each.columns.extent) == (None, None)
        assert not each.message.HasField("assessment")
        assert not each.message.capabilities
        assert not each.message.HasField("ceiling")


def test_an_offering_that_opens_again_is_closed_in_between() -> None:
    known = catalogue(
        event.opened("p", on(JANUARY, 1), LEVEL_4),
        event.closed("p", on(JUNE, 1)),
        event.opened("p", on(JULY, 1), LEVEL_3),
    )
    closed, opened = shown(known)[-2:]
    assert states([closed, opened]) == [(on(JUNE, 1), IS_CLOSED), (on(JULY, 1), IS_OPEN)]
    assert instant(closed.message.effective_time) == on(JANUARY, 1)
    assert instant(opened.message.effective_time) == on(JULY, 1)


def test_what_follows_names_its_units_and_shows_what_it_inherits_without_evidence() -> None:
    known = catalogue(
        event.opened("q", on(JANUARY, 1)),
        event.capable("q", on(JANUARY, 1), LEVEL_4, evidence="QĐ 1"),
        event.merged("q", on(JULY, 1), "p"),
        event.capable("p", on(AUGUST, 1), {PAY: YES}, evidence="QĐ 2"),
    )
    july, august = shown(known)[1:]
    assert list(july.message.follows) == ["units/q"]
    assert {each.evidence for each in july.message.capabilities} == {""}
    assert {each.evidence for each in august.message.capabilities} == {"", "QĐ 2"}
    [*_, closed] = shown(known, "q")
    assert closed.message.closed_by == UNIT_ENDED


def test_changes_without_any_effect_are_listed() -> None:
    known = catalogue(
        event.opened("p", on(JANUARY, 1), LEVEL_4),
        event.closed("p", on(JULY, 1)),
        event.capable("p", on(AUGUST, 1), {PAY: YES}),
    )
    assert [list(each.message.idle_versions) for each in shown(known)] == [[3]] * 3


@MANY
@given(histories)
def test_what_is_shown_on_a_day_is_what_the_facts_say(steps: list[Any]) -> None:
    history = History(steps)
    known = oracle.read(list(history.in_force.values()))
    for unit in UNITS:
        found = shown(history.catalogue, unit)
        for number in DAYS:
            at = day(number)
            now = next((each for each in found if is_at(each, at)), None)
            assert as_read(now) == as_expected(known, unit, number)


@MANY
@given(histories)
def test_segments_follow_one_another_without_gap_and_each_is_another(steps: list[Any]) -> None:
    catalogue = History(steps).catalogue
    for unit in UNITS:
        found = shown(catalogue, unit)
        for one, following in itertools.pairwise(found):
            assert one.since < following.since == one.until
            assert one.message != following.message
        assert all(each.until in (None, each.since) for each in found[-1:])


def is_at(period: ResourcePeriod, at: datetime) -> bool:
    return period.since <= at and (period.until is None or at < period.until)


def as_read(period: ResourcePeriod | None) -> Any:
    """State, capabilities, designation, and what the rule makes of it."""
    if period is None:
        return None
    said = period.message
    if said.state != IS_OPEN:
        return said.state, said.closed_by
    levels = [getattr(said.assessment, each) for each in ("earned", "attainable", "extent")]
    return (
        said.level_rule,
        tuple(name.removeprefix("units/") for name in said.follows),
        {each.capability: each.state for each in said.capabilities},
        said.designated_extent,
        (said.ceiling, said.ceiling_reason) if said.HasField("ceiling") else None,
        said.assessment.level if said.assessment.HasField("level") else None,
        *levels,
        said.assessment.verdict,
    )


def as_expected(known: dict[Any, oracle.Day | None], unit: str, number: int) -> Any:
    """The same by the oracle."""
    found = known[unit, number]
    if found is None:
        later = any(each and each.offer for (of, n), each in known.items() if of == unit)
        return (IS_PLANNED, 0) if later else None
    if found.offer is None:
        return IS_CLOSED, found.cause
    offer, stated = found.offer, expected(found) or {}
    return (
        offer.rule,
        offer.follows,
        offer.states,
        offer.designated,
        stated.get("ceiling"),
        stated.get("level"),
        *(stated.get(each, 0) for each in ("earned", "attainable", "extent")),
        stated.get("verdict", 0),
    )
