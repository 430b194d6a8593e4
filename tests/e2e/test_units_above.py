"""The units above a unit: one way for whoever tells which is the next one above.

Given units that lie in a circle, when they are walked up, then the walk ends.
"""

from services.console.ancestors import above, path_up

TREE = {"ward": "district", "district": "city", "a": "b", "b": "a"}


def test_the_units_above_one_are_told_nearest_first_and_each_once() -> None:
    assert list(above("ward", lambda each: TREE.get(each, ""))) == ["district", "city"]
    assert path_up(TREE, "ward") == ["ward", "district", "city"]
    assert path_up(TREE, "unknown") == ["unknown"]
    assert path_up(TREE, "") == []


def test_units_in_a_circle_are_walked_once() -> None:
    assert path_up(TREE, "a") == ["a", "b"]
