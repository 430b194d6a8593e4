"""Who lies below whom at an instant, for permissions: asked on every call, so it is kept in memory.

Promises the tree of the day: a unit lies below the parent of its last place that has begun, before
the first one where that will be, and after its end where it lay. Must not read a clock.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Place(NamedTuple):
    """A unit lies below a parent ("": at the top) from an instant on; None: it ends."""

    unit: str
    version: int  # in the unit's stream: what a withdrawal names
    parent: str | None
    effective_from: datetime


class Tree:
    """The places of every unit by version, and in order of time those that count."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._places: dict[str, dict[int, Place]] = {}
        self._lies: dict[str, list[tuple[datetime, int, str]]] = {}
        self.learn(places)

    def learn(self, places: Iterable[Place]) -> None:
        """More of them; to be told the same again changes nothing."""
        for place in places:
            self._places.setdefault(place.unit, {})[place.version] = place
            self._lies.pop(place.unit, None)

    def forget(self, changes: Iterable[tuple[str, int]]) -> None:
        """Withdrawn changes of units, by unit and version; most are no places."""
        for unit, version in changes:
            self._places.get(unit, {}).pop(version, None)
            self._lies.pop(unit, None)

    def become(self, places: Iterable[Place]) -> None:
        """What a table says, and nothing else."""
        self._places.clear()
        self._lies.clear()
        self.learn(places)

    def within(self, ancestor: str, unit: str, at: datetime) -> bool:
        """Whether the unit is the other or lies below it; all lie in the whole tree ("")."""
        walked: set[str] = set()
        while unit and unit != ancestor and unit not in walked:
            walked.add(unit)
            unit = self._parent(unit, at)
        return unit == ancestor or not ancestor

    def _parent(self, unit: str, at: datetime) -> str:
        lies = self._lies.get(unit)
        if lies is None:
            lies = self._lies[unit] = counting(self._places.get(unit, {}).values())
        if not lies:
            return ""
        if lies[-1][0] <= at:  # nearly always
            return lies[-1][2]
        begun = [parent for since, _, parent in lies if since <= at]
        return begun[-1] if begun else lies[0][2]


def counting(places: Iterable[Place]) -> list[tuple[datetime, int, str]]:
    """In order of time, then of recording, those before the end."""
    kept = list(places)
    ends = [place.effective_from for place in kept if place.parent is None]
    return sorted(
        (place.effective_from, place.version, place.parent)
        for place in kept
        if place.parent is not None and all(place.effective_from < end for end in ends)
    )
