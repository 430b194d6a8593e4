"""A PostgreSQL that follows another one, as the embedded stack runs it.

Promises that what was acknowledged outlasts the primary, and that the old one comes back without
what nobody was told of. Must not need a service.
"""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded import standby
from deploy.embedded.postgres import Postgres
from deploy.embedded.stack import Stack
from tests.replicated import SECOND, crash, hanging, pair
from tests.waiting import until


async def execute(server: Postgres, statement: str) -> None:
    connection = await asyncpg.connect(server.dsn())
    await connection.execute(statement)
    await connection.close()


async def rows(server: Postgres) -> list[int]:
    connection = await asyncpg.connect(server.dsn())
    found = await connection.fetch("select n from said order by n")
    await connection.close()
    return [row["n"] for row in found]


async def test_what_was_acknowledged_outlasts_either_server(data_dir: Path) -> None:
    stack = await Stack(data_dir).start(services=False)
    try:
        async with pair(stack) as servers:
            first, second = servers.primary, servers.standby
            await execute(first, "create table said (n int)")
            await execute(first, "insert into said values (1)")
            with hanging(second):
                waiting = asyncio.ensure_future(execute(first, "insert into said values (2)"))
                assert (await asyncio.wait([waiting], timeout=0.3))[1]  # it is not acknowledged
                assert await rows(first) == [1]  # nor seen
                await crash(second)
                await crash(first)
                await asyncio.gather(waiting, return_exceptions=True)
            await second.start()
            await servers.fail_over()
            assert servers.primary is second
            assert await rows(second) == [1]
            await execute(second, "insert into said values (3)")
            await servers.follow()  # the old primary takes back what it alone had
            await until(lambda: has(first, [1, 3]))
            await execute(second, "insert into said values (4)")
            await first.kill()  # a standby that was away comes back without a new copy
            await standby.wait_for(second)
            await execute(second, "insert into said values (5)")
            (first.data / "kept").touch()
            await servers.follow()
            assert (first.data / "kept").exists()
            await second.stop()
            await servers.fail_over()
            assert await rows(first) == [1, 3, 4, 5]
    finally:
        await stack.stop()


async def has(server: Postgres, expected: list[int]) -> bool:
    return await rows(server) == expected


async def test_a_server_that_cannot_be_rewound_is_copied_again(data_dir: Path) -> None:
    stack = await Stack(data_dir).start(services=False)
    try:
        async with pair(stack) as servers:
            await execute(servers.primary, "create table said (n int)")
            await servers.fail_over()
            old = servers.standby
            (old.data / "global" / "pg_control").unlink()
            await servers.follow()
            assert await rows(old) == []
            assert old.name != SECOND
    finally:
        await stack.stop()


async def test_a_copy_that_fails_says_why_and_leaves_nothing(data_dir: Path) -> None:
    stack = await Stack(data_dir).start(services=False)
    try:
        async with pair(stack) as servers:
            await servers.standby.stop()
            other = Postgres(
                directory=stack.directory,
                programs=stack.postgres.programs,
                credentials=stack.credentials,
                lock=stack.held_lock(),
                name="postgres-3",
            )
            await standby.wait_for(servers.primary)
            await execute(servers.primary, f"drop owned by {standby.ROLE}")
            await execute(servers.primary, f"drop role {standby.ROLE}")
            with pytest.raises(standby.StackError, match="could not copy postgres"):
                await standby.follow(other, servers.primary)
            assert not other.data.exists()
    finally:
        await stack.stop()
