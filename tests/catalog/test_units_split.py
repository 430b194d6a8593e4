"""Units that are split: given what happened, when they are to be, then these facts or this refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import structure, tree
from services.catalog.domain.structure import Changes
from services.chassis.errors import Refusal
from tests.catalog.given import NOW
from tests.catalog.given_units import (
    Shares,
    closed,
    forest,
    moved,
    on,
    opened,
    refused,
    refused_with,
    split,
    u,
)

CITY = [
    opened("city"),
    *(opened(each, "city") for each in ("a", "b", "c")),
    opened("a1", "a"),
    opened("b1", "b"),
]
SAID = {"offerings": facts.OFFERING_RULE_FOLLOW, "legal_basis": "1656/NQ-UBTVQH15"}


def divide(happened: list[Any], unit_id: str, shares: Shares, *, at: float = 0) -> Changes:
    proposed = split(unit_id, shares, day=0, **SAID)
    return structure.split(forest(*happened), proposed=proposed, at=on(at), now=NOW)


def said(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The one fact of each unit."""
    assert all(len(each) == 1 for each in changes.values())
    return {name: each[0].message for name, each in changes.items()}


def test_a_unit_is_split_with_shares_in_lowest_terms() -> None:
    changes = divide(CITY, "a1", {"b": "2/6", "c": "2/3"}, at=2)
    assert said(changes) == {u("a1"): split("a1", {"b": "1/3", "c": "2/3"}, day=2, **SAID)}
    assert structure.ended(changes) == [u("a1")]


def test_shares_as_said_need_not_be_in_lowest_terms() -> None:
    proposed = split("a1", {"b": None, "c": None}, day=0)
    proposed.parts[0].share.CopyFrom(facts.Share(numerator=20, denominator=60))
    proposed.parts[1].share.CopyFrom(facts.Share(numerator=10, denominator=15))
    changes = structure.split(forest(*CITY), proposed=proposed, at=None, now=NOW)
    assert said(changes)[u("a1")].parts == split("a1", {"b": "1/3", "c": "2/3"}, day=0).parts


def test_a_split_without_shares_is_not_attributable() -> None:
    [part, other] = said(divide(CITY, "a1", {"b": None, "c": None}))[u("a1")].parts
    assert not part.HasField("share")
    assert not other.HasField("share")


def test_a_unit_among_its_parts_goes_on_with_what_lies_below_it() -> None:
    changes = divide(CITY, "a", {"a": "1/4", "c": "3/4"})
    assert structure.ended(changes) == []
    after = forest(*CITY).after(changes)
    assert tree.open_at(after, u("a"), on(99))
    assert tree.children(after, u("a"), on(99)) == [u("a1")]


def test_a_unit_that_goes_on_can_be_split_again() -> None:
    happened = [*CITY, split("a", {"a": "1/2", "b": "1/2"}, day=-1)]
    assert u("a") in divide(happened, "a", {"a": "1/2", "c": "1/2"})


def test_a_unit_is_not_split_up_while_units_below_it_go_on() -> None:
    assert refused(lambda: divide(CITY, "a", {"b": None, "c": None})) == "UNIT_HAS_CHILDREN name"
    left = [*CITY, moved("a1", "b", day=0)]
    assert u("a") in divide(left, "a", {"b": None, "c": None})


@pytest.mark.parametrize(
    ("shares", "reason"),
    [
        ({}, "PARTS_TOO_FEW parts"),
        ({"b": "1"}, "PARTS_TOO_FEW parts"),
        ({"b": "1/2", "c": None}, "SHARES_INCOMPLETE parts"),
        ({"b": "1/2", "c": "1/3"}, "SHARES_NOT_WHOLE parts"),
        ({"b": "2/3", "c": "2/3"}, "SHARES_NOT_WHOLE parts"),
        ({"b": "1", "c": "0"}, "SHARE_INVALID parts[1].share"),
        ({"b": "3/2", "c": "-1/2"}, "SHARE_INVALID parts[1].share"),
        ({"b": "1/2", "nobody": "1/2"}, "UNIT_UNKNOWN parts[1].unit"),
    ],
)
def test_parts_that_do_not_make_a_whole_are_refused(shares: Shares, reason: str) -> None:
    assert refused(lambda: divide(CITY, "a1", shares)) == reason


