"""Versions of dossiers' facts, and the months that they move, as the tables have them.

One statement a table and batch; units and services are numbers there.
"""

from collections.abc import Collection, Mapping
from typing import Any

from services.chassis.database import Connection, statements
from services.metrics.domain.facts import Facts
from services.metrics.domain.versions import Fold, Version
from services.metrics.projections.batch import columns
from services.metrics.settings import SQL

NAMED = ("service", "unit", "handling_unit")  # facts that rows hold as numbers
COLUMNS = (*Facts._fields, "known_from", "known_to")


async def load(connection: Connection, dossiers: Collection[str]) -> dict[str, Version]:
    """The open versions of these dossiers."""
    if not dossiers:
        return {}
    rows = await connection.fetch(statements(SQL)["items_load"], list(dossiers))
    return {row["dossier"]: Version(Facts(*row[:-1]), row["known_from"]) for row in rows}


def names(fold: Fold) -> set[str]:
    """The units and services that rows and months of a batch name."""
    versions = {getattr(each.facts, name) for each in fold.versions for name in NAMED}
    return versions | {each.unit for each in fold.moved}


async def write(connection: Connection, fold: Fold, numbers: Mapping[str, int]) -> None:
    """One statement a table; old versions close before new ones open."""
    sql = statements(SQL)
    if fold.closed:
        await connection.execute(sql["items_close"], *columns(fold.closed))
    if opened := [row(each, numbers) for each in fold.versions]:
        await connection.copy_records_to_table("dossier_items", records=opened, columns=COLUMNS)
    if fold.moved:
        # In the order that another writer would take them, too.
        moved = sorted(
            (each.key, numbers[each.unit], each.month, position)
            for each, position in fold.moved.items()
        )
        await connection.execute(sql["months_move"], *columns(moved))


def row(version: Version, numbers: Mapping[str, int]) -> tuple[Any, ...]:
    """As the table has it."""
    facts = version.facts
    numbered: dict[str, Any] = {name: numbers[getattr(facts, name)] for name in NAMED}
    return (*facts._replace(**numbered), version.known_from, version.known_to)
