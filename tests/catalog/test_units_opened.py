"""Units: given what happened, when one is opened, then these facts or this refusal.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.catalog.domain import tree, units
from services.catalog.domain.effective import instant
from services.chassis.errors import Refusal
from tests.catalog.given import DAY, NOW, messages, open_unit, text, unit_opened
from tests.catalog.given_units import closed, opened, unit, withdrawn


def opening(
    unit: units.Unit | None = None,
    *,
    proposed: Any = None,
    parent: units.Unit | None = None,
    at: datetime | None = None,
) -> list[Any]:
    proposed = proposed or unit_opened()
    return list(
        units.open_unit(unit or units.Unit(), proposed=proposed, parent=parent, at=at, now=NOW)
    )


def refused(**rest: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        opening(**rest)
    assert refusal.value.message("vi")
    return f"{refusal.value.reason.code} {refusal.value.field}"


def test_a_root_opens_now_when_no_time_is_named() -> None:
    [opened] = messages(opening())
    assert instant(opened.effective_time) == NOW
    assert (opened.unit, opened.parent, opened.kind) == ("units/q1", "", "ward")


def test_a_fact_is_published_under_the_unit() -> None:
    [fact] = opening(proposed=unit_opened("units/Hoàn.Kiếm"))
    assert fact.subject == "motcua.catalog.UnitOpened.Ho%C3%A0n%2EKi%E1%BA%BFm"
    assert fact.occurred_at == NOW


def test_a_unit_opens_later_below_a_parent_that_is_open_by_then() -> None:
    parent = open_unit("units/city", at=NOW + DAY)
    [opened] = messages(
        opening(proposed=unit_opened(parent="units/city"), parent=parent, at=NOW + 2 * DAY)
    )
    assert instant(opened.effective_time) == NOW + 2 * DAY


def test_the_same_unit_twice_is_refused() -> None:
    assert refused(unit=open_unit()) == "UNIT_EXISTS unit_id"


def test_an_unknown_parent_is_refused_by_name() -> None:
    proposed = unit_opened(parent="units/nowhere")
    assert refused(proposed=proposed, parent=units.Unit()) == "UNIT_UNKNOWN unit.parent"


def test_a_unit_cannot_be_its_own_parent() -> None:
    proposed = unit_opened("units/q1", parent="units/q1")
    assert refused(proposed=proposed, parent=units.Unit()) == "UNIT_UNKNOWN unit.parent"


def test_a_parent_that_opens_later_is_refused() -> None:
    parent = open_unit("units/city", at=NOW + DAY)
    proposed = unit_opened(parent="units/city")
    assert refused(proposed=proposed, parent=parent) == "UNIT_NOT_OPEN_THEN unit.parent"


def test_the_past_needs_a_reason() -> None:
    assert refused(at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"


def test_a_blank_reason_is_none() -> None:
    proposed = unit_opened()
    proposed.correction_reason = "  "
    assert refused(proposed=proposed, at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"


def test_a_correction_reaches_into_the_past() -> None:
    proposed = unit_opened()
    proposed.correction_reason = "Nghị quyết 202"
    [opened] = messages(opening(proposed=proposed, at=NOW - DAY))
    assert instant(opened.effective_time) == NOW - DAY
    assert opened.correction_reason == "Nghị quyết 202"


def test_a_unit_needs_a_name_in_vietnamese() -> None:
    proposed = unit_opened()
    proposed.display_name.CopyFrom(text(vi=" ", en="Ward 1"))
    assert refused(proposed=proposed) == "DISPLAY_NAME_MISSING unit.display_name.vi"


def test_a_parent_that_has_ended_is_refused() -> None:
    parent = unit(opened("city"), closed("city", day=-1))
    proposed = unit_opened(parent="units/city")
    assert refused(proposed=proposed, parent=parent) == "UNIT_ENDED unit.parent"


def test_a_parent_that_is_known_to_end_is_refused() -> None:
    parent = unit(opened("city"), closed("city", day=100))
    proposed = unit_opened(parent="units/city")
    assert refused(proposed=proposed, parent=parent) == "PARENT_ENDS unit.parent"


def test_a_parent_whose_end_was_withdrawn_goes_on() -> None:
    parent = unit(opened("city"), closed("city", day=100), withdrawn("city", 2))
    [said] = messages(opening(proposed=unit_opened(parent="units/city"), parent=parent))
    assert said.parent == "units/city"


def test_a_unit_that_has_ended_is_not_opened_again() -> None:
    assert refused(unit=unit(opened("q1"), closed("q1", day=-1))) == "UNIT_EXISTS unit_id"


def test_a_unit_is_of_some_kind() -> None:
    proposed = unit_opened()
    proposed.kind = " "
    assert refused(proposed=proposed) == "KIND_MISSING unit.kind"


@settings(max_examples=60)
@given(some.lists(some.tuples(some.integers(0, 9), some.integers(-1, 9)), max_size=30))
def test_whatever_is_opened_in_whatever_order_is_a_tree(asked: list[tuple[int, int]]) -> None:
    known: dict[str, units.Unit] = {}
    for number, above in asked:
        name, parent = f"units/{number}", f"units/{above}" if above >= 0 else ""
        proposed = unit_opened(name, parent=parent)
        state = known.get(name, units.Unit())
        over = known.get(parent, units.Unit()) if parent else None
        try:
            decided = opening(unit=state, proposed=proposed, parent=over)
        except Refusal:
            continue
        known[name] = units.DECIDER.fold(state, decided)
    parents = {name: unit.opening.parent for name, unit in known.items() if unit.opening}
    for name in known:
        path = [name]
        while parents[path[-1]]:
            path.append(parents[path[-1]])
            assert len(path) <= len(known)
        assert [name, *tree.ancestors(known, name, NOW)] == path
