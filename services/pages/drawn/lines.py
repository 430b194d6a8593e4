"""A share by months on a scale from 0 to 100 %: a line through what is known, a band for what is
unknown, a dashed line for a target, and a hollow point where a month is provisional.

Promises a gap, never 0, where a month has no value. All charts of a page have one scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import groupby
from typing import Literal, TypeAlias

import svg

WIDE, HIGH = 340, 190
LEFT, RIGHT, TOP, BOTTOM = 48, 10, 14, 26  # margins around the scale
GRID = (0, 50, 100)
Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Point:
    """A month: its label, and from which to which share; None where it has no value."""

    label: str
    low: Fraction | None
    high: Fraction | None
    provisional: bool = False


@dataclass(frozen=True)
class Chart:
    """What a chart says besides its points."""

    title: str
    description: str
    percents: tuple[str, ...]  # how 0, 50 and 100 per cent are written
    target: Fraction | None = None


def lines(chart: Chart, points: Sequence[Point]) -> str:
    """The picture."""
    shapes: list[svg.Element] = [
        svg.Title(text=escape(chart.title)),
        svg.Desc(text=escape(chart.description)),
        *grid(chart.percents),
        *bands(points),
        *target(chart.target),
        *strokes(points),
        *dots(points),
        *labels(points),
    ]
    picture = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDE, HIGH),
        class_=["lines"],
        extra={"role": "img"},
        elements=shapes,
    )
    return picture.as_str().replace(' xmlns="http://www.w3.org/2000/svg"', "")


def x(index: int, count: int) -> float:
    """Where a month stands."""
    room = WIDE - LEFT - RIGHT
    return round(LEFT + room * (index + 0.5) / count, 1)


def y(share: Fraction | float) -> float:
    """Where a share stands."""
    return round(TOP + (HIGH - TOP - BOTTOM) * (1 - float(share)), 1)


def grid(percents: Sequence[str]) -> list[svg.Element]:
    """Lines of the scale, each with its number."""
    found: list[svg.Element] = []
    for share, text in zip(GRID, percents, strict=True):
        at = y(share / 100)
        found.append(svg.Line(class_=["grid"], x1=LEFT, x2=WIDE - RIGHT, y1=at, y2=at))
        found.append(label(text, LEFT - 6, at + 4, "end"))
    return found


def label(text: str, at: float, down: float, anchor: Anchor) -> svg.Element:
    """A short text."""
    return svg.Text(
        text=escape(text),
        x=at,
        y=down,
        text_anchor=anchor,
        class_=["label"],
    )


def runs(points: Sequence[Point]) -> list[list[tuple[int, Point]]]:
    """Months with a value that follow one another."""
    numbered = groupby(enumerate(points), key=lambda each: each[1].low is not None)
    return [list(run) for has_value, run in numbered if has_value]


def bands(points: Sequence[Point]) -> list[svg.Element]:
    """From the lower bound to the upper, where they differ."""
    found: list[svg.Element] = []
    for run in runs(points):
        if all(point.low == point.high for _, point in run):
            continue
        upper = [(x(n, len(points)), y(point.high or 0)) for n, point in run]
        lower = [(x(n, len(points)), y(point.low or 0)) for n, point in reversed(run)]
        path = " ".join(f"{across},{down}" for across, down in [*upper, *lower])
        found.append(svg.Polygon(class_=["band"], points=path))  # type: ignore[arg-type]
    return found


def strokes(points: Sequence[Point]) -> list[svg.Element]:
    """The lower bound, which is what is known."""
    found: list[svg.Element] = []
    for run in runs(points):
        path = " ".join(f"{x(n, len(points))},{y(point.low or 0)}" for n, point in run)
        found.append(svg.Polyline(class_=["line"], points=path))  # type: ignore[arg-type]
    return found


def dots(points: Sequence[Point]) -> list[svg.Element]:
    """A point for each month."""
    return [
        svg.Circle(
            class_=["dot", "hollow"] if point.provisional else ["dot"],
            cx=x(n, len(points)),
            cy=y(point.low),
            r=3.5 if n == len(points) - 1 else 2.5,
        )
        for n, point in enumerate(points)
        if point.low is not None
    ]


def target(share: Fraction | None) -> list[svg.Element]:
    """The line to reach."""
    if share is None:
        return []
    at = y(share)
    return [svg.Line(class_=["aim"], x1=LEFT, x2=WIDE - RIGHT, y1=at, y2=at)]


def labels(points: Sequence[Point]) -> list[svg.Element]:
    """The first month and the last, and the middle one where there is room."""
    count = len(points)
    named = sorted({0, count - 1} | ({count // 2} if count > 6 else set()))
    anchors: dict[int, Anchor] = {0: "start", count - 1: "end"} if count > 2 else {}
    return [label(points[n].label, x(n, count), HIGH - 6, anchors.get(n, "middle")) for n in named]
