"""Planned ends of units that are withdrawn: given offerings that were to end, then they go on.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, words
from services.catalog.domain.effective import instant
from services.catalog.domain.offerings import Offering
from services.catalog.resources.offerings import segments
from services.chassis.decider import Fact
from tests.catalog.given import (
    DAY,
    LEVEL_2,
    LEVEL_3,
    LEVEL_4,
    NA,
    NO,
    NOW,
    YES,
    content,
    messages,
    published,
    service,
)
from tests.catalog.given_offerings import closing, declaring, kinds, recording
from tests.catalog.given_succession import name
from tests.catalog.given_undoing import AT, CLOSE, Town

FILE, PAY = facts.CAPABILITY_FILE_ONLINE, facts.CAPABILITY_PAY_ONLINE


def level(known: Offering, at: datetime) -> int:
    span = offerings.span_at(known, at)
    assert span is not None
    return span.level


def test_an_offering_goes_on_where_it_was_to_end_as_if_nobody_had_planned_it() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    before = town.of("q")
    town.close("q")
    assert not offerings.is_open_at(town.of("q"), AT)
    found = town.withdraw("q")
    assert kinds(found[name("q")]) == ["OfferingOpened"]
    [opened] = messages(found[name("q")])
    assert (instant(opened.effective_time), opened.unit) == (AT, "units/q")
    assert (town.of("q").lives, town.of("q").spans) == (before.lives, before.spans)
    assert segments(town.of("q")) == segments(before)


def test_it_goes_on_with_its_evidence_its_ceiling_and_its_designation() -> None:
    town = Town("q")
    town.offer("q", LEVEL_2, ceiling=1, ceiling_reason="Quyết định 1")
    told = [facts.RecordedCapability(capability=FILE, state=NO, evidence="https://q.vn")]
    town.do("q", recording(town.of("q"), told))
    designated = facts.ExtentDesignated(
        offering=name("q"), effective_time=NOW, extent=facts.EXTENT_PARTIAL, legal_basis="42/2022"
    )
    town.do("q", [Fact(designated, NOW, "")])
    town.close("q")
    town.withdraw("q")
    [life] = town.of("q").lives
    assert {each.evidence for each in life.capabilities(AT)} == {"", "https://q.vn"}
    ceiling, designation = life.ceiling(AT), life.designation(AT)
    assert ceiling is not None
    assert designation is not None
    assert (ceiling.level, ceiling.reason) == (1, "Quyết định 1")
    assert designation.said.legal_basis == "42/2022"


def test_an_offering_that_was_closed_before_the_end_stays_closed() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    town.close("q")
    told = closing(town.of("q"), at=NOW + DAY / 2)
    town.do("q", told)
    assert town.withdraw("q") == {}
    assert offerings.ends_at(town.of("q")) == NOW + DAY / 2


def test_what_was_planned_beyond_the_end_is_planned_again() -> None:
    town = Town("q")
    town.offer("q", LEVEL_2)
    town.do("q", recording(town.of("q"), LEVEL_4, at=AT + DAY))
    town.do("q", declaring(town.of("q"), 3, at=AT + 2 * DAY))
    town.do("q", closing(town.of("q"), at=AT + 3 * DAY, why="Chuyển về thành phố"))
    before = town.of("q")
    town.close("q")
    town.withdraw("q")
    after = town.of("q")
    assert [level(after, AT + n * DAY) for n in range(3)] == [2, 4, 3]
    assert not offerings.is_open_at(after, AT + 3 * DAY)
    assert after.lives == before.lives
    assert after.lives[-1].why.reason == "Chuyển về thành phố"


def test_what_is_recorded_after_the_withdrawal_reaches_beyond_the_end_that_was_planned() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    town.close("q")
    town.withdraw("q")
    town.do("q", recording(town.of("q"), {PAY: NO}))
    assert level(town.of("q"), AT + DAY) == 3
    assert kinds(closing(town.of("q"))) == ["OfferingClosed"]


def test_what_was_recorded_while_the_end_was_planned_reaches_beyond_it() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    town.close("q")
    town.do("q", recording(town.of("q"), {PAY: NO}))
    town.withdraw("q")
    assert level(town.of("q"), AT + DAY) == 3


def test_an_offering_that_was_planned_for_later_is_planned_again() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4, at=AT + DAY, ceiling=3, ceiling_reason="Quyết định 3")
    town.do("q", declaring(town.of("q"), None, "", at=AT + 2 * DAY))
    before = town.of("q")
    town.close("q")
    found = town.withdraw("q")
    assert kinds(found[name("q")]) == ["OfferingOpened", "CapabilitiesRecorded", "CeilingDeclared"]
    after = town.of("q")
    assert not offerings.is_open_at(after, AT)
    assert [level(after, AT + n * DAY) for n in (1, 2)] == [3, 4]
    assert after.lives[-1].recordings == before.lives[-1].recordings


def test_an_offering_that_opened_after_the_end_was_planned_goes_on_too() -> None:
    town = Town("q")
    town.close("q")
    town.offer("q", LEVEL_3, at=NOW)
    assert offerings.ends_at(town.of("q")) == AT
    town.withdraw("q")
    assert level(town.of("q"), AT) == 3
    assert offerings.ends_at(town.of("q")) is None


def test_terms_that_have_changed_meanwhile_are_assessed() -> None:
    town = Town("q")
    town.offer("q", {**LEVEL_4, PAY: NA})
    town.close("q")
    dear = published(2, at=AT + DAY, said=content(fee=10_000))
    town.service = service(published(1), dear)
    found = town.withdraw("q")
    assert kinds(found[name("q")]) == ["OfferingOpened", "LevelsAssessed"]
    assert messages(found[name("q")])[-1].previous_level == 4
    assert [level(town.of("q"), AT + n * DAY) for n in (0, 1)] == [4, 3]


@pytest.mark.parametrize("days", [0, 1])
def test_an_offering_outlives_its_service_no_more_than_its_unit(days: int) -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    town.close("q")
    retired = facts.ServiceRetired(service="services/a", effective_time=AT + days * DAY)
    town.service = service(published(1), retired)
    found = town.withdraw("q")
    assert offerings.ends_at(town.of("q")) == AT + days * DAY
    if days:
        assert messages(found[name("q")])[1].cause == words.SERVICE_RETIRES.cause
    else:
        assert found == {}


@pytest.mark.parametrize("why", ["Chuyển về thành phố", words.UNIT_ENDS.reason])
def test_an_offering_that_ended_for_another_reason_stays_closed(why: str) -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    town.do("q", closing(town.of("q"), at=AT, why=why))
    town.close("q")
    assert town.withdraw("q") == {}


def test_an_offering_that_ended_earlier_meanwhile_stays_closed() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    town.close("q")
    ended = closing(town.of("q"), at=NOW, why="vì")
    town.do("q", ended)
    assert town.withdraw("q") == {}


def test_an_end_can_be_planned_and_withdrawn_again_earlier_and_later() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    before = town.of("q")
    for days in (5, 3, 3, 7):
        town.close("q", at=NOW + days * DAY)
        assert offerings.ends_at(town.of("q")) == NOW + days * DAY
        town.withdraw("q")
    assert town.of("q").lives == before.lives
    town.close("q", at=NOW + 4 * DAY)
    assert offerings.ends_at(town.of("q")) == NOW + 4 * DAY


def test_other_changes_of_a_unit_bear_on_no_offering() -> None:
    town = Town("q")
    town.offer("q", LEVEL_4)
    town.close("q")
    named = facts.UnitRenamed(unit="units/q", code="9", effective_time=NOW + DAY / 2)
    town.record({"units/q": [Fact(named, NOW, "")]}, {})
    assert town.withdraw("q") == {}
    assert not offerings.is_open_at(town.of("q"), AT)


def test_offerings_that_ended_with_a_merged_unit_go_on_though_none_had_followed() -> None:
    town = Town("q", "p")
    town.offer("q", LEVEL_4)
    town.merge("q", into="p", rule=CLOSE)
    assert set(town.withdraw("q")) == {name("q")}
    assert level(town.of("q"), AT) == 4


def test_nothing_of_another_unit_that_ends_then_goes_on() -> None:
    town = Town("q1", "q2")
    town.offer("q1", LEVEL_4)
    town.offer("q2", {FILE: YES})
    town.close("q1")
    town.close("q2")
    assert set(town.withdraw("q1")) == {name("q1")}
