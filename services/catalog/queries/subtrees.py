"""Which units lie below which at an instant, kept for as long as it stays so.

The same as the read tables say at that instant, without asking them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from services.catalog.domain.units import Unit

KEPT = 8  # layouts, for as many stretches of time
NEVER, EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Subtree(NamedTuple):
    """The units that lie inside of a subtree at an instant, its top among them, and all others."""

    inside: tuple[str, ...]
    outside: tuple[str, ...] | None  # None: nobody counted them, or they are more than inside


class Layout(NamedTuple):
    """Every unit that had opened, below the unit that it lies below, from an instant to another."""

    since: datetime
    until: datetime
    parents: Mapping[str, str]
    children: Mapping[str, Sequence[str]]
    ahead: Sequence[str]  # units that open later: they lie outside of everything
    large: dict[str, Subtree]  # the subtrees that were asked for, by their tops

    def below(self, top: str) -> Subtree:
        """What lies below a unit; nothing when it had not opened. Of a city this is asked again and
        again, and takes as long as the rest of a page.
        """
        if top in self.large:
            return self.large[top]
        found = self.walked(top)
        if found.outside is not None and len(self.large) < KEPT:
            self.large[top] = found
        return found

    def walked(self, top: str) -> Subtree:
        """The same, down from the top."""
        inside = [top] if top in self.parents else []
        for unit in inside:  # which grows meanwhile
            inside += self.children.get(unit, ())
        if 2 * len(inside) < len(self.parents) + len(self.ahead):
            return Subtree(tuple(inside), None)
        found = set(inside)
        outside = (unit for unit in self.parents if unit not in found)
        return Subtree(tuple(inside), (*outside, *self.ahead))


class Layouts:
    """The layouts that were asked for last."""

    def __init__(self) -> None:
        self._kept: list[Layout] = []

    def forget(self) -> None:
        """Units have changed."""
        self._kept.clear()

    def at(self, units: Mapping[str, Unit], instant: datetime) -> Layout:
        """How the units lie at an instant."""
        for layout in self._kept:
            if layout.since <= instant < layout.until:
                return layout
        layout = _laid_out(units, instant)
        self._kept = [layout, *self._kept[: KEPT - 1]]
        return layout


def _laid_out(units: Mapping[str, Unit], instant: datetime) -> Layout:
    parents: dict[str, str] = {}
    children: dict[str, list[str]] = defaultdict(list)
    for name, unit in units.items():
        begun = [lying.parent for lying in unit.lies if lying.since <= instant]
        if begun:
            parents[name] = begun[-1]
            children[begun[-1]].append(name)
    ahead = [name for name in units if name not in parents]
    return Layout(*_period(units.values(), instant), parents, children, ahead, {})


def _period(units: Iterable[Unit], instant: datetime) -> tuple[datetime, datetime]:
    """The time around an instant in which nothing moves, so that it is laid out only once."""
    turns = {lying.since for unit in units for lying in unit.lies}
    since = max((turn for turn in turns if turn <= instant), default=NEVER)
    return since, min((turn for turn in turns if turn > instant), default=EVER)
