"""Units above and below one another, at every instant: a forest is its units by name.

A change that passes `require_tree` leaves a tree at every date, past and planned: an open unit lies
below an open one, and none below itself. Only what a change can touch is looked at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import DeskAuthorized, UnitMoved
from services.catalog.domain import effective, units
from services.catalog.domain.refusals.units import UnitReason
from services.catalog.domain.units import Unit
from services.chassis.decider import Fact
from services.chassis.errors import Refusal

NOBODY: Set[str] = frozenset()


class Span(NamedTuple):
    """A stretch of time during which an open unit lies below a parent, "" for none."""

    parent: str
    since: datetime
    until: datetime | None  # None: nothing is known to change it


class Forest(Mapping[str, Unit]):
    """Units by name, over those of another forest, which stays as it is.

    Knows who ever named whom, so that what lies below a unit, and who hands its offerings over to
    it, is found without a search.
    """

    def __init__(self, below: Mapping[str, Unit] | None = None) -> None:
        self._below = None if below is None else indexed(below)
        self._own: dict[str, Unit] = {}
        self._namers: dict[str, set[str]] = {}
        self._predecessors: dict[str, set[str]] = {}

    def put(self, name: str, unit: Unit) -> None:
        """A unit as it is from now on."""
        self._own[name] = unit
        for each in named_by(unit):
            self._namers.setdefault(each, set()).add(name)
        for handing in unit.hands_over:
            self._predecessors.setdefault(handing.successor, set()).add(name)

    def after(self, changes: Mapping[str, Sequence[Fact]]) -> "Forest":
        """The forest after these facts of its units; this one stays as it is."""
        forest = Forest(self)
        for name, facts in changes.items():
            forest.put(name, units.DECIDER.fold(self.get(name, Unit()), facts))
        return forest

    def namers(self, name: str) -> set[str]:
        """Every unit that ever named another, and perhaps takes that back by now."""
        own = self._namers.get(name, set())
        return own | self._below.namers(name) if self._below is not None else set(own)

    def predecessors(self, name: str) -> Set[str]:
        """Every unit that ever was to hand its offerings over to another."""
        own = self._predecessors.get(name, NOBODY)
        below = NOBODY if self._below is None else self._below.predecessors(name)
        return own | below if own and below else own or below

    def get(self, name: str, default: Any = None) -> Any:
        """The same as of any mapping; decisions about offerings ask it several times each."""
        if name in self._own:
            return self._own[name]
        return default if self._below is None else self._below.get(name, default)

    def __getitem__(self, name: str) -> Unit:
        if name in self._own or self._below is None:
            return self._own[name]
        return self._below[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        if self._below is not None:
            yield from (name for name in self._below if name not in self._own)

    def __len__(self) -> int:
        if self._below is None:
            return len(self._own)
        return len(self._below) + sum(1 for name in self._own if name not in self._below)


def indexed(units_: Mapping[str, Unit]) -> Forest:
    """Units by name as a forest: itself, if it is one, else a copy."""
    if isinstance(units_, Forest):
        return units_
    forest = Forest()
    for name, unit in units_.items():
        forest.put(name, unit)
    return forest


def named_by(unit: Unit) -> set[str]:
    """Every unit that a unit's facts name as its parent, its successor or its desk."""
    desks = {change.fact.desk for change in unit.changes if isinstance(change.fact, DeskAuthorized)}
    return placed_by(unit) | desks


def placed_by(unit: Unit) -> set[str]:
    """Every unit that a unit's facts name as its parent or its successor."""
    opened = {unit.opening.parent} if unit.opening else set()
    return opened.union(*(named(change.fact) for change in unit.changes)) - {""}


def named(fact: Any) -> set[str]:
    """The units that a change of another names as its parent ("": none) or its successors."""
    return {fact.parent} if isinstance(fact, UnitMoved) else set(units.successors(fact))


def namers(forest: Mapping[str, Unit], name: str) -> set[str]:
    """Every unit that names another as its parent, successor or desk, and perhaps some that did."""
    return indexed(forest).namers(name)


