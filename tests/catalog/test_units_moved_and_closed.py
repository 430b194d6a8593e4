"""Units that move or close: given what happened, when one is to, then these facts or this refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.catalog.domain import descriptions, structure, tree
from services.catalog.domain.effective import instant
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
    split,
    u,
    withdrawn,
)

CITY = [opened("city"), opened("a", "city"), opened("b", "city"), opened("w", "a")]


def move(
    happened: list[Any], unit_id: str, parent: str, *, at: float | None = None, reason: str = ""
) -> Changes:
    proposed = moved(unit_id, parent, day=0, correction_reason=reason)
    return structure.move(forest(*happened), proposed=proposed, at=_time(at), now=NOW)


def close(
    happened: list[Any], unit_id: str, *, at: float | None = None, reason: str = ""
) -> Changes:
    proposed = closed(unit_id, day=0, legal_basis="1656/NQ-UBTVQH15", correction_reason=reason)
    return structure.close(forest(*happened), proposed=proposed, at=_time(at), now=NOW)


def _time(day: float | None) -> datetime | None:
    return None if day is None else on(day)


def said(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The one fact of each unit."""
    return {name: facts[0].message for name, facts in changes.items() if len(facts) == 1}


def test_a_unit_moves_below_another_from_now_on() -> None:
    changes = move(CITY, "w", "b")
    assert said(changes) == {u("w"): moved("w", "b", day=0)}
    after = forest(*CITY).after(changes)
    assert tree.parent_at(after, u("w"), on(-1)) == u("a")
    assert tree.parent_at(after, u("w"), on(0)) == u("b")


def test_the_fact_is_published_under_the_unit() -> None:
    [fact] = move(CITY, "w", "b")[u("w")]
    assert (fact.subject, fact.occurred_at) == ("motcua.catalog.UnitMoved.w", NOW)


def test_a_unit_becomes_a_root() -> None:
    assert said(move(CITY, "w", "", at=3)) == {u("w"): moved("w", "", day=3)}


def test_a_move_in_the_past_needs_a_reason() -> None:
    assert refused(lambda: move(CITY, "w", "b", at=-1)) == "PAST_WITHOUT_REASON effective_time"
    assert u("w") in move(CITY, "w", "b", at=-1, reason="ghi sai")


def test_a_back_dated_move_holds_until_the_next_one() -> None:
    happened = [*CITY, moved("w", "b", day=-10)]
    after = forest(*happened).after(move(happened, "w", "city", at=-20, reason="ghi sai"))
    parents = [tree.parent_at(after, u("w"), on(day)) for day in (-30, -20, -10)]
    assert parents == [u("a"), u("city"), u("b")]


def test_an_unknown_unit_or_parent_is_refused_by_field() -> None:
    assert refused(lambda: move(CITY, "nobody", "b")) == "UNIT_UNKNOWN name"
    assert refused(lambda: move(CITY, "w", "nobody")) == "UNIT_UNKNOWN parent"


def test_a_unit_moves_only_while_it_is_open() -> None:
    planned = [*CITY, opened("late", "a", day=5)]
    assert refused(lambda: move(planned, "late", "b", at=4)) == "UNIT_NOT_OPEN_THEN effective_time"
    ended = [*CITY, closed("w", day=5)]
    assert refused(lambda: move(ended, "w", "b", at=5)) == "UNIT_ENDED effective_time"


def test_a_parent_is_open_when_a_unit_comes_below_it() -> None:
    planned = [*CITY, opened("late", "city", day=5)]
    assert refused(lambda: move(planned, "w", "late", at=4)) == "UNIT_NOT_OPEN_THEN parent"
    ended = [*CITY, opened("old", "city"), closed("old", day=4)]
    assert refused(lambda: move(ended, "w", "old", at=4)) == "UNIT_ENDED parent"


def test_a_parent_stays_open_while_the_unit_lies_below_it() -> None:
    ending = [*CITY, closed("b", day=9)]
    assert refused(lambda: move(ending, "w", "b", at=1)) == "PARENT_NOT_OPEN parent"
    assert refused_with(lambda: move(ending, "w", "b", at=1)) == {
        "unit": u("w"),
        "parent": u("b"),
        "time": "2026-03-11T08:00:00Z",
    }


def test_a_unit_may_lie_below_a_parent_that_ends_if_it_leaves_or_ends_by_then() -> None:
    leaving = [*CITY, closed("b", day=9), moved("w", "city", day=9)]
    assert u("w") in move(leaving, "w", "b", at=1)
    ending = [*CITY, closed("b", day=9), closed("w", day=9)]
    assert u("w") in move(ending, "w", "b", at=1)


def test_a_unit_never_lies_below_itself() -> None:
    assert refused(lambda: move(CITY, "a", "a")) == "UNIT_CYCLE parent"
    assert refused(lambda: move(CITY, "a", "w")) == "UNIT_CYCLE parent"
    assert refused(lambda: move(CITY, "city", "w")) == "UNIT_CYCLE parent"


