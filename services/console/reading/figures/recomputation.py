"""Figures of receipts, computed again: of any period, as of any instant, in any scope.

Promises one pass over the dossiers for all receipts, and items on disk. Must not ask a service.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from motcua.metrics.v1.events_pb2 import Filter, Receipt
from services.console.instants import from_date, from_timestamp, local_day, local_midnight, month_of
from services.console.reading.definitions import dimensions
from services.console.reading.definitions.definition import Definition
from services.console.reading.definitions.dimensions import Values, chosen
from services.console.reading.figures.contributions import (
    contributions,
    counted_items,
    of_dossier_at,
)
from services.console.reading.figures.coverage import services_in_force
from services.console.reading.figures.digest import WHOLE_TREE, Leaf
from services.console.reading.figures.items import Contribution, Item
from services.console.reading.figures.sums import Figure, Sums, path_up, sums_of
from services.console.reading.folding.fold import Reading
from services.console.reading.folding.on_disk import Table
from services.console.reading.folding.successions import Presents

OF_QUESTION = """select kind, id, membership, reason, assisted, unit, can_still, weight, part
from rows where question = ? order by unit, part, id"""


AT_CUT_OFF = frozenset({"dossier_at", "dossier_held"})  # kinds whose items stand at an instant


class Question(NamedTuple):
    """The question that a receipt answers."""

    definition: Definition
    unit: str
    service: str
    alone: bool
    since: datetime
    until: datetime
    as_of: datetime
    filters: Sequence[Filter] = ()
    units_at: datetime | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """The same for questions that are alike."""
        filters = tuple(each.SerializeToString(deterministic=True) for each in self.filters)
        return (self.definition.id, *self[1:7], filters, self.units_at)

    def leaf_of(self, found: Contribution, trees: "Trees") -> str | None:
        """The unit of the leaf in which an item stands, if it falls into the period; None: it does
        not count here.
        """
        definition, _, service, item, values, holders = found
        if definition.id != self.definition.id or not fits(self, service, values):
            return None
        if self.units_at is None:
            return item.unit if self.covers(item.unit, self.as_of, trees) else None
        there = trees.presents(self.units_at).counted(item.unit, holders)
        covered = (self.covers(each, self.units_at, trees) for each in there.needs)
        return there.leaf if there.unit == self.unit or all(covered) else None

    def covers(self, unit: str, at: datetime, trees: "Trees") -> bool:
        """Whether a unit lies in the scope by the tree of an instant."""
        return unit == self.unit if self.alone else self.unit in trees.scopes(unit, at)


Numbered: TypeAlias = tuple[int, Question]


class ByValue:
    """Questions by what they choose: of hundreds by a dimension, an item is in one or two."""

    def __init__(self) -> None:
        self._of_all: list[Numbered] = []
        self._chosen: dict[str, dict[str, list[Numbered]]] = {}

    def add(self, question: Numbered) -> None:
        """One more, under the values of its first filter."""
        filters = question[1].filters
        if not filters:
            self._of_all.append(question)
            return
        by = self._chosen.setdefault(filters[0].dimension, defaultdict(list))
        for value in set(filters[0].values):
            by[value].append(question)

    def of(self, values: Values) -> Iterator[Numbered]:
        """All that may be about an item with these values."""
        yield from self._of_all
        for dimension, by in self._chosen.items():
            yield from by.get(values.get(dimension, ""), ())


def answered_question(receipt: Receipt, definition: Definition) -> Question:
    """The question; without as_of it is that of the period's end."""
    end = local_midnight(from_date(receipt.period.end))
    as_of = from_timestamp(receipt.as_of) if receipt.HasField("as_of") else end
    since, scope = local_midnight(from_date(receipt.period.start)), receipt.scope
    return Question(
        definition,
        scope.unit,
        scope.service,
        scope.alone,
        since,
        max(since, min(end, as_of)),
        as_of,
        scope.filters,
        from_timestamp(scope.units_time) if scope.HasField("units_time") else None,
    )


def fits(question: Question, service: str, values: Values) -> bool:
    """Whether the question is about items of a service with these values."""
    return question.service in ("", service) and chosen(values, question.filters)


