"""The oracle of planned trees: plain lists of changes, each with when it is true and was known.

Promises to share no code with the service. What may be read is said by sets of units.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class Lies(NamedTuple):
    """A unit lies below a parent from an instant on, known at positions [first, end)."""

    unit: str
    parent: str
    since: datetime
    first: int
    end: int = 10**9


def parents(changes: Sequence[Lies], at: datetime, position: int) -> dict[str, str]:
    """The tree of an instant (a change exactly then is after it), as known at a position."""
    found: dict[str, str] = {}
    known = [each for each in changes if each.first <= position < each.end]
    for each in sorted(known, key=lambda each: (each.since, each.first)):
        if each.since < at or each.unit not in found:
            found[each.unit] = each.parent
    return found


def below(top: str, tree: dict[str, str]) -> set[str]:
    """A unit and all below it."""
    found = {top}
    for _ in tree:
        found |= {unit for unit, parent in tree.items() if parent in found}
    return found


def ever(
    top: str, changes: Sequence[Lies], until: datetime, position: int, instants: Iterable[datetime]
) -> set[str]:
    """All that lay below it at some instant until then."""
    found = set[str]()
    for at in [*(each for each in instants if each <= until), until]:
        found |= below(top, parents(changes, at, position))
    return found