def spans(unit: Unit) -> Iterator[Span]:
    """Below whom a unit lies, from its opening to its end."""
    for lying, following in zip_longest(unit.lies, unit.lies[1:]):
        yield Span(lying.parent, lying.since, following.since if following else units.ends_at(unit))


def open_at(forest: Mapping[str, Unit], name: str, at: datetime) -> bool:
    """Whether there is such a unit, open at an instant."""
    return units.is_open(forest.get(name, Unit()), at)


def parent_at(forest: Mapping[str, Unit], name: str, at: datetime) -> str:
    """Below whom a unit lies at an instant, or lay last; "" when there is none."""
    begun = [lying for lying in forest.get(name, Unit()).lies if lying.since <= at]
    return begun[-1].parent if begun else ""


def ancestors(forest: Mapping[str, Unit], name: str, at: datetime) -> list[str]:
    """All units above one at an instant, its parent first."""
    above: list[str] = []
    while name := parent_at(forest, name, at):
        above.append(name)
    return above


def children(forest: Mapping[str, Unit], name: str, at: datetime) -> list[str]:
    """The open units right below one at an instant, by name."""
    return sorted(
        each
        for each in namers(forest, name)
        if open_at(forest, each, at) and parent_at(forest, each, at) == name
    )


def children_from(forest: Mapping[str, Unit], name: str, since: datetime) -> list[str]:
    """The units that lie right below one at some instant from then on, by name."""
    return sorted(
        each
        for each in namers(forest, name)
        if any(span.parent == name for span in clipped(spans(forest[each]), since, None))
    )


def require_tree(
    forest: Mapping[str, Unit],
    changed: Iterable[str],
    *,
    since: datetime,
    field: str = "effective_time",
) -> None:
    """Refuse a forest that was a tree until these units changed, and is none at some date."""
    names = set(changed)
    touched = names.union(*(namers(forest, name) for name in names))
    for name in sorted(touched):
        _require_open_parents(forest, name, since, field)
    for name in sorted(names):
        _require_no_cycle(forest, name, since, field)


def _require_open_parents(
    forest: Mapping[str, Unit], name: str, since: datetime, field: str
) -> None:
    """While a unit is open, so is whom it lies below."""
    for span in clipped(spans(forest[name]), since, None):
        alone = _first_alone(forest, span)
        if alone is not None:
            values = {"unit": name, "parent": span.parent, "time": effective.shown(alone)}
            raise Refusal(UnitReason.PARENT_NOT_OPEN, field=field, values=values)


def _first_alone(forest: Mapping[str, Unit], span: Span) -> datetime | None:
    """The first instant of a span at which the parent is not open; None when there is none."""
    parent = forest.get(span.parent, Unit())
    if not span.parent:
        return None
    if not units.is_open(parent, span.since):
        return span.since
    end = units.ends_at(parent)
    return None if earlier(end, span.until) == span.until else end


def _require_no_cycle(forest: Mapping[str, Unit], name: str, since: datetime, field: str) -> None:
    """Nobody is met twice on the way up, at any date."""
    climbing: list[tuple[tuple[str, ...], datetime, datetime | None]] = [((name,), since, None)]
    while climbing:
        path, begins, ends = climbing.pop()
        for span in clipped(spans(forest.get(path[-1], Unit())), begins, ends):
            if span.parent in path:
                values = {"unit": span.parent, "time": effective.shown(span.since)}
                raise Refusal(UnitReason.UNIT_CYCLE, field=field, values=values)
            if span.parent:
                climbing.append(((*path, span.parent), span.since, span.until))


def clipped(every: Iterable[Span], since: datetime, until: datetime | None) -> Iterator[Span]:
    """The parts of spans that lie within [since, until)."""
    for span in every:
        begins, ends = max(span.since, since), earlier(span.until, until)
        if ends is None or begins < ends:
            yield Span(span.parent, begins, ends)


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two instants, where None is never."""
    if one is None or other is None:
        return one or other
    return min(one, other)
