"""Closings: given what is known on 15 June, when an offering is closed, then a fact, or a refusal.

Promises one dated example for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import effective
from services.catalog.domain.refusals.offerings import OfferingReason
from services.chassis.errors import Refusal
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_2, LEVEL_3
from tests.catalog.offering_commands import NOW, closing_of, opening_of, then
from tests.catalog.offering_dates import (
    AUGUST,
    CLOSED,
    JANUARY,
    JULY,
    JUNE,
    SEPTEMBER,
    UNIT_ENDED,
    catalogue,
    levels,
    on,
    story,
)
from tests.catalog.offering_events import offering_of
from tests.catalog.refusals import refusal_of

OPENED = event.opened("p", on(JUNE, 1), LEVEL_3)
FOLLOWS = (event.opened("q", on(JANUARY, 2), LEVEL_2), event.merged("q", on(JULY, 1), "p"))


def test_an_offering_closes_from_an_instant_on_with_its_reason() -> None:
    known = catalogue(OPENED)
    [fact] = closing_of(known, why="Chuyển về thành phố")
    assert fact == facts.OfferingClosed(
        offering=offering_of("p"),
        service="services/a",
        unit="units/p",
        effective_time=NOW,
        reason="Chuyển về thành phố",
    )
    assert story(then(known, [fact]), "p") == [("1 June", ""), ("15 June", CLOSED)]


def test_a_closing_says_why_and_so_does_its_correction() -> None:
    known = catalogue(OPENED)
    assert refusal_of(closing_of, known, why=" ") == "REASON_MISSING reason"
    late = on(JUNE, 10)
    assert refusal_of(closing_of, known, at=late) == "PAST_WITHOUT_REASON effective_time"
    [fact] = closing_of(known, at=late, reason="ghi muộn")
    assert fact.correction_reason == "ghi muộn"


def test_it_may_close_earlier_than_it_is_known_to() -> None:
    known = catalogue(OPENED, event.closed("p", on(AUGUST, 1)))
    then(known, closing_of(known, at=on(JULY, 1)))
    assert story(known, "p") == [("1 June", ""), ("1 July", CLOSED)]


def test_it_may_close_before_its_unit_ends() -> None:
    known = catalogue(OPENED, event.unit_closed("p", on(AUGUST, 1)))
    assert story(known, "p")[-1] == ("1 August", UNIT_ENDED)
    then(known, closing_of(known, at=on(JULY, 1)))
    assert story(known, "p")[-1] == ("1 July", CLOSED)


def test_a_closing_ends_what_follows() -> None:
    known = catalogue(*FOLLOWS)
    then(known, closing_of(known, at=on(AUGUST, 1)))
    assert story(known, "p") == [("1 July", "q"), ("1 August", CLOSED)]


def test_a_closing_at_the_instant_of_a_handover_lets_nothing_follow() -> None:
    known = catalogue(*FOLLOWS)
    then(known, closing_of(known, at=on(JULY, 1)))
    assert story(known, "p") == []


def test_a_closing_leaves_what_is_planned_for_later() -> None:
    known = catalogue(OPENED, event.opened("p", on(SEPTEMBER, 1), LEVEL_2))
    then(known, closing_of(known, at=on(JULY, 1)))
    assert levels(known, "p") == [("1 June", 3), ("1 July", None), ("1 September", 2)]


def test_it_opens_again_at_the_instant_of_its_closing() -> None:
    known = catalogue(OPENED)
    then(known, closing_of(known))
    then(known, opening_of(known, LEVEL_2))
    assert levels(known, "p") == [("1 June", 3), ("15 June", 2)]


@pytest.mark.parametrize(
    ("at", "ended"),
    [
        (on(JULY, 1), on(JULY, 1)),
        (on(AUGUST, 10), on(JULY, 1)),
        (on(SEPTEMBER, 2), on(SEPTEMBER, 2)),
    ],
)
def test_what_has_ended_does_not_end_again(at: datetime, ended: datetime) -> None:
    known = catalogue(
        OPENED,
        event.closed("p", on(JULY, 1)),
        event.opened("p", on(SEPTEMBER, 1)),
        event.closed("p", on(SEPTEMBER, 2)),
    )
    with pytest.raises(Refusal) as refusal:
        closing_of(known, at=at)
    assert refusal.value.reason is OfferingReason.OFFERING_ENDS_ALREADY
    assert refusal.value.values["time"] == effective.shown(ended)


def test_nothing_closes_before_it_opens() -> None:
    early = refusal_of(closing_of, catalogue(OPENED), at=on(JANUARY, 5), reason="vì")
    assert early == "BEFORE_OPENING effective_time"
    assert refusal_of(closing_of, catalogue()) == "OFFERING_UNKNOWN name"


def test_an_opening_that_has_not_begun_is_withdrawn_instead() -> None:
    known = catalogue(event.opened("p", on(JULY, 1)))
    assert refusal_of(closing_of, known, at=on(JULY, 1)) == "OFFERING_OPENS_THEN effective_time"
    assert closing_of(known, at=on(JULY, 2))
    again = catalogue(OPENED, event.opened("p", on(JULY, 1)))
    assert refusal_of(closing_of, again, at=on(JULY, 1)) == "OFFERING_OPENS_THEN effective_time"


@pytest.mark.parametrize("at", [on(JUNE, 10), NOW])
def test_an_opening_that_has_begun_can_be_closed_at_its_instant(at: datetime) -> None:
    known = catalogue(event.opened("p", at))
    then(known, closing_of(known, at=at, reason="ghi nhầm"))
    assert story(known, "p") == []
