"""The oracle of estimates: every way from a unit to those after it, with the shares multiplied.

Promises to share no code with the service: plain lists, walked one way after the other.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from tests.metrics.naive_units import Handover, left, now


class Divided(NamedTuple):
    """A unit handed over to these, with the share of each; None: nobody stated one."""

    unit: str
    shares: Mapping[str, Fraction | None]

    @property
    def handover(self) -> Handover:
        return Handover(self.unit, tuple(self.shares))


def ways(unit: str, steps: Sequence[Divided]) -> list[tuple[str, Fraction]]:
    """Where each way from a unit ends, and which part of it goes that way."""
    ends = [each for each in steps if each.unit == unit]
    merged = [each for each in ends if len(each.shares) == 1]
    gone = merged or [each for each in ends if unit not in each.shares]
    if not gone:
        return [(unit, Fraction(1))]
    found = []
    for to, share in gone[0].shares.items():
        if share is None:
            return [(now(unit, [each.handover for each in steps]), Fraction(1))]
        found += [(end, share * part) for end, part in ways(to, steps)]
    return found


def parts(unit: str, steps: Sequence[Divided]) -> dict[str, Fraction]:
    """What falls to whom; nothing, where all of it is one unit's."""
    found: dict[str, Fraction] = {}
    for end, part in ways(unit, steps):
        found[end] = found.get(end, Fraction(0)) + part
    return found if len(found) > 1 else {}


def needs(place: str, steps: Sequence[Divided]) -> set[str]:
    """Which units a scope must hold, so that what falls to a place counts in it."""
    return left(place, [each.handover for each in steps])
