"""Rows about offerings: given what is known on 15 June, then only what a row says anew is decided.

Promises one dated example for each outcome, and that a second row changes nothing. Must not need a
database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NO
from tests.catalog.offering_commands import SIX, row_of, then
from tests.catalog.offering_dates import (
    AUGUST,
    JANUARY,
    JULY,
    JUNE,
    PAY,
    catalogue,
    levels,
    on,
    story,
)
from tests.catalog.offering_events import Catalogue
from tests.catalog.refusals import refusal_of

OPENED = event.opened("p", on(JUNE, 1), LEVEL_4)


def kinds(decided: list[Any]) -> list[str]:
    return [type(each).__name__ for each in decided]


def taken(known: Catalogue, states: Any = None, **row: Any) -> list[str]:
    """What a row decides; after it the same row decides nothing."""
    decided = row_of(known, states, **row)
    then(known, decided)
    assert row_of(known, states, **row) == []
    return kinds(decided)


def test_what_is_not_there_is_opened_with_one_fact() -> None:
    known = catalogue()
    assert taken(known, LEVEL_3, ceiling=2, ceiling_reason="QĐ 12") == ["OfferingOpened"]
    assert levels(known, "p") == [("15 June", 2)]


def test_what_has_closed_is_opened_again() -> None:
    known = catalogue(OPENED, event.closed("p", on(JUNE, 10)))
    assert taken(known, LEVEL_2) == ["OfferingOpened"]
    assert levels(known, "p") == [("1 June", 4), ("10 June", None), ("15 June", 2)]


def test_what_is_so_already_comes_to_nothing() -> None:
    assert taken(catalogue(OPENED), LEVEL_4) == []
    assert taken(catalogue(OPENED), {}) == []
    assert taken(catalogue(OPENED), LEVEL_4, at=on(AUGUST, 1)) == []


def test_only_what_a_row_says_anew_is_recorded() -> None:
    known = catalogue(OPENED)
    [fact] = row_of(known, {**LEVEL_4, PAY: NO})
    assert [each.capability for each in fact.capabilities] == [PAY]
    assert taken(known, {**LEVEL_4, PAY: NO}) == ["CapabilitiesRecorded"]


def test_a_ceiling_is_earned_by_what_the_row_says_with_it() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_2))
    ceiling = {"ceiling": 3, "ceiling_reason": "QĐ 12"}
    assert refusal_of(row_of, known, {}, **ceiling) == "CEILING_ABOVE_EARNED ceiling"
    assert taken(known, LEVEL_4, **ceiling) == ["CapabilitiesRecorded", "CeilingDeclared"]
    assert levels(known, "p") == [("1 June", 2), ("15 June", 3)]


def test_a_ceiling_with_the_same_level_is_left_alone() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4, ceiling=2))
    assert taken(known, LEVEL_4, ceiling=2, ceiling_reason="khác") == []
    assert taken(known, LEVEL_4) == []


def test_a_row_about_what_follows_is_recorded_on_top_of_it() -> None:
    known = catalogue(
        event.opened("q", on(JANUARY, 2), LEVEL_4), event.merged("q", on(JULY, 1), "p")
    )
    assert taken(known, {PAY: NO}, at=on(JULY, 15)) == ["CapabilitiesRecorded"]
    assert story(known, "p")[0] == ("1 July", "q")


def test_a_row_that_says_the_same_of_an_earlier_time_corrects_the_opening() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4, ceiling=3))
    row = {"at": on(JANUARY, 5), "reason": "ghi muộn", "ceiling": 3, "ceiling_reason": "khác"}
    assert taken(known, LEVEL_4, **row) == ["OfferingOpened", "OfferingChangeWithdrawn"]
    assert levels(known, "p") == [("5 January", 3)]


@pytest.mark.parametrize(
    ("states", "stated"), [(LEVEL_3, {}), (LEVEL_4, {"ceiling": 3, "ceiling_reason": "QĐ 12"})]
)
def test_a_row_that_says_something_else_of_an_earlier_time_opens_it_until_then(
    states: Any, stated: dict[str, Any]
) -> None:
    known = catalogue(OPENED)
    row = {"at": on(JANUARY, 5), "reason": "ghi muộn", **stated}
    assert taken(known, states, **row) == ["OfferingOpened"]
    assert levels(known, "p") == [("5 January", 3), ("1 June", 4)]


def test_a_row_without_a_reason_opens_it_until_a_planned_opening() -> None:
    known = catalogue(event.opened("p", on(JULY, 1), LEVEL_4))
    assert taken(known, LEVEL_4, at=on(JUNE, 20)) == ["OfferingOpened"]
    assert levels(known, "p") == [("20 June", 4)]


def test_the_level_rule_of_a_row_is_that_of_the_offering() -> None:
    known = catalogue(OPENED)
    refused = refusal_of(row_of, known, LEVEL_4, level_rule=SIX)
    assert refused == "LEVEL_RULE_FIXED offering.level_rule"
    assert taken(known, LEVEL_4, level_rule="vn.levels@1") == []
    six = catalogue(event.opened("p", on(JUNE, 1), rule=SIX))
    assert taken(six, {}) == []


def test_a_row_under_another_rule_corrects_no_opening() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4, rule=SIX))
    row = {"at": on(JANUARY, 5), "reason": "ghi muộn"}
    assert refusal_of(row_of, known, LEVEL_4, **row) == "LEVEL_RULE_FIXED offering.level_rule"
    assert taken(known, LEVEL_4, level_rule=SIX, **row)[0] == "OfferingOpened"


def test_a_past_row_says_why() -> None:
    refused = refusal_of(row_of, catalogue(), LEVEL_4, at=on(JANUARY, 5))
    assert refused == "PAST_WITHOUT_REASON effective_time"
    assert isinstance(row_of(catalogue(), at=on(JANUARY, 5), reason="x")[0], facts.OfferingOpened)
