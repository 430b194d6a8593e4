"""Who lies below whom at an instant, for permissions: the tree that is kept in memory.

Given places in the tree in any order, when an instant is asked about, then these answers. Must not
need a database.
"""

from datetime import UTC, datetime, timedelta

import pytest

from services.metrics.domain.tree import Parent, Tree

NOON = datetime(2026, 7, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
CITY, OLD, NEW, WARD = "units/city", "units/old", "units/new", "units/ward"


@pytest.fixture
def tree() -> Tree:
    """A ward that moves from the old district to the new one."""
    tree = Tree()
    tree.learn(
        [
            Parent(CITY, 1, "", LONG_AGO),
            Parent(OLD, 1, CITY, LONG_AGO),
            Parent(NEW, 1, CITY, NOON - DAY),
            Parent(WARD, 1, OLD, LONG_AGO),
            Parent(WARD, 2, NEW, NOON),
        ]
    )
    return tree


def test_a_unit_lies_below_the_parent_of_the_day(tree: Tree) -> None:
    assert tree.within(OLD, WARD, NOON - DAY)
    assert not tree.within(NEW, WARD, NOON - DAY)
    assert tree.within(NEW, WARD, NOON)
    assert not tree.within(OLD, WARD, NOON)
    assert all(tree.within(CITY, WARD, NOON + each) for each in (-DAY, DAY))
    assert tree.within("", WARD, NOON)


def test_a_move_counts_from_its_very_instant_also_where_another_follows(tree: Tree) -> None:
    tree.learn([Parent(WARD, 3, CITY, NOON + DAY)])
    assert tree.within(NEW, WARD, NOON)


def test_before_its_opening_a_unit_lies_where_it_will_open(tree: Tree) -> None:
    assert tree.within(CITY, NEW, LONG_AGO)


def test_a_unit_that_ended_lies_where_it_lay_last(tree: Tree) -> None:
    tree.learn([Parent(WARD, 3, CITY, NOON + 2 * DAY), Parent(WARD, 4, None, NOON + DAY)])
    assert tree.within(NEW, WARD, NOON + 3 * DAY)
    tree.forget([(WARD, 4)])
    assert not tree.within(NEW, WARD, NOON + 3 * DAY)


def test_a_move_at_the_very_instant_of_an_end_never_takes_place(tree: Tree) -> None:
    tree.learn([Parent(WARD, 3, CITY, NOON + DAY), Parent(WARD, 4, None, NOON + DAY)])
    assert tree.within(NEW, WARD, NOON + 3 * DAY)


def test_a_withdrawn_move_never_was(tree: Tree) -> None:
    tree.forget([(WARD, 2)])
    assert tree.within(OLD, WARD, NOON)
    tree.forget([(WARD, 2), ("units/none", 1)])
    assert tree.within(OLD, WARD, NOON)


def test_of_two_moves_of_one_instant_the_later_recorded_counts(tree: Tree) -> None:
    tree.learn([Parent(WARD, 3, CITY, NOON)])
    assert not tree.within(NEW, WARD, NOON)
    assert tree.within(CITY, WARD, NOON)


def test_to_be_told_again_changes_nothing(tree: Tree) -> None:
    tree.learn([Parent(WARD, 2, NEW, NOON), Parent(WARD, 1, OLD, LONG_AGO)])
    assert tree.within(NEW, WARD, NOON)
    assert tree.within(OLD, WARD, NOON - DAY)


def test_a_tree_that_cannot_be_is_no_endless_walk(tree: Tree) -> None:
    tree.learn([Parent(CITY, 2, WARD, NOON)])
    assert not tree.within("units/elsewhere", WARD, NOON)


def test_moves_are_found_in_their_order_and_openings_and_ends_are_none(tree: Tree) -> None:
    assert tree.next_move(LONG_AGO) == NOON
    assert tree.next_move(NOON) is None
    tree.learn([Parent(OLD, 2, None, NOON + DAY), Parent("units/n", 1, CITY, NOON + DAY)])
    assert tree.next_move(NOON) is None
    tree.learn([Parent(WARD, 3, CITY, NOON + 2 * DAY), Parent(NEW, 2, OLD, NOON + DAY / 2)])
    assert [tree.next_move(NOON + each) for each in (0 * DAY, DAY)] == [
        NOON + DAY / 2,
        NOON + 2 * DAY,
    ]
    tree.forget([(WARD, 3)])
    assert tree.next_move(NOON + DAY) is None


def test_a_tree_is_that_of_positions_since_it_changed(tree: Tree) -> None:
    tree.follow(7, changed=7)
    tree.follow(9)
    assert [tree.is_known_at(each) for each in (6, 7, 9, 10)] == [False, True, True, False]
    tree.become(())
    assert not tree.is_known_at(7)
