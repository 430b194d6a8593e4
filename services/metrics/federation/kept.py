"""What was read of members' streams, as tables have it: each figure of a whole city with the keys
that it is found by.

Promises that rows are only added, a figure and its keys in one transaction.
"""

from typing import Any

from services.chassis.database import Connection, statements
from services.metrics.domain.federation.keys import keys_of
from services.metrics.domain.figures import Scope, scope_of
from services.metrics.domain.periods import date_of
from services.metrics.federation.checking import Believed
from services.metrics.settings import SQL


async def keep(connection: Connection, member: str, believed: list[Believed]) -> None:
    """Messages of a member; with keys where somebody can ask for them."""
    rows = zip(*map(row, believed), strict=True)
    await connection.execute(statements(SQL)["released_write"], member, *map(list, rows))
    asked = [each for each in believed if is_whole(each.event)]
    keys = [(key, each.sequence) for each in asked for key in keys_of(each.event)]
    columns = [list(each) for each in zip(*keys, strict=True)] or [[], []]
    await connection.execute(statements(SQL)["released_keys_write"], member, *columns)


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
