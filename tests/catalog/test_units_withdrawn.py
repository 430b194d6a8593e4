"""Planned changes of units that are withdrawn: given what happened, when one is to be, then this
fact or this refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import openings, structure, tree
from services.catalog.domain.offering.aggregate import DECIDER
from services.catalog.domain.structure import Changes
from tests.catalog.given import NOW, after
from tests.catalog.given_units import (
    appointed,
    assigned,
    closed,
    forest,
    merged,
    moved,
    on,
    opened,
    policy,
    refused,
    refused_with,
    relieved,
    renamed,
    split,
    u,
    withdrawn,
)

CITY = [opened("city"), opened("a", "city"), opened("b", "city"), opened("w", "a")]


def withdraw(
    happened: list[Any], unit_id: str, version: int, *, reason: str = "hoãn lại"
) -> Changes:
    proposed = withdrawn(unit_id, version, reason=reason)
    return structure.withdraw(forest(*happened), proposed=proposed, now=NOW)


@pytest.mark.parametrize(
    "planned",
    [
        renamed("w", "Mới", day=1),
        moved("w", "b", day=1),
        closed("w", day=1),
        merged("w", "b", day=1),
        split("w", {"a": None, "b": None}, day=1),
        policy("w", True, day=1),
        assigned("w", "hanoi", day=1),
        appointed("w", "o-1", day=1),
        relieved("w", "o-1", day=1),
    ],
    ids=lambda each: each.DESCRIPTOR.name,
)
def test_every_kind_of_change_can_be_withdrawn_before_it_begins(planned: Any) -> None:
    changes = withdraw([*CITY, planned], "w", 2)
    [fact] = changes[u("w")]
    assert fact.message == withdrawn("w", 2)
    assert (fact.subject, fact.occurred_at) == ("motcua.catalog.UnitChangeWithdrawn.w", NOW)
    unit = forest(*CITY, planned).after(changes)[u("w")]
    assert (unit.version, unit.changes, unit.end) == (3, (), None)
    assert [each.parent for each in unit.lies] == [u("a")]


@pytest.mark.parametrize("day", [-1, 0])
def test_what_has_begun_stays(day: int) -> None:
    begun = [*CITY, moved("w", "b", day=day)]
    assert refused(lambda: withdraw(begun, "w", 2)) == "CHANGE_BEGUN version"


def test_only_a_change_that_there_is_can_be_withdrawn() -> None:
    happened = [*CITY, moved("w", "b", day=1), withdrawn("w", 2)]
    # What is withdrawn, the withdrawal itself, nothing.
    for version in (2, 3, 4, 0, -1):
        assert refused(lambda v=version: withdraw(happened, "w", v)) == "CHANGE_UNKNOWN version"
    assert refused_with(lambda: withdraw(happened, "w", 9)) == {"name": u("w"), "version": "9"}


def test_a_planned_opening_never_was() -> None:
    planned = [*CITY, opened("new", "a", day=9)]
    changes = withdraw(planned, "new", 1)
    after = forest(*planned).after(changes)
    unit = after[u("new")]
    assert (unit.opening, unit.changes, unit.lies, unit.end) == (None, (), (), None)
    assert not tree.open_at(after, u("new"), on(10))
    again = opened("new", "b", day=3)
    anew = forest(*planned, changes[u("new")][0].message, again)
    assert tree.parent_at(anew, u("new"), on(4)) == u("b")
    assert refused(lambda: withdraw([*planned, withdrawn("new", 1)], "new", 1)) == (
        "UNIT_UNKNOWN name"
    )
    ends = [*planned, withdrawn("new", 1), again]
    assert withdraw(ends, "new", 3)
    assert refused(lambda: withdraw(ends, "new", 1)) == "CHANGE_UNKNOWN version"


def test_an_opening_that_has_begun_stays() -> None:
    assert refused(lambda: withdraw(CITY, "w", 1)) == "CHANGE_BEGUN version"
    assert refused(lambda: withdraw([opened("w", day=0)], "w", 1)) == "CHANGE_BEGUN version"


@pytest.mark.parametrize(
    "relying",
    [
        opened("below", "new", day=9),
        moved("w", "new", day=9),
        merged("w", "new", day=9),
        split("w", {"w": None, "new": None}, day=9),
        renamed("new", "Mới", day=9),
        assigned("new", "hanoi", day=9),
        closed("new", day=10),
    ],
    ids=lambda each: each.DESCRIPTOR.name,
)
def test_an_opening_is_not_withdrawn_while_a_unit_refers_to_it(relying: Any) -> None:
    planned = [*CITY, opened("new", "a", day=8), relying]
    assert refused(lambda: withdraw(planned, "new", 1)) == "OPENING_REFERENCED version"
    others = refused_with(lambda: withdraw(planned, "new", 1))
    assert others == {"unit": u("new"), "others": relying.unit}


def test_an_opening_is_not_withdrawn_while_anything_else_refers_to_it() -> None:
    planned = forest(*CITY, opened("new", "a", day=8))
    offering = "services/a/offerings/new"
    offered = facts.OfferingOpened(offering=offering, effective_time=on(8))
    gone = facts.OfferingChangeWithdrawn(offering=offering, version=1)
    open_then, never_opened = after(DECIDER, offered), after(DECIDER, offered, gone)

    def withdrawing(**found: Any) -> Any:
        return lambda: openings.require_unreferenced(planned, withdrawn("new", 1), **found)

    for found in ({"offerings": {offering: open_then}}, {"naming": ["services/a"]}):
        assert refused(withdrawing(**found)) == "OPENING_REFERENCED version"
    both = {"offerings": {offering: open_then}, "naming": ["targets/t"]}
    assert refused_with(withdrawing(**both))["others"] == f"{offering}, targets/t"
    withdrawing(offerings={offering: never_opened})()


def test_what_no_longer_relies_on_an_opening_does_not_hinder() -> None:
    planned = [*CITY, opened("new", "a", day=8), moved("w", "new", day=9), withdrawn("w", 2)]
    assert withdraw(planned, "new", 1)


def test_a_withdrawal_needs_a_reason_and_a_unit() -> None:
    happened = [*CITY, moved("w", "b", day=1)]
    assert refused(lambda: withdraw(happened, "w", 2, reason=" ")) == ("REASON_MISSING reason")
    assert refused(lambda: withdraw(happened, "nobody", 2)) == "UNIT_UNKNOWN name"


def test_a_move_is_not_withdrawn_when_the_former_parent_ends() -> None:
    happened = [*CITY, moved("w", "b", day=1), closed("a", day=1)]
    assert refused(lambda: withdraw(happened, "w", 2)) == "PARENT_NOT_OPEN version"


def test_a_closing_and_then_the_move_before_it_are_withdrawn() -> None:
    happened = [*CITY, moved("w", "b", day=1), closed("a", day=1)]
    again = [*happened, withdraw(happened, "a", 2)[u("a")][0].message]
    after = forest(*again).after(withdraw(again, "w", 2))
    assert tree.parent_at(after, u("w"), on(9)) == u("a")


def test_an_end_is_not_withdrawn_when_the_parent_ends_by_then() -> None:
    happened = [*CITY, closed("w", day=1), closed("a", day=2)]
    assert refused(lambda: withdraw(happened, "w", 2)) == "PARENT_NOT_OPEN version"


def test_a_move_is_not_withdrawn_when_that_would_make_a_cycle() -> None:
    happened = [*CITY, moved("w", "city", day=1), moved("a", "w", day=2)]
    assert refused(lambda: withdraw(happened, "w", 2)) == "UNIT_CYCLE version"


def test_an_end_is_not_withdrawn_when_what_lay_behind_it_can_no_longer_be() -> None:
    behind = [*CITY, split("w", {"w": None, "b": None}, day=5), closed("w", day=4)]
    assert u("w") in withdraw(behind, "w", 3)
    ended = [*behind, closed("b", day=4)]
    assert refused(lambda: withdraw(ended, "w", 3)) == "UNIT_SUCCEEDS version"


def test_a_withdrawn_end_can_be_planned_anew() -> None:
    happened = [*CITY, closed("w", day=1)]
    after = forest(*happened).after(withdraw(happened, "w", 2))
    changes = structure.close(after, proposed=closed("w", day=0), at=on(7), now=NOW)
    assert tree.open_at(after.after(changes), u("w"), on(6))
    assert not tree.open_at(after.after(changes), u("w"), on(7))
