"""Which units subtrees consist of at an instant, for whoever asks about many of one tree.

Example: ward A merged into B, of district D. A list of B is of A and B, one of D of all three.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from services.submissions.domain.units import Units


class Tree(NamedTuple):
    """The units as they lie at one instant."""

    children: Mapping[str, list[str]]  # by parent; those of "" are at the top
    followed: Mapping[str, list[str]]  # by a unit that is open, those that ended and it follows

    def subtree(self, top: str) -> list[str]:
        """The unit, those below it, and those that ended and are followed by one of them, in order;
        "" stands above all.
        """
        below = self._below(top) if top else set(chain.from_iterable(self.children.values()))
        ended = (each for name in below for each in self.followed.get(name, ()))
        return sorted({*below, *ended})

    def _below(self, top: str) -> set[str]:
        names, below = [top], {top}
        for name in names:  # which grows meanwhile
            names += (more := [each for each in self.children.get(name, ()) if each not in below])
            below.update(more)
        return below


def tree(units: Units, at: datetime) -> Tree:
    """All that is known, at an instant."""
    children: dict[str, list[str]] = {}
    followed: dict[str, list[str]] = {}
    for name in units.known():
        children.setdefault(units.parent(name, at), []).append(name)
        for successor in units.successors(name, at):
            followed.setdefault(successor, []).append(name)
    return Tree(children, followed)