def test_a_share_without_a_denominator_is_refused() -> None:
    proposed = split("a1", {"b": "1/2", "c": "1/2"}, day=0)
    proposed.parts[0].share.denominator = 0
    assert (
        refused(lambda: structure.split(forest(*CITY), proposed=proposed, at=None, now=NOW))
        == "SHARE_INVALID parts[0].share"
    )


def test_every_part_at_fault_is_told() -> None:
    shares: Shares = {"b": "1", "c": "0", "a": "-1"}
    assert faults_of(lambda: divide(CITY, "a1", shares)) == [
        "SHARE_INVALID parts[1].share",
        "SHARE_INVALID parts[2].share",
    ]
    assert faults_of(lambda: divide(CITY, "a1", {"nobody": "1/2", "nothing": "1/2"})) == [
        "UNIT_UNKNOWN parts[0].unit",
        "UNIT_UNKNOWN parts[1].unit",
    ]


def faults_of(decide: Callable[[], object]) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        decide()
    every = [refusal.value, *refusal.value.also]
    return [f"{each.reason.code} {each.field}" for each in every]


def test_the_sum_of_shares_is_exact_and_named() -> None:
    thirds = {"b": "1/3", "c": "1/3", "city": "333333333333333333/1000000000000000000"}
    assert refused(lambda: divide(CITY, "a1", thirds)) == "SHARES_NOT_WHOLE parts"
    assert refused_with(lambda: divide(CITY, "a1", thirds))["sum"] == (
        "2999999999999999999/3000000000000000000"
    )
    assert u("a1") in divide(CITY, "a1", {"b": "1/3", "c": "1/3", "city": "1/3"})


def test_parts_are_named_once_and_at_most_200() -> None:
    twice = split("a1", {"b": None, "c": None}, day=0)
    twice.parts[1].unit = u("b")
    assert (
        refused(lambda: structure.split(forest(*CITY), proposed=twice, at=None, now=NOW))
        == "UNIT_REPEATED parts"
    )
    many = {f"u{n}": None for n in range(201)}
    assert refused(lambda: divide(CITY, "a1", many)) == "LIST_TOO_LONG parts"


def test_the_parts_are_open_by_then() -> None:
    planned = [*CITY, opened("new", "city", day=5)]
    shares: Shares = {"b": None, "new": None}
    assert refused(lambda: divide(planned, "a1", shares, at=4)) == (
        "UNIT_NOT_OPEN_THEN parts[1].unit"
    )
    assert u("a1") in divide(planned, "a1", shares, at=5)
    ended = [*CITY, closed("c", day=5)]
    gone: Shares = {"b": None, "c": None}
    assert refused(lambda: divide(ended, "a1", gone, at=5)) == "UNIT_ENDED parts[1].unit"


def test_what_is_split_is_known_and_open() -> None:
    shares: Shares = {"b": None, "c": None}
    assert refused(lambda: divide(CITY, "nobody", shares)) == "UNIT_UNKNOWN name"
    ended = [*CITY, closed("a1", day=-5)]
    assert refused(lambda: divide(ended, "a1", shares)) == "UNIT_ENDS_ALREADY name"
    going_on: Shares = {"a1": None, "c": None}
    assert refused(lambda: divide(ended, "a1", going_on)) == "UNIT_ENDED name"
    planned = [*CITY, opened("new", "city", day=5)]
    assert refused(lambda: divide(planned, "new", shares, at=5)) == "UNIT_ENDS_BEFORE_OPENING name"


def test_a_split_in_the_past_needs_a_reason() -> None:
    shares: Shares = {"b": None, "c": None}
    assert refused(lambda: divide(CITY, "a1", shares, at=-1)) == (
        "PAST_WITHOUT_REASON effective_time"
    )
