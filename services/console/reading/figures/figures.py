"""Figures of the second reading: one for each definition, unit subtree and local month, for each
service in the whole tree, and for longer periods where a definition adds up.

Promises memory for the leaves of one definition, and not for its items: these wait on disk.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from services.console.instants import month_of, months, next_month
from services.console.reading.definitions.definition import NUMERATOR, Definition
from services.console.reading.figures.activity import COUNTED, COUNTED_BY, FACTS, active_items
from services.console.reading.figures.contributions import (
    contributions,
    counted_items,
    last_instant,
)
from services.console.reading.figures.coverage import coverage, covered_months, service_items
from services.console.reading.figures.digest import WHOLE_TREE, Leaf
from services.console.reading.figures.items import Item
from services.console.reading.figures.longer_counts import LongerCounts, last_month
from services.console.reading.figures.stored_items import StoredItems
from services.console.reading.figures.sums import Figure, FigureKey, Scopes, Sums, sums_of
from services.console.reading.folding.fold import Reading


class Figures:
    """All figures of a reading, one definition at a time: the items wait on disk."""

    def __init__(
        self,
        reading: Reading,
        definitions: Sequence[Definition],
        now: datetime,
        online: Definition | None = None,
    ) -> None:
        """Of one version of each definition. `online`: the definition `activity.COUNTED_BY`, where
        activity is among them and another version of it, or none, is.
        """
        self.reading, self.now = reading, now
        self.definitions = {each.id: each for each in definitions}
        self.scopes = Scopes(reading)
        self.items = StoredItems()
        self.longer = LongerCounts(self.scopes)
        known = {each.name for each in definitions}
        asked = any(each.facts & FACTS for each in definitions)
        beside = [online] if asked and online and online.name not in known else []
        self._read([*definitions, *beside])

    def _read(self, definitions: Sequence[Definition]) -> None:
        """The items of these onto the disk."""
        for definition, at, service, item, *_ in contributions(self.reading, definitions):
            self._add(definition, at, service, item)
        for each in counted_items(self.reading, definitions):
            start, last = each.counted.start, last_instant(each.counted)
            if month_of(start) == month_of(last):
                self._add(each.definition, start, each.counted.said.service, each.item)
            elif self._is_shown(each.definition):
                self.longer.add(each)
        self.items.sort()

    def _is_shown(self, definition: Definition) -> bool:
        """Whether it has figures here; otherwise `activity` counts its items."""
        return self.definitions.get(definition.id) is definition

    def _add(self, definition: Definition, at: datetime, service: str, item: Item) -> None:
        number, name = numbered_month(at)
        there = item if item.part else item._replace(part=name)
        place = definition.id if self._is_shown(definition) else definition.name
        self.items.add(place, there, month=number, service=service)

    def of(self, definition: str) -> dict[FigureKey, Figure]:
        """Every figure of a month that has an item; of services for every month until now."""
        asked = self.definitions[definition]
        if asked.facts & FACTS:
            return self.active(asked)
        if asked.kind == "service":
            return coverage(self.reading, [asked], self.scopes, self.now)
        found: dict[FigureKey, Figure] = {}
        for number, leaf, whole, services in self.items.leaves(definition):
            month = date.fromordinal(number)
            for scope in self.scopes.of(leaf.unit, month):
                add(found, FigureKey(definition, scope, "", month), leaf, whole)
            for service, sums in services.items():
                add(found, FigureKey(definition, "", service, month), leaf, sums)
        return found

    def services(self, definition: Definition, month: date) -> Iterator[tuple[FigureKey, Item]]:
        """The items of a month."""
        if definition.facts & FACTS:
            online: Counter[tuple[str, str]] = Counter()
            newest = self.definitions.get(COUNTED)
            place = COUNTED if newest and newest.name == COUNTED_BY else COUNTED_BY
            for service, unit, summand, n in self.items.counted(place, month.toordinal()):
                if summand.membership == NUMERATOR:
                    online[service, unit] += n * summand.weight
            return active_items(self.reading, definition, self.scopes, month, online)
        return service_items(self.reading, [definition], self.scopes, month)

    def active(self, definition: Definition) -> dict[FigureKey, Figure]:
        """Of a definition that looks at all of a month."""
        found: dict[FigureKey, Figure] = {}
        for month in covered_months(self.reading, self.now):
            items: dict[FigureKey, list[Item]] = {}
            for key, item in self.services(definition, month):
                items.setdefault(key, []).append(item)
            for key, those in items.items():
                leaf = Leaf(key.unit or WHOLE_TREE, next_month(month).isoformat())
                found[key] = Figure({leaf: sums_of(sorted(those, key=Item.line))})
        return found

    def over(self, ours: Mapping[FigureKey, Figure], key: FigureKey) -> Figure:
        """A longer figure, or one of a unit alone, out of the months of the whole tree."""
        last = last_month(key)
        every = (
            FigureKey(key.definition, "", key.service, month) for month in months(key.month, last)
        )
        whole = [ours.get(each, Figure()).leaves.items() for each in every]
        held = ((leaf, sums) for leaves in whole for leaf, sums in leaves)
        found = {leaf: sums for leaf, sums in held if self.holds(key, leaf.unit, last)}
        return Figure(found | self.longer_leaves(key))

    def longer_leaves(self, key: FigureKey) -> dict[Leaf, Sums]:
        """Of counted facts that no month holds, and the figure does."""
        found: dict[Leaf, list[Item]] = {}
        for item in self.longer.inside(key):
            found.setdefault(Leaf(item.unit, item.part), []).append(item)
        return {leaf: sums_of(sorted(items, key=Item.line)) for leaf, items in found.items()}

    def cut(self, key: FigureKey) -> int:
        """The weight of counted facts that the figure's period cuts."""
        return self.longer.cut(key)

    def holds(self, key: FigureKey, unit: str, last: date) -> bool:
        """Whether a unit counts in a scope, by the tree at the end of the period."""
        return unit == key.unit if key.alone else key.unit in self.scopes.of(unit, last)

    def items_at(self, key: FigureKey) -> Iterator[Item]:
        """The items behind a figure."""
        asked = self.definitions[key.definition]
        if asked.kind == "service":
            found = self.services(asked, key.month)
            yield from (item for at, item in found if at == key)
            return
        last = last_month(key)
        months = (key.month.toordinal(), last.toordinal())
        for service, item in self.items.between(key.definition, *months):
            if key.service in ("", service) and self.holds(key, item.unit, last):
                yield item
        yield from self.longer.inside(key)

    def credited(self) -> set[str]:
        """Units that any dossier counts for."""
        return self.items.units


def add(found: dict[FigureKey, Figure], key: FigureKey, leaf: Leaf, sums: Sums) -> None:
    """A leaf of a month to a figure."""
    found.setdefault(key, Figure()).leaves[leaf] = sums


@lru_cache(maxsize=1024)  # many items of one dossier fall into a period by the same instant
def numbered_month(at: datetime) -> tuple[int, str]:
    """The local month by the number of its first day, and its name."""
    month = month_of(at)
    return month.toordinal(), f"{month:%Y-%m}"


def figures(
    reading: Reading, definitions: Sequence[Definition], now: datetime
) -> dict[FigureKey, Figure]:
    """Every figure of a month that has an item, of all definitions."""
    every = Figures(reading, definitions, now)
    return {key: figure for each in definitions for key, figure in every.of(each.id).items()}
