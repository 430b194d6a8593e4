"""Planned ends and handovers: given several, when some are withdrawn, in whatever order, then each
offering is what those that are left come to.

Dates are of 2026. One example for each way in which two plans of P and Q meet.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_2, LEVEL_4, NA, NO, YES
from tests.catalog.offering_dates import (
    AUGUST,
    CLOSED,
    FILE,
    JULY,
    JUNE,
    LEVEL_3,
    PAY,
    RETIRED,
    SEPTEMBER,
    UNIT_ENDED,
    catalogue,
    levels,
    on,
    span_on,
    story,
)
from tests.catalog.offering_events import Catalogue

DATE = on(JULY, 1)
OPEN = [("1 June", "")]
ENDS = {
    "unit": event.unit_closed("q", DATE),
    "service": event.retired(DATE),
    "offering": event.closed("q", DATE),
}
CAUSES = {"unit": UNIT_ENDED, "service": RETIRED, "offering": CLOSED}
EVERY_ORDER = [(ends, back) for ends in permutations(ENDS) for back in permutations(ENDS)]


def given(*messages: Any) -> Catalogue:
    return catalogue(event.opened("q", on(JUNE, 1), LEVEL_4), *messages)


@pytest.mark.parametrize(("order", "withdrawn"), EVERY_ORDER)
def test_it_goes_on_once_nothing_ends_it(
    order: tuple[str, ...], withdrawn: tuple[str, ...]
) -> None:
    """The offering's own closing comes first, its unit's end next, the service's last."""
    known = given()
    places = {each: known.record(ENDS[each]) for each in order}
    for n, each in enumerate(withdrawn):
        first = min(withdrawn[n:], key=["offering", "unit", "service"].index)
        assert story(known, "q") == [*OPEN, ("1 July", CAUSES[first])]
        known.withdraw(places[each])
    assert story(known, "q") == OPEN


def test_it_ends_with_what_ends_next() -> None:
    known = given(event.unit_closed("q", on(AUGUST, 1)))
    retired = known.record(event.retired(DATE))
    assert story(known, "q") == [*OPEN, ("1 July", RETIRED)]
    known.withdraw(retired)
    assert story(known, "q") == [*OPEN, ("1 August", UNIT_ENDED)]


def test_of_two_closings_each_is_withdrawn() -> None:
    known = given()
    later = known.record(event.closed("q", on(AUGUST, 1)))
    known.withdraw(known.record(event.closed("q", DATE)))
    assert story(known, "q") == [*OPEN, ("1 August", CLOSED)]
    known.withdraw(later)
    assert story(known, "q") == OPEN


def test_what_was_recorded_while_an_end_was_planned_counts_beyond_it() -> None:
    known = given()
    ends = known.record(event.unit_closed("q", DATE))
    known.record(event.capable("q", on(JUNE, 15), {PAY: NO}))
    known.record(event.capable("q", on(AUGUST, 1), LEVEL_2 | {FILE: NO}))
    known.withdraw(ends)
    assert levels(known, "q") == [("1 June", 4), ("15 June", 3), ("1 August", 2)]


@pytest.mark.parametrize("order", list(permutations(["ends", "merger"])))
def test_a_successor_that_was_to_end_keeps_what_it_planned_itself(order: tuple[str, ...]) -> None:
    """P follows from 1 July, was to end on 1 August, and opens by itself on 1 September."""
    known = given(event.opened("p", on(SEPTEMBER, 1), LEVEL_3))
    places = {
        "ends": known.record(event.unit_closed("p", on(AUGUST, 1))),
        "merger": known.record(event.merged("q", DATE, "p")),
    }
    assert story(known, "p") == [("1 July", "q"), ("1 August", UNIT_ENDED)]
    for each in order:
        known.withdraw(places[each])
    assert levels(known, "p") == [("1 September", 3)]


def test_a_successor_follows_after_all_when_the_service_does_not_end_before() -> None:
    known = given(event.merged("q", on(AUGUST, 1), "p"))
    retired = known.record(event.retired(DATE))
    assert story(known, "p") == []
    known.withdraw(retired)
    assert story(known, "p") == [("1 August", "q")]


def test_what_somebody_closed_where_it_was_to_follow_stays_closed() -> None:
    for order in permutations(["q", "r", "closing"]):
        known = given(event.opened("r", on(JUNE, 1), LEVEL_4))
        for each in order:
            closing, merger = event.closed("p", DATE), event.merged(each, DATE, "p")
            known.record(closing if each == "closing" else merger)
        assert story(known, "p") == []


def test_a_planned_opening_of_a_predecessor_is_not_handed_on() -> None:
    planned = catalogue(event.opened("q", on(AUGUST, 1), LEVEL_4), event.merged("q", DATE, "p"))
    assert (story(planned, "q"), story(planned, "p")) == ([], [])


def test_the_level_of_a_successor_follows_the_terms_of_the_service() -> None:
    free = event.opened("r", on(JUNE, 1), {**LEVEL_4, PAY: NA})
    known = given(free, event.merged("r", DATE, "p"))
    known.record(event.published(2, on(AUGUST, 1), fee=10_000))
    assert levels(known, "p") == [("1 July", 4), ("1 August", 3)]


def test_a_ceiling_is_handed_on_above_what_is_earned_and_not_once_it_is_lifted() -> None:
    known = catalogue(
        event.opened("q", on(JUNE, 1), LEVEL_4, ceiling=4),
        event.opened("r", on(JUNE, 1), {**LEVEL_4, FILE: NO}),
        *(event.merged(unit, DATE, "p") for unit in "qr"),
    )
    span = span_on(known, "p", DATE)
    assert (span.earned, span.level, span.ceiling) == (2, 2, 4)
    known.record(event.ceiling_declared("q", on(JUNE, 2), None))
    assert not span_on(known, "p", DATE).HasField("ceiling")


def test_each_part_of_a_divided_unit_follows_and_no_longer_once_that_is_withdrawn() -> None:
    known = given()
    split = known.record(event.split("q", DATE, "p", "r"))
    assert story(known, "p") == story(known, "r") == [("1 July", "q")]
    known.record(event.capable("p", on(AUGUST, 1), {PAY: YES}))
    known.withdraw(split)
    assert (story(known, "p"), story(known, "r"), story(known, "q")) == ([], [], OPEN)
