"""Scores, read a second time: from an index's text and the counts of its parts.

Written from the README of metrics alone: whole numbers and fractions, nothing of the service's.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple


class Counts(NamedTuple):
    """Of a part."""

    numerator: int
    denominator: int
    unknown: int


class Scored(NamedTuple):
    """Points as they are shown: with nothing unknown in a numerator, with all of it, the most."""

    points: str
    points_high: str
    maximum: str


def scored(text: str, parts: Sequence[Counts], aims: Sequence[Fraction | None]) -> Scored:
    """By the text; `aims`: of each part the catalogue's threshold."""
    index = tomllib.loads(text)
    caps = {each["name"]: Fraction(each["cap"]) for each in index.get("group", [])}
    found = {name: [Fraction(0)] * 3 for name in ["", *caps]}
    for table, counts, aim in zip(index["part"], parts, aims, strict=True):
        earned = part(table, counts, aim)
        if earned is None:
            most = Fraction(table["points"]) if index["without_value"] == "zero" else Fraction(0)
            earned = [Fraction(0), Fraction(0), most]
        group = found[table.get("group", "")]
        group[:] = [had + more for had, more in zip(group, earned, strict=True)]
    bounded = [
        [min(each, caps[name]) for each in those] if name in caps else those
        for name, those in found.items()
    ]
    sums = (sum((those[n] for those in bounded), Fraction(0)) for n in range(3))
    return Scored(*(decimal(each, index.get("decimals", 2)) for each in sums))


def part(table: dict[str, Any], counts: Counts, aim: Fraction | None) -> list[Fraction] | None:
    """Its points for both bounds, and the most; None: it has no value, or no threshold."""
    most, threshold = Fraction(table["points"]), table.get("threshold", "target")
    wanted = aim if threshold == "target" else Fraction(threshold)
    if not counts.denominator or (wanted is None and "steps" not in table):
        return None
    found = []
    for above in (counts.numerator, counts.numerator + counts.unknown):
        rate = Fraction(above, counts.denominator)
        if "steps" in table:
            steps = [Fraction(p) for least, p in table["steps"] if rate >= Fraction(least)]
            found.append(max(steps, default=Fraction(0)))
        elif rate < Fraction(table.get("floor", 0)):
            found.append(Fraction(0))
        else:
            full = wanted is None or rate >= wanted
            found.append(most if full or not wanted else most * rate / wanted)
    return [*found, most]


def decimal(value: Fraction, decimals: int) -> str:
    """Rounded half up."""
    digits = str((value * 10**decimals + Fraction(1, 2)).__floor__()).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def digest(text: str) -> str:
    """Of an index."""
    return hashlib.sha256(text.encode()).hexdigest()
