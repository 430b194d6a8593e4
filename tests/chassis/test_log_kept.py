"""Nobody rewrites the log: not the service, not its owner; and only the function appends.

Promises refusals by PostgreSQL itself. Must not go through the log's own code to try.
"""

import asyncpg
import pytest

from services.chassis.database import Connection, Pool
from services.chassis.log import Log
from tests.chassis.appends import begin, positions

REWRITES = [
    "update events set actor = 'x'",
    "update events set actor = 'x' where false",
    "delete from events",
    "truncate events",
    "delete from head",
    "truncate head",
]
INSERT = """
  insert into events (position, stream, version, event_id, command_id, n, fingerprint, type,
    subject, occurred_at, recorded_at, actor, traceparent, payload)
  values (2, 's', 1, gen_random_uuid(), gen_random_uuid(), 0, '', 't',
    's', now(), now(), '', '', '')"""


@pytest.mark.parametrize("statement", REWRITES)
async def test_the_owner_cannot_rewrite(log: Log, owner: Connection, statement: str) -> None:
    await log.append(begin())
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await owner.execute(statement)
    assert await positions(log) == [1]


@pytest.mark.parametrize("statement", [*REWRITES, INSERT, "update head set position = 9"])
async def test_the_service_can_only_read_and_append(log: Log, pool: Pool, statement: str) -> None:
    await log.append(begin())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pool.execute(statement)
    assert await positions(log) == [1]


async def test_a_strange_role_cannot_even_append(log: Log, pool: Pool, owner: Connection) -> None:
    granted = await owner.fetchval(
        "select count(*) from information_schema.role_routine_grants"
        " where routine_name = 'append_batch' and grantee = 'PUBLIC'"
    )
    assert granted == 0
