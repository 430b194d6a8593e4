"""Planned successions that are withdrawn: given offerings that were to follow, then they do not.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import lives, offerings, words
from services.catalog.domain.effective import instant
from tests.catalog.given import (
    DAY,
    LEVEL_2,
    LEVEL_3,
    LEVEL_4,
    NA,
    NO,
    NOW,
    content,
    messages,
    published,
)
from tests.catalog.given_offerings import closing, kinds, recording
from tests.catalog.given_succession import name
from tests.catalog.given_undoing import AT, Town

FILE = facts.CAPABILITY_FILE_ONLINE
PAY = facts.CAPABILITY_PAY_ONLINE


def merging(*units: str) -> Town:
    """A town in which p succeeds units by one command, with their offerings."""
    town = Town("p", *units)
    for unit in units:
        town.offer(unit, LEVEL_4)
    town.merge(*units, into="p")
    return town


def has(town: Town, unit: str) -> bool:
    return offerings.goes_on_at(town.of(unit), AT)


def test_the_opening_of_a_successor_never_was() -> None:
    town = merging("q")
    assert has(town, "p")
    found = town.withdraw("q")
    assert set(found) == {name("p"), name("q")}
    [closed] = messages(found[name("p")])
    assert (instant(closed.effective_time), closed.cause) == (AT, words.PLAN_WITHDRAWN.cause)
    assert [fact.subject.rpartition(".")[2] for fact in found[name("p")]] == ["p"]
    assert (has(town, "p"), has(town, "q")) == (False, True)
    assert all(life.is_called_off for life in town.of("p").lives)


def test_it_never_was_whatever_was_said_of_it_since() -> None:
    town = merging("q")
    town.do("p", recording(town.of("p"), {FILE: NO}, at=AT + DAY))
    town.do("p", closing(town.of("p"), at=AT + 9 * DAY))
    town.withdraw("q")
    assert not has(town, "p")


def test_a_successor_that_offered_the_service_before_is_closed_as_it_was() -> None:
    town = Town("q", "p")
    town.offer("p", LEVEL_2)
    town.do("p", closing(town.of("p")))
    before = town.of("p")
    town.offer("q", LEVEL_4)
    town.merge("q", into="p")
    town.withdraw("q")
    assert [life for life in town.of("p").lives if not life.is_called_off] == list(before.lives)


def test_what_somebody_opened_at_the_successor_stays() -> None:
    town = Town("q", "p")
    town.offer("p", LEVEL_2, at=AT)
    town.offer("q", LEVEL_4)
    town.merge("q", into="p")
    assert set(town.withdraw("q")) == {name("q")}
    assert has(town, "p")


def test_what_somebody_opened_at_the_successor_because_nothing_followed_stays() -> None:
    town = Town("q", "p")
    town.merge("q", into="p")
    town.offer("p", LEVEL_2, at=AT)
    town.offer("q", LEVEL_4, at=NOW)
    assert set(town.withdraw("q")) == {name("q")}
    assert has(town, "p")


def test_what_was_closed_and_opened_anew_at_the_successor_stays() -> None:
    town = merging("q")
    town.do("p", closing(town.of("p"), at=AT))
    town.offer("p", LEVEL_3, at=AT)
    assert set(town.withdraw("q")) == {name("q")}
    assert has(town, "p")


def test_the_successor_opens_while_another_unit_still_hands_the_service_on() -> None:
    town = merging("q1", "q2")
    assert set(town.withdraw("q1")) == {name("q1")}
    assert has(town, "p")
    assert set(town.withdraw("q2")) == {name("q2"), name("p")}
    assert not has(town, "p")


def test_another_unit_without_the_service_hands_nothing_on() -> None:
    town = Town("p", "q1", "q2")
    town.offer("q1", LEVEL_4)
    town.merge("q1", "q2", into="p")
    town.withdraw("q1")
    assert not has(town, "p")


def test_the_order_in_which_separate_mergers_are_withdrawn_does_not_matter() -> None:
    for order in (("q1", "q2"), ("q2", "q1")):
        town = Town("p", "q1", "q2")
        for unit in ("q1", "q2"):
            town.offer(unit, LEVEL_4)
            town.merge(unit, into="p")
        town.withdraw(order[0])
        assert has(town, "p")
        town.withdraw(order[1])
        assert not has(town, "p")


def test_each_part_of_a_unit_that_was_to_be_divided_lets_its_opening_fall() -> None:
    town = Town("q", "p1", "p2")
    town.offer("q", LEVEL_4)
    town.split("q", "p1", "p2")
    assert set(town.withdraw("q")) == {name("q"), name("p1"), name("p2")}
    assert [has(town, unit) for unit in ("q", "p1", "p2")] == [True, False, False]


def test_a_unit_that_was_to_go_on_beside_its_part_goes_on_unchanged() -> None:
    town = Town("q", "p")
    town.offer("q", LEVEL_4)
    before = town.of("q")
    town.split("q", "q", "p")
    found = town.withdraw("q")
    assert {each: kinds(decided) for each, decided in found.items()} == {
        name("p"): ["OfferingClosed"]
    }
    assert town.of("q") == before


def test_a_merger_at_another_instant_holds_no_opening() -> None:
    town = Town("p", "q1", "q2")
    for days, unit in ((1, "q1"), (2, "q2")):
        town.offer(unit, LEVEL_4)
        town.merge(unit, into="p", at=NOW + days * DAY)
    town.withdraw("q1")
    assert not has(town, "p")


def test_a_successor_that_ends_itself_has_nothing_left_to_go_on_with() -> None:
    town = merging("q")
    town.close("p", at=AT + DAY)
    town.withdraw("q")
    assert town.withdraw("p") == {}
    assert not has(town, "p")


@pytest.mark.parametrize("offers", [False, True])
def test_a_ceiling_that_followed_stays_though_less_is_earned_since(offers: bool) -> None:
    town = Town("p", "q1", "q2")
    town.offer("q1", {**LEVEL_4, PAY: NA}, ceiling=4, ceiling_reason="vì")
    if offers:
        town.offer("q2", {**LEVEL_4, PAY: NA})
    town.merge("q1", into="p")
    town.change_service(published(2, at=NOW, said=content(fee=1000)))
    first = first_of(town, "p")
    assert first.ceiling(AT) == lives.Ceiling(AT, 4, "vì")
    town.merge("q2", into="p")
    assert first_of(town, "p").ceiling(AT) == first.ceiling(AT)
    town.withdraw("q2")
    assert first_of(town, "p").ceilings == first.ceilings
    assert first_of(town, "p").recordings == first.recordings


def first_of(town: Town, unit: str) -> lives.Life:
    life = lives.life_at(town.of(unit), AT)
    assert life is not None
    return life
