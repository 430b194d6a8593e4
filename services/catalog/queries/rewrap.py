"""The exchange of the sealing key: the keys of officers, wrapped anew under the current one.

Promises all or nothing, and that it can be repeated; a service may run meanwhile that knows both
keys. Must run as the owner of the tables.
"""

import asyncpg

from services.catalog.queries.questions import SQL
from services.catalog.queries.sealed import Damaged, Keys, Wrapped
from services.chassis.database import Connection, statements
from services.chassis.keys import Keyring


class NotWrapped(Exception):  # noqa: N818 — said of what is stored
    """The keys of these officers open with no key of the ring; none was changed."""


async def rewrap(owner_dsn: str, sealing: Keyring) -> int:
    """Bring every officer's key under the current sealing key; how many were under another."""
    connection = await asyncpg.connect(owner_dsn, timeout=5)
    try:
        async with connection.transaction():
            return await _rewrap(connection, Keys(sealing))
    finally:
        await connection.close()


async def _rewrap(connection: Connection, keys: Keys) -> int:
    sql = statements(SQL)
    await connection.execute(sql["officers_alone"])
    anew, lost = [], []
    for officer, *stored in await connection.fetch(sql["officer_keys_under_others"], keys.current):
        try:
            key = keys.of(officer, Wrapped(*stored))
        except Damaged:
            lost.append(officer)
        else:
            anew.append((officer, *keys.wrap(officer, key)))
    if lost:
        raise NotWrapped(", ".join(lost))
    await connection.executemany(sql["officer_key_rewrap"], anew)
    return len(anew)
