"""Units that are planned to come into a scope, and the instant before which they are not in it.

Example: ward Q is to move under P on 15 March. On the 10th P's leader asks for March, without an
as_of: he gets it as of the 15th, before the move. As of 1 April it would hold what is Q's.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple


class Entering(NamedTuple):
    """A unit that is planned to lie in a scope, from when on, and whether it does at the as_of."""

    unit: str
    since: datetime
    at_end: bool


def factual_until(as_of: datetime, now: datetime, known_until: datetime | None) -> datetime:
    """Up to when the tree of a position is fact, and no plan: until now at most, and until
    something newer was known (`known_until`; None: nothing is).
    """
    return min(as_of, now) if known_until is None else min(as_of, now, known_until)


def as_of_without(
    entering: Iterable[Entering],
    as_of: datetime,
    permits: Callable[[str], bool],
    *,
    throughout: bool = False,
) -> datetime:
    """`as_of`, if each unit that is planned to be in the scope at it is the caller's; else the last
    instant before the first other unit comes. With `throughout` each unit counts that is planned to
    be there at any time until `as_of`, as lists by month need it.
    """
    others = [each for each in entering if not permits(each.unit)]
    if not any(throughout or each.at_end for each in others):
        return as_of
    return min(each.since for each in others)
