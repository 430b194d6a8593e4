"""Scores: the points of an index's parts by their figures, of groups, and of all together.

Promises exact fractions up to where they are shown. Example: parts of 2 and 1 points in a group
with a cap of 2.5; both are earned in full, the group has 2.5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import ValueState
from services.metrics.domain.figures import Figure
from services.metrics.domain.periods import local_day
from services.metrics.domain.scores.index import LEFT_OUT, Index, Part
from services.metrics.domain.targets import Target

NOTHING = Fraction(0)


class Basis(Enum):
    """Why a part has its points."""

    RATE = 1
    ZERO = 2
    LEFT_OUT = 3


class Points(NamedTuple):
    """With nothing unknown in a numerator, with all of it there, and the most."""

    low: Fraction
    high: Fraction
    most: Fraction

    def at_most(self, cap: Fraction) -> "Points":
        """No more than that."""
        return Points(*(min(each, cap) for each in self))


NONE = Points(NOTHING, NOTHING, NOTHING)


@dataclass(frozen=True, slots=True)
class PartScore:
    """A part with its figure, the threshold that it was measured by, and its points."""

    part: Part
    figure: Figure
    targets: Sequence[Target]
    threshold: Fraction | None
    target: str
    basis: Basis
    points: Points


@dataclass(frozen=True, slots=True)
class Score:
    """All parts, the groups by name, and the sum."""

    index: Index
    parts: Sequence[PartScore]
    groups: Mapping[str, Points]
    points: Points


def score(index: Index, measured: Iterable[tuple[Figure, Sequence[Target]]]) -> Score:
    """The score of the figures of an index's parts, each with the targets that hold for it."""
    parts = [
        part_score(index, part, figure, targets)
        for part, (figure, targets) in zip(index.parts, measured, strict=True)
    ]
    groups = {
        name: total(each.points for each in parts if each.part.group == name).at_most(cap)
        for name, cap in index.caps.items()
    }
    alone = [each.points for each in parts if not each.part.group]
    return Score(index, parts, groups, total([*alone, *groups.values()]))


def part_score(index: Index, part: Part, figure: Figure, targets: Sequence[Target]) -> PartScore:
    """The points of a part."""
    held = chosen(targets, local_day(figure.question.as_of)) if part.by_target else None
    threshold = held.threshold if held else part.threshold
    basis, points = Basis.RATE, NONE
    has_value = figure.state == ValueState.VALUE_STATE_KNOWN and not figure.buckets
    if has_value and (part.steps or threshold is not None):
        low, high = (
            part.earned(Fraction(above, figure.denominator), threshold)
            for above in (figure.numerator, figure.numerator + figure.unknown)
        )
        points = Points(low, high, part.points)
    elif index.without_value == LEFT_OUT:
        basis = Basis.LEFT_OUT
    else:
        basis, points = Basis.ZERO, Points(NOTHING, NOTHING, part.points)
    return PartScore(part, figure, targets, threshold, held.name if held else "", basis, points)


def chosen(targets: Sequence[Target], day: date) -> Target | None:
    """Of several targets that which is to be reached next: one that has no day, else the first
    whose day is not over, else the last.
    """
    upcoming = [each for each in targets if each.by_date is None or each.by_date >= day]
    return next(iter(upcoming), targets[-1] if targets else None)


def total(points: Iterable[Points]) -> Points:
    """The sum."""
    found = NONE
    for each in points:
        found = Points(found.low + each.low, found.high + each.high, found.most + each.most)
    return found


def shown(points: Fraction, decimals: int) -> str:
    """A decimal, rounded half up."""
    scaled = points * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}}" if decimals else str(whole)


def ranks(scores: Sequence[Score]) -> list[int]:
    """By the part of the maximum: how many are higher, and one more; 0 without a maximum."""
    parts = [each.points.low / each.points.most if each.points.most else None for each in scores]
    return [
        0 if part is None else 1 + sum(other > part for other in parts if other is not None)
        for part in parts
    ]
