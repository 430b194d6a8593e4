"""Openings of units that are corrected: given what happened, then this fact or this refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import effective, openings, structure, tree, units
from services.catalog.domain.structure import Changes
from services.catalog.resources.units import resource_periods
from services.submissions.domain.units import Change, Units
from tests.catalog.given import NOW
from tests.catalog.given_units import (
    closed,
    forest,
    moved,
    on,
    opened,
    refused,
    refused_with,
    renamed,
    u,
    withdrawn,
)

CITY = [opened("city"), opened("a", "city", day=-10), opened("w", "a", day=-5)]


def correct(
    happened: list[Any], unit_id: str, *, day: float, reason: str = "danh mục 2022"
) -> Changes:
    return openings.correct(forest(*happened), name=u(unit_id), at=on(day), reason=reason, now=NOW)


def after(happened: list[Any], changes: Changes) -> list[Any]:
    return [*happened, *(fact.message for every in changes.values() for fact in every)]


def test_the_opening_is_recorded_again_with_an_earlier_time_and_a_reason() -> None:
    changes = correct(CITY, "w", day=-8)
    [[fact]] = changes.values()
    expected = opened("w", "a", day=-8, correction_reason="danh mục 2022")
    assert (fact.message, fact.occurred_at) == (expected, NOW)
    found = forest(*after(CITY, changes))
    assert tree.open_at(found, u("w"), on(-8))
    assert not tree.open_at(found, u("w"), on(-8.1))
    assert tree.parent_at(found, u("w"), on(-8)) == u("a")


def test_what_happened_to_the_unit_since_stays() -> None:
    happened = [*CITY, renamed("w", "Mới", day=-5), moved("w", "city", day=-4), closed("w", day=-1)]
    found = forest(*after(happened, correct(happened, "w", day=-9)))[u("w")]
    shown = [(each.since, each.message.display_name.vi) for each in resource_periods(found)]
    assert shown[:2] == [(on(-9), "Đơn vị w"), (on(-5), "Mới")]
    assert units.ends_at(found) == on(-1)


def test_an_opening_is_corrected_again_and_again_but_never_to_later() -> None:
    once = after(CITY, correct(CITY, "w", day=-6))
    twice = after(once, correct(once, "w", day=-7))
    assert units.opens_at(forest(*twice)[u("w")]) == on(-7)
    for day in (-7, -6, 3):
        refusal = refused(lambda d=day: correct(twice, "w", day=d))
        assert refusal == "OPENING_NOT_EARLIER effective_time"
    time = effective.shown(on(-7))
    assert refused_with(lambda: correct(twice, "w", day=-6)) == {"unit": u("w"), "time": time}


def test_the_parent_was_open_then() -> None:
    assert refused(lambda: correct(CITY, "w", day=-11)) == "UNIT_NOT_OPEN_THEN effective_time"
    first = after(CITY, correct(CITY, "a", day=-20))
    assert correct(first, "w", day=-11)
    # The parent of that time counts, not that of now.
    moved_since = [*CITY, moved("w", "city", day=-2)]
    assert refused(lambda: correct(moved_since, "w", day=-11)).startswith("UNIT_NOT_OPEN_THEN")


def test_a_root_has_no_parent_to_wait_for() -> None:
    assert correct(CITY, "city", day=-9000)


def test_a_correction_needs_a_unit_and_a_reason() -> None:
    assert refused(lambda: correct(CITY, "nobody", day=-9)) == "UNIT_UNKNOWN name"
    assert refused(lambda: correct(CITY, "w", day=-8, reason=" ")) == (
        "REASON_MISSING correction_reason"
    )


def test_a_unit_that_has_ended_was_open_for_longer_too() -> None:
    happened = [*CITY, closed("w", day=-1)]
    found = forest(*after(happened, correct(happened, "w", day=-8)))
    assert tree.open_at(found, u("w"), on(-8))
    assert not tree.open_at(found, u("w"), on(-1))


@pytest.fixture
def planned() -> list[Any]:
    """An opening that lies ahead, corrected twice to an earlier day that lies ahead too."""
    happened = [*CITY, opened("new", "a", day=9)]
    happened = after(happened, correct(happened, "new", day=5))
    return after(happened, correct(happened, "new", day=3))


def test_withdrawing_a_corrected_opening_withdraws_all_that_said_it(planned: list[Any]) -> None:
    changes = structure.withdraw(forest(*planned), proposed=withdrawn("new", 3), now=NOW)
    assert [fact.message.version for fact in changes[u("new")]] == [1, 2, 3]
    found = forest(*after(planned, changes))[u("new")]
    assert (found.opening, found.openings, found.lies) == (None, (), ())
    assert (found.version, found.meant_below) == (6, u("a"))
    for replaced in (1, 2):
        proposed = withdrawn("new", replaced)
        assert refused(
            lambda p=proposed: structure.withdraw(forest(*planned), proposed=p, now=NOW)
        ) == ("CHANGE_UNKNOWN version")


def test_whoever_keeps_a_copy_of_the_units_forgets_them_too(planned: list[Any]) -> None:
    changes = structure.withdraw(forest(*planned), proposed=withdrawn("new", 3), now=NOW)
    copy = copied(planned)
    assert copy.knows(u("new"))
    copy.must_be_open(u("new"), on(3), field="unit")
    assert not copied(after(planned, changes)).knows(u("new"))


def copied(happened: list[Any]) -> Units:
    """What the submissions service makes of openings and their withdrawals."""
    copy, count = Units(), dict[str, int]()
    for fact in happened:
        version = count[fact.unit] = count.get(fact.unit, 0) + 1
        if isinstance(fact, facts.UnitChangeWithdrawn):
            copy.learn({(fact.unit, fact.version): None})
        else:
            since: datetime = effective.instant(fact.effective_time)
            copy.learn({(fact.unit, version): Change(version, since, fact.parent)})
    return copy
