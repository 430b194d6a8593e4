"""Units that are merged: given what happened, when they are to be, then these facts or a refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import lineage, structure, tree
from services.catalog.domain.structure import Changes
from tests.catalog.given import NOW
from tests.catalog.given_units import (
    closed,
    forest,
    merged,
    moved,
    on,
    opened,
    refused,
    refused_with,
    u,
)

CITY = [
    opened("city"),
    *(opened(each, "city") for each in ("a", "b", "c")),
    opened("a1", "a"),
    opened("b1", "b"),
]
SAID = {"offerings": facts.OFFERING_RULE_FOLLOW, "legal_basis": "1656/NQ-UBTVQH15"}


def merge(
    happened: list[Any],
    unit_ids: Sequence[str],
    into: str,
    *,
    at: float = 0,
    reason: str = "",
) -> Changes:
    proposed = merged("", into, day=0, correction_reason=reason, **SAID)
    return structure.merge(
        forest(*happened),
        merged=[u(each) for each in unit_ids],
        proposed=proposed,
        at=on(at),
        now=NOW,
    )


def said(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The one fact of each unit."""
    assert all(len(each) == 1 for each in changes.values())
    return {name: each[0].message for name, each in changes.items()}


def test_each_unit_of_a_merger_has_its_own_fact() -> None:
    changes = merge(CITY, ["a1", "b1"], "c", at=3)
    assert said(changes) == {
        u("a1"): merged("a1", "c", day=3, **SAID),
        u("b1"): merged("b1", "c", day=3, **SAID),
    }
    assert [fact.subject for each in changes.values() for fact in each] == [
        "motcua.catalog.UnitMerged.a1",
        "motcua.catalog.UnitMerged.b1",
    ]


def test_a_merger_says_who_ends_and_who_takes_over() -> None:
    changes = merge(CITY, ["a", "b"], "c")
    assert structure.ended(changes) == [u("a"), u("b")]
    into = {name: lineage.parts(fact.message) for name, [fact] in changes.items()}
    assert {name: parts for name, parts in into.items() if parts} == {
        u("a"): {u("c"): 1},
        u("b"): {u("c"): 1},
    }


def test_the_successor_may_be_one_of_them_and_goes_on() -> None:
    changes = merge(CITY, ["a1", "c"], "c")
    assert list(changes) == [u("a1")]
    assert tree.open_at(forest(*CITY).after(changes), u("c"), on(99))


def test_what_lies_below_moves_along_at_the_same_instant() -> None:
    changes = merge(CITY, ["a", "b"], "c", at=3)
    assert list(changes)[:2] == [u("a"), u("b")]
    assert said(changes)[u("a1")] == moved("a1", "c", day=3)
    assert said(changes)[u("b1")] == moved("b1", "c", day=3)
    after = forest(*CITY).after(changes)
    assert tree.children(after, u("c"), on(3)) == [u("a1"), u("b1")]
    assert tree.children(after, u("a"), on(2.9)) == [u("a1")]


def test_a_merger_in_the_past_moves_with_the_same_reason() -> None:
    changes = merge(CITY, ["a"], "c", at=-3, reason="ghi chậm")
    assert [each.correction_reason for each in said(changes).values()] == ["ghi chậm"] * 2
    assert refused(lambda: merge(CITY, ["a"], "c", at=-3)) == "PAST_WITHOUT_REASON effective_time"


def test_what_ends_or_moves_by_then_does_not_move_along() -> None:
    assert list(merge([*CITY, closed("a1", day=3)], ["a"], "c", at=3)) == [u("a")]
    assert list(merge([*CITY, moved("a1", "b", day=3)], ["a"], "c", at=3)) == [u("a")]


def test_what_is_merged_itself_does_not_move_along() -> None:
    assert said(merge(CITY, ["a1", "a"], "c")) == {
        u("a1"): merged("a1", "c", day=0, **SAID),
        u("a"): merged("a", "c", day=0, **SAID),
    }


