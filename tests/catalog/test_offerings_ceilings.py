"""Ceilings: given what is earned, when less is declared, then the level is that, and why.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings
from services.catalog.domain.lives import Life, life_at
from tests.catalog.given import DAY, LEVEL_3, LEVEL_4, NO, NOW, messages
from tests.catalog.given_offerings import (
    NAME,
    SIX,
    declaring,
    levels_of,
    opened,
    recording,
    refusal_of,
    then,
)

OPENED = opened(LEVEL_4)


def declared(known: offerings.Offering, at: datetime) -> tuple[int, str] | None:
    life = life_at(known, at)
    assert isinstance(life, Life)
    found = life.ceiling(at)
    return found and (found.level, found.reason)


def test_a_ceiling_lowers_the_level_from_its_time_on() -> None:
    told, assessed = messages(declaring(OPENED, 3, "Quyết định 12", at=NOW + DAY))
    assert told == facts.CeilingDeclared(
        offering=NAME, effective_time=NOW + DAY, ceiling=3, ceiling_reason="Quyết định 12"
    )
    [span] = assessed.spans
    assert (span.earned, span.attainable, span.level, span.ceiling) == (4, 4, 3, 3)
    assert assessed.previous_level == 4


def test_a_ceiling_is_lifted() -> None:
    known = then(OPENED, declaring(OPENED, 2, at=NOW))
    told, assessed = messages(declaring(known, None, "", at=NOW + DAY))
    assert not told.HasField("ceiling")
    assert levels_of(assessed) == [(NOW + DAY, 4)]
    assert assessed.previous_level == 2
    lifted = then(known, declaring(known, None, "", at=NOW + DAY))
    assert declared(lifted, NOW) == (2, "Quyết định 12")
    assert declared(lifted, NOW + DAY) is None


def test_a_ceiling_holds_until_the_next_one_whenever_that_was_recorded() -> None:
    known = then(OPENED, declaring(OPENED, 2, at=NOW + 2 * DAY))
    known = then(known, declaring(known, 3, at=NOW))
    spans = [offerings.span_at(known, NOW + n * DAY) for n in range(3)]
    assert [span and span.level for span in spans] == [3, 3, 2]


def test_of_two_ceilings_from_one_instant_the_later_counts() -> None:
    known = then(OPENED, declaring(OPENED, 2))
    known = then(known, declaring(known, 3))
    assert declared(known, NOW) == (3, "Quyết định 12")


def test_a_ceiling_stays_when_what_is_earned_falls_and_rises() -> None:
    known = then(OPENED, declaring(OPENED, 3))
    fallen = then(known, recording(known, {facts.CAPABILITY_FILE_ONLINE: NO}, at=NOW + DAY))
    risen = then(fallen, recording(fallen, LEVEL_4, at=NOW + 2 * DAY))
    spans = [offerings.span_at(risen, NOW + n * DAY) for n in range(3)]
    assert [span and (span.earned, span.level) for span in spans] == [(4, 3), (2, 2), (4, 3)]


def test_a_ceiling_of_the_opening_is_replaced() -> None:
    known = opened(LEVEL_4, ceiling=2, ceiling_reason="Quyết định 1")
    assert declared(known, NOW - DAY) == (2, "Quyết định 1")
    known = then(known, declaring(known, 4, "Quyết định 2"))
    assert declared(known, NOW) == (4, "Quyết định 2")


@pytest.mark.parametrize(
    ("ceiling", "why", "refused"),
    [
        (3, "", "CEILING_WITHOUT_REASON ceiling_reason"),
        (3, "  ", "CEILING_WITHOUT_REASON ceiling_reason"),
        (None, "vì", "REASON_WITHOUT_CEILING ceiling"),
        (0, "vì", "CEILING_OUT_OF_RANGE ceiling"),
        (5, "vì", "CEILING_OUT_OF_RANGE ceiling"),
    ],
)
def test_an_unsound_ceiling_is_refused(ceiling: int | None, why: str, refused: str) -> None:
    assert refusal_of(declaring, OPENED, ceiling, why) == refused


def test_what_is_declared_must_be_earned_at_that_instant() -> None:
    known = opened(LEVEL_3)
    assert refusal_of(declaring, known, 4) == "CEILING_ABOVE_EARNED ceiling"
    grown = then(known, recording(known, LEVEL_4, at=NOW + DAY))
    assert refusal_of(declaring, grown, 4) == "CEILING_ABOVE_EARNED ceiling"
    assert declaring(grown, 4, at=NOW + DAY)


@pytest.mark.parametrize(
    ("late", "refused"),
    [
        ({"at": NOW - DAY}, "PAST_WITHOUT_REASON effective_time"),
        ({"at": NOW - 101 * DAY, "reason": "vì"}, "BEFORE_OPENING effective_time"),
    ],
)
def test_a_ceiling_takes_effect_now_or_later_unless_it_is_a_correction(
    late: dict[str, Any], refused: str
) -> None:
    assert refusal_of(declaring, OPENED, 3, **late) == refused
    decided = declaring(OPENED, 3, at=NOW - DAY, reason="ghi muộn")
    assert messages(decided)[0].correction_reason == "ghi muộn"


def test_an_unknown_offering_has_no_ceiling() -> None:
    assert refusal_of(declaring, offerings.Offering(), 3) == "OFFERING_UNKNOWN name"


def test_a_rule_without_levels_has_no_ceiling() -> None:
    assert refusal_of(declaring, opened(level_rule=SIX), 3) == "RULE_WITHOUT_LEVELS ceiling"
    said = {"level_rule": SIX, "ceiling": 3, "ceiling_reason": "vì"}
    assert refusal_of(opened, **said) == "RULE_WITHOUT_LEVELS offering.ceiling"
