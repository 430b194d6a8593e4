"""Intervals of dossiers, as their table has them.

One statement a batch for those that end, one for those that are replaced, and a COPY of new ones.
"""

from collections.abc import Collection, Mapping
from typing import Any

from services.chassis.database import Connection, statements
from services.metrics.domain.holding import Held
from services.metrics.domain.intervals import Interval, IntervalFold
from services.metrics.projections.batch import columns
from services.metrics.settings import SQL

COLUMNS = (
    "dossier", "number", "known_from", "known_to", "ended_from", "begins", "ends", "due", "unit",
    "officer", "status", "began", "ended", "accepted", "requests",
)  # fmt: skip


async def load(connection: Connection, dossiers: Collection[str]) -> dict[str, Interval]:
    """The last interval that is known of each; none of what was entered in error."""
    if not dossiers:
        return {}
    rows = await connection.fetch(statements(SQL)["intervals_load"], list(dossiers))
    return {row["dossier"]: interval(row) for row in rows}


def interval(row: Any) -> Interval:
    """As the fold takes it."""
    held = Held(*(row[name] for name in Held._fields))
    known = (row["begins"], row["began"], row["known_from"], row["since"])
    return Interval(row["number"], held, *known, row["ends"])


def names(fold: IntervalFold) -> set[str]:
    """The units and officers that rows name."""
    return {name for _, each in fold.rows() for name in (each.held.unit, each.held.officer)}


async def write(connection: Connection, fold: IntervalFold, numbers: Mapping[str, int]) -> None:
    """What is replaced or ends, before what is new."""
    sql = statements(SQL)
    if fold.ended:
        ended = [
            (dossier, each.number, each.known_from, each.ends, each.ended, each.ended_from)
            for dossier, each in fold.ended
        ]
        await connection.execute(sql["intervals_end"], *columns(ended))
    if fold.replaced:
        await connection.execute(sql["intervals_replace"], *columns(list(fold.replaced.items())))
    if records := [row(dossier, each, numbers) for dossier, each in fold.rows()]:
        await connection.copy_records_to_table("intervals", records=records, columns=COLUMNS)


def row(dossier: str, each: Interval, numbers: Mapping[str, int]) -> tuple[Any, ...]:
    """As the table has it."""
    held = each.held
    return (
        dossier, each.number, each.known_from, each.known_to, each.ended_from, each.begins,
        each.ends, held.due, numbers[held.unit], numbers[held.officer], held.status, each.began,
        each.ended, held.accepted, held.requests,
    )  # fmt: skip
