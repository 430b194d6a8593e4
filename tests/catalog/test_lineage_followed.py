"""What became of units, and what they were made of: given what happened, then these shares.

Promises one test for each way in which units succeed one another. Must not need a database.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from services.catalog.domain import lineage
from services.catalog.domain.lineage import Part
from tests.catalog.given_units import (
    closed,
    forest,
    merged,
    on,
    opened,
    refused,
    split,
    u,
    withdrawn,
)

WARDS = [opened(each) for each in ("a", "b", "c", "d")]
HALF, THIRD, QUARTER = Fraction(1, 2), Fraction(1, 3), Fraction(1, 4)


def forward(
    happened: list[Any], unit_id: str, *, since: float = -1, until: float = 9
) -> dict[str, Part]:
    found = lineage.forward(forest(*happened), u(unit_id), since=on(since), until=on(until))
    return {name.removeprefix("units/"): part for name, part in found.items()}


def back(
    happened: list[Any], unit_id: str, *, since: float = 9, until: float = -1
) -> dict[str, Part]:
    found = lineage.back(forest(*happened), u(unit_id), since=on(since), until=on(until))
    return {name.removeprefix("units/"): part for name, part in found.items()}


def test_a_unit_without_successions_is_itself() -> None:
    assert forward(WARDS, "a") == {"a": 1}
    assert back(WARDS, "a") == {"a": 1}


def test_at_one_and_the_same_instant_a_unit_is_itself() -> None:
    happened = [*WARDS, merged("a", "b", day=1)]
    assert forward(happened, "b", since=1, until=1) == {"b": 1}
    assert back(happened, "b", since=1, until=1) == {"b": 1}


def test_merged_units_lie_wholly_in_their_successor() -> None:
    happened = [*WARDS, merged("a", "c", day=1), merged("b", "c", day=1)]
    assert forward(happened, "a") == {"c": 1}
    assert back(happened, "c") == {"a": 1, "b": 1, "c": 1}


def test_a_successor_that_opened_then_was_not_there_before() -> None:
    happened = [*WARDS, opened("new", day=1), merged("a", "new", day=1)]
    assert back(happened, "new") == {"a": 1}
    assert back(happened, "new", until=1) == {"new": 1}


def test_a_unit_that_was_opened_anew_was_made_of_nothing() -> None:
    assert back([*WARDS, opened("new", day=1)], "new") == {}


def test_a_succession_counts_from_its_instant_on() -> None:
    happened = [*WARDS, merged("a", "b", day=1)]
    assert forward(happened, "a", until=0.9) == {"a": 1}
    assert forward(happened, "a", until=1) == {"b": 1}
    assert forward(happened, "b", since=1) == {"b": 1}
    assert back(happened, "b", since=1) == {"a": 1, "b": 1}
    assert back(happened, "b", since=0.9) == {"b": 1}
    assert back(happened, "b", until=1) == {"b": 1}


def test_the_parts_of_a_split_have_their_shares() -> None:
    happened = [*WARDS, split("a", {"b": "1/3", "c": "2/3"}, day=1)]
    assert forward(happened, "a") == {"b": THIRD, "c": 2 * THIRD}
    assert back(happened, "b") == {"a": THIRD, "b": 1}


def test_a_unit_that_goes_on_keeps_its_own_part() -> None:
    happened = [*WARDS, split("a", {"a": "1/4", "b": "3/4"}, day=1)]
    assert forward(happened, "a") == {"a": QUARTER, "b": 3 * QUARTER}
    assert back(happened, "a") == {"a": QUARTER}
    assert back(happened, "b") == {"a": 3 * QUARTER, "b": 1}
    assert back(happened, "b", until=1) == {"b": 1}


def test_shares_multiply_along_the_way() -> None:
    happened = [
        *WARDS,
        split("a", {"a": "1/2", "b": "1/2"}, day=1),
        split("b", {"c": "1/3", "d": "2/3"}, day=2),
    ]
    assert forward(happened, "a") == {"a": HALF, "c": HALF * THIRD, "d": HALF * 2 * THIRD}
    assert back(happened, "c") == {"a": HALF * THIRD, "b": THIRD, "c": 1}


def test_a_unit_that_is_reached_by_several_ways_adds_its_shares() -> None:
    happened = [
        *WARDS,
        split("a", {"b": "1/3", "c": "2/3"}, day=1),
        split("b", {"c": "1/2", "d": "1/2"}, day=2),
    ]
    assert forward(happened, "a") == {"c": 2 * THIRD + THIRD * HALF, "d": THIRD * HALF}
    assert back(happened, "c") == {"a": 2 * THIRD + THIRD * HALF, "b": HALF, "c": 1}


def test_a_split_that_comes_together_again_is_whole() -> None:
    happened = [
        *WARDS,
        split("a", {"b": "1/3", "c": "2/3"}, day=1),
        merged("b", "d", day=2),
        merged("c", "d", day=3),
    ]
    assert forward(happened, "a") == {"d": 1}
    assert back(happened, "d") == {"a": 1, "b": 1, "c": 1, "d": 1}


def test_a_split_without_shares_is_not_attributable_whatever_follows() -> None:
    happened = [
        *WARDS,
        split("a", {"b": None, "c": None}, day=1),
        split("b", {"b": "1/2", "d": "1/2"}, day=2),
        merged("d", "c", day=3),
    ]
    assert forward(happened, "a") == {"b": None, "c": None}
    assert back(happened, "c") == {"a": None, "b": HALF, "c": 1, "d": 1}


def test_what_cannot_be_attributed_takes_nothing_from_what_can() -> None:
    happened = [
        *WARDS,
        split("a", {"a": "1/2", "b": "1/2"}, day=1),
        split("b", {"c": None, "d": None}, day=2),
    ]
    assert forward(happened, "a") == {"a": HALF, "c": None, "d": None}


def test_successions_of_one_instant_happen_at_once() -> None:
    happened = [
        *WARDS,
        merged("a", "b", day=1),
        split("b", {"b": "1/2", "c": "1/2"}, day=1),
    ]
    assert forward(happened, "a") == {"b": 1}
    assert forward(happened, "b") == {"b": HALF, "c": HALF}
    assert back(happened, "c") == {"b": HALF, "c": 1}


def test_a_part_that_ended_without_a_successor_stays_under_its_unit() -> None:
    happened = [*WARDS, split("a", {"b": "1/3", "c": "2/3"}, day=1), closed("c", day=2)]
    assert forward(happened, "a") == {"b": THIRD, "c": 2 * THIRD}
    assert forward([*WARDS, closed("a", day=2)], "a") == {"a": 1}


def test_a_withdrawn_succession_never_was() -> None:
    happened = [*WARDS, merged("a", "b", day=1), withdrawn("a", 2)]
    assert forward(happened, "a") == {"a": 1}
    assert back(happened, "b") == {"b": 1}


def test_of_two_splits_from_one_instant_the_second_divides_what_the_first_left() -> None:
    happened = [
        *WARDS,
        split("a", {"a": "1/2", "b": "1/2"}, day=1),
        split("a", {"a": "1/4", "c": "3/4"}, day=1),
    ]
    assert forward(happened, "a") == {"b": HALF, "a": HALF * QUARTER, "c": HALF * 3 * QUARTER}
    assert back(happened, "c") == {"c": 1, "a": HALF * 3 * QUARTER}


def test_a_merger_hands_on_what_a_split_of_the_same_instant_left() -> None:
    happened = [
        *WARDS,
        split("a", {"a": "1/4", "b": "3/4"}, day=1),
        merged("a", "b", day=1),
    ]
    assert forward(happened, "a") == {"b": 1}
    assert back(happened, "b") == {"a": 1, "b": 1}


def test_a_split_beyond_the_end_never_was() -> None:
    happened = [*WARDS, split("a", {"a": "1/2", "b": "1/2"}, day=5), merged("a", "c", day=4)]
    assert forward(happened, "a") == {"c": 1}
    assert back(happened, "b") == {"b": 1}


def test_a_share_is_shown_in_lowest_terms_and_the_unknown_one_not_at_all() -> None:
    shown = lineage.share_of(Fraction(4, 6), unit="units/a")
    assert shown is not None
    assert (shown.numerator, shown.denominator) == (2, 3)
    assert lineage.share_of(None, unit="units/a") is None


@pytest.mark.parametrize(("denominator", "fits"), [(2**63 - 1, True), (2**63, False)])
def test_a_share_too_fine_for_a_message_is_refused_and_never_rounded(
    denominator: int, fits: bool
) -> None:
    share = Fraction(1, denominator)
    if fits:
        assert lineage.share_of(share, unit="units/a")
    else:
        assert refused(lambda: lineage.share_of(share, unit="units/a")) == "SHARE_TOO_FINE at"
