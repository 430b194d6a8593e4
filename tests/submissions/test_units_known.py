"""Units as the catalogue tells them: who lies below whom, who is open, who refuses what, and when.

Given dated facts of units in any order, when an instant is asked about, then these answers. Must
not need a database.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import Refusal
from services.submissions.domain.units import Change, Units

NOON = datetime(2026, 7, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
CITY, OLD, NEW, WARD = "units/city", "units/old", "units/new", "units/ward"


def opened(parent: str = "", at: datetime = LONG_AGO, version: int = 1) -> Change:
    return Change(version, at, parent=parent)


def moved(parent: str, at: datetime, version: int = 2) -> Change:
    return Change(version, at, parent=parent)


def ends(at: datetime, version: int = 2) -> Change:
    return Change(version, at, ends=True)


def refuses(value: bool, at: datetime, version: int = 2) -> Change:
    return Change(version, at, refuses_below_3=value)


@pytest.fixture
def units() -> Units:
    """A city with an old and a new district, and a ward of the old one."""
    known = Units()
    for name, parent in ((CITY, ""), (OLD, CITY), (NEW, CITY), (WARD, OLD)):
        known.learn({(name, 1): opened(parent)})
    return known


def test_a_unit_lies_below_the_parent_of_the_day(units: Units) -> None:
    units.learn({(WARD, 2): moved(NEW, NOON)})
    before, after = NOON - DAY, NOON
    assert units.within(OLD, WARD, before)
    assert not units.within(NEW, WARD, before)
    assert units.within(NEW, WARD, after)
    assert not units.within(OLD, WARD, after)
    assert units.within(CITY, WARD, before)
    assert units.within(CITY, WARD, after)
    assert units.within("", WARD, after)


def test_what_lies_below_a_unit_moves_along(units: Units) -> None:
    units.learn({("units/hamlet", 1): opened(WARD), (WARD, 2): moved(NEW, NOON)})
    assert set(units.below(OLD, NOON - DAY)) == {OLD, WARD, "units/hamlet"}
    assert set(units.below(NEW, NOON)) == {NEW, WARD, "units/hamlet"}
    assert set(units.below("", NOON)) == {CITY, OLD, NEW, WARD, "units/hamlet"}


def test_a_unit_that_ended_keeps_its_last_parent(units: Units) -> None:
    units.learn({(WARD, 2): ends(NOON)})
    assert units.within(OLD, WARD, NOON + 1000 * DAY)


def test_what_was_planned_for_its_end_or_later_never_takes_place(units: Units) -> None:
    units.learn({(WARD, 2): moved(NEW, NOON), (WARD, 3): moved(CITY, NOON + DAY, 3)})
    units.learn({(WARD, 4): ends(NOON, 4)})
    assert units.within(OLD, WARD, NOON + 2 * DAY)
    units.learn({(WARD, 4): None, (WARD, 5): ends(NOON + DAY, 5)})
    assert units.within(NEW, WARD, NOON + 2 * DAY)


def test_before_its_opening_a_unit_lies_where_it_will_open(units: Units) -> None:
    units.learn({("units/planned", 1): opened(NEW, NOON)})
    assert units.within(NEW, "units/planned", NOON - DAY)


def test_a_withdrawn_plan_never_was(units: Units) -> None:
    units.learn({(WARD, 2): moved(NEW, NOON), (WARD, 3): ends(NOON + DAY, 3)})
    units.learn({(WARD, 2): None})
    assert units.within(OLD, WARD, NOON)
    units.learn({(WARD, 3): None})
    units.must_be_open(WARD, NOON + DAY, field="receiving_unit")


def test_of_two_moves_of_one_instant_the_later_recorded_counts(units: Units) -> None:
    units.learn({(WARD, 2): moved(NEW, NOON, 2), (WARD, 3): moved(CITY, NOON, 3)})
    assert not units.within(NEW, WARD, NOON)


def test_an_unknown_unit_lies_nowhere(units: Units) -> None:
    assert not units.knows("units/none")
    assert not units.within(CITY, "units/none", NOON)
    assert units.below("units/none", NOON) == []


def test_a_tree_that_cannot_be_is_no_endless_walk(units: Units) -> None:
    units.learn({(CITY, 2): moved(WARD, NOON)})
    assert not units.within("units/elsewhere", WARD, NOON)
    assert not units.refuses_below_3(WARD, NOON)


def refusal_of(call: Callable[[], None]) -> tuple[str, str]:
    with pytest.raises(Refusal) as refused:
        call()
    assert refused.value.message("vi") != refused.value.message("en")
    return refused.value.reason.code, refused.value.field


def test_a_unit_is_open_from_its_opening_until_its_end(units: Units) -> None:
    units.learn({("units/planned", 1): opened(NEW, NOON), (WARD, 2): ends(NOON)})
    units.must_be_open(WARD, NOON - DAY, field="receiving_unit")
    units.must_be_open("units/planned", NOON, field="receiving_unit")
    ended = refusal_of(lambda: units.must_be_open(WARD, NOON, field="receiving_unit"))
    assert ended == ("UNIT_ENDED", "receiving_unit")
    early = refusal_of(lambda: units.must_be_open("units/planned", NOON - DAY, field="offering"))
    assert early == ("UNIT_NOT_OPEN_YET", "offering")


def test_the_nearest_policy_of_the_day_counts(units: Units) -> None:
    assert not units.refuses_below_3(WARD, NOON)
    units.learn({(CITY, 2): refuses(True, NOON)})
    assert not units.refuses_below_3(WARD, NOON - DAY)
    assert units.refuses_below_3(WARD, NOON)
    units.learn({(OLD, 2): refuses(False, NOON + DAY)})
    assert units.refuses_below_3(WARD, NOON)
    assert not units.refuses_below_3(WARD, NOON + DAY)
    units.learn({(WARD, 2): refuses(True, NOON + 2 * DAY)})
    assert units.refuses_below_3(WARD, NOON + 2 * DAY)
    units.learn({(WARD, 3): refuses(False, NOON + 3 * DAY, 3)})
    assert not units.refuses_below_3(WARD, NOON + 3 * DAY)


def test_a_policy_is_that_of_the_units_above_as_of_then(units: Units) -> None:
    units.learn({(NEW, 2): refuses(True, LONG_AGO), (WARD, 2): moved(NEW, NOON)})
    assert not units.refuses_below_3(WARD, NOON - DAY)
    assert units.refuses_below_3(WARD, NOON)


NAMES = ("units/a", "units/b", "units/c", "units/d")
HOURS = st.integers(0, 9).map(lambda hour: LONG_AGO + timedelta(hours=hour))
# Of no merger: the library draws ids from one source for all, and then not always the same.
A_CHANGE = partial(st.builds, Change, st.integers(1, 5), HOURS, merger=st.none())
CHANGES = st.one_of(
    A_CHANGE(parent=st.sampled_from(("", *NAMES))),
    A_CHANGE(ends=st.just(True)),
    A_CHANGE(refuses_below_3=st.booleans()),
    st.none(),
)
TOLD = st.tuples(st.sampled_from(NAMES), st.integers(1, 5), CHANGES)


@given(st.lists(st.lists(TOLD, max_size=6), max_size=6))
def test_batches_make_no_difference(batches: list[list[tuple[str, int, Change | None]]]) -> None:
    one, other = Units(), Units()
    for batch in batches:
        told = {
            (name, version): change and change._replace(version=version)
            for name, version, change in batch
        }
        one.learn(told)
        for key, change in told.items():
            other.learn({key: change})
    for hour in range(11):
        at = LONG_AGO + timedelta(hours=hour)
        for name in NAMES:
            assert one.refuses_below_3(name, at) == other.refuses_below_3(name, at)
            assert [one.within(each, name, at) for each in NAMES] == [
                other.within(each, name, at) for each in NAMES
            ]


@given(st.lists(TOLD.filter(lambda each: each[2] is not None), max_size=12), HOURS)
def test_a_parent_is_that_of_the_greatest_time_not_after(
    told: list[tuple[str, int, Change]], at: datetime
) -> None:
    units, known = Units(), {}
    for name, version, change in told:
        known[name, version] = change._replace(version=version)
        units.learn({(name, version): known[name, version]})
    for name in NAMES:
        own = [each for (unit, _), each in known.items() if unit == name]
        end = min((each.effective_time for each in own if each.ends), default=FOREVER)
        places = [
            (each.effective_time, each.version, each.parent)
            for each in own
            if each.parent is not None and each.effective_time < end
        ]
        begun = [place for place in places if place[0] <= at]
        expected = max(begun)[2] if begun else min(places)[2] if places else ""
        assert units.parent(name, at) == expected
