"""Statements over items of one definition: its CASE, and the columns of its key.

A class is the number that the CASE gives; here it becomes a membership and a reason again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from services.chassis.database import statements
from services.metrics.domain.classes import EXCLUDED
from services.metrics.domain.digest import CLASSES
from services.metrics.domain.figures import Count
from services.metrics.domain.indicators.classification import (
    ItemClass,
    classification,
    item_classes,
)
from services.metrics.domain.indicators.definition import Definition
from services.metrics.queries.chosen import of_values, with_choice, with_number
from services.metrics.queries.storage import STORAGES, Key, Storage, over_units, written
from services.metrics.settings import SQL

PARTS = (
    "of_units",
    "sums_and_leaves",
    "by_part",
    "leaves",
    "month_of_many",
    "pieces",
    "keeping",
    "moved",
    "caused",
    "counted_apart",
    "divided",
)  # with which other statements begin
THESE_UNITS = "m.unit = any(array(select n.number from names n where n.name = any({}::text[])))"
BELOW_THESE = (  # at any time, or all of them: some more than are counted
    "('' = any({0}::text[]) or m.unit = any(array(select n.number from ancestry a"
    " join names n on n.name = a.unit where a.ancestor = any({0}::text[]))))"
)
ONLY = {  # statements about some units of a scope, with the parameter that names them
    "alone_figures": THESE_UNITS.format("$16"),
    "below_figures": BELOW_THESE.format("$16"),
}
# These take sums from cells where they take a leaf.
ALSO = dict.fromkeys(("figure_known", "month_known", *ONLY), "c.fresh")


@dataclass(frozen=True)
class Classified:
    """A definition as statements need it."""

    definition: Definition

    @property
    def kind(self) -> str:
        """What its items are, such as `dossier`."""
        return self.definition.kind.name

    @property
    def storage(self) -> Storage:
        """Where its items are kept."""
        return STORAGES[self.kind]

    @property
    def key(self) -> Key:
        """By which its items are shown."""
        return self.storage.keys[self.definition.key]

    @property
    def case(self) -> str:
        """The class of a row; NULL: not an item of the definition."""
        considered, case = self.storage.considered, classification(self.definition)
        return f"(case when {considered} then {case} end)" if considered else case

    @property
    def counted_case(self) -> str:
        """The same of a counted fact, by the same text: what it does not say is absent."""
        return classification(self.definition)

    def statement(self, name: str, *, among: bool = False) -> str:
        """A statement with the definition's CASE and the columns of its key. `among`: over units
        that its last parameter lists, in place of those of the scope.
        """
        return _statement(name, self.definition, among=among)

    def named(self, dimension: str, *, among: bool = False) -> str:
        """The statement that names the services, fields or officers of its items."""
        return _named(dimension, self.definition, among=among)

    def by_value(self, dimension: str) -> str:
        """The statement of the figures of each value that its items have in a dimension."""
        return _by_value(dimension, self.definition)

    @cached_property
    def classes(self) -> Mapping[int, ItemClass]:
        """Where the items of each class stand."""
        return _item_classes(self.definition)

    def item_class(self, number: int) -> ItemClass:
        """Where the items of a class stand."""
        return self.classes[number]

    def count(self, number: int, n: int, assisted: int) -> Count:
        """How many items stand in a class; of excluded ones it is not told who keyed them in."""
        membership, reason, can_still = self.classes[number]
        return Count(membership, reason, n, 0 if membership == EXCLUDED else assisted, can_still)

    def is_excluded(self, number: int) -> bool:
        """Whether the items of a class count nowhere."""
        return self.item_class(number).membership == EXCLUDED

    @property
    def class_lines(self) -> tuple[list[int], list[str]]:
        """Each class, and how the line of an item of weight 1 goes on with it."""
        found = _lines(self.definition)
        return list(found), list(found.values())

    @property
    def lines_by_class(self) -> str:
        """The same as a JSON object."""
        return _lines_by_class(self.definition)


@cache
def classified(definition: Definition) -> Classified:
    """Of one that was adopted; a draft's statements are not worth keeping."""
    return Classified(definition)


def kept(definitions: Iterable[Definition]) -> tuple[Definition, ...]:
    """Those whose items are rows of a table."""
    return tuple(each for each in definitions if each.kind.name in STORAGES)


@cache
def _item_classes(definition: Definition) -> Mapping[int, ItemClass]:
    return item_classes(definition)


def _lines(definition: Definition) -> dict[int, str]:
    found = _item_classes(definition)
    return {number: f"{CLASSES[at.membership]}\t{at.reason}\t1" for number, at in found.items()}


@cache
def _lines_by_class(definition: Definition) -> str:
    return json.dumps(_lines(definition))


@cache
def _statement(name: str, definition: Definition, *, among: bool) -> str:
    """Written once, since every question needs one."""
    return _written(name, statements(SQL)[name], definition, among=among)


@cache
def _named(dimension: str, definition: Definition, *, among: bool) -> str:
    text = with_number(statements(SQL)["named_with_items"], dimension)
    return _written("named_with_items", text, definition, among=among)


@cache
def _by_value(dimension: str, definition: Definition) -> str:
    name = "value_figures"
    columns = of_values(dimension, among="$14", position="$8")
    return _written(name, statements(SQL)[name], definition, among=False, **columns)


def _written(name: str, text: str, definition: Definition, *, among: bool, **more: str) -> str:
    by = classified(definition)
    for part in PARTS:
        text = text.replace(f":{part}", statements(SQL)[part])
    own = {"class": by.case, "kind": f"'{by.kind}'", "adopted": str(by.definition.position)}
    columns = by.storage.columns(by.key) | own | more
    columns["only"], columns["also"] = ONLY.get(name, "true"), ALSO.get(name, "true")
    text = with_choice(text, by.kind)
    return written(over_units(text) if among else text, columns)
