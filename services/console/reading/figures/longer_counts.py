"""Counted facts of periods that no month holds, by what a figure asks of them.

Promises that a figure looks at the facts of its own definition, service and units alone: where a
year of volumes was taken in, each of a hundred thousand figures asks what its period cuts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from services.console.instants import local_midnight, month_before, next_month
from services.console.reading.figures.contributions import CountedItem
from services.console.reading.figures.items import Item
from services.console.reading.figures.sums import FigureKey, Scopes

MONTHS = 256  # whose trees are at hand; a list of a unit asks month after month, and the next again


class Period(NamedTuple):
    """[start, end), which few facts have to themselves: most are of a calendar or fiscal year."""

    start: datetime
    end: datetime


@dataclass(slots=True)
class OfUnit:
    """The facts of a unit in a period."""

    items: list[Item] = field(default_factory=list)
    weight: int = 0

    def add(self, item: Item) -> None:
        """One more."""
        self.items.append(item)
        self.weight += item.weight


class LongerCounts:
    """All of a reading."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        # By definition and service ("": all), by period, by unit.
        self._of: dict[tuple[str, str], dict[Period, dict[str, OfUnit]]] = {}
        self._units: set[str] = set()
        self._below = lru_cache(maxsize=MONTHS)(self._by_scope)

    def add(self, each: CountedItem) -> None:
        """One more."""
        period = Period(each.counted.start, each.counted.end)
        self._units.add(each.item.unit)
        for service in {"", each.counted.said.service}:
            periods = self._of.setdefault((each.definition.id, service), {})
            periods.setdefault(period, {}).setdefault(each.item.unit, OfUnit()).add(each.item)

    def cut(self, key: FigureKey) -> int:
        """The weight of what the figure's period cuts."""
        return sum(each.weight for each, inside in self._overlapping(key) if not inside)

    def inside(self, key: FigureKey) -> Iterator[Item]:
        """What the figure's period holds."""
        return (item for each, inside in self._overlapping(key) if inside for item in each.items)

    def _overlapping(self, key: FigureKey) -> Iterator[tuple[OfUnit, bool]]:
        """The facts of each unit in the scope whose period overlaps; whether it is held."""
        last = last_month(key)
        start, end = local_midnight(key.month), local_midnight(next_month(last))
        for period, units in self._of.get((key.definition, key.service), {}).items():
            if period.start < end and start < period.end:
                inside = start <= period.start and period.end <= end
                yield from ((each, inside) for each in self._within(key, last, units))

    def _within(self, key: FigureKey, last: date, units: Mapping[str, OfUnit]) -> Iterable[OfUnit]:
        """Of some units those in the figure's scope, by the tree at the end of its period."""
        if key.alone:
            return [units[key.unit]] if key.unit in units else []
        if not key.unit:
            return units.values()
        return (units[each] for each in self._below(last).get(key.unit, ()) if each in units)

    def _by_scope(self, last: date) -> dict[str, list[str]]:
        """Every unit that has such a fact, under each scope that it counts in."""
        found: dict[str, list[str]] = {}
        for unit in self._units:
            for scope in self._scopes.of(unit, last):
                found.setdefault(scope, []).append(unit)
        return found


def last_month(key: FigureKey) -> date:
    """The last one of a figure."""
    return month_before(key.end or next_month(key.month))
