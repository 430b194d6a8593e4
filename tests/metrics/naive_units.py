"""The oracle of units as they are at an instant: each item by itself, along what became of units.

Promises to share no code with the service: recursion over plain lists of handovers.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Handover(NamedTuple):
    """A unit handed over to one unit, or was split into several."""

    unit: str
    to: tuple[str, ...]


class Stands(NamedTuple):
    """Where an item counts, which unit its leaf names, and in which scopes that is."""

    unit: str
    leaf: str
    everywhere: frozenset[str]  # a scope must hold all of these


def stands(credited: str, held: Sequence[str], handovers: Sequence[Handover]) -> Stands:
    """An item of a unit, by who had it one after the other."""
    after = descendants(credited, handovers)
    got = [unit for unit in held if unit in after]
    unit = now(got[-1] if got else credited, handovers)
    divided = any(len(each.to) > 1 for each in chain(credited, handovers))
    return Stands(unit, unit if divided else credited, frozenset(left(unit, handovers)))


def descendants(unit: str, handovers: Sequence[Handover]) -> set[str]:
    """The unit and whatever came after it."""
    found = {unit}
    for _ in handovers:
        found |= {to for each in handovers if each.unit in found for to in each.to}
    return found


def chain(unit: str, handovers: Sequence[Handover]) -> list[Handover]:
    """What happened to a unit and to what it was merged into, up to the first split."""
    found: list[Handover] = []
    while True:
        of = [each for each in handovers if each.unit == unit]
        found += of
        if not of or any(len(each.to) > 1 for each in of):
            return found
        unit = of[0].to[0]


def now(unit: str, handovers: Sequence[Handover]) -> str:
    """Where items count that stayed with a unit."""
    for each in handovers:
        if each.unit == unit and len(each.to) == 1:
            return now(each.to[0], handovers)
    rest = left(unit, handovers)
    return rest.pop() if len(rest) == 1 else unit


def left(unit: str, handovers: Sequence[Handover]) -> set[str]:
    """The unit, or those that its territory belongs to."""
    gone = [each for each in handovers if each.unit == unit and unit not in each.to]
    if not gone:
        return {unit}
    return {found for to in gone[0].to for found in left(to, handovers)}
