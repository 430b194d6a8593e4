"""A database that is there and takes no writes: a primary turned read-only, a disk that is full.

Promises a real PostgreSQL in that state, and that everything goes on by itself when it is over.
Must not leave the session's server in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import asyncpg
import pytest
from structlog.testing import capture_logs

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.database import SQL, Pool, is_full, is_lost, migrate, open_pool
from services.chassis.errors import Refusal
from services.chassis.gauges import REGISTRY
from services.chassis.log import Log, Status
from services.chassis.projector import Status as ProjectorStatus
from services.chassis.readiness import Readiness
from services.chassis.reasons import ChassisReason
from services.chassis.status import refusal_of
from tests.chassis.appends import begin, positions
from tests.chassis.streaming import Seen, World, ready, running
from tests.outages import read_only
from tests.waiting import until

BALLAST = "insert into ballast select repeat('x', 1000) from generate_series(1, 500)"


def failures(why: str) -> float:
    """How many statements this process has counted as failed for that reason."""
    counted = REGISTRY.get_sample_value("motcua_database_failures_total", {"why": why})
    assert counted is not None  # from the start: an alarm cannot see a series rise that begins at 1
    return counted


async def backends(pool: Pool) -> set[int]:
    """The server's processes behind all connections of a pool."""
    held = [await pool.acquire() for _ in range(pool.get_size())]
    found = {each.get_server_pid() for each in held}
    for each in held:
        await pool.release(each)
    return found


async def test_a_read_only_primary_is_away_and_all_connections_to_it_are_given_up(
    stack: Stack, pool: Pool, migrated: Database
) -> None:
    held = [await pool.acquire() for _ in range(3)]  # three connections, two of them only read
    for each in held:
        await pool.release(each)
    before, counted = await backends(pool), failures("read_only")
    async with read_only(stack):
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError) as refused:
            await pool.execute("insert into parked values ('p', 1, gen_random_uuid(), 'why')")
        assert await pool.fetchval("select 1") == 1
        assert not before & await backends(pool)
    assert is_lost(refused.value)
    assert refusal_of(refused.value).reason is ChassisReason.BACKEND_UNAVAILABLE
    assert refusal_of(refused.value).retry_after
    assert failures("read_only") == counted + 1


async def test_what_cannot_be_written_is_refused_and_goes_on_when_it_is_over(
    stack: Stack, quiet: World, pool: Pool, migrated: Database
) -> None:
    seen, relay = Seen(pool, quiet.own()), quiet.relay()
    hasty = Log(pool, migrated.dsn, patience=0.3)
    async with running(relay, seen.projector):
        await quiet.append(3)
        await until(lambda: seen.projector.position == 3)
        async with read_only(stack):
            with pytest.raises(Refusal) as refused:
                await hasty.append(begin(subject=f"motcua.{quiet.service}.x"))
            assert refused.value.reason is ChassisReason.STORE_UNAVAILABLE
            await until(lambda: not ready(relay)())
            assert seen.projector.status is ProjectorStatus.RUNNING  # nobody has to park anything
        again = await quiet.log.append(begin(subject=f"motcua.{quiet.service}.x"))
        assert again.status is Status.APPENDED
        await until(lambda: seen.projector.position == 4)
        await until(quiet.same)
    assert await seen.rows() == await quiet.logged()
    await hasty.close()


def wrong_password(dsn: str) -> str:
    return dsn.replace("@", "x@", 1)


def unknown_database(dsn: str) -> str:
    return f"{dsn}-that-there-is-not"


@pytest.mark.parametrize(
    ("spoiled", "state"), [(wrong_password, "28P01"), (unknown_database, "3D000")]
)
async def test_a_server_that_does_not_let_us_in_is_away_to_callers_and_named_to_operators(
    migrated: Database, spoiled: Callable[[str], str], state: str
) -> None:
    async with await open_pool(spoiled(migrated.dsn)) as none:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await none.fetchval("select 1")
    assert refused.value.sqlstate == state
    told = refusal_of(refused.value)
    assert (told.reason, told.retry_after) == (ChassisReason.BACKEND_UNAVAILABLE, 1.0)
    readiness = Readiness(cast("Any", None), spoiled(migrated.dsn))
    with capture_logs() as logged:
        for _ in range(2):
            await readiness._check()
            assert not readiness.answers
    [line] = logged
    assert (line["event"], line["log_level"], line["error"].sqlstate) == (
        "database.refused", "error", state
    )  # fmt: skip
    assert migrated.name in line["said"]
    readiness.dsn = migrated.dsn
    await readiness._check()  # it goes on when whoever runs it has set it right
    assert readiness.answers
    readiness._disconnect()


@pytest.fixture
async def tiny_disk(data_dir: Path) -> AsyncIterator[Stack]:
    """A PostgreSQL of its own whose tables of one database lie on a disk of 16 MB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can make a small disk")
    disk = data_dir.with_name(f"{data_dir.name}-disk")
    disk.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if subprocess.run(made, check=False, capture_output=True).returncode:
        disk.rmdir()
        pytest.skip("this machine mounts no tmpfs")
    try:
        stack = Stack(data_dir)
        await stack.start(services=False)
        try:
            os.chown(disk, stack.directory.identity.uid, stack.directory.identity.gid)
            admin = await asyncpg.connect(stack.postgres_dsn)
            await admin.execute(f"create tablespace tiny location '{disk}'")
            await admin.close()
            yield stack
        finally:
            await stack.stop()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
        disk.rmdir()


async def for_ever(act: Callable[[], Awaitable[object]]) -> None:
    """Again and again, until it fails."""
    while True:
        await act()


@pytest.mark.long
async def test_a_full_disk_is_said_as_such_and_nothing_is_lost_when_there_is_room_again(
    tiny_disk: Stack,
) -> None:
    [database] = await tiny_disk.create_databases("filled")
    admin = await asyncpg.connect(tiny_disk.postgres_dsn)
    await admin.execute("alter database filled set tablespace tiny")
    await admin.close()
    await migrate(database.owner_dsn, role=database.name, directories=[SQL])
    owner = await asyncpg.connect(database.owner_dsn)
    counted = failures("full")
    async with await open_pool(database.dsn) as pool:
        log = Log(pool, database.dsn, patience=30)
        await log.append(begin())
        await owner.execute("create table ballast (said text)")
        with pytest.raises(asyncpg.DiskFullError) as full:
            await for_ever(lambda: owner.execute(BALLAST))
        assert is_full(full.value)
        with pytest.raises(Refusal) as refused:
            await for_ever(lambda: log.append(begin()))  # the pages that it has are filled first
        assert refused.value.reason is ChassisReason.STORE_FULL
        assert refused.value.retry_after
        assert failures("full") > counted
        known = await positions(log)
        await owner.execute("drop table ballast")
        assert (await log.append(begin())).position == len(known) + 1
        assert await positions(log) == list(range(1, len(known) + 2))
        await log.close()
    await owner.close()
