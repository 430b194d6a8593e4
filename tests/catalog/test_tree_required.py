"""The forest of units: who lies above and below whom, and which forests are refused.

Promises one test for each question and each fault. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.catalog.domain import structure, tree, units
from services.catalog.domain.tree import Forest
from services.chassis.errors import Refusal
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
    split,
    u,
    withdrawn,
)

CITY = [opened("city"), opened("a", "city"), opened("b", "city"), opened("w", "a")]


def required(*happened: Any, changed: str, since: float = -400) -> None:
    tree.require_tree(forest(*happened), [u(changed)], since=on(since))


def fault(*happened: Any, changed: str, since: float = -400) -> str:
    """What is wrong with the tree; nothing, where it is one."""
    try:
        required(*happened, changed=changed, since=since)
    except Refusal as refusal:
        return f"{refusal.reason.code} {refusal.field}"
    return ""


def test_a_unit_lies_below_its_ancestors_the_nearest_first() -> None:
    assert tree.ancestors(forest(*CITY), u("w"), NOW) == [u("a"), u("city")]
    assert tree.ancestors(forest(*CITY), u("city"), NOW) == []


def test_a_unit_that_is_unknown_or_not_yet_opened_lies_below_nobody() -> None:
    known = forest(*CITY, opened("late", "a", day=5))
    assert tree.parent_at(known, u("nobody"), NOW) == ""
    assert tree.parent_at(known, u("late"), NOW) == ""
    assert tree.parent_at(known, u("late"), on(5)) == u("a")
    assert not tree.open_at(known, u("nobody"), NOW)


def test_a_unit_that_has_ended_lies_where_it_lay_last_and_below_nobody_else() -> None:
    known = forest(*CITY, moved("w", "b", day=1), closed("w", day=2), closed("b", day=3))
    assert tree.ancestors(known, u("w"), on(9)) == [u("b"), u("city")]
    assert tree.children(known, u("b"), on(9)) == []


def test_children_are_those_that_are_open_then() -> None:
    known = forest(*CITY, opened("late", "a", day=5), moved("w", "b", day=2), closed("b", day=9))
    assert tree.children(known, u("a"), on(0)) == [u("w")]
    assert tree.children(known, u("a"), on(2)) == []
    assert tree.children(known, u("a"), on(5)) == [u("late")]
    assert tree.children_from(known, u("a"), on(0)) == [u("late"), u("w")]
    assert tree.children_from(known, u("a"), on(2)) == [u("late")]


def test_a_forest_answers_alike_however_it_is_kept() -> None:
    happened = [*CITY, moved("w", "b", day=2), merged("a", "b", day=3), withdrawn("a", 2)]
    kept = forest(*happened)
    changes = structure.move(kept, proposed=moved("w", "city", day=0), at=on(5), now=NOW)
    over = [
        kept.after(changes),
        tree.indexed(dict(kept)).after(changes),
        Forest(dict(kept)).after(changes),
    ]
    for each in over:
        assert sorted(each) == sorted(kept)
        assert len(each) == len(kept)
        assert dict(each) == dict(over[0])
        for name in kept:
            for day in (0, 2, 5):
                assert tree.children(each, name, on(day)) == tree.children(
                    dict(each), name, on(day)
                )


def test_a_forest_stays_as_it_was_after_another_is_made_of_it() -> None:
    kept = forest(*CITY)
    before = dict(kept)
    kept.after(structure.close(kept, proposed=closed("w", day=0), at=None, now=NOW))
    assert dict(kept) == before


def test_a_parent_that_opens_later_is_a_fault() -> None:
    late = [opened("p", day=5), opened("w", "p", day=4)]
    assert refused(lambda: required(*late, changed="w")) == "PARENT_NOT_OPEN effective_time"
    required(opened("p", day=4), opened("w", "p", day=4), changed="w")


def test_a_parent_that_nobody_opened_is_a_fault() -> None:
    alone = opened("w", "nobody")
    assert refused(lambda: required(alone, changed="w")) == "PARENT_NOT_OPEN effective_time"


def test_a_parent_that_ends_first_is_a_fault_also_when_it_is_the_parent_that_changed() -> None:
    ending = [*CITY, closed("a", day=5)]
    assert refused(lambda: required(*ending, changed="w")) == "PARENT_NOT_OPEN effective_time"
    assert refused_with(lambda: required(*ending, changed="a")) == {
        "unit": u("w"),
        "parent": u("a"),
        "time": "2026-03-07T08:00:00Z",
    }
    assert fault(*ending, closed("w", day=5), changed="a") == ""
    assert fault(*ending, moved("w", "b", day=5), changed="a") == ""


def test_a_fault_before_the_change_is_not_its_fault() -> None:
    late = [opened("p", day=5), opened("w", "p", day=4)]
    assert fault(*late, changed="w", since=4) == "PARENT_NOT_OPEN effective_time"
    assert fault(*late, changed="w", since=5) == ""


def test_a_cycle_that_several_changes_make_is_found_from_each() -> None:
    ring = [*CITY, moved("a", "w", day=1), moved("w", "b", day=1), moved("b", "a", day=1)]
    for changed in ("a", "w", "b"):
        assert refused(lambda c=changed: required(*ring, changed=c)) == (
            "UNIT_CYCLE effective_time"
        )


def test_a_cycle_above_a_changed_unit_ends_the_search() -> None:
    ring = [*CITY, moved("a", "b", day=1), moved("b", "a", day=1)]
    assert refused(lambda: required(*ring, changed="w")) == "UNIT_CYCLE effective_time"


def test_a_cycle_of_one_instant_that_was_corrected_is_none() -> None:
    wrong, right = moved("a", "w", day=1), moved("a", "city", day=1)
    assert fault(*CITY, wrong, changed="a") == "UNIT_CYCLE effective_time"
    assert fault(*CITY, wrong, right, changed="a") == ""


def test_very_deep_trees_are_trees() -> None:
    chain = [opened("u0"), *(opened(f"u{n}", f"u{n - 1}") for n in range(1, 3000))]
    assert fault(*chain, changed="u2999") == ""
    ring = moved("u0", "u2999", day=1)
    assert refused(lambda: required(*chain, ring, changed="u0")) == "UNIT_CYCLE effective_time"


class Counted(Forest):
    """Counts how many units are looked at."""

    looked = 0

    def __getitem__(self, name: str) -> units.Unit:
        self.looked += 1
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a change must not go through all units")


def test_a_change_looks_only_at_what_it_can_touch() -> None:
    nation = Counted()
    for province in range(30):
        above = f"p{province}"
        opening = [opened(above), *(opened(f"{above}w{n}", above) for n in range(500))]
        for name, unit in forest(*opening).items():
            nation.put(name, unit)
    assert len(nation) == 15_030
    nation.looked = 0
    structure.move(nation, proposed=moved("p1w1", "p2", day=0), at=None, now=NOW)
    structure.close(nation, proposed=closed("p1w1", day=0), at=None, now=NOW)
    into = merged("", "p1w1", day=0)
    structure.merge(nation, merged=[u("p1w2"), u("p1w3")], proposed=into, at=None, now=NOW)
    halves = split("p1w4", {"p1w5": "1/2", "p2w5": "1/2"}, day=0)
    structure.split(nation, proposed=halves, at=None, now=NOW)
    assert nation.looked < 100
