"""The exchange of the service's secret: the keys of officers, wrapped anew under the one to come.

Promises all or nothing, and that what was wrapped anew already is left alone, so that it can be
repeated. Must run as the owner of the tables, before any service has the new secret.
"""

import asyncpg

from services.catalog.queries.questions import SQL
from services.catalog.queries.sealed import Damaged, Keys, Sealed
from services.chassis.database import Connection, statements


class NotWrapped(Exception):  # noqa: N818 — said of what is stored
    """The keys of these officers open with neither secret; none was changed."""


async def rewrap(owner_dsn: str, *, former: bytes, secret: bytes) -> int:
    """Wrap every key that opens with the former secret under the present one; how many."""
    connection = await asyncpg.connect(owner_dsn, timeout=5)
    try:
        async with connection.transaction():
            return await _rewrap(connection, Keys(former), Keys(secret))
    finally:
        await connection.close()


async def _rewrap(connection: Connection, former: Keys, present: Keys) -> int:
    sql = statements(SQL)
    await connection.execute(sql["officers_alone"])
    anew, lost = [], []
    for officer, *wrapped in await connection.fetch(sql["officer_keys"]):
        if _opened(present, officer, Sealed(*wrapped)):
            continue
        key = _opened(former, officer, Sealed(*wrapped))
        if key is None:
            lost.append(officer)
        else:
            anew.append((officer, *present.wrap(officer, key)))
    if lost:
        raise NotWrapped(", ".join(lost))
    await connection.executemany(sql["officer_key_rewrap"], anew)
    return len(anew)


def _opened(keys: Keys, officer: str, wrapped: Sealed) -> bytes | None:
    try:
        return keys.of(officer, wrapped)
    except Damaged:
        return None