def test_what_moves_away_later_moves_along_until_then() -> None:
    happened = [*CITY, moved("a1", "b", day=9)]
    after = forest(*happened).after(merge(happened, ["a"], "c", at=3))
    assert [tree.parent_at(after, u("a1"), on(day)) for day in (2, 3, 9)] == [
        u("a"),
        u("c"),
        u("b"),
    ]


def test_what_is_to_come_below_a_merged_unit_stands_in_the_way() -> None:
    planned = [*CITY, opened("late", "a", day=9)]
    assert refused(lambda: merge(planned, ["a"], "c", at=3)) == "UNIT_HAS_CHILDREN units"
    assert refused_with(lambda: merge(planned, ["a"], "c", at=3)) == {
        "unit": u("a"),
        "children": u("late"),
    }


def test_a_unit_is_not_merged_into_what_lies_below_it() -> None:
    assert refused(lambda: merge(CITY, ["a"], "a1")) == "UNIT_CYCLE units"


def test_a_unit_may_be_merged_into_what_lay_below_it() -> None:
    happened = [*CITY, moved("a1", "city", day=1)]
    assert list(merge(happened, ["a"], "a1", at=1)) == [u("a")]


def test_a_unit_may_be_merged_into_what_it_lies_below() -> None:
    changes = merge(CITY, ["a"], "city")
    assert said(changes)[u("a1")] == moved("a1", "city", day=0)


def test_a_merger_is_of_units_that_are_known_and_of_at_least_one_other() -> None:
    assert refused(lambda: merge(CITY, ["nobody"], "c")) == "UNIT_UNKNOWN units"
    assert refused(lambda: merge(CITY, ["a"], "nobody")) == "UNIT_UNKNOWN into"
    assert refused(lambda: merge(CITY, ["c"], "c")) == "NOTHING_MERGED units"
    assert refused(lambda: merge(CITY, [], "c")) == "NOTHING_MERGED units"
    assert refused(lambda: merge(CITY, ["a", "b", "a"], "c")) == "UNIT_REPEATED units"
    many = [f"u{n}" for n in range(201)]
    assert refused(lambda: merge(CITY, many, "c")) == "LIST_TOO_LONG units"


def test_the_successor_is_open_by_then() -> None:
    planned = [*CITY, opened("new", "city", day=5)]
    assert refused(lambda: merge(planned, ["a"], "new", at=4)) == "UNIT_NOT_OPEN_THEN into"
    assert u("a") in merge(planned, ["a"], "new", at=5)
    ended = [*CITY, closed("c", day=5)]
    assert refused(lambda: merge(ended, ["a"], "c", at=5)) == "UNIT_ENDED into"


def test_what_moves_along_needs_a_successor_that_goes_on() -> None:
    ending = [*CITY, closed("c", day=5)]
    assert refused(lambda: merge(ending, ["a"], "c", at=4)) == "PARENT_NOT_OPEN units"
    assert u("a1") in merge(ending, ["a1"], "c", at=4)


def test_each_unit_of_a_merger_is_open_before_and_ends_once() -> None:
    planned = [*CITY, opened("new", "city", day=5)]
    assert refused(lambda: merge(planned, ["new"], "c", at=5)) == "UNIT_ENDS_BEFORE_OPENING units"
    ended = [*CITY, closed("a1", day=5)]
    assert refused(lambda: merge(ended, ["a1"], "c", at=1)) == "UNIT_ENDS_ALREADY units"


def test_a_successor_does_not_end_by_a_merger_before_it_takes_over() -> None:
    happened = [*CITY, merged("a1", "b1", day=5)]
    assert refused(lambda: merge(happened, ["b1"], "c", at=5)) == "UNIT_SUCCEEDS units"
    assert u("b1") in merge(happened, ["b1"], "c", at=6)
