"""Offerings derived: own facts, and within which instants they count.

Promises one dated example for each rule. Must not need a database.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.offering.periods import idle
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_4, NO, UNKNOWN, YES
from tests.catalog.offering_dates import (
    AUGUST,
    CLOSED,
    FILE,
    JANUARY,
    JULY,
    JUNE,
    LEVEL_2,
    LEVEL_3,
    PAY,
    RETIRED,
    SEPTEMBER,
    UNIT_ENDED,
    catalogue,
    levels,
    on,
    span_on,
    story,
)
from tests.catalog.offering_events import Catalogue


def idle_of(known: Catalogue, unit: str) -> list[int]:
    return idle(known.own(unit), known.timelines()[unit])


def test_a_later_fact_of_the_same_instant_counts() -> None:
    opened, closed = event.opened("p", on(JULY, 1)), event.closed("p", on(JULY, 1))
    assert story(catalogue(closed, opened), "p") == [("1 July", "")]
    assert story(catalogue(opened, closed), "p") == []


def test_an_opening_begins_with_a_clean_sheet_also_inside_another_period() -> None:
    known = catalogue(
        event.opened("p", on(JULY, 1), LEVEL_2), event.opened("p", on(JUNE, 1), LEVEL_4, ceiling=3)
    )
    assert levels(known, "p") == [("1 June", 3), ("1 July", 2)]
    span = span_on(known, "p", on(JULY, 1))
    assert not span.HasField("ceiling")


def test_a_record_at_the_instant_of_an_opening_holds_only_if_it_came_after_it() -> None:
    opened = event.opened("p", on(JULY, 1), LEVEL_4)
    pay = event.capable("p", on(JULY, 1), {PAY: NO})
    assert levels(catalogue(opened, pay), "p") == [("1 July", 3)]
    assert levels(catalogue(pay, opened), "p") == [("1 July", 4)]


def test_an_opening_falls_with_its_capabilities_and_ceiling_and_later_records_stand() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_2))
    opening = known.record(event.opened("p", on(JULY, 1), LEVEL_4, ceiling=3))
    known.record(event.capable("p", on(AUGUST, 1), LEVEL_3))
    assert levels(known, "p") == [("1 June", 2), ("1 July", 3), ("1 August", 3)]
    assert span_on(known, "p", on(AUGUST, 1)).earned == 3
    known.withdraw(opening)
    assert levels(known, "p") == [("1 June", 2), ("1 August", 3)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_closing_ends_what_is_open_then_and_it_may_open_again(order: tuple[int, ...]) -> None:
    facts_ = [
        event.opened("p", on(JUNE, 1)),
        event.closed("p", on(JULY, 1)),
        event.opened("p", on(AUGUST, 1)),
    ]
    known = catalogue(*(facts_[n] for n in order))
    assert story(known, "p") == [("1 June", ""), ("1 July", CLOSED), ("1 August", "")]


def test_a_withdrawn_closing_lets_the_offering_go_on() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4))
    closing = known.record(event.closed("p", on(JULY, 1)))
    known.record(event.capable("p", on(JUNE, 15), {PAY: NO}))
    known.withdraw(closing)
    assert levels(known, "p") == [("1 June", 4), ("15 June", 3)]


def test_a_designation_ends_with_its_period() -> None:
    full = event.designated("p", on(JUNE, 2), facts.EXTENT_FULL)
    known = catalogue(
        event.opened("p", on(JUNE, 1)),
        full,
        event.closed("p", on(JULY, 1)),
        event.opened("p", on(AUGUST, 1)),
    )
    first, second = known.timelines()["p"]
    assert first.designation(on(JUNE, 1)) is None
    assert first.designation(on(JUNE, 2)) == full
    assert second.designation(on(AUGUST, 1)) is None
    assert len(known.spans()["p"]) == 3


def test_capabilities_keep_their_evidence() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), {FILE: YES}),
        event.capable("p", on(JULY, 1), {PAY: YES}, evidence="https://p.vn"),
    )
    [period] = known.timelines()["p"]
    assert [each.evidence for each in period.capabilities(on(JULY, 1))] == ["", "https://p.vn"]


def test_an_offering_ends_with_its_unit_or_its_service_and_the_cause_is_said() -> None:
    opened = event.opened("p", on(JUNE, 1))
    ends, retires = event.unit_closed("p", on(JULY, 1)), event.retired(on(JULY, 1))
    closed = event.closed("p", on(JULY, 1))
    assert story(catalogue(opened, ends), "p")[-1] == ("1 July", UNIT_ENDED)
    assert story(catalogue(opened, retires), "p")[-1] == ("1 July", RETIRED)
    assert story(catalogue(opened, retires, ends), "p")[-1] == ("1 July", UNIT_ENDED)
    assert story(catalogue(opened, ends, closed), "p")[-1] == ("1 July", CLOSED)


@pytest.mark.parametrize(
    "end",
    [event.unit_closed("p", on(JULY, 1)), event.retired(on(JULY, 1))],
    ids=["unit", "service"],
)
def test_a_withdrawn_end_never_was(end: object) -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4))
    planned = known.record(end)
    known.record(event.opened("p", on(AUGUST, 1), LEVEL_2))
    assert story(known, "p")[-1][0] == "1 July"
    assert idle_of(known, "p") == [2]
    known.withdraw(planned)
    assert levels(known, "p") == [("1 June", 4), ("1 August", 2)]
    assert idle_of(known, "p") == []


def test_an_offering_begins_with_its_unit_and_its_service() -> None:
    opened = event.opened("p", on(JUNE, 1), LEVEL_4)
    records = event.capable("p", on(JUNE, 15), {PAY: NO})
    late_unit = Catalogue(
        event.unit_opened("p", on(JULY, 1)), event.published(1, on(JANUARY, 1)), opened, records
    )
    assert levels(late_unit, "p") == [("1 July", 3)]
    assert idle_of(late_unit, "p") == []
    late_unit.record(event.unit_opened("p", on(JUNE, 10)))  # the opening is corrected
    assert levels(late_unit, "p") == [("10 June", 4), ("15 June", 3)]
    late_service = Catalogue(
        event.unit_opened("p", on(JANUARY, 1)), event.published(1, on(SEPTEMBER, 1)), opened
    )
    assert story(late_service, "p") == [("1 September", "")]
    late_service.withdraw(1)
    assert story(late_service, "p") == []


def test_a_unit_without_an_opening_offers_nothing() -> None:
    known = Catalogue(event.published(1, on(JANUARY, 1)), event.opened("p", on(JUNE, 1)))
    assert story(known, "p") == []
    assert idle_of(known, "p") == [1]


def test_a_fee_changes_the_level_from_the_version_on_that_introduces_it() -> None:
    free = {**LEVEL_4, PAY: facts.CAPABILITY_STATE_NOT_APPLICABLE}
    known = catalogue(event.opened("p", on(JUNE, 1), free))
    version = known.record(event.published(2, on(JULY, 1), fee=10_000))
    assert levels(known, "p") == [("1 June", 4), ("1 July", 3)]
    assert span_on(known, "p", on(JULY, 1)).attainable == 4
    known.withdraw(version)
    assert levels(known, "p") == [("1 June", 4)]


def test_a_level_lies_below_a_ceiling_until_it_is_lifted() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), LEVEL_4),
        event.ceiling_declared("p", on(JULY, 1), 2, "QĐ 7"),
        event.ceiling_declared("p", on(AUGUST, 1), None),
    )
    assert levels(known, "p") == [("1 June", 4), ("1 July", 2), ("1 August", 4)]
    span = span_on(known, "p", on(JULY, 1))
    assert (span.earned, span.ceiling, span.ceiling_reason) == (4, 2, "QĐ 7")
    assert span.extent == facts.EXTENT_FULL


def test_six_points_claim_no_level_and_no_ceiling_counts() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), {FILE: YES}, ceiling=2, rule="six_points@1"))
    [span] = known.spans()["p"]
    assert not span.HasField("level")
    assert not span.HasField("ceiling")
    assert (span.level_rule, span.extent_rule) == ("six_points@1", "")
    assert span.verdict == facts.VERDICT_UNKNOWN


def test_what_was_never_recorded_is_unknown() -> None:
    [span] = catalogue(event.opened("p", on(JUNE, 1))).spans()["p"]
    assert (span.level, span.attainable, span.extent) == (0, 4, facts.EXTENT_UNKNOWN)
    [period] = catalogue(event.opened("p", on(JUNE, 1), {FILE: UNKNOWN})).timelines()["p"]
    assert period.states(on(JUNE, 1)) == {FILE: UNKNOWN}


def test_what_is_recorded_outside_any_period_is_idle() -> None:
    known = catalogue(
        event.capable("p", on(JANUARY, 2), {PAY: NO}),
        event.opened("p", on(JUNE, 1)),
        event.closed("p", on(JULY, 1)),
        event.capable("p", on(JULY, 1), {PAY: NO}),
        event.closed("p", on(AUGUST, 1)),
    )
    assert idle_of(known, "p") == [1, 4, 5]
    known.record(event.opened("p", on(JULY, 15)))
    assert idle_of(known, "p") == [1, 4]
