"""Ends, closings and followings of one instant: given several, then each is withdrawn alone.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import lives, offerings, words
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4, NO
from tests.catalog.given_offerings import closing, recording, refusal_of
from tests.catalog.given_undoing import AT, Town

FILE = facts.CAPABILITY_FILE_ONLINE


def offering(*units: str) -> Town:
    town = Town("p", *units)
    for unit in units:
        town.offer(unit, LEVEL_4)
    return town


def stretches(town: Town, unit: str) -> list[lives.Life]:
    """But for those that were called off, and for why they were recorded after their beginning."""
    found = [life for life in town.of(unit).lives if not life.is_called_off]
    for life in found:
        life.opening.correction_reason = ""
    return found


def ended(town: Town, what: str) -> None:
    town.close("q") if what == "unit" else town.retire(at=AT)


def withdrawn(town: Town, what: str) -> Any:
    return town.withdraw("q") if what == "unit" else town.unretire()


@pytest.mark.parametrize("what", ["unit", "service"])
def test_a_closing_is_not_withdrawn_while_the_offering_ends_then_anyway(what: str) -> None:
    town = offering("q")
    before = town.of("q").lives
    town.do("q", closing(town.of("q"), at=AT))
    ended(town, what)
    assert refusal_of(town.reopen, "q") == "CLOSING_FOLLOWS name"
    withdrawn(town, what)
    assert not offerings.is_open_at(town.of("q"), AT)
    town.reopen("q")
    assert town.of("q").lives == before


@pytest.mark.parametrize("why", [words.UNIT_ENDS.reason, words.SERVICE_RETIRES.reason])
def test_only_the_cause_of_an_end_counts_whatever_a_person_says(why: str) -> None:
    town = offering("q")
    before = town.of("q").lives
    town.do("q", closing(town.of("q"), at=AT, why=why))
    town.reopen("q")
    assert town.of("q").lives == before
    town.do("q", closing(town.of("q"), at=AT, why=why))
    town.offer("q", LEVEL_2, at=AT)
    assert [life.starts for life in town.of("q").lives] == [before[0].starts, AT]


@pytest.mark.parametrize("ends", [("unit", "service"), ("service", "unit")])
@pytest.mark.parametrize("undone", [("unit", "service"), ("service", "unit")])
def test_an_offering_goes_on_once_neither_unit_nor_service_ends(
    ends: tuple[str, ...], undone: tuple[str, ...]
) -> None:
    town = offering("q")
    before = town.of("q").lives
    for what in ends:
        ended(town, what)
    for what in undone:
        assert not offerings.is_open_at(town.of("q"), AT)
        withdrawn(town, what)
    assert town.of("q").lives == before


def test_an_opening_that_was_called_off_does_not_come_back_with_a_closing_withdrawn() -> None:
    town = offering("p")
    before = stretches(town, "p")
    town.do("p", closing(town.of("p"), at=AT))
    town.offer("p", {**LEVEL_2, FILE: NO}, at=AT)
    town.do("p", closing(town.of("p"), at=AT))
    town.reopen("p")
    assert stretches(town, "p") == before


def test_nor_does_what_followed_from_a_plan_that_is_withdrawn() -> None:
    town = offering("q")
    town.offer("p", {**LEVEL_3, FILE: NO})
    before = stretches(town, "p")
    town.do("p", closing(town.of("p"), at=AT))
    town.merge("q", into="p")
    assert refusal_of(town.reopen, "p") == "OFFERING_OPENS_AGAIN name"
    town.withdraw("q")
    town.reopen("p")
    assert stretches(town, "p") == before


def planned_itself() -> Town:
    """A town whose p is to offer the service by itself soon after q is to hand it on."""
    town = offering("q")
    town.offer("p", LEVEL_3, at=AT + DAY)
    return town


@pytest.mark.parametrize("order", ["pq", "qp"])
def test_an_offering_planned_by_itself_is_kept_though_it_was_to_end_before(order: str) -> None:
    town = planned_itself()
    before = stretches(town, "p")
    town.close("p", at=AT + DAY / 2)
    town.merge("q", into="p")
    assert stretches(town, "p")[0].opening.follows
    for unit in order:
        town.withdraw(unit)
    assert stretches(town, "p") == before


@pytest.mark.parametrize("order", ["sq", "qs"])
def test_it_is_kept_though_its_service_was_to_end_before(order: str) -> None:
    town = planned_itself()
    before = {unit: stretches(town, unit) for unit in "pq"}
    town.retire(at=AT + DAY / 2)
    town.merge("q", into="p")
    for what in order:
        town.unretire() if what == "s" else town.withdraw("q")
    assert {unit: stretches(town, unit) for unit in "pq"} == before


def test_it_does_not_follow_after_all_though_the_other_still_hands_on() -> None:
    town = planned_itself()
    before = stretches(town, "p")
    town.retire(at=AT + DAY / 2)
    town.merge("q", into="p")
    town.unretire()
    assert stretches(town, "p") == before
    assert not offerings.is_open_at(town.of("p"), AT)


def test_what_somebody_opened_later_stays_when_nothing_follows_after_all() -> None:
    town = offering("q")
    town.merge("q", into="p")
    town.do("p", closing(town.of("p"), at=AT + DAY))
    town.offer("p", LEVEL_3, at=AT + 2 * DAY)
    town.withdraw("q")
    assert [life.starts for life in stretches(town, "p")] == [AT + 2 * DAY]


def test_something_is_said_of_a_stretch_before_one_that_was_said_anew() -> None:
    town = offering("q")
    town.do("q", closing(town.of("q"), at=AT + DAY))
    town.offer("q", LEVEL_3, at=AT + 3 * DAY)
    for _ in range(2):
        town.retire(at=AT + 2 * DAY)
        town.unretire()
    town.do("q", recording(town.of("q"), {FILE: NO}, at=AT))
    before = stretches(town, "q")
    town.close("q", at=AT + DAY / 2)
    town.withdraw("q")
    assert stretches(town, "q") == before


@pytest.mark.parametrize("order", ["merge close merge", "merge merge close"])
def test_what_somebody_closed_where_it_was_to_follow_stays_closed(order: str) -> None:
    town = offering("q1", "q2")
    units = iter(("q1", "q2"))
    for what in order.split():
        if what == "merge":
            town.merge(next(units), into="p")
        else:
            town.do("p", closing(town.of("p"), at=AT))
    assert stretches(town, "p") == []
    for unit in ("q1", "q2"):
        town.withdraw(unit)
        assert stretches(town, "p") == []
    town.merge("q1", into="p")
    assert [life.starts for life in stretches(town, "p")] == [AT]


def test_an_end_planned_before_stands_though_the_unit_was_to_end_when_a_closing_was_withdrawn() -> (
    None
):
    town = offering("q")
    for day in (1, 0):
        town.do("q", closing(town.of("q"), at=AT + day * DAY))
    town.close("q", at=AT + DAY / 2)
    town.reopen("q")
    town.withdraw("q")
    assert offerings.ends_at(town.of("q")) == AT + DAY


def test_of_two_closings_each_is_withdrawn() -> None:
    town = offering("q")
    before = stretches(town, "q")
    for day in (1, 0):
        town.do("q", closing(town.of("q"), at=AT + day * DAY))
    for _ in range(2):
        town.reopen("q")
    assert stretches(town, "q") == before
