"""The embedded stack: what it keeps, what it refuses, and what it never leaves behind.

Promises real servers and real kills. Must not touch another stack than the ones it started.
"""

import asyncio
import contextlib
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
import nats
import pytest
from nats.js.api import StreamConfig

from deploy.embedded.description import attach
from deploy.embedded.directory import prepare
from deploy.embedded.errors import StackError
from deploy.embedded.identity import launching
from deploy.embedded.leafnodes import Leafnodes
from deploy.embedded.processes import exists
from deploy.embedded.stack import Stack
from tests.e2e.processes import described, living, starter, until_nothing_lives, value
from tests.forwarders import answered

pytestmark = pytest.mark.long


async def test_servers_answer_by_name_and_password(stack: Stack) -> None:
    assert (await value(stack.postgres_dsn, "SHOW server_version")).startswith("18")
    assert await value(stack.postgres_dsn, "SHOW unix_socket_directories") == ""
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(stack.postgres.dsn(password="wrong"))
    url = f"nats://127.0.0.1:{stack.nats.port}"
    with pytest.raises(Exception, match="Authorization"):
        await nats.connect(url, allow_reconnect=False, connect_timeout=60)


async def test_roles_reach_their_own_database_only(stack: Stack, database: Any) -> None:
    one, two = await database("one"), await database("two")
    await value(one.owner_dsn, "CREATE TABLE kept (n int)")
    assert await value(one.dsn, "SELECT current_user") == one.name
    trespass = f"{one.dsn.rpartition('/')[0]}/{two.name}"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(trespass)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await value(one.dsn, "CREATE TABLE made (n int)")


async def test_two_stacks_run_side_by_side(stack: Stack, data_dir: Path) -> None:
    async with contextlib.AsyncExitStack() as held:
        other = await Stack(data_dir).start(services=False)
        held.push_async_callback(other.stop)
        assert {other.postgres.port, other.nats.port}.isdisjoint(
            {stack.postgres.port, stack.nats.port}
        )
        [made] = await other.create_databases("only_here")
        seen = "SELECT count(*) FROM pg_database WHERE datname = 'only_here'"
        assert await value(made.dsn, seen) == 1
        assert await value(stack.postgres_dsn, seen) == 0
    assert await value(stack.postgres_dsn, "SELECT 1") == 1


async def test_restart_keeps_rows_messages_and_passwords(data_dir: Path) -> None:
    first = await Stack(data_dir).start(services=False)
    [made] = await first.create_databases("catalog")
    await value(made.owner_dsn, "CREATE TABLE kept AS SELECT 42 AS n")
    await publish_one(first.nats_url("catalog"))
    passwords = dict(first.credentials.known)
    await first.stop()

    second = await Stack(data_dir).start(services=False)
    try:
        [again] = await second.create_databases("catalog")
        assert await value(again.owner_dsn, "SELECT n FROM kept") == 42
        async with answered(second, "catalog"):
            assert await messages(second.nats_url("inspector")) == 1
        assert second.credentials.known == passwords
    finally:
        await second.stop()


async def publish_one(url: str) -> None:
    """Make the catalogue's stream and publish one fact."""
    client = await nats.connect(url)
    stream = StreamConfig(name="catalog", subjects=["motcua.catalog.>"])
    await client.jetstream(timeout=60).add_stream(stream)
    await client.jetstream(timeout=60).publish("motcua.catalog.test", b"fact")
    await client.close()


async def messages(url: str, stream: str = "catalog") -> int:
    """How many messages a stream holds."""
    client = await nats.connect(url)
    jetstream = client.jetstream(prefix=f"JS.{stream}.API", timeout=60)
    info = await jetstream.stream_info(stream)
    await client.close()
    return int(info.state.messages)


async def test_servers_come_back_at_the_same_address_after_a_kill(data_dir: Path) -> None:
    running = await Stack(data_dir).start(services=False)
    try:
        addresses = (running.postgres_dsn, running.nats_url("catalog"))
        await publish_one(running.nats_url("catalog"))
        connection = await asyncpg.connect(running.postgres_dsn)
        for server in (running.postgres, running.nats):
            before = server.pid
            await server.kill()
            assert server.pid is None
            await server.start()
            assert server.pid not in {None, before}
        assert (running.postgres_dsn, running.nats_url("catalog")) == addresses
        assert await value(running.postgres_dsn, "SELECT 1") == 1
        async with answered(running, "catalog"):
            assert await messages(running.nats_url("inspector")) == 1
        connection.terminate()
    finally:
        await running.stop()
    await until_nothing_lives(data_dir)


async def test_nothing_is_left_when_the_starter_is_killed(data_dir: Path) -> None:
    with starter(data_dir) as process:
        described(process)
        assert attach(data_dir) is not None
        process.kill()
        process.wait()
        assert attach(data_dir) is None
    running = await Stack(data_dir).start(services=False)  # waits for the orphans
    assert await value(running.postgres_dsn, "SELECT 1") == 1
    await running.stop()
    await until_nothing_lives(data_dir)


async def test_a_killed_starter_leaves_no_process(data_dir: Path) -> None:
    with starter(data_dir) as process:
        described(process)
        process.kill()
        process.wait()
        await until_nothing_lives(data_dir)
    assert living(data_dir) == []


async def test_a_second_start_is_refused_and_the_first_is_found(data_dir: Path) -> None:
    with starter(data_dir) as process:
        running = described(process)
        with pytest.raises(StackError, match="already"):
            await Stack(data_dir).start(services=False)
        found = attach(data_dir)
        assert found is not None
        assert found.pid == process.pid
        assert found.nats_urls == running["nats_urls"]
        assert await value(found.postgres_dsn, "SELECT 1") == 1
    assert attach(data_dir) is None


async def test_a_directory_with_something_else_is_refused(data_dir: Path) -> None:
    (data_dir / "letter.txt").write_text("mine")
    with pytest.raises(StackError, match="something else"):
        await Stack(data_dir).start(services=False)
    assert [path.name for path in data_dir.iterdir()] == ["letter.txt"]


async def test_a_stale_pid_file_does_not_stop_the_start(data_dir: Path) -> None:
    await (await Stack(data_dir).start(services=False)).stop()
    identity = prepare(data_dir).identity
    command = launching(identity, death_signal=signal.SIGKILL, argv=["/usr/bin/sleep", "60"])
    with subprocess.Popen(command, cwd="/") as stranger:
        stale = data_dir / "postgres" / "postmaster.pid"
        stale.write_text(f"{stranger.pid}\n{data_dir}/postgres\n1\n5432\n\n127.0.0.1\n1 1\nready\n")
        identity.own(stale)
        try:
            async with contextlib.AsyncExitStack() as held:
                running = await Stack(data_dir).start(services=False)
                held.push_async_callback(running.stop)
                assert await value(running.postgres_dsn, "SELECT 1") == 1
            assert exists(stranger.pid)
        finally:
            stranger.kill()


async def test_a_leaf_node_port_in_use_is_reported(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator named it, and no other would do: NATS is not begun again for ever."""
    monkeypatch.setattr("deploy.embedded.nats.STARTS_WITHIN", 5.0)
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        Leafnodes(prepare(data_dir)).listen(f"127.0.0.1:{port}")
        async with asyncio.timeout(120):
            with pytest.raises(StackError, match="NATS"):
                await Stack(data_dir).start(services=False)
    await until_nothing_lives(data_dir)
