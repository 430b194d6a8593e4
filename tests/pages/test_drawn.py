"""Bars and lines: lengths in the proportion of the integers, gaps where there is no value, and no
mark-up from a text.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from services.pages.drawn.bars import GAP, LONGEST, WHOLE, Parts, bar
from services.pages.drawn.lines import HIGH, LEFT, RIGHT, WIDE, Chart, Point, lines

CHART = Chart("Tỷ lệ <b>", 'a "&" b', ("0 %", "50 %", "100 %"))
COUNTS = st.tuples(*[st.integers(0, 10**7)] * 4)


def pieces(markup: str) -> dict[str, list[tuple[int, int]]]:
    """From where to where each piece reaches."""
    found: dict[str, list[tuple[int, int]]] = {}
    for path in ElementTree.fromstring(markup).iter("path"):
        start, end = map(int, re.findall(r"M(\d+) 8H(\d+)", path.attrib["d"])[0])
        found.setdefault(path.attrib["class"], []).append((start, end))
    return found


@given(COUNTS)
def test_a_bar_is_as_long_as_its_integers_say(counts: tuple[int, int, int, int]) -> None:
    numerator, unknown, rest, excluded = counts
    whole = numerator + unknown + rest
    found = pieces(bar(Parts(numerator, whole, unknown, excluded)))
    if not whole:
        assert "yes" not in found
        assert found["none"] == [(0, WHOLE)]
        return
    inside = sorted(each for name in ("yes", "may", "rest") for each in found.get(name, []))
    assert inside[0][0] == 0
    assert inside[-1][1] == WHOLE
    assert all(before[1] == after[0] for before, after in pairwise(inside))
    for name, part in (("yes", numerator), ("may", unknown)):
        length = sum(end - start for start, end in found.get(name, []))
        assert abs(length - WHOLE * Fraction(part, whole)) <= 3
    assert ("out" in found) == bool(excluded)
    assert ("yes" in found) == bool(numerator)


@given(st.integers(1, 10**6))
def test_a_long_tail_is_broken_off(excluded: int) -> None:
    tail = pieces(bar(Parts(1, 2, 0, excluded)))["out"]
    assert max(end for _, end in tail) <= WHOLE + GAP + LONGEST
    assert (len(tail) == 2) == (WHOLE * Fraction(excluded, 2) > LONGEST)


SHARES = st.fractions(0, 1)


@st.composite
def points_of_months(draw: st.DrawFn) -> Point:
    """A month, with bounds or without a value."""
    low, high = sorted([draw(SHARES), draw(SHARES)])
    gap = draw(st.booleans())
    return Point("1/26", None if gap else low, None if gap else high, draw(st.booleans()))


@given(st.lists(points_of_months(), min_size=1, max_size=30))
def test_each_month_with_a_value_has_a_point_and_no_other(points: list[Point]) -> None:
    picture = ElementTree.fromstring(lines(CHART, points))
    circles = [*picture.iter("circle")]
    assert len(circles) == sum(point.low is not None for point in points)
    for circle, point in zip(
        circles, [each for each in points if each.low is not None], strict=True
    ):
        assert ("hollow" in circle.attrib["class"]) == point.provisional
        assert LEFT < float(circle.attrib["cx"]) < WIDE - RIGHT
        assert 0 < float(circle.attrib["cy"]) < HIGH


def test_a_line_is_broken_where_a_month_has_no_value() -> None:
    half, none = Point("1/26", Fraction(1, 2), Fraction(1, 2)), Point("2/26", None, None)
    picture = ElementTree.fromstring(lines(CHART, [half, half, none, half]))
    strokes = [each.attrib["points"].split() for each in picture.iter("polyline")]
    assert [len(each) for each in strokes] == [2, 1]


def test_texts_are_texts() -> None:
    picture = ElementTree.fromstring(lines(CHART, [Point("<i>", Fraction(1), Fraction(1))]))
    assert picture.findtext("title") == CHART.title
    assert picture.findtext("desc") == CHART.description
    assert [each.text for each in picture.iter("text")] == ["0 %", "50 %", "100 %", "<i>"]
