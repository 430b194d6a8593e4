"""Closing and opening again: given what happened, when an offering ends, then it has no level.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, units, words
from services.catalog.domain.effective import instant
from tests.catalog.given import (
    DAY,
    LEVEL_2,
    LEVEL_3,
    LEVEL_4,
    NA,
    NOW,
    after,
    content,
    messages,
    published,
    service,
    unit_opened,
)
from tests.catalog.given_offerings import (
    NAME,
    closing,
    declaring,
    kinds,
    levels_of,
    opened,
    opening,
    recording,
    refusal_of,
    then,
)

OPENED = opened(LEVEL_3)


def level(known: offerings.Offering, at: datetime) -> int | None:
    span = offerings.span_at(known, at)
    return span.level if span else None


def closed_unit(at: datetime) -> units.Unit:
    return after(units.DECIDER, unit_opened(), facts.UnitClosed(unit="units/q1", effective_time=at))


def retiring(at: datetime) -> facts.ServiceRetired:
    return facts.ServiceRetired(service="services/a", effective_time=at)


def test_an_offering_closes_from_an_instant_on_with_its_reason() -> None:
    [fact] = closing(OPENED, why="Chuyển về thành phố")
    assert fact.message == facts.OfferingClosed(
        offering=NAME,
        service="services/a",
        unit="units/q1",
        effective_time=NOW,
        cause=facts.CLOSING_CAUSE_DECIDED,
        reason="Chuyển về thành phố",
    )
    assert fact.subject == "motcua.catalog.OfferingClosed.q1"


def test_what_is_closed_has_no_level_and_can_do_nothing() -> None:
    known = then(OPENED, closing(OPENED, at=NOW + DAY))
    assert level(known, NOW + DAY - DAY / 9) == 3
    assert level(known, NOW + DAY) is None
    assert offerings.capabilities_at(known, NOW + DAY) == []
    assert offerings.is_open_at(known, NOW)
    assert not offerings.is_open_at(known, NOW + DAY)
    assert offerings.ends_at(known) == NOW + DAY


def test_a_closing_takes_what_was_planned_after_it_along() -> None:
    planned = then(OPENED, recording(OPENED, LEVEL_4, at=NOW + 5 * DAY))
    known = then(planned, closing(planned, at=NOW + DAY))
    assert level(known, NOW + 6 * DAY) is None


def test_a_closing_in_the_past_needs_a_reason() -> None:
    assert refusal_of(closing, OPENED, at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"
    [fact] = closing(OPENED, at=NOW - DAY, reason="ghi muộn")
    assert fact.message.correction_reason == "ghi muộn"


def test_a_closing_says_why() -> None:
    assert refusal_of(closing, OPENED, why=" ") == "CLOSING_WITHOUT_REASON reason"


def test_an_offering_ends_once() -> None:
    known = then(OPENED, closing(OPENED, at=NOW + 5 * DAY))
    for at in (NOW + 5 * DAY, NOW + 9 * DAY):
        assert refusal_of(closing, known, at=at) == "OFFERING_ENDS_ALREADY effective_time"


def test_an_offering_that_is_known_to_end_may_end_earlier() -> None:
    known = then(OPENED, closing(OPENED, at=NOW + 5 * DAY))
    sooner = then(known, closing(known, at=NOW + DAY))
    assert offerings.ends_at(sooner) == NOW + DAY
    assert level(sooner, NOW) is not None
    assert level(sooner, NOW + DAY) is None


def test_nothing_closes_before_it_opens() -> None:
    late = NOW - 101 * DAY
    assert refusal_of(closing, OPENED, at=late, reason="vì") == "BEFORE_OPENING effective_time"
    assert refusal_of(closing, offerings.Offering()) == "OFFERING_UNKNOWN name"


def test_an_opening_is_called_off_by_a_closing_at_the_same_instant() -> None:
    planned = then(offerings.Offering(), opening(LEVEL_3, at=NOW + DAY))
    known = then(planned, closing(planned, at=NOW + DAY))
    assert not offerings.goes_on_at(known, NOW)
    assert level(known, NOW + DAY) is None
    assert refusal_of(closing, known) == "OFFERING_ENDS_ALREADY effective_time"


@pytest.mark.parametrize("at", [NOW + DAY, NOW + 2 * DAY])
def test_a_closed_offering_records_and_declares_nothing(at: datetime) -> None:
    known = then(OPENED, closing(OPENED, at=NOW + DAY))
    assert refusal_of(recording, known, LEVEL_4, at=at) == "OFFERING_CLOSED_THEN effective_time"
    assert refusal_of(declaring, known, 2, at=at) == "OFFERING_CLOSED_THEN effective_time"


def test_a_closed_offering_is_corrected_for_the_time_when_it_was_open() -> None:
    known = then(OPENED, closing(OPENED))
    [_, assessed] = messages(recording(known, LEVEL_4, at=NOW - DAY, reason="ghi sót"))
    assert levels_of(assessed) == [(NOW - DAY, 4)]


def test_levels_are_assessed_up_to_the_end_and_no_further() -> None:
    free = {**LEVEL_4, facts.CAPABILITY_PAY_ONLINE: NA}
    known = opened(free)
    known = then(known, closing(known, at=NOW + DAY))
    of = service(published(1), published(2, at=NOW + 2 * DAY, said=content(fee=10_000)))
    [_, assessed] = messages(recording(known, free, of=of))
    assert levels_of(assessed) == [(NOW, 4)]


def test_a_closed_offering_opens_again_with_a_clean_sheet() -> None:
    known = then(OPENED, declaring(OPENED, 2), closing(OPENED, at=NOW + DAY))
    decided = opening(LEVEL_2, known=known, at=NOW + 3 * DAY)
    assert kinds(decided) == ["OfferingOpened", "CapabilitiesRecorded", "LevelsAssessed"]
    again = then(known, decided)
    assert [level(again, NOW + n * DAY) for n in (0, 1, 2, 3)] == [2, None, None, 2]
    span = offerings.span_at(again, NOW + 3 * DAY)
    assert span is not None
    assert (span.earned, span.attainable, span.ceiling) == (2, 4, 4)
    assert offerings.ends_at(again) is None


def test_what_is_not_said_when_it_opens_again_is_unknown() -> None:
    known = then(OPENED, closing(OPENED))
    again = then(known, opening({}, known=known, at=NOW))
    assert offerings.capabilities_at(again, NOW) == []
    assert level(again, NOW) == 0


def test_the_level_before_is_named_only_where_the_offering_was_open() -> None:
    known = then(OPENED, closing(OPENED))
    [*_, at_once] = messages(opening(LEVEL_2, known=known, at=NOW))
    assert at_once.previous_level == 3
    [*_, later] = messages(opening(LEVEL_2, known=known, at=NOW + DAY))
    assert not later.HasField("previous_level")


@pytest.mark.parametrize("at", [NOW, NOW + DAY])
def test_an_offering_that_goes_on_does_not_open_again(at: datetime) -> None:
    known = then(OPENED, closing(OPENED, at=NOW + 2 * DAY))
    assert refusal_of(opening, known=known, at=at) == "OFFERING_EXISTS offering.unit"
    planned = then(offerings.Offering(), opening(at=NOW + 3 * DAY))
    assert refusal_of(opening, known=planned, at=at) == "OFFERING_EXISTS offering.unit"


def test_what_was_planned_for_the_first_time_does_not_come_back_the_second_time() -> None:
    planned = then(OPENED, recording(OPENED, LEVEL_4, at=NOW + 5 * DAY))
    known = then(planned, closing(planned))
    again = then(known, opening(LEVEL_2, known=known, at=NOW + DAY))
    assert level(again, NOW + 6 * DAY) == 2


def test_a_correction_of_the_first_time_leaves_the_second_time_as_it_was() -> None:
    known = then(OPENED, closing(OPENED))
    again = then(known, opening(LEVEL_2, known=known, at=NOW + DAY))
    decided = recording(again, LEVEL_4, at=NOW - 5 * DAY, reason="ghi sót")
    assert levels_of(messages(decided)[1]) == [(NOW - 5 * DAY, 4), (NOW + DAY, 2)]
    assert level(then(again, decided), NOW + 2 * DAY) == 2


def test_an_offering_ends_with_its_unit_where_the_end_is_known() -> None:
    decided = opening(LEVEL_3, by=closed_unit(NOW + DAY), at=NOW)
    assert kinds(decided)[-2:] == ["OfferingClosed", "LevelsAssessed"]
    closed = messages(decided)[2]
    assert instant(closed.effective_time) == NOW + DAY
    assert (closed.cause, closed.reason) == words.UNIT_ENDS
    assert offerings.ends_at(then(offerings.Offering(), decided)) == NOW + DAY


def test_an_offering_ends_with_its_service_if_that_comes_first() -> None:
    of = service(published(1), retiring(NOW + DAY))
    closed = messages(opening(LEVEL_3, of=of, by=closed_unit(NOW + 2 * DAY), at=NOW))[2]
    assert instant(closed.effective_time) == NOW + DAY
    assert (closed.cause, closed.reason) == words.SERVICE_RETIRES


def test_nothing_opens_in_a_unit_that_has_ended_or_for_a_service_that_is_retired() -> None:
    ended = refusal_of(opening, by=closed_unit(NOW), at=NOW)
    assert ended.endswith(" offering.unit")
    retired = refusal_of(opening, of=service(published(1), retiring(NOW)), at=NOW)
    assert retired.endswith(" parent")


def ending(known: offerings.Offering, at: datetime) -> list[str]:
    return kinds(offerings.end(known, at=at, why=words.UNIT_ENDS, correction_reason="", now=NOW))


def test_ending_with_a_unit_or_service_closes_what_goes_on_and_what_is_planned() -> None:
    planned = then(offerings.Offering(), opening(LEVEL_3, at=NOW + 9 * DAY))
    assert ending(OPENED, NOW) == ["OfferingClosed"]
    assert ending(planned, NOW) == ["OfferingClosed"]
    closed_later = then(OPENED, closing(OPENED, at=NOW + 5 * DAY))
    assert ending(closed_later, NOW) == ["OfferingClosed"]


def test_ending_what_has_ended_says_nothing() -> None:
    assert ending(then(OPENED, closing(OPENED)), NOW) == []
    assert ending(offerings.Offering(), NOW) == []


def test_a_planned_offering_whose_unit_ends_first_never_opens() -> None:
    planned = then(offerings.Offering(), opening(LEVEL_3, at=NOW + 9 * DAY))
    decided = offerings.end(
        planned, at=NOW + DAY, why=words.UNIT_ENDS, correction_reason="", now=NOW
    )
    known = then(planned, decided)
    assert not offerings.goes_on_at(known, NOW)
    assert offerings.ends_at(known) == NOW + DAY
