"""What was read of members' streams, as tables have it: each figure of a whole city with the keys
that it is found by.

Promises that rows are only added, a figure and its keys in one transaction.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from services.chassis.database import Connection, Pool, statements
from services.metrics.domain.federation.keys import keys_of
from services.metrics.domain.figures import Scope, scope_of
from services.metrics.domain.periods import date_of
from services.metrics.federation.checking import Believed
from services.metrics.queries.national import released
from services.metrics.settings import SQL

AT_ONCE = 500  # figures that get their keys in one transaction

Row = tuple[bytes, int, bytes]  # key, message, and the key of its figure


async def keep(connection: Connection, member: str, believed: list[Believed]) -> None:
    """Messages of a member; with keys where somebody can ask for them."""
    columns = zip(*map(row, believed), strict=True)
    await connection.execute(statements(SQL)["released_write"], member, *map(list, columns))
    found = (rows_of(each.sequence, each.event) for each in believed if is_whole(each.event))
    await write_keys(connection, member, [row for rows in found for row in rows])


def row(each: Believed) -> tuple[Any, ...]:
    """A release as the table has it."""
    receipt = each.event.rate.receipt
    days = (date_of(receipt.period.start), date_of(receipt.period.end))
    of = (receipt.definition, receipt.scope.service)
    return (each.sequence, each.leaf, is_whole(each.event), *of, *days, each.payload)


def is_whole(event: Any) -> bool:
    """Whether a release is of a whole city, its items not chosen."""
    scope = event.rate.receipt.scope
    return scope_of(scope) == Scope(service=scope.service)


def rows_of(sequence: int, event: Any) -> list[Row]:
    """A row for each of its keys."""
    keys = keys_of(event)
    return [(key, sequence, keys.figure) for key in keys]


async def write_keys(connection: Connection, member: str, rows: Iterable[Row]) -> None:
    """Those that are there stay as they are."""
    columns = [list(each) for each in zip(*rows, strict=True)] or [[], [], []]
    await connection.execute(statements(SQL)["released_keys_write"], member, *columns)


async def complete(pool: Pool) -> None:
    """Give keys to figures that a process of before kept without; mostly there are none."""
    sql = statements(SQL)
    while rows := await pool.fetch(sql["released_unkeyed"], AT_ONCE):
        for member, of in groupby(rows, key=itemgetter("member")):
            figures = {each["sequence"]: released(each["payload"]) for each in of}
            found = [row for n, event in figures.items() for row in rows_of(n, event)]
            async with pool.acquire() as connection, connection.transaction():
                await write_keys(connection, member, found)
                await connection.execute(sql["released_keyed"], member, list(figures))
