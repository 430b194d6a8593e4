"""Units as the API shows them: given what happened, then these resource_periods.

Promises one test for each thing that is shown. Must not need a database.
"""

from __future__ import annotations

from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import units
from services.catalog.resources.dated_resources import ResourcePeriod, shown
from services.catalog.resources.units import resource_periods
from tests.catalog.given import NOW
from tests.catalog.given_units import (
    appointed,
    assigned,
    closed,
    merged,
    moved,
    on,
    opened,
    parts,
    policy,
    renamed,
    split,
    u,
    unit,
)


def of(*happened: Any) -> list[ResourcePeriod]:
    return resource_periods(unit(*happened))


def times(shown: list[ResourcePeriod]) -> list[tuple[Any, Any]]:
    return [(period.since, period.until) for period in shown]


def test_a_unit_that_nobody_opened_is_not_shown() -> None:
    assert resource_periods(units.Unit()) == []


def test_an_open_unit_is_shown_from_its_opening_on() -> None:
    [period] = of(opened("w", "a", code="000.01"))
    assert (period.since, period.until) == (on(-300), None)
    assert period.message == api.Unit(
        name=u("w"),
        parent=u("a"),
        code="000.01",
        kind="ward",
        display_name=facts.Text(vi="Đơn vị w", en="Name"),
        effective_time=on(-300),
        opening_time=on(-300),
        state=api.Unit.STATE_OPEN,
    )


def test_what_a_unit_is_found_by_stands_beside_it() -> None:
    [period] = of(opened("w", "a", code="000.01"))
    columns = period.columns
    assert (columns.unit, columns.parent, columns.title) == (u("w"), u("a"), "Đơn vị w")
    assert columns.codes == ("w", "000.01")
    assert columns.state == api.Unit.STATE_OPEN
    assert of(opened("w"))[0].columns.codes == ("w",)


def test_each_change_begins_a_segment_and_keeps_what_it_does_not_change() -> None:
    found = of(
        opened("w", "a"),
        renamed("w", "Mới", day=1),
        moved("w", "b", day=2),
        appointed("w", "o-1", day=3),
        policy("w", False, day=4),
        assigned("w", "hanoi", day=5),
    )
    days = [on(day) for day in (-300, 1, 2, 3, 4, 5)]
    assert times(found) == list(zip(days, [*days[1:], None], strict=True))
    last = found[-1].message
    assert (last.display_name.vi, last.parent, last.calendar) == ("Mới", u("b"), "calendars/hanoi")
    assert last.effective_time.ToDatetime(tzinfo=NOW.tzinfo) == on(5)
    assert [each.message.HasField("refuse_below_level_3") for each in found] == [False] * 4 + [
        True
    ] * 2
    assert found[-1].columns.title == "Mới"


def test_a_change_that_changes_nothing_begins_no_segment() -> None:
    found = of(
        opened("w", "a"),
        renamed("w", "Đơn vị w", day=1),
        moved("w", "a", day=2),
        split("w", {"w": "1/2", "x": "1/2"}, day=3),
    )
    assert times(found) == [(on(-300), None)]


def test_leaders_stand_first_and_then_who_came_first() -> None:
    [*_, last] = of(
        opened("w"),
        appointed("w", "o-1", day=1, duty=facts.DUTY_OFFICER),
        appointed("w", "o-2", day=2),
        appointed("w", "o-3", day=1),
    )
    said = [(each.officer, each.duty) for each in last.message.appointments]
    assert said == [
        ("o-3", facts.DUTY_LEADER),
        ("o-2", facts.DUTY_LEADER),
        ("o-1", facts.DUTY_OFFICER),
    ]


def test_a_planned_end_is_told_before_it_comes() -> None:
    before, ended = of(opened("w", "a"), closed("w", day=5))
    assert before.message.state == api.Unit.STATE_OPEN
    for period in (before, ended):
        assert period.message.ending_time.ToDatetime(tzinfo=NOW.tzinfo) == on(5)
    assert ended.message.state == ended.columns.state == api.Unit.STATE_CLOSED
    assert (ended.since, ended.until) == (on(5), None)


def test_a_unit_that_has_ended_is_shown_as_it_was_last() -> None:
    [*_, ended] = of(opened("w", "a"), appointed("w", "o-1", day=1), closed("w", day=5))
    assert ended.message.parent == ended.columns.parent == u("a")
    assert [each.officer for each in ended.message.appointments] == ["o-1"]


def test_a_merged_unit_names_its_successor_once_it_has_ended() -> None:
    before, ended = of(opened("w"), merged("w", "x", day=5))
    assert list(before.message.successors) == []
    assert list(ended.message.successors) == parts({"x": "1"})
    assert ended.message.state == api.Unit.STATE_MERGED


def test_a_split_unit_names_its_parts_once_it_has_ended() -> None:
    _, ended = of(opened("w"), split("w", {"x": "1/3", "y": "2/3"}, day=5))
    assert list(ended.message.successors) == parts({"x": "1/3", "y": "2/3"})
    assert ended.message.state == api.Unit.STATE_SPLIT


def test_a_unit_names_all_that_took_over_at_the_instant_of_its_end() -> None:
    """By two facts of one instant, whichever of them ended it; not what took over earlier."""
    earlier, halves = split("w", {"w": "1/2", "z": "1/2"}, day=4), {"w": "1/2", "x": "1/2"}
    _, ended = of(opened("w"), earlier, split("w", halves, day=5), merged("w", "y", day=5))
    assert list(ended.message.successors) == parts({"x": "1/2", "y": "1/2"})
    _, closed_then = of(opened("w"), split("w", {"w": None, "x": None}, day=5), closed("w", day=5))
    assert list(closed_then.message.successors) == parts({"x": None})


def test_a_share_that_is_too_fine_is_left_out() -> None:
    finest = f"1/{2**63 - 1}"
    rest = f"{2**63 - 2}/{2**63 - 1}"
    twice = [split("w", {"w": finest, "x": rest}, day=5) for _ in range(2)]
    _, ended = of(opened("w"), *twice, merged("w", "y", day=5))
    assert list(ended.message.successors) == parts({"x": None, "y": None})


def test_a_write_is_answered_as_of_the_instant_of_its_fact() -> None:
    found = of(opened("w"), renamed("w", "Mới", day=5))
    for day, name in ((-301, "Đơn vị w"), (4, "Đơn vị w"), (5, "Mới"), (6, "Mới")):
        message = shown(found, on(day), position=7, version=2)
        assert (message.display_name.vi, message.position, message.etag) == (name, 7, '"2"')
