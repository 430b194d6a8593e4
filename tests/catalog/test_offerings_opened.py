"""Offerings: given what is known on 15 June, when one is opened, then one fact, or a refusal.

Promises one dated example for each outcome. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.effective import instant
from services.catalog.domain.versions import Service
from services.chassis.errors import Refusal
from tests.catalog import offering_events as event
from tests.catalog.given import INFO, LEVEL_2, LEVEL_3, LEVEL_4, NO
from tests.catalog.offering_commands import NOW, SIX, opening_of, then
from tests.catalog.offering_dates import (
    AUGUST,
    CLOSED,
    JANUARY,
    JULY,
    JUNE,
    SEPTEMBER,
    catalogue,
    levels,
    on,
    story,
)
from tests.catalog.offering_events import Catalogue
from tests.catalog.refusals import refusal_of

OPEN_UNTIL_JULY = (event.opened("p", on(JUNE, 1)), event.closed("p", on(JULY, 1)))
FOLLOWS = (event.opened("q", on(JANUARY, 2), LEVEL_4), event.merged("q", on(JULY, 1), "p"))


def test_an_opening_is_one_fact_with_what_the_offering_can_do() -> None:
    [fact] = opening_of(catalogue(), LEVEL_3, ceiling=2, ceiling_reason="QĐ 12")
    assert isinstance(fact, facts.OfferingOpened)
    assert instant(fact.effective_time) == NOW
    assert len(fact.capabilities) == len(LEVEL_3)
    assert levels(then(catalogue(), [fact]), "p") == [("15 June", 2)]


def test_an_offering_opens_later_or_as_a_correction_that_says_why() -> None:
    [planned] = opening_of(catalogue(), at=on(JULY, 1))
    assert instant(planned.effective_time) == on(JULY, 1)
    refused = refusal_of(opening_of, catalogue(), at=on(JUNE, 1))
    assert refused == "PAST_WITHOUT_REASON effective_time"
    [corrected] = opening_of(catalogue(), at=on(JUNE, 1), reason="ghi muộn")
    assert corrected.correction_reason == "ghi muộn"


@pytest.mark.parametrize("at", [None, on(JUNE, 30)])
def test_it_does_not_open_where_a_period_of_its_own_covers_the_instant(at: Any) -> None:
    known = catalogue(*OPEN_UNTIL_JULY)
    assert refusal_of(opening_of, known, at=at) == "OFFERING_EXISTS offering.unit"


def test_it_opens_again_from_its_closing_on_with_a_clean_sheet() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_4), event.closed("p", on(JULY, 1)))
    then(known, opening_of(known, LEVEL_2, at=on(JULY, 1)))
    assert levels(known, "p") == [("1 June", 4), ("1 July", 2)]


def test_it_opens_before_an_opening_that_is_planned_for_later() -> None:
    known = catalogue(event.opened("p", on(AUGUST, 1), LEVEL_4))
    then(known, opening_of(known, LEVEL_2))
    assert levels(known, "p") == [("15 June", 2), ("1 August", 4)]


def test_it_opens_by_itself_where_it_follows() -> None:
    known = catalogue(*FOLLOWS)
    then(known, opening_of(known, LEVEL_2, at=on(AUGUST, 1)))
    assert story(known, "p") == [("1 July", "q"), ("1 August", "")]
    then(known, opening_of(known, LEVEL_3, at=on(JULY, 1)))
    assert levels(known, "p") == [("1 July", 3), ("1 August", 2)]


def test_unit_and_service_must_be_known() -> None:
    without_units = Catalogue(event.published(1, on(JANUARY, 1)))
    assert refusal_of(opening_of, without_units) == "UNIT_UNKNOWN offering.unit"
    assert refusal_of(opening_of, catalogue(), service=Service()) == "SERVICE_UNKNOWN parent"


def test_nothing_opens_before_its_unit_or_its_service_begins() -> None:
    late_unit = Catalogue(event.unit_opened("p", on(JULY, 1)), event.published(1, on(JANUARY, 1)))
    assert refusal_of(opening_of, late_unit) == "UNIT_NOT_OPEN_THEN offering.unit"
    assert opening_of(late_unit, at=on(JULY, 1))
    late_service = Catalogue(
        event.unit_opened("p", on(JANUARY, 1)), event.published(1, on(JULY, 1))
    )
    assert refusal_of(opening_of, late_service) == "SERVICE_NOT_IN_FORCE_THEN parent"
    assert opening_of(late_service, at=on(JULY, 1))


def test_nothing_opens_from_the_end_of_its_unit_or_its_service_on() -> None:
    ends = catalogue(event.unit_closed("p", on(JULY, 1)))
    assert refusal_of(opening_of, ends, at=on(JULY, 1)) == "UNIT_ENDED offering.unit"
    assert story(then(ends, opening_of(ends)), "p")[-1][0] == "1 July"
    retires = catalogue(event.retired(on(JULY, 1)))
    assert refusal_of(opening_of, retires, at=on(JULY, 1)) == "RETIRED_BY_THEN parent"
    assert story(then(retires, opening_of(retires)), "p")[-1][0] == "1 July"


@pytest.mark.parametrize(
    ("stated", "refused"),
    [
        ({"ceiling": 3}, "REASON_MISSING offering.ceiling_reason"),
        ({"ceiling": 3, "ceiling_reason": " "}, "REASON_MISSING offering.ceiling_reason"),
        ({"ceiling_reason": "vì"}, "REASON_WITHOUT_CEILING offering.ceiling"),
        ({"ceiling": 0, "ceiling_reason": "vì"}, "CEILING_OUT_OF_RANGE offering.ceiling"),
        ({"ceiling": 5, "ceiling_reason": "vì"}, "CEILING_OUT_OF_RANGE offering.ceiling"),
        ({"ceiling": 4, "ceiling_reason": "vì"}, "CEILING_ABOVE_EARNED offering.ceiling"),
        (
            {"ceiling": 3, "ceiling_reason": "vì", "level_rule": SIX},
            "RULE_WITHOUT_LEVELS offering.ceiling",
        ),
    ],
)
def test_an_unsound_ceiling_is_refused(stated: dict[str, Any], refused: str) -> None:
    assert refusal_of(opening_of, catalogue(), LEVEL_3, **stated) == refused


def test_what_was_recorded_for_the_instant_of_an_opening_earns_no_ceiling() -> None:
    """An opening begins with a clean sheet, also of what was recorded before for that instant."""
    known = catalogue(*FOLLOWS, event.capable("p", on(AUGUST, 1), LEVEL_4))
    declared = {"at": on(AUGUST, 1), "ceiling": 4, "ceiling_reason": "vì"}
    assert refusal_of(opening_of, known, **declared) == "CEILING_ABOVE_EARNED offering.ceiling"


def refused_for(states: Any, ceiling: int) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        opening_of(catalogue(), states, ceiling=ceiling, ceiling_reason="vì")
    return refusal.value


def test_who_declares_more_than_is_earned_reads_what_is_missing() -> None:
    refusal = refused_for(LEVEL_2, 3)
    assert "missing: not known: Forms filled in online; Filing" in refusal.message("en")
    assert "còn thiếu: chưa rõ: Điền mẫu đơn, tờ khai" in refusal.message("vi")


def test_what_is_missing_tells_no_from_unknown_and_names_the_ways_to_a_result_once() -> None:
    known = {facts.CAPABILITY_PAY_ONLINE: NO, facts.CAPABILITY_RESULT_ONLINE: NO}
    assert refused_for({**LEVEL_3, **known}, 4).message("en") == (
        "Level 4 cannot be declared where level 3 is earned; missing: Fees paid online."
        " not known: Result delivered online, by post or in person."
    )


@pytest.mark.parametrize("states", [{}, INFO, dict.fromkeys(LEVEL_4, NO)])
def test_everything_that_is_missing_fits_into_a_refusal(states: Any) -> None:
    refusal = refused_for(states, 4)
    assert "…" not in refusal.message("vi") + refusal.message("en")


def test_an_unknown_level_rule_is_refused() -> None:
    refused = refusal_of(opening_of, catalogue(), level_rule="vn.levels@2")
    assert refused == "LEVEL_RULE_UNKNOWN offering.level_rule"


def test_the_level_rule_stays_that_of_the_last_period_before() -> None:
    known = catalogue(event.opened("p", on(JANUARY, 2), rule=SIX), event.closed("p", on(JUNE, 1)))
    assert refusal_of(opening_of, known) == "LEVEL_RULE_FIXED offering.level_rule"
    assert opening_of(known, level_rule=SIX)


def test_the_level_rule_is_that_of_what_follows_or_of_what_is_planned() -> None:
    follows = catalogue(
        event.opened("q", on(JANUARY, 2), rule=SIX), event.merged("q", on(JULY, 1), "p")
    )
    at_once = refusal_of(opening_of, follows, at=on(JULY, 1))
    assert at_once == "LEVEL_RULE_FIXED offering.level_rule"
    planned = catalogue(event.opened("p", on(JULY, 1), rule=SIX))
    assert refusal_of(opening_of, planned) == "LEVEL_RULE_FIXED offering.level_rule"


def test_the_level_rule_is_judged_when_an_offering_opens_and_not_again() -> None:
    """P is opened under `vn.levels@1`, and only then is Q, of six points, merged into it."""
    known = catalogue(event.opened("q", on(JANUARY, 2), rule=SIX))
    then(known, opening_of(known, at=on(SEPTEMBER, 1)))
    known.record(event.merged("q", on(JULY, 1), "p"))
    rules = [period.level_rule for period in known.timelines()["p"]]
    assert rules == [SIX, "vn.levels@1"]


def test_of_two_rules_that_of_the_later_period_is_fixed() -> None:
    """P follows Q, of six points, since 1 May, by a merger that was recorded after P's opening."""
    known = catalogue(
        event.opened("q", on(JANUARY, 2), rule=SIX),
        event.opened("p", on(JUNE, 1)),
        event.closed("p", on(JUNE, 10)),
        event.merged("q", on(5, 1), "p"),
    )
    refused = refusal_of(opening_of, known, level_rule=SIX)
    assert refused == "LEVEL_RULE_FIXED offering.level_rule"
    assert opening_of(known)


def test_a_withdrawn_opening_leaves_the_level_rule_free() -> None:
    known = catalogue()
    planned = known.record(event.opened("p", on(JULY, 1), rule=SIX))
    known.withdraw(planned)
    assert opening_of(known)


def test_it_opens_again_where_a_closing_ended_it_and_the_closing_counts_on() -> None:
    known = catalogue(*OPEN_UNTIL_JULY)
    then(known, opening_of(known, at=on(AUGUST, 1)))
    assert story(known, "p") == [("1 June", ""), ("1 July", CLOSED), ("1 August", "")]
