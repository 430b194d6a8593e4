"""Offerings derived: what follows to successors by mergers and splits, in any order of commands.

Promises one dated example for each rule. Must not need a database.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain.offering.periods import idle
from tests.catalog import offering_events as event
from tests.catalog.given import LEVEL_4, NA, NO, UNKNOWN, YES
from tests.catalog.offering_dates import (
    AUGUST,
    CLOSED,
    FILE,
    JANUARY,
    JULY,
    JUNE,
    LEVEL_2,
    LEVEL_3,
    PAY,
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
SIX = "six_points@1"


def offered(*units: str, states: event.States = LEVEL_4) -> Catalogue:
    """Offered by these units since 1 January."""
    return catalogue(*(event.opened(unit, on(JANUARY, 1), states) for unit in units))


def with_(known: Catalogue, *messages: object) -> Catalogue:
    for each in messages:
        known.record(each)
    return known


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
@pytest.mark.parametrize("withdrawn", list(permutations([1, 2, 3])))
def test_three_mergers_into_one_on_three_days(
    order: tuple[int, ...], withdrawn: tuple[int, ...]
) -> None:
    """P follows from the first of those that are not withdrawn, and in the end is not there."""
    units, known = {1: "q", 2: "r", 3: "s"}, offered("q", "r", "s")
    plans = {day: known.record(event.merged(units[day], on(JULY, day), "p")) for day in order}
    for n, day in enumerate(withdrawn):
        first = min(withdrawn[n:])
        assert story(known, "p") == [(f"{first} July", units[first])]
        known.withdraw(plans[day])
    assert story(known, "p") == []


def test_an_earlier_merger_that_is_planned_later_counts_from_its_day_on() -> None:
    known = offered("q", "r")
    second = known.record(event.merged("q", on(JULY, 2), "p"))
    first = known.record(event.merged("r", on(JULY, 1), "p"))
    assert story(known, "p") == [("1 July", "r")]
    known.withdraw(second)
    assert story(known, "p") == [("1 July", "r")]
    known.withdraw(first)
    assert story(known, "p") == []


def test_a_withdrawn_merger_lets_a_later_one_through() -> None:
    known = offered("q", "r")
    known.record(event.merged("q", on(JULY, 2), "p"))
    first = known.record(event.merged("r", on(JULY, 1), "p"))
    known.withdraw(first)
    assert story(known, "p") == [("2 July", "q")]


def test_after_a_withdrawn_merger_of_the_same_day_p_is_open_by_the_split() -> None:
    """Why: Q opened before 1 July, so just before the split it was open, and the split hands that
    over, although the opening was recorded after the split. The merger hands over the same.
    """
    known = catalogue(event.split("q", DATE, "q", "p"), event.opened("q", on(JUNE, 15), LEVEL_4))
    merger = known.record(event.merged("q", DATE, "p"))
    assert story(known, "q") == [("15 June", ""), ("1 July", UNIT_ENDED)]
    assert story(known, "p") == [("1 July", "q")]
    known.withdraw(merger)
    assert story(known, "q") == [("15 June", "")]
    assert story(known, "p") == [("1 July", "q")]


@pytest.mark.parametrize("order", list(permutations("qrs")))
def test_mergers_of_one_instant_are_one_handover(order: tuple[str, ...]) -> None:
    known = catalogue(
        event.opened("q", on(JANUARY, 1), LEVEL_4, ceiling=3, why="QĐ q"),
        event.opened("r", on(JANUARY, 1), {**LEVEL_4, FILE: NO}),
        event.opened("s", on(JANUARY, 1), {PAY: NA}, ceiling=3, why="QĐ s"),
        *(event.merged(unit, DATE, "p") for unit in order),
    )
    span = span_on(known, "p", DATE)
    assert [name.rpartition("/")[2] for name in span.follows] == ["q", "r", "s"]
    states = {each.capability: each.state for each in span.inherited}
    assert (states[FILE], states[PAY]) == (NO, YES)
    assert {state for each, state in states.items() if each not in {FILE, PAY}} == {UNKNOWN}
    assert (span.ceiling, span.ceiling_reason) == (3, "QĐ q")  # of equal ones the first by unit


def test_evidence_is_not_handed_over() -> None:
    seen = event.capable("q", on(JUNE, 1), {FILE: YES}, evidence="https://q.vn")
    known = with_(offered("q"), seen, event.merged("q", DATE, "p"))
    assert {each.evidence for each in span_on(known, "p", DATE).inherited} == {""}


def test_with_the_rule_close_nothing_follows() -> None:
    known = with_(offered("q"), event.merged("q", DATE, "p", rule=event.CLOSE))
    assert story(known, "q")[-1] == ("1 July", UNIT_ENDED)
    assert story(known, "p") == []


def test_a_unit_that_is_divided_and_goes_on_keeps_its_offering() -> None:
    known = with_(offered("q"), event.split("q", DATE, "q", "p"))
    assert story(known, "q") == [("1 January", "")]
    assert story(known, "p") == [("1 July", "q")]


def test_a_gap_is_filled_until_the_own_opening_that_is_planned_for_later() -> None:
    for order in permutations([event.opened("p", on(SEPTEMBER, 1)), event.merged("q", DATE, "p")]):
        known = with_(offered("q"), *order)
        assert story(known, "p") == [("1 July", "q"), ("1 September", "")]
        closing = known.record(event.closed("p", on(AUGUST, 1)))
        assert story(known, "p") == [("1 July", "q"), ("1 August", CLOSED), ("1 September", "")]
        known.withdraw(closing)
        assert story(known, "p") == [("1 July", "q"), ("1 September", "")]


@pytest.mark.parametrize("ceilings", [(3, 2), (2, 3)])
def test_the_lowest_of_several_ceilings_holds_for_the_successor(ceilings: tuple[int, int]) -> None:
    known = catalogue(
        *(
            event.opened(unit, on(JANUARY, 1), LEVEL_4, ceiling=each, why=f"QĐ {each}")
            for unit, each in zip("qr", ceilings, strict=True)
        ),
        *(event.merged(unit, DATE, "p") for unit in "qr"),
    )
    span = span_on(known, "p", DATE)
    assert (span.ceiling, span.ceiling_reason) == (2, "QĐ 2")


def test_to_a_successor_that_is_open_nothing_is_handed_on_no_ceiling_either() -> None:
    lower = event.opened("q", on(JANUARY, 1), LEVEL_2, ceiling=1)
    own = with_(offered("p"), lower, event.merged("q", DATE, "p"))
    assert levels(own, "p") == [("1 January", 4)]
    earlier = with_(
        offered("r"), lower, event.merged("r", on(JUNE, 1), "p"), event.merged("q", DATE, "p")
    )
    assert story(earlier, "p") == [("1 June", "r")]
    assert levels(earlier, "p") == [("1 June", 4)]


def test_a_closing_lets_nothing_follow_at_its_very_instant() -> None:
    known = with_(offered("p", "q", "r"), event.closed("p", DATE), event.merged("q", DATE, "p"))
    assert story(known, "p") == [("1 January", ""), ("1 July", CLOSED)]
    known.record(event.merged("r", on(JULY, 2), "p"))
    assert story(known, "p")[2:] == [("2 July", "r")]


def test_an_idle_closing_still_lets_nothing_follow_at_its_instant() -> None:
    known = with_(offered("q"), event.closed("p", DATE), event.merged("q", DATE, "p"))
    assert story(known, "p") == []
    assert idle(known.own("p"), known.timelines()["p"]) == [1]


def test_what_opens_at_an_instant_is_not_handed_on_at_it() -> None:
    plans = event.merged("q", DATE, "p"), event.split("p", DATE, "p", "r")
    follows = with_(offered("q"), *plans)
    assert (story(follows, "p"), story(follows, "r")) == ([("1 July", "q")], [])
    both = with_(offered("q", "p"), *plans)
    assert story(both, "r") == [("1 July", "p")]
    opens = with_(offered("q"), event.opened("p", DATE), *plans)
    assert (story(opens, "p"), story(opens, "r")) == ([("1 July", "")], [])


def test_the_predecessors_own_closing_at_that_instant_holds_as_well() -> None:
    closed = with_(offered("q"), event.closed("q", DATE), event.merged("q", DATE, "p"))
    assert story(closed, "p") == []
    again = with_(
        offered("q"),
        event.closed("q", DATE),
        event.opened("q", DATE, LEVEL_4),
        event.split("q", DATE, "q", "p"),
    )
    assert story(again, "q") == [("1 January", "")]
    assert story(again, "p") == []


def test_what_was_recorded_for_the_instant_is_handed_over() -> None:
    known = with_(offered("q"), event.capable("q", DATE, {PAY: NO}), event.merged("q", DATE, "p"))
    assert levels(known, "q") == [("1 January", 4), ("1 July", None)]
    assert levels(known, "p") == [("1 July", 3)]
    known.record(event.ceiling_declared("q", DATE, 2))
    assert levels(known, "p") == [("1 July", 2)]
    assert idle(known.own("q"), known.timelines()["q"]) == []


def test_a_late_correction_of_the_predecessor_flows_on() -> None:
    known = with_(offered("q"), event.merged("q", DATE, "p"), event.merged("p", on(AUGUST, 1), "s"))
    known.record(event.capable("q", on(JUNE, 1), {PAY: NO}))
    assert (levels(known, "p")[0], levels(known, "s")) == (("1 July", 3), [("1 August", 3)])
    known.record(event.closed("q", on(JUNE, 15)))
    assert (story(known, "p"), story(known, "s")) == ([], [])


def test_own_records_count_in_a_following_period_capability_by_capability() -> None:
    known = offered("q", states=LEVEL_3)
    merger = known.record(event.merged("q", DATE, "p"))
    known.record(event.capable("p", DATE, {PAY: YES}))
    known.record(event.ceiling_declared("p", on(AUGUST, 1), 2))
    assert levels(known, "p") == [("1 July", 4), ("1 August", 2)]
    known.record(event.capable("q", on(JUNE, 1), {FILE: NO, PAY: NO}))
    assert span_on(known, "p", DATE).level == 2  # Q's file counts, P's pay hides Q's
    known.withdraw(merger)
    assert idle(known.own("p"), known.timelines()["p"]) == [1, 2]


def test_a_record_from_before_it_follows_says_nothing_of_it() -> None:
    known = with_(
        offered("q"), event.capable("p", on(JUNE, 1), {PAY: NO}), event.merged("q", DATE, "p")
    )
    assert levels(known, "p") == [("1 July", 4)]
    assert idle(known.own("p"), known.timelines()["p"]) == [1]


def test_a_designation_is_not_handed_on() -> None:
    full = event.designated("q", on(JUNE, 1), facts.EXTENT_FULL)
    own = event.designated("p", on(JULY, 2), facts.EXTENT_PARTIAL)
    [period] = with_(offered("q"), full, event.merged("q", DATE, "p"), own).timelines()["p"]
    assert period.designation(DATE) is None
    assert period.designation(on(JULY, 2)) == own


def test_the_rule_is_that_of_the_last_period_else_the_common_one_else_the_usual() -> None:
    points = event.opened("q", on(JANUARY, 1), LEVEL_4, rule=SIX)
    merged = event.merged("q", DATE, "p"), event.merged("r", DATE, "p")
    common = with_(catalogue(points), merged[0])
    assert span_on(common, "p", DATE).level_rule == SIX
    differ = with_(offered("r"), points, *merged)
    assert span_on(differ, "p", DATE).level_rule == "vn.levels@1"
    before = event.opened("p", on(JANUARY, 1), rule=SIX), event.closed("p", on(JUNE, 1))
    again = with_(offered("q"), *before, merged[0])
    assert span_on(again, "p", DATE).level_rule == SIX
    usual = event.opened("p", on(JUNE, 2)), event.closed("p", on(JUNE, 3))
    last = with_(catalogue(points), *before, *usual, merged[0])
    assert span_on(last, "p", DATE).level_rule == "vn.levels@1"


def test_nothing_is_handed_on_to_a_unit_that_is_not_there_yet() -> None:
    known = with_(offered("q"), event.merged("q", DATE, "t"), event.unit_opened("t", on(AUGUST, 1)))
    assert story(known, "t") == []
    known.record(event.unit_opened("t", DATE))  # its opening is corrected
    assert story(known, "t") == [("1 July", "q")]


def test_splits_into_each_other_on_one_day_are_asked_for_what_was_before() -> None:
    known = with_(offered("q"), event.split("q", DATE, "p", "q"), event.split("p", DATE, "q", "p"))
    assert (story(known, "p"), story(known, "q")) == ([("1 July", "q")], [("1 January", "")])
    known.record(event.closed("q", on(JUNE, 1)))
    assert story(known, "p") == []
