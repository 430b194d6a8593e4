"""Versions of items' facts, and the months that they move, as the tables have them.

One statement a table and batch; units and services are numbers there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from services.chassis.database import Connection, statements
from services.metrics.domain.counts import CountFacts, StandardFacts
from services.metrics.domain.facts import Facts
from services.metrics.domain.petitions import PetitionFacts
from services.metrics.domain.tickets import TicketFacts
from services.metrics.domain.versions import (
    COUNT,
    DOSSIER,
    PETITION,
    STANDARD,
    TICKET,
    Fold,
    Items,
    Version,
)
from services.metrics.projections.batch import columns
from services.metrics.queries.storage import written
from services.metrics.settings import SQL


class Table(NamedTuple):
    """Where the versions of a kind are; facts are columns, units and services by number."""

    name: str
    facts: Any
    numbered: tuple[str, ...] = ("service", "unit")

    @property
    def id(self) -> str:
        """The column of the item's own."""
        return str(self.facts._fields[0])

    @property
    def columns(self) -> tuple[str, ...]:
        """As rows have them."""
        return (*self.facts._fields, "known_from", "known_to", "happened_at", "corrected")


TABLES: Mapping[str, Table] = {
    DOSSIER: Table(
        "dossier_items", Facts, ("service", "unit", "handling_unit", "rated_unit", "field")
    ),
    PETITION: Table("petition_items", PetitionFacts),
    TICKET: Table("ticket_items", TicketFacts),
    COUNT: Table("count_items", CountFacts),
    STANDARD: Table("standard_items", StandardFacts),
}


async def load(connection: Connection, kind: str, items: Collection[str]) -> dict[str, Version]:
    """The open versions of these items."""
    if not items:
        return {}
    facts = TABLES[kind].facts
    rows = await connection.fetch(statements(SQL)[f"{kind}_items_load"], list(items))
    return {row[0]: Version(facts(*row[:-1]), row["known_from"]) for row in rows}


def names(fold: Fold) -> set[str]:
    """The units and services that rows and months of a batch name."""
    found = {each.unit for each in fold.moved}
    for kind, items in fold.items.items():
        numbered = attrgetter(*TABLES[kind].numbered)
        for each in items.versions:
            found.update(numbered(each.facts))
    return found - {None}


async def write(connection: Connection, fold: Fold, numbers: Mapping[str, int]) -> None:
    """One statement a table; old versions close before new ones open."""
    for kind, items in fold.items.items():
        await _write(connection, kind, items, numbers)
    if fold.moved:
        # In the order that another writer would take them, too.
        moved = sorted(
            (each.key, numbers[each.unit], each.month, position)
            for each, position in fold.moved.items()
        )
        await connection.execute(statements(SQL)["months_move"], *columns(moved))


async def _write(
    connection: Connection, kind: str, items: Items, numbers: Mapping[str, int]
) -> None:
    table = TABLES[kind]
    if items.closed:
        close = written(statements(SQL)["items_close"], {"table": table.name, "id": table.id})
        await connection.execute(close, *columns(items.closed))
    if opened := list(rows(table, items.versions, numbers)):
        await connection.copy_records_to_table(table.name, records=opened, columns=table.columns)


def rows(
    table: Table, versions: Sequence[Version], numbers: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    """As the table has them."""
    places = [table.facts._fields.index(name) for name in table.numbered]
    for version in versions:
        row = list(version.facts)
        for place in places:
            row[place] = numbers.get(row[place])
        yield (*row, *version[1:])
