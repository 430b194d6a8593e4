"""Planned retirements and closings that are withdrawn: given what was to end, then it goes on.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, services, words
from services.catalog.domain.effective import instant
from services.catalog.domain.undoing import withdraw_closing
from tests.catalog.given import DAY, LEVEL_2, LEVEL_3, LEVEL_4, NOW, after, messages, published
from tests.catalog.given_offerings import closing, kinds, recording, refusal_of
from tests.catalog.given_services import drafted, retired
from tests.catalog.given_succession import name
from tests.catalog.given_undoing import AT, Town

FILE = facts.CAPABILITY_FILE_ONLINE


def offering(*units: str) -> Town:
    town = Town("p", *units)
    for unit in units:
        town.offer(unit, LEVEL_4)
    return town


def level(town: Town, unit: str, at: Any = AT) -> int | None:
    span = offerings.span_at(town.of(unit), at)
    return span.level if span else None


def known(*more: Any) -> services.Service:
    return after(services.DECIDER, drafted(), published(1), *more)


def withdraw(service: services.Service, reason: str = "hoãn lại") -> Any:
    return services.withdraw_retirement(service, reason=reason, now=NOW)


def test_a_retirement_is_withdrawn_before_it_begins() -> None:
    [fact] = withdraw(known(retired(AT)))
    assert fact.message.reason == "hoãn lại"
    assert fact.subject == "motcua.catalog.ServiceRetirementWithdrawn.a"
    service = services.DECIDER.fold(known(retired(AT)), [fact])
    assert services.ends_at(service) is None
    assert services.version_at(service, AT) is not None


def test_only_a_retirement_that_lies_ahead_can_be_withdrawn() -> None:
    assert refusal_of(withdraw, known()) == "NOT_RETIRED name"
    assert refusal_of(withdraw, known(retired(NOW))) == "RETIREMENT_BEGUN name"
    assert refusal_of(withdraw, known(retired(AT)), " ") == "WITHDRAWN_WITHOUT_REASON reason"


def test_offerings_go_on_with_their_service() -> None:
    town = offering("q")
    before = town.of("q")
    town.retire(at=AT)
    assert not offerings.is_open_at(town.of("q"), AT)
    assert kinds(town.unretire()[name("q")]) == ["OfferingOpened"]
    assert (town.of("q").lives, town.of("q").spans) == (before.lives, before.spans)


def test_what_had_ended_before_stays_closed() -> None:
    town = offering("q")
    town.retire(at=AT)
    town.do("q", closing(town.of("q"), at=NOW))
    assert town.unretire() == {}


def test_an_offering_ends_with_its_unit_though_its_service_was_to_end_before() -> None:
    town = offering("q")
    town.retire(at=AT)
    town.close("q", at=AT + 2 * DAY)
    town.unretire()
    assert [level(town, "q", AT + days * DAY) for days in (0, 1, 2)] == [4, 4, None]


def test_an_end_of_the_unit_that_was_withdrawn_meanwhile_does_not_come_back() -> None:
    town = offering("q")
    town.close("q", at=AT + 2 * DAY)
    town.retire(at=AT)
    town.withdraw("q")
    town.unretire()
    assert level(town, "q", AT + 9 * DAY) == 4


def test_a_successor_opens_when_its_service_does_not_end_after_all() -> None:
    town = offering("q1", "q2")
    town.do("q2", recording(town.of("q2"), LEVEL_2 | {FILE: facts.CAPABILITY_STATE_NO}, at=NOW))
    for unit in ("q1", "q2"):
        town.merge(unit, into="p", at=AT + DAY)
    town.retire(at=AT)
    assert level(town, "p", AT + DAY) is None
    town.unretire()
    assert [level(town, unit, AT) for unit in ("q1", "q2", "p")] == [4, 2, None]
    assert [level(town, unit, AT + DAY) for unit in ("q1", "q2", "p")] == [None, None, 2]
    town.withdraw("q2")
    assert level(town, "p", AT + DAY) == 4


def test_a_successor_goes_on_with_those_alone_that_still_hand_on() -> None:
    town = offering("q1", "q2")
    town.do("q2", recording(town.of("q2"), {FILE: facts.CAPABILITY_STATE_NO}, at=NOW))
    for unit in ("q1", "q2"):
        town.merge(unit, into="p", at=AT + DAY)
    town.retire(at=AT)
    town.withdraw("q2")
    town.unretire()
    assert level(town, "p", AT + DAY) == 4
    town.retire(at=AT)
    town.withdraw("q1")
    town.unretire()
    assert [level(town, unit, AT + DAY) for unit in ("q1", "q2", "p")] == [4, 2, None]


def test_a_closing_is_withdrawn_before_it_begins() -> None:
    town = offering("q")
    before = town.of("q")
    town.do("q", closing(town.of("q"), at=AT))
    found = town.reopen("q")
    assert kinds(found) == ["OfferingOpened"]
    [opened] = messages(found)
    assert (instant(opened.effective_time), opened.withdrawal_reason) == (AT, "hoãn lại")
    assert (town.of("q").lives, town.of("q").spans) == (before.lives, before.spans)


def test_what_a_closing_called_off_is_planned_again() -> None:
    town = offering("q")
    town.do("q", closing(town.of("q"), at=AT + DAY))
    town.offer("q", LEVEL_3, at=AT + 3 * DAY)
    town.do("q", closing(town.of("q"), at=AT + 5 * DAY))
    town.reopen("q")
    days = [level(town, "q", AT + days * DAY) for days in (0, 1, 3, 5)]
    assert days == [4, None, 3, 3]


def test_an_opening_that_was_called_off_does_not_hide_the_closing_before_it() -> None:
    town = offering("q")
    town.do("q", closing(town.of("q"), at=AT))
    town.offer("q", LEVEL_3, at=AT + 3 * DAY)
    town.do("q", closing(town.of("q"), at=AT + 3 * DAY))
    town.reopen("q")
    assert [level(town, "q", AT + days * DAY) for days in (0, 3, 9)] == [4, 4, 4]


def test_an_offering_whose_closing_is_withdrawn_still_ends_with_its_unit_and_service() -> None:
    for ending in (Town.close, lambda town, _, *, at: town.retire(at=at)):
        town = offering("q")
        town.do("q", closing(town.of("q"), at=AT))
        ending(town, "q", at=AT + 2 * DAY)
        town.reopen("q")
        assert [level(town, "q", AT + days * DAY) for days in (0, 1, 2)] == [4, 4, None]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("unit", "CLOSING_FOLLOWS name"), ("service", "CLOSING_FOLLOWS name")],
)
def test_an_end_that_comes_of_itself_is_not_withdrawn_alone(reason: str, expected: str) -> None:
    town = offering("q")
    town.close("q") if reason == "unit" else town.retire(at=AT)
    assert refusal_of(town.reopen, "q") == expected


def test_only_a_closing_that_lies_ahead_can_be_withdrawn() -> None:
    town = offering("q")
    assert refusal_of(town.reopen, "p") == "OFFERING_UNKNOWN name"
    assert refusal_of(town.reopen, "q") == "CLOSING_UNKNOWN name"
    town.do("q", closing(town.of("q"), at=NOW))
    assert refusal_of(town.reopen, "q") == "CLOSING_BEGUN name"
    rest = {"service": town.service, "unit": town.unit("q"), "now": NOW}
    blank = {"name": name("q"), "reason": " ", **rest}
    assert refusal_of(withdraw_closing, town.told[name("q")], **blank) == (
        "WITHDRAWN_WITHOUT_REASON reason"
    )


def test_an_opening_is_withdrawn_by_closing_it_at_its_instant() -> None:
    town = Town("q")
    town.offer("q", LEVEL_3, at=AT)
    town.do("q", closing(town.of("q"), at=AT))
    assert not offerings.goes_on_at(town.of("q"), NOW)
    assert refusal_of(town.reopen, "q") == "CLOSING_UNKNOWN name"
    assert words.OF_ITSELF.isdisjoint({life.why.cause for life in town.of("q").lives})
