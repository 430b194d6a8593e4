"""What an operator let the tables in use pass, a rebuild passes too, with who said so and why.

Over both schemas as `rebuild` makes them. Must not need a stream.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.embedded.databases import Database
from services.chassis import database
from services.chassis.database import SQL, Pool
from services.chassis.projector import Status
from services.metrics.rebuilding.following import SCHEMA, Failed, Rebuilt
from services.metrics.settings import MIGRATIONS

HALTED: Any = SimpleNamespace(name="submissions", position=2, status=Status.HALTED, reason="poison")


@pytest.fixture
async def pool(migrated: Database) -> AsyncIterator[Pool]:
    """Of a rebuild, whose tables stand still at the third event."""
    owner = await database.connect(migrated.owner_dsn)
    await owner.execute(f"create schema {SCHEMA}")
    directories = [SQL, MIGRATIONS]
    await database.migrate(
        migrated.owner_dsn, role=migrated.name, directories=directories, schema=SCHEMA
    )
    await owner.close()
    path = {"search_path": f"{SCHEMA}, public"}
    async with await database.open_pool(migrated.owner_dsn, settings=path) as found:
        await found.execute("insert into checkpoints values ('submissions', 2, $1)", uuid4())
        yield found


def with_targets(pool: Pool) -> Rebuilt:
    nothing: Any = None
    return Rebuilt(pool, sources={}, projectors={}, sweeper=nothing, reader=nothing)


async def halt(pool: Pool) -> UUID:
    event = uuid4()
    await pool.execute("insert into halted values ('submissions', 3, $1, 'poison')", event)
    return event


async def test_it_is_passed_with_the_reason_and_the_operator_of_the_first_time(pool: Pool) -> None:
    event = await halt(pool)
    note = "insert into public.parked values ('submissions', 3, $1, 'seen by two', now(), 'ops.1')"
    await pool.execute(note, event)
    await with_targets(pool).must_move(HALTED)
    row = await pool.fetchrow("select position, reason, parked_by from parked")
    assert tuple(row) == (3, "seen by two", "ops.1")
    assert await pool.fetchval("select position from checkpoints") == 3
    assert await pool.fetchval("select count(*) from halted") == 0


async def test_what_nobody_let_the_tables_in_use_pass_ends_the_rebuild(pool: Pool) -> None:
    await halt(pool)
    with pytest.raises(Failed, match="submissions halted: poison"):
        await with_targets(pool).must_move(HALTED)
    assert await pool.fetchval("select count(*) from parked") == 0