def test_a_cycle_at_a_later_date_is_refused_today() -> None:
    planned = [*CITY, moved("a", "b", day=5)]
    assert refused(lambda: move(planned, "b", "w", at=1)) == "UNIT_CYCLE parent"
    assert refused_with(lambda: move(planned, "b", "a", at=1))["time"] == "2026-03-07T08:00:00Z"


def test_units_may_change_places_over_time() -> None:
    swapped = [*CITY, moved("w", "city", day=1), moved("a", "w", day=2)]
    assert said(move(swapped, "b", "a", at=3)) == {u("b"): moved("b", "a", day=3)}


def test_a_unit_closes_and_stays_where_it_lay_last() -> None:
    changes = close(CITY, "w", at=2)
    [fact] = changes[u("w")]
    assert instant(fact.message.effective_time) == on(2)
    assert fact.message.legal_basis == "1656/NQ-UBTVQH15"
    after = forest(*CITY).after(changes)
    assert [tree.open_at(after, u("w"), on(day)) for day in (1.9, 2)] == [True, False]
    assert tree.parent_at(after, u("w"), on(99)) == u("a")
    assert structure.ended(changes) == [u("w")]


def test_a_unit_does_not_close_while_units_below_it_go_on() -> None:
    assert refused(lambda: close(CITY, "a")) == "UNIT_HAS_CHILDREN name"
    assert refused_with(lambda: close(CITY, "a")) == {"unit": u("a"), "children": u("w")}


def test_at_most_five_of_the_units_in_the_way_are_named() -> None:
    many = [*CITY, *(opened(f"w{n}", "b") for n in range(7))]
    assert refused_with(lambda: close(many, "b"))["children"] == (
        "units/w0, units/w1, units/w2, units/w3, units/w4, …"
    )


def test_a_unit_closes_once_those_below_it_have_ended_or_moved_by_then() -> None:
    ended = [*CITY, closed("w", day=2)]
    assert refused(lambda: close(ended, "a", at=1.9)) == "UNIT_HAS_CHILDREN name"
    assert u("a") in close(ended, "a", at=2)
    left = [*CITY, moved("w", "b", day=2)]
    assert refused(lambda: close(left, "a", at=1.9)) == "UNIT_HAS_CHILDREN name"
    assert u("a") in close(left, "a", at=2)


def test_a_unit_that_is_to_come_below_it_stands_in_the_way() -> None:
    planned = [*CITY, moved("w", "b", day=-1), opened("late", "a", day=30)]
    assert refused_with(lambda: close(planned, "a"))["children"] == u("late")
    returning = [*CITY, moved("w", "b", day=-1), moved("w", "a", day=30)]
    assert refused_with(lambda: close(returning, "a"))["children"] == u("w")


def test_what_once_lay_below_it_does_not() -> None:
    assert u("a") in close([*CITY, moved("w", "b", day=-50)], "a")


def test_a_unit_ends_once() -> None:
    for ended in (
        closed("w", day=-9),
        closed("w", day=9),
        merged("w", "b", day=9),
        split("w", {"a": None, "b": None}, day=9),
    ):
        assert refused(lambda e=ended: close([*CITY, e], "w")) == "UNIT_ENDS_ALREADY name"


def test_a_unit_whose_end_was_withdrawn_can_end() -> None:
    assert u("w") in close([*CITY, closed("w", day=9), withdrawn("w", 2)], "w", at=5)


def test_a_unit_ends_after_its_opening() -> None:
    planned = [*CITY, opened("late", "a", day=5)]
    for day in (4, 5):
        assert refused(lambda d=day: close(planned, "late", at=d)) == (
            "UNIT_ENDS_BEFORE_OPENING name"
        )


def test_an_unknown_unit_does_not_close() -> None:
    assert refused(lambda: close(CITY, "nobody")) == "UNIT_UNKNOWN name"


def test_a_closing_in_the_past_needs_a_reason() -> None:
    assert refused(lambda: close(CITY, "w", at=-1)) == "PAST_WITHOUT_REASON effective_time"
    assert u("w") in close(CITY, "w", at=-1, reason="ghi chậm")


def test_a_unit_is_open_when_it_takes_over_from_another() -> None:
    for succeeded in (merged("a", "w", day=5), split("a", {"w": None, "b": None}, day=5)):
        happened = [*CITY, moved("w", "city", day=1), succeeded]
        assert refused(lambda h=happened: close(h, "w", at=4)) == "UNIT_SUCCEEDS name"
        assert refused(lambda h=happened: close(h, "w", at=5)) == "UNIT_SUCCEEDS name"
        assert u("w") in close(happened, "w", at=6)


def test_nothing_is_changed_by_what_is_refused() -> None:
    before = forest(*CITY)
    known = {name: descriptions.described(before[name], NOW) for name in before}
    assert (
        refused(
            lambda: structure.move(before, proposed=moved("city", "w", day=0), at=None, now=NOW)
        )
        == "UNIT_CYCLE parent"
    )
    assert {name: descriptions.described(before[name], NOW) for name in before} == known
