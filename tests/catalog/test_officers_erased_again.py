"""What an older backup brings back: keys of names that were erased since, and how far the read
tables were then.
"""

from __future__ import annotations

import asyncpg

from tests.catalog.conftest import Running
from tests.catalog.officer_client import ERASED, SEALED, OfficerClient, run
from tests.waiting import until

COPIED = {
    "owner_keys": "(owner, master, nonce, wrapped)",
    "sealed_fields": "(owner, field, nonce, ciphertext, sealed_at)",
    "sealed_commands": "(command_id, owner, fingerprint)",
}
CHECKPOINT = "select position, event_id from checkpoints where projection = 'catalogue'"
MOVED = "update checkpoints set position = $1, event_id = $2 where projection = 'catalogue'"
OWNERS = "select owner from owner_keys where owner = any($1::text[])"


async def test_a_restored_backup_repeats_the_erasures_by_itself(catalog: Running) -> None:
    editor, dsn = OfficerClient(catalog), catalog.database.owner_dsn
    ward = (await editor.client.unit()).name
    kept, gone = (await editor.sealed(ward))[0], (await editor.sealed(ward))[0]
    owners = [f"{ward}/officers/{each}" for each in (kept, gone)]
    await until(lambda: read_to_its_end(catalog))
    [backup] = await run(dsn, CHECKPOINT)
    rows = {table: await run(dsn, f"select * from {table}") for table in COPIED}
    await editor.erase(ward, gone)
    await until(lambda: read_to_its_end(catalog))
    await catalog.stop()
    await restored(dsn, rows, backup)
    assert len(await run(dsn, OWNERS, owners)) == 2
    await catalog.start()
    # Before anybody is answered.
    assert [row["owner"] for row in await run(dsn, OWNERS, owners)] == owners[:1]
    found = await OfficerClient(catalog, "inspector").read(ward, kept, gone)
    assert [each.state for each in found] == [SEALED, ERASED]


async def restored(dsn: str, rows: dict[str, list[asyncpg.Record]], backup: asyncpg.Record) -> None:
    connection = await asyncpg.connect(dsn)
    async with connection.transaction():
        await connection.execute("truncate owner_keys cascade")
        for table, columns in COPIED.items():
            places = ", ".join(f"${n}" for n in range(1, columns.count(",") + 2))
            statement = f"insert into {table} {columns} values ({places})"
            await connection.executemany(statement, [tuple(row) for row in rows[table]])
        await connection.execute(MOVED, *backup)
    await connection.close()


async def read_to_its_end(catalog: Running) -> bool:
    [(read,)] = await run(
        catalog.database.owner_dsn,
        f"select (select position from head) = (select position from ({CHECKPOINT}) as c)",
    )
    return bool(read)
