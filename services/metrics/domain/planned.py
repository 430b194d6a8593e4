"""Units that are planned to come into a scope: as of when a figure can be asked without them.

Example: ward Q is to move under P on 15 March. On the 10th P's leader asks for March, without an
as_of: he gets it as of the 15th, before the move. As of 1 April it would hold what is Q's.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple


class Entering(NamedTuple):
    """A unit that is to lie in a scope from an instant on, and whether as of when it is asked."""

    unit: str
    since: datetime
    at_end: bool


def begun(as_of: datetime, now: datetime, known_until: datetime | None) -> datetime:
    """Up to when a tree is no plan: it was so, and nothing newer was known (None: nor is now)."""
    return min(as_of, now) if known_until is None else min(as_of, now, known_until)


def as_of_without(
    entering: Iterable[Entering],
    as_of: datetime,
    permits: Callable[[str], bool],
    *,
    throughout: bool = False,
) -> datetime:
    """The instant asked for, where every unit is the caller's that is planned to be in the scope
    then (`throughout`: at any time until then); else the last one before the first other unit is.
    """
    others = [each for each in entering if not permits(each.unit)]
    if not any(throughout or each.at_end for each in others):
        return as_of
    return min(each.since for each in others)
