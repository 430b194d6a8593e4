"""Offerings: given an opening, when it is corrected, then the offering has been open for longer.

Promises one dated example for each outcome. Must not need a database.
"""

from __future__ import annotations

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4, NA
from tests.catalog.offering_commands import opening_corrected, then
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
from tests.catalog.offering_events import Catalogue
from tests.catalog.refusals import refusal_of

MAY = 5
OPENED = event.opened("p", on(JUNE, 1), LEVEL_3, ceiling=2)


def test_an_opening_is_recorded_again_and_the_former_one_withdrawn() -> None:
    opened, former = opening_corrected(catalogue(OPENED), on(MAY, 1))
    assert opened.correction_reason == former.reason == "ghi muộn"
    assert former == facts.OfferingChangeWithdrawn(
        offering=OPENED.offering, version=1, reason="ghi muộn"
    )
    assert [*opened.capabilities] == [*OPENED.capabilities]
    assert levels(then(catalogue(OPENED), [opened, former]), "p") == [("1 May", 2)]


def test_what_was_recorded_since_stays() -> None:
    known = catalogue(
        event.capable("p", on(MAY, 15), {PAY: NA}),
        OPENED,
        event.ceiling_declared("p", on(JUNE, 10), None),
        event.closed("p", on(JULY, 1)),
    )
    then(known, opening_corrected(known, on(MAY, 1)))
    assert levels(known, "p") == [("1 May", 2), ("10 June", 3), ("1 July", None)]
    [period] = known.timelines()["p"]
    assert period.states(on(MAY, 15))[PAY] == NA  # recorded for a day on which it was not open


def test_a_planned_opening_is_planned_for_earlier() -> None:
    known = catalogue(event.opened("p", on(AUGUST, 1)))
    then(known, opening_corrected(known, on(JULY, 1)))
    assert story(known, "p") == [("1 July", "")]


def test_it_opens_by_itself_where_it_followed() -> None:
    known = catalogue(
        event.opened("q", on(JANUARY, 2), LEVEL_4), event.merged("q", on(MAY, 1), "p"), OPENED
    )
    assert story(known, "p") == [("1 May", "q"), ("1 June", "")]
    then(known, opening_corrected(known, on(MAY, 1)))
    assert levels(known, "p") == [("1 May", 2)]


def test_it_reaches_back_to_the_closing_before_it_and_no_further() -> None:
    known = catalogue(event.opened("p", on(MAY, 1)), event.closed("p", on(MAY, 15)), OPENED)
    before = refusal_of(opening_corrected, known, on(MAY, 14))
    assert before == "OFFERING_EXISTS effective_time"
    assert refusal_of(opening_corrected, known, on(JULY, 1)) == "OFFERING_EXISTS effective_time"
    then(known, opening_corrected(known, on(MAY, 15)))
    assert story(known, "p") == [("1 May", ""), ("15 May", "")]


def test_the_next_opening_is_meant() -> None:
    known = catalogue(event.opened("p", on(MAY, 1)), event.closed("p", on(MAY, 15)), OPENED)
    then(known, opening_corrected(known, on(JANUARY, 5)))
    assert story(known, "p") == [("5 January", ""), ("15 May", CLOSED), ("1 June", "")]


def test_there_must_be_an_opening_next() -> None:
    assert refusal_of(opening_corrected, catalogue(), on(MAY, 1)) == "OFFERING_UNKNOWN name"
    closed = catalogue(OPENED, event.closed("p", on(JUNE, 10)))
    after = refusal_of(opening_corrected, closed, on(JUNE, 12))
    assert after == "NO_OPENING_AFTER effective_time"
    idle_closing = catalogue(event.closed("p", on(MAY, 15)), OPENED)
    between = refusal_of(opening_corrected, idle_closing, on(MAY, 1))
    assert between == "NO_OPENING_AFTER effective_time"


@pytest.mark.parametrize("reason", ["", " "])
def test_a_correction_says_why(reason: str) -> None:
    refused = refusal_of(opening_corrected, catalogue(OPENED), on(MAY, 1), reason)
    assert refused == "REASON_MISSING correction_reason"


def test_unit_and_service_are_there_by_then() -> None:
    late_unit = Catalogue(
        event.unit_opened("p", on(MAY, 1)), event.published(1, on(JANUARY, 1)), OPENED
    )
    refused = refusal_of(opening_corrected, late_unit, on(JANUARY, 5))
    assert refused == "UNIT_NOT_OPEN_THEN effective_time"
    late_service = Catalogue(
        event.unit_opened("p", on(JANUARY, 1)), event.published(1, on(MAY, 1)), OPENED
    )
    refused = refusal_of(opening_corrected, late_service, on(JANUARY, 5))
    assert refused == "SERVICE_NOT_IN_FORCE_THEN effective_time"


def test_its_ceiling_is_earned_by_then() -> None:
    """Until 1 May a fee is due: without payment online level 4 is not earned before."""
    free = {**LEVEL_4, PAY: NA}
    known = Catalogue(
        event.unit_opened("p", on(JANUARY, 1)),
        event.published(1, on(JANUARY, 1), fee=10_000),
        event.published(2, on(MAY, 1)),
        event.opened("p", on(JUNE, 1), free, ceiling=4),
    )
    refused = refusal_of(opening_corrected, known, on(JANUARY, 5))
    assert refused == "CEILING_ABOVE_EARNED effective_time"
    assert opening_corrected(known, on(MAY, 1))


def test_a_lower_level_may_be_earned_earlier() -> None:
    known = catalogue(event.opened("p", on(JUNE, 1), LEVEL_2))
    then(known, opening_corrected(known, on(MAY, 1)))
    assert levels(known, "p") == [("1 May", 2)]
