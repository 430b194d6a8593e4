"""The bar under a figure: numerator solid, unknown hatched, the rest light; excluded items as a
tail outside of it, a target as a tick, a dotted end where the figure is provisional.

Promises lengths in the proportion of the integers. Must not show 0 for what has no value.
"""

from dataclasses import dataclass
from fractions import Fraction

import svg

WIDE, HIGH = 1000, 16
SHORTER = (
    (' xmlns="http://www.w3.org/2000/svg"', ""),
    (' "/>', '"/>'),
    ("none meet", "none"),
    (" 8 H ", " 8H"),
    ('d="M ', 'd="M'),
)
WHOLE = 800  # how long 100 % is: the same in every row
GAP, LONGEST = 8, 192  # before the tail; of the tail, which has a notch when it is longer


@dataclass(frozen=True)
class Parts:
    """The integers that a bar shows."""

    numerator: int
    denominator: int
    unknown: int
    excluded: int
    target: Fraction | None = None
    provisional: bool = False


def bar(parts: Parts) -> str:
    """Its picture; decoration, since the numbers stand above it."""
    shapes = [*inside(parts), *tail(parts), *tick(parts)]
    picture = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDE, HIGH),
        class_=["bar"],
        preserveAspectRatio=svg.PreserveAspectRatio("none"),
        extra={"aria-hidden": "true"},
        elements=shapes,
    )
    return compact(picture.as_str())


def compact(markup: str) -> str:
    """Without what HTML does not need: a table has hundreds."""
    for long, short in SHORTER:
        markup = markup.replace(long, short)
    return markup


def inside(parts: Parts) -> list[svg.Element]:
    """From 0 to 100 %: what counts, what may count, and what does not."""
    if not parts.denominator:
        return [stroke("none", 0, WHOLE)]
    solid = length(parts.numerator, parts.denominator)
    known = length(parts.numerator + parts.unknown, parts.denominator)
    pieces = (("rest", known, WHOLE), ("yes", 0, solid), ("may", solid, known))
    shapes = [stroke(name, *ends) for name, *ends in pieces if ends[0] < ends[1]]
    return [*shapes, stroke("open", WHOLE - 24, WHOLE)] if parts.provisional else shapes


def tail(parts: Parts) -> list[svg.Element]:
    """The excluded items, by the same measure as the bar."""
    if not parts.excluded:
        return []
    long = length(parts.excluded, parts.denominator) if parts.denominator else LONGEST
    end = WHOLE + GAP + min(max(long, 4), LONGEST)
    if long > LONGEST:  # longer than there is room for
        return [stroke("out", WHOLE + GAP, end - 24), stroke("out", end - 18, end)]
    return [stroke("out", WHOLE + GAP, end)]


def tick(parts: Parts) -> list[svg.Element]:
    """Where the target lies."""
    if parts.target is None:
        return []
    at = round(parts.target * WHOLE)
    return [svg.Path(class_=["aim"], d=[svg.M(at, 0), svg.V(HIGH)])]


def length(part: int, whole: int) -> int:
    """How long a part is; at least visible where it is not 0."""
    return max(round(WHOLE * Fraction(part, whole)), 2 if part else 0)


def stroke(name: str, start: int, end: int) -> svg.Element:
    """A piece of the bar, as thick as the style says."""
    return svg.Path(class_=[name], d=[svg.M(start, HIGH // 2), svg.H(end)])