class Trees:
    """The scopes of units as of several instants."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.trees: dict[datetime, dict[str, str]] = {}
        self.known: dict[tuple[datetime, str], list[str]] = {}
        self.presents = cache(lambda at: Presents(reading.handovers, at))

    def scopes(self, unit: str, as_of: datetime) -> list[str]:
        """The whole tree (""), the unit itself, and every unit above it."""
        if as_of not in self.trees:
            self.trees[as_of] = self.reading.tree(as_of)
        if (as_of, unit) not in self.known:
            self.known[as_of, unit] = ["", *path_up(self.trees[as_of], unit)]
        return self.known[as_of, unit]


def recomputed(reading: Reading, question: Sequence[Question]) -> list[Figure]:
    """The figure of each question; of those that are alike, such as the whole of several lists,
    once.
    """
    first = {each.key: each for each in question}
    figures = dict(zip(first, _recomputed(reading, list(first.values())), strict=True))
    return [figures[each.key] for each in question]


def _recomputed(reading: Reading, question: Sequence[Question]) -> list[Figure]:
    trees, items = Trees(reading), Table("question", *Item._fields)
    definitions = {each.definition.id: each.definition for each in question}
    cut: Counter[int] = Counter()
    for number, item, inside in found_items(reading, list(definitions.values()), question, trees):
        if inside:
            items.add((number, *item))
        else:
            cut[number] += item.weight
    items.index("question", "unit", "part", "id")
    return [
        of_services(reading, each, trees)
        if each.definition.kind == "service"
        else Figure(of_leaves(items, number), cut[number])
        for number, each in enumerate(question)
    ]


def found_items(
    reading: Reading, definitions: Sequence[Definition], question: Sequence[Question], trees: Trees
) -> Iterator[tuple[int, Item, bool]]:
    """The items of each question, by its number, with the part of the digest that each is in; and
    whether it counts: a counted fact that the period cuts does not.
    """
    at_an_instant = [each for each in definitions if each.kind not in AT_CUT_OFF]
    questions: dict[str, ByValue] = defaultdict(ByValue)
    for number, each in enumerate(question):
        questions[each.definition.id].add((number, each))
    for found in contributions(reading, at_an_instant):
        part = f"{month_of(found.at):%Y-%m}"
        for number, each in questions[found.definition.id].of(found.values):
            unit = each.leaf_of(found, trees) if each.since <= found.at < each.until else None
            if unit is not None:
                yield number, found.item._replace(unit=unit, part=part), True
    for number, item in found_at(reading, question, trees):
        yield number, item, True
    for definition, counted, item, values in counted_items(reading, definitions):
        for number, each in enumerate(question):
            overlaps = each.since < counted.end and counted.start < each.until
            fact = Contribution(definition, counted.start, counted.said.service, item, values)
            if overlaps and each.leaf_of(fact, trees) is not None:
                yield number, item, each.since <= counted.start and counted.end <= each.until


def found_at(
    reading: Reading, question: Sequence[Question], trees: Trees
) -> Iterator[tuple[int, Item]]:
    """Dossiers as they stood at the cut-off of each question about that."""
    alike: dict[tuple[Definition, datetime, datetime], ByValue] = defaultdict(ByValue)
    for number, each in enumerate(question):
        if each.definition.kind in AT_CUT_OFF:
            alike[each.definition, each.since, each.until].add((number, each))
    for dossier in reading.dossiers if alike else ():
        for (definition, since, until), those in alike.items():
            for found in of_dossier_at(dossier, [definition], since, until):
                for number, each in those.of(found.values):
                    unit = each.leaf_of(found, trees)
                    if unit is not None:
                        part = local_day(each.as_of).isoformat()
                        yield number, found.item._replace(unit=unit, part=part)


def of_leaves(items: Table, question: int) -> dict[Leaf, Sums]:
    """By unit and part."""
    return {
        Leaf(*leaf): sums_of(Item(*row) for row in rows)
        for leaf, rows in groupby(items.read(OF_QUESTION, question), itemgetter(5, 8))
    }


def of_services(reading: Reading, question: Question, trees: Trees) -> Figure:
    """All in one leaf."""

    def scopes(unit: str) -> Sequence[str]:
        if question.units_at is None:
            return [unit] if question.alone else trees.scopes(unit, question.as_of)
        there = trees.presents(question.units_at).counted(unit, ())
        counts = all(question.covers(each, question.units_at, trees) for each in there.needs)
        return [question.unit] if counts or there.unit == question.unit else []

    in_force = services_in_force(reading, [question.definition], question.as_of, scopes)
    found: list[Item] = [
        item
        for scope, _, item in in_force
        if scope == question.unit
        and fits(question, item.id, of_service(reading, item.id, question.as_of))
    ]
    leaf = Leaf(question.unit or WHOLE_TREE, local_day(question.as_of).isoformat())
    return Figure({leaf: sums_of(sorted(found, key=Item.line))} if found else {})


def of_service(reading: Reading, service: str, as_of: datetime) -> Values:
    """The values of a service that is in force."""
    version = reading.services[service].in_force(as_of)
    return dimensions.of_service(version.field if version else "")
