"""A cluster under TLS: backed up, its primary lost and replaced, restored as it was and elsewhere.

Promises real servers without services: a log and its relay run in the test. Must not be about what
test_backups.py tries of a single stack.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.embedded import operations, standby
from deploy.embedded.backups import restoring, taking
from deploy.embedded.backups.repository import Repository
from deploy.embedded.cluster import Cluster
from deploy.embedded.description import Description, ServiceAddress
from deploy.embedded.directory import make_temporary
from deploy.embedded.nats_cluster import has_streams
from deploy.embedded.postgres import Postgres
from deploy.embedded.tls import Transport
from services.chassis.backbone import Backbone, backbone
from services.chassis.database import SQL, migrate
from services.chassis.process import background
from services.chassis.settings import Settings
from tests.chassis import appends
from tests.e2e.processes import value
from tests.replicated import crash
from tests.waiting import until

pytestmark = pytest.mark.long
SERVICE = "catalog"


@dataclass
class World:
    """A cluster with one database, and where its backup lies."""

    cluster: Cluster
    root: Path

    @property
    def described(self) -> Description:
        """As if a service ran."""
        return replace(self.cluster.describe(), services={SERVICE: ServiceAddress("", "", None)})


@pytest.fixture
async def world() -> AsyncIterator[World]:
    data, root = make_temporary(), make_temporary()
    cluster = Cluster(data, transport=Transport(tls=True))
    try:
        await cluster.start(services=False)
        [database] = await cluster.create_databases(SERVICE)
        await migrate(database.owner_dsn, role=SERVICE, directories=[SQL])
        yield World(cluster, root)
    finally:
        await cluster.stop()
        shutil.rmtree(data)
        shutil.rmtree(root)


@asynccontextmanager
async def publishing(world: World) -> AsyncIterator[Backbone]:
    """What a service does with its log."""
    settings = Settings.from_environment(operations.environment(world.described, SERVICE))
    async with (
        backbone(SERVICE, settings) as base,
        background(leadership=base.leadership.run, relay=base.relay.run),
    ):
        yield base


async def append(base: Backbone, count: int) -> None:
    """Events that are published before this returns."""
    until_there = base.relay.position + count
    kind, subject = f"motcua.{SERVICE}.v1.Happened", f"motcua.{SERVICE}.Happened.u"
    for _ in range(count):
        event = appends.event(f"streams/{uuid4()}", kind=kind, subject=subject)
        await base.log.append(appends.append(event))
    await until(lambda: base.relay.position >= until_there)


async def archiver(server: Postgres) -> int:
    """The process that copies segments to the archive, which a server may begin late."""
    found: list[int] = []

    def is_found() -> bool:
        for pid in standby.sessions_of(server):
            with suppress(OSError):  # others end at any time
                if b"archiver" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(pid)
        return bool(found)

    await until(is_found)
    return found[-1]


async def restored(world: World, to: Path, keys: Path | None = None) -> list[str]:
    plan = restoring.Restore(source=Repository(world.root / "backups"), data_dir=to, keys=keys)
    return [line async for line in restoring.restore(plan)]


async def test_a_cluster_is_restored_from_base_archive_and_streams(world: World) -> None:
    """Also what its primary had not archived when it died: the standby archives, too."""
    cluster, pair = world.cluster, world.cluster.postgres
    async with publishing(world) as base:
        await append(base, 2)
        asked = taking.Backup(
            described=world.described,
            directory=cluster.directory,
            programs=taking.programs_of(world.described),
            to=Repository(world.root / "backups"),
            keys=world.root / "keys",
        )
        taken, _ = await taking.take(asked)
        assert taken.positions == {SERVICE: 2}
        await until(lambda: standby.follows(pair.primary, pair.standby.name))
        for server in pair.servers.values():
            os.kill(await archiver(server), signal.SIGSTOP)
        await append(base, 1)
        switched = await value(pair.primary.dsn(), "select pg_walfile_name(pg_switch_wal())")
        await append(base, 1)
        assert not (asked.to.wal / f"{switched}.gz").exists()
        os.kill(await archiver(pair.standby), signal.SIGCONT)
        await crash(pair.primary)
        await pair.switch()
        await append(base, 1)
    await cluster.stop()  # which archives the rest
    for name in pair.servers:
        shutil.rmtree(cluster.data_dir / name)
    assert has_streams(cluster.data_dir)
    lines = await restored(world, cluster.data_dir)
    assert lines[-1] == f"{SERVICE}: up to 5, and 0 events from its stream."
    elsewhere = world.root / "elsewhere"
    assert (await restored(world, elsewhere, world.root / "keys"))[-1].startswith(
        f"{SERVICE}: up to 5,"
    )
    await cluster.start(services=False)
    async with publishing(world) as base:
        await append(base, 1)
        assert (await base.log.head()).position == 6
