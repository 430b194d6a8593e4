"""Offerings: given what happened, when one is opened or recorded, then these facts and levels.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, services, units
from services.catalog.domain.effective import instant
from services.chassis.errors import Refusal
from tests.catalog.given import (
    DAY,
    INFO,
    LEVEL_2,
    LEVEL_3,
    LEVEL_4,
    NA,
    NO,
    NOW,
    after,
    content,
    messages,
    open_unit,
    published,
    recorded,
    service,
)
from tests.catalog.given_offerings import (
    levels_of,
    opened,
    opening,
    recording,
    refusal_of,
)


def test_an_offering_opens_with_a_level_even_if_nothing_is_recorded() -> None:
    first, assessed = messages(opening())
    assert instant(first.effective_time) == NOW
    [span] = assessed.spans
    assert (span.earned, span.attainable, span.level, span.ceiling) == (0, 4, 0, 4)
    assert span.extent == facts.EXTENT_UNKNOWN
    assert not assessed.HasField("previous_level")
    assert (assessed.level_rule, assessed.extent_rule) == ("vn.levels@1", "vn.extent@1")


def test_capabilities_given_at_the_opening_count_from_the_same_instant() -> None:
    _, told, assessed = messages(opening(LEVEL_3, at=NOW + DAY))
    assert instant(told.effective_time) == NOW + DAY
    assert levels_of(assessed) == [(NOW + DAY, 3)]


def test_every_fact_is_published_under_the_unit_that_is_credited() -> None:
    subjects = [fact.subject for fact in opening(LEVEL_3)]
    names = ("OfferingOpened", "CapabilitiesRecorded", "LevelsAssessed")
    assert subjects == [f"motcua.catalog.{name}.q1" for name in names]


def test_an_offering_opens_once() -> None:
    assert refusal_of(opening, known=opened()) == "OFFERING_EXISTS offering.unit"


def test_an_unknown_unit_or_service_is_refused() -> None:
    assert refusal_of(opening, by=units.Unit()) == "UNIT_UNKNOWN offering.unit"
    assert refusal_of(opening, of=services.Service()) == "SERVICE_UNKNOWN parent"


def test_a_unit_or_service_that_comes_later_is_refused() -> None:
    assert refusal_of(opening, by=open_unit(at=NOW + DAY)) == "UNIT_NOT_OPEN_THEN offering.unit"
    later = service(published(at=NOW + DAY))
    assert refusal_of(opening, of=later) == "SERVICE_NOT_IN_FORCE_THEN parent"


def test_a_past_opening_needs_a_reason() -> None:
    assert refusal_of(opening, at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"


def test_a_ceiling_holds_the_level_down_and_is_kept_beside_what_is_earned() -> None:
    [*_, assessed] = messages(opening(LEVEL_4, ceiling=3, ceiling_reason="Quyết định 12"))
    [span] = assessed.spans
    assert (span.earned, span.level, span.ceiling) == (4, 3, 3)


@pytest.mark.parametrize(
    ("proposed", "refused"),
    [
        ({"ceiling": 3}, "CEILING_WITHOUT_REASON offering.ceiling_reason"),
        ({"ceiling": 3, "ceiling_reason": " "}, "CEILING_WITHOUT_REASON offering.ceiling_reason"),
        ({"ceiling_reason": "vì"}, "REASON_WITHOUT_CEILING offering.ceiling"),
        ({"ceiling": 0, "ceiling_reason": "vì"}, "CEILING_OUT_OF_RANGE offering.ceiling"),
        ({"ceiling": 5, "ceiling_reason": "vì"}, "CEILING_OUT_OF_RANGE offering.ceiling"),
        ({"ceiling": 4, "ceiling_reason": "vì"}, "CEILING_ABOVE_EARNED offering.ceiling"),
    ],
)
def test_an_unsound_ceiling_is_refused(proposed: dict[str, Any], refused: str) -> None:
    assert refusal_of(opening, LEVEL_3, **proposed) == refused


def test_declaring_more_than_is_earned_is_told_what_is_missing() -> None:
    with pytest.raises(Refusal) as refusal:
        opening(LEVEL_2, ceiling=3, ceiling_reason="vì")
    assert "missing: not known: Forms filled in online; Filing" in refusal.value.message("en")
    assert "còn thiếu: chưa rõ: Điền mẫu đơn, tờ khai" in refusal.value.message("vi")


def test_what_is_missing_tells_no_from_unknown_and_names_the_ways_to_a_result_once() -> None:
    known = {facts.CAPABILITY_PAY_ONLINE: NO, facts.CAPABILITY_RESULT_ONLINE: NO}
    with pytest.raises(Refusal) as refusal:
        opening({**LEVEL_3, **known}, ceiling=4, ceiling_reason="vì")
    assert refusal.value.message("en") == (
        "Level 4 cannot be declared where level 3 is earned; missing: Fees paid online."
        " not known: Result delivered online, by post or in person."
    )


@pytest.mark.parametrize("states", [{}, INFO, dict.fromkeys(LEVEL_4, NO)])
def test_everything_that_is_missing_fits_into_a_refusal(states: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        opening(states, ceiling=4, ceiling_reason="vì")
    assert "…" not in refusal.value.message("vi") + refusal.value.message("en")


def test_a_change_of_capability_changes_the_level_in_the_same_decision() -> None:
    told, assessed = messages(recording(opened(LEVEL_2), LEVEL_3))
    assert instant(told.effective_time) == NOW
    assert levels_of(assessed) == [(NOW, 3)]
    assert assessed.previous_level == 2


def test_a_fall_is_a_fact_too() -> None:
    known = opened(LEVEL_3)
    _, assessed = messages(recording(known, {facts.CAPABILITY_FILE_ONLINE: NO}, at=NOW + DAY))
    assert levels_of(assessed) == [(NOW + DAY, 2)]
    assert assessed.previous_level == 3


def test_a_recording_that_changes_nothing_is_still_assessed() -> None:
    told, assessed = messages(recording(opened(LEVEL_3), LEVEL_3))
    assert len(told.capabilities) == len(LEVEL_3)
    assert levels_of(assessed) == [(NOW, 3)]


def test_a_correction_replaces_the_levels_since_then_and_keeps_later_changes() -> None:
    known = after(
        offerings.DECIDER,
        opening(LEVEL_2, at=NOW - 100 * DAY, correction_reason="nhập lại"),
    )
    grown = offerings.DECIDER.fold(known, recording(known, LEVEL_3, at=NOW + 10 * DAY))
    file_offline = {facts.CAPABILITY_FILE_OFFLINE: NO}
    told, assessed = messages(recording(grown, file_offline, at=NOW - 5 * DAY, reason="ghi nhầm"))
    assert told.correction_reason == "ghi nhầm"
    assert instant(assessed.replaces_from) == NOW - 5 * DAY
    assert levels_of(assessed) == [(NOW - 5 * DAY, 1), (NOW + 10 * DAY, 3)]


def test_the_past_needs_a_reason() -> None:
    known = opened()
    refused = refusal_of(recording, known, LEVEL_3, at=NOW - DAY)
    assert refused == "PAST_WITHOUT_REASON effective_time"


def test_nothing_is_recorded_before_the_offering_opens() -> None:
    refused = refusal_of(recording, opened(), LEVEL_3, at=NOW - 101 * DAY, reason="ghi nhầm")
    assert refused == "BEFORE_OPENING effective_time"


def test_an_unknown_offering_is_refused() -> None:
    assert refusal_of(recording, offerings.Offering(), LEVEL_3) == "OFFERING_UNKNOWN name"


def test_a_capability_is_named_once_and_with_its_state() -> None:
    twice = [*recorded(LEVEL_3), *recorded({facts.CAPABILITY_FILE_ONLINE: NO})]
    assert (
        refusal_of(recording, opened(), twice) == "CAPABILITY_REPEATED capabilities[12].capability"
    )
    nameless = [facts.RecordedCapability(state=NO)]
    assert (
        refusal_of(recording, opened(), nameless) == "CAPABILITY_UNNAMED capabilities[0].capability"
    )
    stateless = [facts.RecordedCapability(capability=facts.CAPABILITY_FILE_ONLINE)]
    assert refusal_of(recording, opened(), stateless) == "CAPABILITY_UNNAMED capabilities[0].state"


def test_a_fee_from_a_date_on_lowers_the_level_from_that_date_on() -> None:
    free_payment = {**LEVEL_4, facts.CAPABILITY_PAY_ONLINE: NA}
    of = service(published(1), published(2, at=NOW + DAY, said=content(fee=10_000)))
    [*_, assessed] = messages(opening(free_payment, of=of))
    assert levels_of(assessed) == [(NOW, 4), (NOW + DAY, 3)]
    assert [span.attainable for span in assessed.spans] == [4, 4]


def test_levels_are_assessed_anew_when_a_version_changes_what_counts() -> None:
    free_payment = {**LEVEL_4, facts.CAPABILITY_PAY_ONLINE: NA}
    fee = service(published(1), published(2, at=NOW, said=content(fee=10_000)))
    known = opened(free_payment)
    assessed = offerings.reassess(known, service=fee, since=NOW, now=NOW).message
    assert isinstance(assessed, facts.LevelsAssessed)
    assert levels_of(assessed) == [(NOW, 3)]
    assert assessed.previous_level == 4


def test_of_two_recordings_from_one_instant_the_later_counts() -> None:
    known = opened(LEVEL_2)
    at = NOW + DAY
    known = offerings.DECIDER.fold(known, recording(known, LEVEL_3, at=at))
    known = offerings.DECIDER.fold(
        known, recording(known, {facts.CAPABILITY_FILE_ONLINE: NO}, at=at)
    )
    span = offerings.span_at(known, at)
    assert span is not None
    assert span.level == 2
    states = {each.capability: each.state for each in offerings.capabilities_at(known, at)}
    assert states[facts.CAPABILITY_FILE_ONLINE] == NO


def test_there_is_no_level_before_the_opening() -> None:
    assert offerings.span_at(opened(), NOW - 101 * DAY) is None
