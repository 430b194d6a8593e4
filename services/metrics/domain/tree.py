"""Who lies below whom at an instant, for permissions: asked on every call, so it is kept in memory.

Promises the tree of the day: a unit lies below the parent of its last place that has begun, before
the first one where that will be, and after its end where it lay. Must not read a clock.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Parent(NamedTuple):
    """A unit's parent ("": it is at the top) from an instant on; None: it ends."""

    unit: str
    version: int  # in the unit's stream: what a withdrawal names
    parent: str | None
    effective_from: datetime


class Tree:
    """The changes of every unit's parent by version, and those that count in order of time."""

    def __init__(self, changes: Iterable[Parent] = ()) -> None:
        self._changes: dict[str, dict[int, Parent]] = {}
        self._lies: dict[str, list[tuple[datetime, int, str]]] = {}
        self._moves: list[datetime] | None = None  # in order of time; None: to be listed again
        self.position = 0  # of the catalogue, up to where this tree follows it
        self.changed = 0  # where the tree changed last; it is the same at all positions since
        self.learn(changes)

    def learn(self, changes: Iterable[Parent]) -> None:
        """Add changes. Idempotent."""
        for change in changes:
            self._changes.setdefault(change.unit, {})[change.version] = change
            self._lies.pop(change.unit, None)
            self._moves = None

    def forget(self, changes: Iterable[tuple[str, int]]) -> None:
        """Drop withdrawn changes, by unit and version; most are none of a parent."""
        for unit, version in changes:
            self._changes.get(unit, {}).pop(version, None)
            self._lies.pop(unit, None)
            self._moves = None

    def become(self, changes: Iterable[Parent]) -> None:
        """What a table says, and nothing else."""
        self._changes.clear()
        self._lies.clear()
        self._moves = None
        self.position = self.changed = 0
        self.learn(changes)

    def follow(self, position: int, *, changed: int = 0) -> None:
        """Note up to which position of the catalogue the tree is known, and where it changed last
        on the way (0: nowhere).
        """
        self.position, self.changed = position, max(self.changed, changed)

    def is_known_at(self, position: int) -> bool:
        """Whether the tree as known at a position of the catalogue is this one."""
        return self.changed <= position <= self.position

    def next_move(self, after: datetime) -> datetime | None:
        """When the first unit moves after an instant."""
        if self._moves is None:
            self._moves = sorted({since for unit in self._changes for since in self._moved(unit)})
        at = bisect_right(self._moves, after)
        return self._moves[at] if at < len(self._moves) else None

    def within(self, ancestor: str, unit: str, at: datetime) -> bool:
        """Whether the unit is the other or lies below it; all lie in the whole tree ("")."""
        walked: set[str] = set()
        while unit and unit != ancestor and unit not in walked:
            walked.add(unit)
            unit = self._parent(unit, at)
        return unit == ancestor or not ancestor

    def _moved(self, unit: str) -> list[datetime]:
        """When a unit moves; its first place is that of all time before, and no move."""
        if len(self._changes[unit]) <= 1:
            return []
        return [since for since, _, _ in self._places(unit)[1:]]

    def _places(self, unit: str) -> list[tuple[datetime, int, str]]:
        lies = self._lies.get(unit)
        if lies is None:
            lies = self._lies[unit] = counting(self._changes.get(unit, {}).values())
        return lies

    def _parent(self, unit: str, at: datetime) -> str:
        lies = self._lies.get(unit) or self._places(unit)
        if not lies:
            return ""
        if lies[-1][0] <= at:  # nearly always
            return lies[-1][2]
        begun = [parent for since, _, parent in lies if since <= at]
        return begun[-1] if begun else lies[0][2]


def counting(changes: Iterable[Parent]) -> list[tuple[datetime, int, str]]:
    """In order of time, then of recording, those before the end."""
    kept = list(changes)
    ends = [change.effective_from for change in kept if change.parent is None]
    return sorted(
        (change.effective_from, change.version, change.parent)
        for change in kept
        if change.parent is not None and all(change.effective_from < end for end in ends)
    )
