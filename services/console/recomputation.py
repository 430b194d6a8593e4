"""Figures of receipts, computed again: of any period, as of any instant, in any scope.

Promises one pass over the dossiers for all receipts, and items on disk. Must not ask a service.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Receipt
from services.console.contributions import contributions, counted_items
from services.console.coverage import services_in_force
from services.console.definitions.definition import Definition
from services.console.digest import WHOLE_TREE, Leaf
from services.console.figures import COLUMNS
from services.console.fold import Reading
from services.console.instants import (
    from_date,
    from_timestamp,
    local_day,
    local_midnight,
    month_of,
)
from services.console.items import Item
from services.console.on_disk import Table
from services.console.sums import Figure, path_up, sums_of

OF_QUESTION = """select kind, id, membership, reason, assisted, unit, can_still, weight, part
from rows where question = ? order by unit, part, id"""


class Asked(NamedTuple):
    """What a receipt is the answer to."""

    definition: Definition
    unit: str
    service: str
    alone: bool
    since: datetime
    until: datetime
    as_of: datetime

    def holds(self, definition: Definition, service: str, item: Item, trees: "Trees") -> bool:
        """Whether an item counts, if it falls into the period."""
        if definition.id != self.definition.id or not service_fits(self, service):
            return False
        if self.alone:
            return item.unit == self.unit
        return self.unit in trees.scopes(item.unit, self.as_of)


def asked_of(receipt: Receipt, definition: Definition) -> Asked:
    """The question; without as_of it is that of the period's end."""
    end = local_midnight(from_date(receipt.period.end))
    as_of = from_timestamp(receipt.as_of) if receipt.HasField("as_of") else end
    scope = receipt.scope
    return Asked(
        definition,
        scope.unit,
        scope.service,
        scope.alone,
        local_midnight(from_date(receipt.period.start)),
        min(end, as_of),
        as_of,
    )


def service_fits(asked: Asked, service: str) -> bool:
    """Whether the question is about a service."""
    return asked.service in ("", service)


class Trees:
    """The scopes of units as of several instants."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.trees: dict[datetime, dict[str, str]] = {}
        self.known: dict[tuple[datetime, str], list[str]] = {}

    def scopes(self, unit: str, as_of: datetime) -> list[str]:
        """The whole tree (""), the unit itself, and every unit above it."""
        if as_of not in self.trees:
            self.trees[as_of] = self.reading.tree(as_of)
        if (as_of, unit) not in self.known:
            self.known[as_of, unit] = ["", *path_up(self.trees[as_of], unit)]
        return self.known[as_of, unit]


def recomputed(reading: Reading, asked: Sequence[Asked]) -> list[Figure]:
    """The figure of each question."""
    trees, items = Trees(reading), Table("question", *COLUMNS)
    definitions = {each.definition.id: each.definition for each in asked}
    for number, item in found_items(reading, list(definitions.values()), asked, trees):
        items.add((number, *(getattr(item, name) for name in COLUMNS)))
    return [
        of_services(reading, each, trees)
        if each.definition.kind == "service"
        else of_leaves(items, number)
        for number, each in enumerate(asked)
    ]


def found_items(
    reading: Reading, definitions: Sequence[Definition], asked: Sequence[Asked], trees: Trees
) -> Iterator[tuple[int, Item]]:
    """The items of each question, by its number, each with the part of the digest that it is in."""
    for definition, at, service, item in contributions(reading, definitions):
        there = replace(item, part=f"{month_of(at):%Y-%m}")
        for number, each in enumerate(asked):
            if each.since <= at < each.until and each.holds(definition, service, item, trees):
                yield number, there
    for definition, counted, item in counted_items(reading, definitions):
        for number, each in enumerate(asked):
            inside = each.since <= counted.start and counted.end <= each.until
            if inside and each.holds(definition, counted.said.service, item, trees):
                yield number, item


def of_leaves(items: Table, question: int) -> Figure:
    """By unit and part."""
    return Figure(
        {
            Leaf(*leaf): sums_of(Item(*row) for row in rows)
            for leaf, rows in groupby(items.read(OF_QUESTION, question), itemgetter(5, 8))
        }
    )


def of_services(reading: Reading, asked: Asked, trees: Trees) -> Figure:
    """All in one leaf."""

    def scopes(unit: str) -> Sequence[str]:
        return [unit] if asked.alone else trees.scopes(unit, asked.as_of)

    standing = services_in_force(reading, [asked.definition], asked.as_of, scopes)
    found: list[Item] = [
        item for scope, _, item in standing if scope == asked.unit and service_fits(asked, item.id)
    ]
    leaf = Leaf(asked.unit or WHOLE_TREE, local_day(asked.as_of).isoformat())
    return Figure({leaf: sums_of(sorted(found, key=Item.line))} if found else {})
