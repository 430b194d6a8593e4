"""How often, how deep and how many units are placed, by how much of the tree a caller reaches.

Whoever follows the catalogue writes, for each change of the tree, what lies below whom: work for
everybody, however small the part is that changes. Example: who edits one ward moves a counter of it
twelve times a year; the district's editor two times more, and who reaches the whole tree a hundred.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple

from motcua.catalog.v1.events_pb2 import UnitMerged, UnitMoved, UnitOpened
from services.catalog.domain import tree, units
from services.catalog.domain.refusals.units import UnitReason
from services.catalog.domain.tree import Forest, Span
from services.catalog.domain.units import Unit
from services.chassis.decider import Fact
from services.chassis.errors import Refusal

FEW, MORE, MOST = 8, 2, 100  # times a year
ALONG = 4  # times as often along with a merger: whoever placed what lies below must not hinder it
DEEPEST = 10  # units on the way up
MOST_BELOW = 1_000  # units that ever lay below one
YEAR = timedelta(days=365)
BEGINNING = datetime.min.replace(tzinfo=UTC)


class Reach(NamedTuple):
    """Of the units from one upwards: how many a caller reaches, and the highest of these."""

    units: int
    top: str  # "": he reaches the whole tree
    is_highest: bool = True  # no unit lies above that

    @property
    def most(self) -> int:
        """How often in a year he places the unit."""
        return FEW + MORE * self.units if self.top else MOST


def require_room(
    before: Forest,
    changes: Mapping[str, list[Fact]],
    *,
    reach: Callable[[Forest, str], Reach],
    now: datetime,
) -> None:
    """Refuse changes of the tree that would place a unit too often or too deep, or one too many.

    `reach`: what the caller reaches of the units from one upwards, in a forest.
    """
    after = before.after(changes)
    merges = any(isinstance(fact.message, UnitMerged) for own in changes.values() for fact in own)
    for name, facts in changes.items():
        messages = [fact.message for fact in facts if isinstance(fact.message, units.PLACING)]
        if not messages:
            continue
        unit, reached = before.get(name, Unit()), reach(after, name)
        moves = all(isinstance(each, UnitMoved) for each in messages)
        most = reached.most * (ALONG if merges and moves else 1)
        if len(messages) + sum(placed > now - YEAR for placed in unit.placed) > most:
            values = {"unit": name, "most": str(most)}
            raise Refusal(UnitReason.UNIT_PLACED_TOO_OFTEN, values=values)
        if reached.top and any(isinstance(each, UnitMoved | UnitOpened) for each in messages):
            _require_shallow(after, name)
        if not (unit.opening or reached.is_highest):
            _require_few_below(after, reached.top)


def upward(forest: Mapping[str, Unit], name: str, at: datetime) -> list[str]:
    """A unit and those above it at an instant: before its opening where it will lie, after its end
    where it lay last.
    """
    found: list[str] = []
    while name and len(found) <= DEEPEST:
        found.append(name)
        lies = forest.get(name, Unit()).lies
        begun = [lying for lying in lies if lying.since <= at] or lies[:1]
        name = begun[-1].parent if begun else ""
    return found


def _require_shallow(forest: Forest, name: str) -> None:
    """On no day lies a unit, or what is below it, deeper than that."""
    levels = max(
        above + _levels_below(forest, name, since, until)
        for above, since, until in _ways_up(forest, name)
    )
    if levels > DEEPEST:
        values = {"unit": name, "most": str(DEEPEST)}
        raise Refusal(UnitReason.UNIT_TOO_DEEP, values=values)


def _require_few_below(forest: Forest, top: str) -> None:
    """Those that have ended, or lie elsewhere by now, are among them."""
    found, waiting = {top}, [top]
    for name in waiting:  # which grows meanwhile
        below = [
            each
            for each in tree.namers(forest, name) - found
            if any(lying.parent == name for lying in forest[each].lies)
        ]
        found.update(below)
        waiting += below
        if len(found) > MOST_BELOW + 1:
            values = {"unit": top, "most": str(MOST_BELOW)}
            raise Refusal(UnitReason.UNITS_TOO_MANY, values=values)


def _ways_up(forest: Forest, name: str) -> Iterator[tuple[int, datetime, datetime | None]]:
    """How many units lie from one upwards, itself among them, between which instants."""
    climbing: list[tuple[int, str, datetime, datetime | None]] = [(1, name, BEGINNING, None)]
    for steps, each, since, until in climbing:  # which grows meanwhile
        unit = forest.get(each, Unit())
        if not unit.lies or steps > DEEPEST:
            yield steps, since, until
        for span in tree.clipped(_spans(unit), since, until) if steps <= DEEPEST else ():
            if span.parent:
                climbing.append((steps + 1, span.parent, span.since, span.until))
            else:
                yield steps, span.since, span.until


def _levels_below(forest: Forest, name: str, since: datetime, until: datetime | None) -> int:
    """How many levels lie below a unit at some instant of these."""
    deepest = 0
    descending = [(0, name, since, until)]
    for deepest, each, begins, ends in descending:  # which grows meanwhile, level by level
        if deepest > DEEPEST:
            break
        for child in tree.namers(forest, each):
            descending += (
                (deepest + 1, child, span.since, span.until)
                for span in tree.clipped(_spans(forest[child]), begins, ends)
                if span.parent == each
            )
    return deepest


def _spans(unit: Unit) -> Iterator[Span]:
    """Below whom a unit lies on all days: also before its opening, and after its end."""
    for number, (lying, following) in enumerate(zip_longest(unit.lies, unit.lies[1:])):
        since = lying.since if number else BEGINNING
        yield Span(lying.parent, since, following.since if following else None)
