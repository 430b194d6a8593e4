"""Withdrawals: given what is planned on 15 June, when it is withdrawn, then it never was.

Promises one dated example for each outcome. Must not need a database.
"""

from __future__ import annotations

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NO
from tests.catalog.offering_commands import NOW, then, withdrawing
from tests.catalog.offering_dates import (
    AUGUST,
    CLOSED,
    JANUARY,
    JULY,
    JUNE,
    PAY,
    catalogue,
    levels,
    on,
    story,
)
from tests.catalog.offering_events import offering_of
from tests.catalog.refusals import refusal_of

OPENED = event.opened("p", on(JUNE, 1), LEVEL_4)
PLANNED = [
    event.opened("p", on(JULY, 1), LEVEL_2),
    event.closed("p", on(JULY, 1)),
    event.capable("p", on(JULY, 1), {PAY: NO}),
    event.ceiling_declared("p", on(JULY, 1), 2),
    event.designated("p", on(JULY, 1), facts.EXTENT_FULL),
]


def kind(message: object) -> str:
    return type(message).__name__


@pytest.mark.parametrize("planned", PLANNED, ids=kind)
def test_what_has_not_begun_is_withdrawn(planned: object) -> None:
    known = catalogue(OPENED, planned)
    [fact] = withdrawing(known, 2, "hoãn")
    assert fact == facts.OfferingChangeWithdrawn(
        offering=offering_of("p"), version=2, reason="hoãn"
    )
    then(known, [fact])
    assert levels(known, "p") == [("1 June", 4)]
    assert len(known.own("p").facts) == 1


def test_what_begins_now_has_begun() -> None:
    known = catalogue(OPENED, event.closed("p", NOW))
    assert refusal_of(withdrawing, known, 2) == "CHANGE_BEGUN version"
    assert refusal_of(withdrawing, known, 1) == "CHANGE_BEGUN version"


def test_an_opening_falls_with_what_it_says_and_later_records_stand() -> None:
    known = catalogue(
        OPENED,
        event.opened("p", on(JULY, 1), LEVEL_2, ceiling=1),
        event.capable("p", on(AUGUST, 1), {PAY: NO}),
    )
    then(known, withdrawing(known, 2))
    assert levels(known, "p") == [("1 June", 4), ("1 August", 3)]


def test_a_closing_that_others_planned_after_is_withdrawn_all_the_same() -> None:
    """It opens again on 1 August: that stays, with a clean sheet."""
    known = catalogue(OPENED, event.closed("p", on(JULY, 1)), event.opened("p", on(AUGUST, 1)))
    then(known, withdrawing(known, 2))
    assert levels(known, "p") == [("1 June", 4), ("1 August", 0)]


def test_a_closing_at_the_end_of_its_unit_is_withdrawn() -> None:
    known = catalogue(OPENED, event.unit_closed("p", on(JULY, 1)), event.closed("p", on(JULY, 1)))
    then(known, withdrawing(known, 2))
    assert story(known, "p")[-1] == ("1 July", facts.CLOSING_CAUSE_UNIT_ENDED)


def test_what_is_idle_is_withdrawn_also_once_its_time_has_come() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), LEVEL_4),
        event.closed("p", on(JUNE, 5)),
        event.capable("p", on(JUNE, 10), LEVEL_3),
    )
    assert refusal_of(withdrawing, known, 2) == "CHANGE_BEGUN version"
    then(known, withdrawing(known, 3))
    known.record(event.opened("p", on(JUNE, 8), LEVEL_2))
    assert levels(known, "p") == [("1 June", 4), ("5 June", None), ("8 June", 2)]


def test_an_idle_closing_lets_nothing_follow_until_it_is_withdrawn() -> None:
    known = catalogue(
        event.closed("p", on(JUNE, 10)),
        event.opened("q", on(JANUARY, 2), LEVEL_3),
        event.merged("q", on(JUNE, 10), "p"),
    )
    assert story(known, "p") == []
    then(known, withdrawing(known, 1))
    assert story(known, "p") == [("10 June", "q")]


def test_only_own_facts_that_were_not_withdrawn_are_withdrawn() -> None:
    assert refusal_of(withdrawing, catalogue(), 1) == "OFFERING_UNKNOWN name"
    known = catalogue(OPENED, event.closed("p", on(JULY, 1)))
    derived = known.record(facts.OfferingAssessed(offering=offering_of("p")))
    assert derived
    assert refusal_of(withdrawing, known, 3) == "CHANGE_UNKNOWN version"
    then(known, withdrawing(known, 2))
    for version in (0, 2, 4, 9):
        assert refusal_of(withdrawing, known, version) == "CHANGE_UNKNOWN version"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_withdrawal_says_why(reason: str) -> None:
    known = catalogue(OPENED, event.closed("p", on(JULY, 1)))
    assert refusal_of(withdrawing, known, 2, reason) == "REASON_MISSING reason"
    assert story(known, "p")[-1] == ("1 July", CLOSED)
