"""A service whose database or bus is away: at its start, and later.

Promises real servers that are really stopped: a port at once, liveness throughout, readiness by the
database and the service's own copies, and gauges that say what is away.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import asyncpg
import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from structlog.testing import capture_logs

from deploy.embedded.backups import wal
from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.backbone import Backbone, backbone
from services.chassis.bus import Bus, Unreachable
from services.chassis.database import SQL, migrate
from services.chassis.gauges import REGISTRY, watch_backup, watch_disks
from services.chassis.process import background
from services.chassis.projector import Status
from services.chassis.readiness import Readiness
from services.chassis.server import Server
from services.chassis.sources import LogSource
from tests.chassis import echo
from tests.chassis.appends import append, begin, event
from tests.chassis.streaming import TABLE, Seen
from tests.waiting import until

pytestmark = pytest.mark.long
SERVING = health_pb2.HealthCheckResponse.SERVING


class Small:
    """A service with one projection of its own log, as it is seen from outside."""

    def __init__(self, base: Backbone, channel: grpc.aio.Channel) -> None:
        self.base = base
        self.client = echo.Client(channel)
        self.health = health_pb2_grpc.HealthStub(channel)

    async def says(self, name: str) -> bool:
        """Whether its health is SERVING under a name."""
        request = health_pb2.HealthCheckRequest(service=name)
        return bool((await self.health.Check(request, timeout=60)).status == SERVING)

    async def silent(self, name: str) -> bool:
        return not await self.says(name)


@asynccontextmanager
async def serving(stack: Stack, database: Database) -> AsyncIterator[Small]:
    """Serve from now on; nothing is waited for."""
    settings = echo.settings(database_dsn=database.dsn, nats_url=stack.nats_url("catalog"))
    async with backbone("catalog", settings) as base:
        seen = Seen(base.pool, LogSource(base.log, poll=0.05)).projector
        readiness = Readiness(base, database.dsn, seen)
        server = Server(
            settings,
            [(echo.add, echo.Echo(), echo.contract())],
            within=lambda *_: True,
            accepting=base.relay.accepting,
            starting=readiness.starting,
        )
        async with (
            background(relay=base.relay.run, seen=seen.run),
            server,
            background(leadership=base.leadership.run),
            background(readiness=partial(readiness.run, server.show)),
            grpc.aio.insecure_channel(server.address) as channel,
        ):
            yield Small(base, channel)


async def prepared(stack: Stack, name: str = "small") -> Database:
    """A database with the tables that the small service needs."""
    [database] = await stack.create_databases(name)
    await migrate(database.owner_dsn, role=database.name, directories=[SQL])
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute(TABLE)
    await owner.execute("grant select, insert on seen to public")
    await owner.close()
    return database


def measured(name: str) -> float | None:
    return REGISTRY.get_sample_value(name)


async def test_a_service_without_its_servers_has_a_port_and_says_what_it_is(
    data_dir: Path,
) -> None:
    stack = await Stack(data_dir).start(services=False)
    try:
        database = await prepared(stack)
        await stack.postgres.stop()
        await stack.nats.stop()
        async with serving(stack, database) as small:
            assert await small.says("liveness")
            for name in ("", "readiness", "current", "published", "motcua.echo.v1.EchoService"):
                assert await small.silent(name)
            refused = await echo.refused(small.client.call("Ask", echo.request()))
            assert (refused.code.name, refused.reason) == ("UNAVAILABLE", "SERVICE_STARTING")
            assert refused.retry is not None
            assert measured("motcua_database_up") == measured("motcua_ready") == 0

            await stack.postgres.start()  # the database alone makes it ready
            await until(lambda: small.says("readiness"))
            assert await small.says("motcua.echo.v1.EchoService")
            await until(lambda: small.says("current"))  # its only copy is of its own log
            assert await small.silent("published")
            await small.client.call("Ask", echo.request())  # a read
            refused = await echo.refused(small.client.call("Say", echo.request()))
            assert (refused.code, refused.reason) == (grpc.StatusCode.UNAVAILABLE, "LOG_STARTING")
            assert refused.retry is not None  # until log and stream have been compared
            await until(lambda: measured("motcua_ready") == measured("motcua_database_up") == 1)
            assert measured("motcua_bus_up") == 0

            await stack.nats.start()
            await until(lambda: small.says("published"))
            assert measured("motcua_bus_up") == 1
            await small.client.call("Say", echo.request())
            await small.base.log.append(begin(subject="motcua.catalog.x"))

            await stack.nats.kill()  # which never makes it unready
            await until(lambda: small.silent("published"))
            assert await small.says("readiness")

            await stack.postgres.kill()
            await until(lambda: small.silent("readiness"))
            assert await small.says("liveness")
            assert measured("motcua_database_up") == 0

            await stack.postgres.start()
            await stack.nats.start()
            await until(lambda: small.says("readiness"))
            await until(lambda: small.says("published"))
    finally:
        await stack.stop()


async def test_a_log_that_halted_is_shown_and_alarmed_and_is_read_from(data_dir: Path) -> None:
    stack = await Stack(data_dir).start(services=False)
    try:
        async with serving(stack, await prepared(stack)) as small:
            await until(lambda: small.says("published"))
            fact = event("s/1", subject="motcua.catalog.x", kind="motcua.catalog.v1.Happened")
            await small.base.log.append(append(fact))
            await until(lambda: small.base.relay.position == 1)
        restored = await prepared(stack, "restored")  # from a backup that lacks what was published
        with capture_logs() as told:
            async with serving(stack, restored) as small:
                await until(lambda: measured("motcua_relay_halted") == 1)
                await until(lambda: small.says("readiness"))
                assert await small.says("liveness")
                assert await small.says("current")
                assert await small.silent("published")
                await small.client.call("Ask", echo.request())
                refused = await echo.refused(small.client.call("Say", echo.request()))
                assert refused.reason == "LOG_HALTED"
                assert refused.retry is not None
        assert "relay.halted" in {each["event"] for each in told}
    finally:
        await stack.stop()


async def test_a_log_that_the_database_cannot_archive_is_shown(stack: Stack) -> None:
    administrator = await asyncpg.connect(stack.postgres_dsn)
    target = stack.directory.root / wal.TARGET
    switch = "select pg_logical_emit_message(false, 'test', 'a segment'), pg_switch_wal()"
    try:
        async with serving(stack, await prepared(stack, "archived")) as small:
            await until(lambda: small.says("readiness"))
            assert measured("motcua_database_archive_failed") == 0
            stack.directory.write_private(wal.TARGET, "/nowhere", for_servers=True)
            await administrator.execute(switch)
            await until(lambda: measured("motcua_database_archive_failed") == 1)
            assert await small.says("readiness")
            target.unlink()
            await administrator.execute(switch)
            await until(lambda: measured("motcua_database_archive_failed") == 0)
    finally:
        target.unlink(missing_ok=True)
        await administrator.close()


async def test_a_user_whom_nats_refuses_is_told_once_and_is_away(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    logger = SimpleNamespace(error=lambda event, **said: told.append(f"{event} {said}"))
    monkeypatch.setattr("services.chassis.client.telemetry.log", lambda: logger)
    bus = Bus.connecting(f"nats://nobody:wrong@127.0.0.1:{stack.nats.port}")
    try:
        await until(lambda: told)
        await bus.tried()
        assert not bus.is_connected
        assert len(told) == 1
        with pytest.raises(Unreachable):
            await bus.state("catalog")
    finally:
        await bus.close()


class Trailing:
    """A copy that moves, and is always behind a source to which more is appended."""

    opened_once, status = True, Status.RUNNING

    def __init__(self) -> None:
        self.source, self.position = self, 0

    async def tip(self) -> int:
        return self.position + 3

    async def reached(self, position: int, timeout: float) -> bool:
        self.position += 1
        return self.position >= position


async def test_a_copy_that_is_always_a_moment_behind_has_caught_up() -> None:
    copy: Any = Trailing()
    unused: Any = None
    await asyncio.wait_for(Readiness(unused, "", copy).follow(copy), 30)
    assert copy.position == 3


async def test_an_address_that_is_none_is_an_error_and_not_waited_for() -> None:
    bus = Bus.connecting("no address:at all:")
    with pytest.raises(Exception, match=r"(?i)port|url|cast|hostname"):
        await bus.tried()


def test_when_the_last_backup_ended_is_told_where_it_is_known(tmp_path: Path) -> None:
    watch_backup("")
    mark = tmp_path / "mark"
    ended = partial(
        REGISTRY.get_sample_value, "motcua_backup_ended_timestamp_seconds", {"path": str(mark)}
    )
    assert ended() is None
    watch_backup(str(mark))
    assert ended() == 0
    mark.touch()
    assert ended() == mark.stat().st_mtime


def test_room_on_disks_and_what_the_process_uses_are_measured(tmp_path: Path) -> None:
    watch_disks([str(tmp_path), str(tmp_path / "none")])
    free, size = "motcua_disk_free_bytes", "motcua_disk_size_bytes"
    here = {"path": str(tmp_path)}
    found = REGISTRY.get_sample_value(free, here) or 0
    assert 0 < found <= (REGISTRY.get_sample_value(size, here) or 0)
    assert REGISTRY.get_sample_value(free, {"path": str(tmp_path / "none")}) == 0
    assert (measured("process_resident_memory_bytes") or 0) > 0
    assert (measured("process_start_time_seconds") or 0) > 0
