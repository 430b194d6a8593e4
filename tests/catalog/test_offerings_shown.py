"""What is shown of an offering, and what it is found by, from the beginning of time on.

Promises a level only where an offering is open under a rule that knows levels. Must not need a
database.
"""

from __future__ import annotations

from datetime import datetime

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, words
from services.catalog.resources.offerings import BEGINNING, segments
from services.catalog.resources.segment import Columns
from tests.catalog.given import DAY, LEVEL_3, LEVEL_4, NOW, YES
from tests.catalog.given_offerings import (
    NAME,
    POINTS,
    SIX,
    closing,
    declaring,
    opened,
    opening,
    recording,
    then,
)

PLANNED, OPEN, CLOSED = (
    api.Offering.STATE_PLANNED,
    api.Offering.STATE_OPEN,
    api.Offering.STATE_CLOSED,
)
OPENS = NOW - 100 * DAY


def states(known: offerings.Offering) -> list[tuple[datetime, api.Offering.State]]:
    return [(segment.since, segment.message.state) for segment in segments(known)]


def test_an_offering_is_planned_from_the_beginning_of_time_until_it_opens() -> None:
    known = opened(LEVEL_3)
    assert states(known) == [(BEGINNING, PLANNED), (OPENS, OPEN)]
    planned = segments(known)[0].message
    assert planned == api.Offering(
        name=NAME,
        unit="units/q1",
        level_rule="vn.levels@1",
        extent_rule="vn.extent@1",
        effective_time=OPENS,
        state=PLANNED,
    )


def test_an_offering_that_is_not_known_is_not_shown() -> None:
    assert segments(offerings.Offering()) == []


def test_what_is_said_of_an_open_offering_begins_a_segment() -> None:
    known = then(opened(LEVEL_3), recording(opened(LEVEL_3), LEVEL_4, at=NOW))
    known = then(known, declaring(known, 3, at=NOW + DAY))
    found = [segment for segment in segments(known) if segment.message.state == OPEN]
    assert [segment.since for segment in found] == [OPENS, NOW, NOW + DAY]
    assert [segment.until for segment in found] == [NOW, NOW + DAY, None]
    assert [segment.columns.level for segment in found] == [3, 4, 3]
    assert [segment.message.ceiling for segment in found] == [0, 0, 3]


def test_an_open_offering_is_found_by_its_level_and_extent() -> None:
    [_, segment] = segments(opened(LEVEL_4))
    assert segment.columns == Columns(
        state=OPEN,
        unit="units/q1",
        parent="services/a",
        level=4,
        extent=facts.EXTENT_FULL,
        rule="vn.levels@1",
    )


def test_under_six_points_an_offering_is_found_by_its_verdict_and_has_no_level() -> None:
    [_, segment] = segments(opened(dict.fromkeys(POINTS, YES), level_rule=SIX))
    assert segment.columns == Columns(
        state=OPEN,
        unit="units/q1",
        parent="services/a",
        verdict=facts.VERDICT_FULLY_ONLINE,
        rule=SIX,
    )


def test_planned_and_closed_offerings_have_neither_level_nor_extent() -> None:
    known = then(opened(LEVEL_4), closing(opened(LEVEL_4)))
    for segment in segments(known):
        if segment.message.state != OPEN:
            assert (segment.columns.level, segment.columns.extent) == (None, None)
            assert not segment.message.HasField("assessment")
    assert states(known) == [(BEGINNING, PLANNED), (OPENS, OPEN), (NOW, CLOSED)]


def test_an_end_that_is_known_is_shown_ahead() -> None:
    known = then(opened(LEVEL_4), closing(opened(LEVEL_4), at=NOW + DAY))
    ends = {
        segment.message.ending_time.ToDatetime(tzinfo=NOW.tzinfo) for segment in segments(known)
    }
    assert ends == {NOW + DAY}


def test_an_offering_that_opens_again_is_closed_in_between() -> None:
    known = then(opened(LEVEL_4), closing(opened(LEVEL_4)))
    again = then(known, opening(LEVEL_3, known=known, at=NOW + DAY))
    assert states(again)[-3:] == [(OPENS, OPEN), (NOW, CLOSED), (NOW + DAY, OPEN)]
    at_once = then(known, opening(LEVEL_3, known=known, at=NOW))
    assert states(at_once)[-2:] == [(OPENS, OPEN), (NOW, OPEN)]


def test_a_plan_that_is_called_off_is_closed_and_never_was_open() -> None:
    planned = then(offerings.Offering(), opening(LEVEL_3, at=NOW + DAY))
    off = then(planned, closing(planned, at=NOW + DAY))
    assert states(off) == [(BEGINNING, PLANNED), (NOW + DAY, CLOSED)]
    assert segments(off)[0].message.effective_time.ToDatetime(tzinfo=NOW.tzinfo) == NOW + DAY


def called_off(*, at: datetime, then_at: datetime) -> offerings.Offering:
    """Planned for the third day, called off from an instant on, opened at another after all."""
    off = ended(then(offerings.Offering(), opening(LEVEL_3, at=NOW + 3 * DAY)), at)
    return then(off, opening(LEVEL_3, known=off, at=then_at))


def ended(known: offerings.Offering, at: datetime) -> offerings.Offering:
    decided = offerings.end(known, at=at, why=words.UNIT_ENDS, correction_reason="", now=NOW)
    return then(known, decided)


def test_a_plan_that_was_called_off_gives_way_to_another() -> None:
    later = called_off(at=NOW + 2 * DAY, then_at=NOW + 4 * DAY)
    assert states(later) == [
        (BEGINNING, PLANNED),
        (NOW + 2 * DAY, CLOSED),
        (NOW + 4 * DAY, OPEN),
    ]
    earlier = called_off(at=NOW + 2 * DAY, then_at=NOW + DAY)
    assert states(earlier) == [(BEGINNING, PLANNED), (NOW + DAY, OPEN)]


def test_a_plan_that_was_called_off_does_not_show_once_the_offering_was_open() -> None:
    known = then(opened(LEVEL_4), closing(opened(LEVEL_4)))
    planned = then(known, opening(LEVEL_3, known=known, at=NOW + 3 * DAY))
    off = ended(planned, NOW + DAY)
    assert segments(off)[-1] == segments(known)[-1]
