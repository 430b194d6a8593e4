"""Ceilings: given what is earned on 15 June, when less is declared, then one fact, or a refusal.

Promises one dated example for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_3, LEVEL_4, NA, NO
from tests.catalog.offering_commands import NOW, SIX, ceiling_of, then
from tests.catalog.offering_dates import (
    FILE,
    JANUARY,
    JULY,
    JUNE,
    PAY,
    SEPTEMBER,
    catalogue,
    levels,
    on,
    span_on,
)
from tests.catalog.offering_events import offering_of
from tests.catalog.refusals import refusal_of

OPENED = event.opened("p", on(JUNE, 1), LEVEL_4)


def test_a_ceiling_lowers_the_level_from_its_time_on() -> None:
    known = catalogue(OPENED)
    [fact] = ceiling_of(known, 3, "QĐ 12", at=on(JULY, 1))
    assert fact == facts.CeilingDeclared(
        offering=offering_of("p"), effective_time=on(JULY, 1), ceiling=3, ceiling_reason="QĐ 12"
    )
    assert levels(then(known, [fact]), "p") == [("1 June", 4), ("1 July", 3)]
    assert span_on(known, "p", on(JULY, 1)).earned == 4


def test_a_ceiling_is_lifted() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4, ceiling=2))
    [fact] = ceiling_of(known, None, "")
    assert not fact.HasField("ceiling")
    assert levels(then(known, [fact]), "p") == [("1 June", 2), ("15 June", 4)]


def test_a_ceiling_holds_until_the_next_one_whenever_that_was_recorded() -> None:
    known = catalogue(OPENED)
    then(known, ceiling_of(known, 2, at=on(JULY, 1)))
    then(known, ceiling_of(known, 3))
    assert levels(known, "p") == [("1 June", 4), ("15 June", 3), ("1 July", 2)]


def test_of_two_ceilings_from_one_instant_the_later_counts() -> None:
    known = catalogue(OPENED)
    then(known, ceiling_of(known, 2))
    then(known, ceiling_of(known, 3))
    assert span_on(known, "p", NOW).ceiling == 3


def test_a_ceiling_stays_when_what_is_earned_falls_and_rises() -> None:
    known = catalogue(OPENED)
    then(known, ceiling_of(known, 3, at=on(JULY, 1)))
    known.record(event.capable("p", on(JULY, 2), {FILE: NO}))
    known.record(event.capable("p", on(JULY, 3), LEVEL_4))
    assert levels(known, "p") == [("1 June", 4), ("1 July", 3), ("2 July", 2), ("3 July", 3)]


@pytest.mark.parametrize(
    ("ceiling", "why", "refused"),
    [
        (3, "", "REASON_MISSING ceiling_reason"),
        (3, "  ", "REASON_MISSING ceiling_reason"),
        (None, "vì", "REASON_WITHOUT_CEILING ceiling"),
        (0, "vì", "CEILING_OUT_OF_RANGE ceiling"),
        (5, "vì", "CEILING_OUT_OF_RANGE ceiling"),
    ],
)
def test_an_unsound_ceiling_is_refused(ceiling: int | None, why: str, refused: str) -> None:
    assert refusal_of(ceiling_of, catalogue(OPENED), ceiling, why) == refused


def test_what_is_declared_is_earned_at_that_instant() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), LEVEL_3), event.capable("p", on(JULY, 1), LEVEL_4)
    )
    for at in (None, on(JUNE, 30)):
        assert refusal_of(ceiling_of, known, 4, at=at) == "CEILING_ABOVE_EARNED ceiling"
    assert ceiling_of(known, 4, at=on(JULY, 1))


def test_a_fee_makes_less_earned_from_its_day_on() -> None:
    known = catalogue(
        event.opened("p", on(JUNE, 1), {**LEVEL_4, PAY: NA}),
        event.published(2, on(JULY, 1), fee=10_000),
    )
    assert refusal_of(ceiling_of, known, 4, at=on(JULY, 1)) == "CEILING_ABOVE_EARNED ceiling"
    assert ceiling_of(known, 4, at=on(JUNE, 30))


def test_what_is_inherited_is_earned_too() -> None:
    known = catalogue(
        event.opened("q", on(JANUARY, 2), LEVEL_3), event.merged("q", on(JULY, 1), "p")
    )
    assert refusal_of(ceiling_of, known, 4, at=on(JULY, 1)) == "CEILING_ABOVE_EARNED ceiling"
    then(known, ceiling_of(known, 2, at=on(JULY, 1)))
    assert levels(known, "p") == [("1 July", 2)]


@pytest.mark.parametrize(
    ("at", "reason", "refused"),
    [
        (on(JUNE, 10), "", "PAST_WITHOUT_REASON effective_time"),
        (on(JANUARY, 5), "vì", "BEFORE_OPENING effective_time"),
        (on(SEPTEMBER, 1), "", "OFFERING_CLOSED_THEN effective_time"),
    ],
)
def test_a_ceiling_is_declared_for_when_the_offering_is_open(
    at: datetime, reason: str, refused: str
) -> None:
    known = catalogue(OPENED, event.closed("p", on(SEPTEMBER, 1)))
    assert refusal_of(ceiling_of, known, 3, at=at, reason=reason) == refused
    [corrected] = ceiling_of(known, 3, at=on(JUNE, 10), reason="ghi muộn")
    assert corrected.correction_reason == "ghi muộn"


def test_an_unknown_offering_has_no_ceiling() -> None:
    assert refusal_of(ceiling_of, catalogue(), 3) == "OFFERING_UNKNOWN name"


def test_a_rule_without_levels_has_no_ceiling_also_where_it_follows() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), rule=SIX))
    assert refusal_of(ceiling_of, known, 3) == "RULE_WITHOUT_LEVELS ceiling"
    follows = catalogue(
        event.opened("q", on(JANUARY, 2), rule=SIX), event.merged("q", on(JULY, 1), "p")
    )
    refused = refusal_of(ceiling_of, follows, 3, at=on(JULY, 1))
    assert refused == "RULE_WITHOUT_LEVELS ceiling"
