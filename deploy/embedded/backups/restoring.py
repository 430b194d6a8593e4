"""Bringing a stack back from a backup: database, objects, keys, then what the streams have more.

Promises that nothing is removed: what was in the place is set aside. Must not start on a directory
in use, nor take a backup that is not whole.
"""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from deploy.embedded import binaries, operations
from deploy.embedded.backups import keys, wal
from deploy.embedded.backups.manifest import Manifest
from deploy.embedded.backups.repository import Repository
from deploy.embedded.backups.taking import NAMED
from deploy.embedded.cluster import Cluster
from deploy.embedded.credentials import Credentials
from deploy.embedded.databases import verifier
from deploy.embedded.description import Description
from deploy.embedded.directory import Directory, opened, prepare, take_lock
from deploy.embedded.errors import StackError
from deploy.embedded.nats_cluster import has_streams
from deploy.embedded.postgres import NAME, Postgres
from deploy.embedded.postgres_pair import FILE as PRIMARY
from deploy.embedded.postgres_pair import NAMES
from deploy.embedded.processes import Child, Program
from deploy.embedded.stack import Stack
from deploy.embedded.standby import WAITED_FOR

RECOVERS_WITHIN = 24 * 3600.0
NEW = f"{NAME}.restored"


@dataclass(frozen=True)
class Restore:
    """What to bring back, and where to."""

    source: Repository
    data_dir: Path
    keys: Path | None = None
    name: str | None = None  # of the backup; else the newest that reaches the moment
    at: datetime | None = None  # else as far as the archive reaches
    replace: bool = False
    postgres: Path | None = None  # programs of another PostgreSQL


async def restore(asked: Restore) -> AsyncIterator[str]:
    """Each step as it is done. Raises StackError."""
    found = asked.source.chosen(asked.name, asked.at)
    directory = prepare(asked.data_dir)
    lock = take_lock(directory)
    clustered = has_streams(directory.root)
    try:
        refuse_database(directory, asked)
        programs = binaries.find(directory, postgres=asked.postgres).postgres
        asked.source.check(found)
        yield f"{found.name} is whole, and its archive has no gap."
        keys.put_back(directory, found, asked.keys)
        if aside := set_aside(directory, streams=asked.at is not None):
            yield f"What was there lies in {aside}."
        server = made(directory, programs, lock)
        await recover(server, asked, found)
        copy_objects(asked.source, directory, found)
    finally:
        os.close(lock)
    async for line in completed(asked, found, clustered=clustered):
        yield line


def refuse_database(directory: Directory, asked: Restore) -> None:
    """Raises StackError where one would have to go."""
    if not asked.replace and any((directory.root / name).exists() for name in NAMES):
        raise StackError(
            f"{directory.root} holds a database: --replace sets it aside, or choose another "
            "directory with --data"
        )


def set_aside(directory: Directory, *, streams: bool) -> Path | None:
    """Move away what is replaced: databases, and streams that know more than the moment."""
    names = [*NAMES, PRIMARY]
    if streams:
        names += [path.name for path in directory.root.glob("nats*") if path.is_dir()]
    there = [directory.root / name for name in names if (directory.root / name).exists()]
    if not there:
        return None
    aside = directory.folder(f"replaced-{datetime.now(UTC).strftime(NAMED)}")
    for path in there:
        path.rename(aside / path.name)
    return aside


def made(directory: Directory, programs: Path, lock: int) -> Postgres:
    """A server beside the final place."""
    shutil.rmtree(directory.root / NEW, ignore_errors=True)
    return Postgres(
        directory=directory,
        programs=programs,
        credentials=Credentials(directory),
        lock=lock,
        name=NEW,
    )


async def recover(server: Postgres, asked: Restore, found: Manifest) -> None:
    """Copy the database, let the server take in the log up to the moment, and put it in place."""
    shutil.copytree(asked.source.base(found.name), server.data, symlinks=True)
    os.close(opened(server.data / "recovery.signal"))
    archive = readable_archive(asked.source, server.directory)
    server.settings = {
        "restore_command": wal.restore_command(archive),
        "recovery_target_action": "promote",
        "hot_standby": "off",  # it is ready only once it was promoted
        "archive_command": "false",  # the archive gets what follows once it is whole
        "archive_mode": "on",  # not what it reads from the archive, either
    }
    if asked.at:
        server.settings["recovery_target_time"] = asked.at.astimezone(UTC).isoformat(sep=" ")
    give(server.directory, server.data)
    try:
        await server.try_start(deadline=time.monotonic() + RECOVERS_WITHIN)
    finally:
        await server.stop()
    await make_own(server)
    server.data.rename(server.directory.root / NAME)


def readable_archive(source: Repository, directory: Directory) -> Path:
    """Where the servers' user can read it: in its place, or in a copy."""
    if directory.identity.may_execute(source.wal):
        return source.wal
    copy = directory.root / wal.FOLDER
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source.wal, copy)
    give(directory, copy)
    return copy


def give(directory: Directory, folder: Path) -> None:
    """A folder with all in it to the servers' user."""
    for path in (folder, *folder.rglob("*")):
        directory.identity.own(path)


async def make_own(server: Postgres) -> None:
    """The administrator's password is what the directory keeps: the backup may be older than a
    rotation. A primary of a cluster waited for a standby, which is not there.
    """
    kept = verifier(server.password)
    lines = (f"alter role {NAME} password '{kept}'", f"alter system reset {WAITED_FOR}")
    file = server.directory.write_private(
        "restored.sql", "".join(f"{each}\n" for each in lines), for_servers=True
    )
    try:
        child = Child(single_user(server, file))
        if await child.run(within=60):
            raise StackError(f"the restored database could not be changed:\n{child.last_words()}")
    finally:
        file.unlink()


def single_user(server: Postgres, file: Path) -> Program:
    """The server without network, which needs no password and runs one file."""
    postgres = str(server.programs / "postgres")
    # With the mode, or it would remove segments that wait to be archived.
    settings = ("-c", "archive_mode=on", "-c", f"{WAITED_FOR}=")
    words = [postgres, "--single", "-D", str(server.data), *settings, NAME]
    argv = ["/bin/sh", "-c", 'file=$1; shift; exec "$@" < "$file"', "sh", str(file), *words]
    return server.program(argv, death_signal=signal.SIGKILL)


def copy_objects(source: Repository, directory: Directory, found: Manifest) -> None:
    """Those that are not there."""
    for name in found.blobs:
        target = directory.root / "blobs" / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source.blobs / name, target)
    if found.blobs:
        for path in (directory.root / "blobs", *(directory.root / "blobs").rglob("*")):
            directory.keep(path)


async def completed(asked: Restore, found: Manifest, *, clustered: bool) -> AsyncIterator[str]:
    """Run the servers alone, and let each log take what its stream has beyond it."""
    kind = Cluster if clustered else Stack
    stack = kind(asked.data_dir)
    await stack.start(services=False)
    try:
        databases = await stack.create_databases(*found.positions)
        described = stack.describe()
        for database in databases:
            restored = await position(database.owner_dsn)
            demand_reached(found, database.name, restored)
            await refill(described, database.name, stack.directory)
            more = await position(database.owner_dsn) - restored
            yield f"{database.name}: up to {restored:,}, and {more:,} events from its stream."
    finally:
        await stack.stop()


async def position(dsn: str) -> int:
    """How far a log is."""
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval("select position from head"))
    finally:
        await connection.close()


def demand_reached(found: Manifest, name: str, restored: int) -> None:
    """Raises StackError for a log that lacks what it had when the backup began."""
    if restored < found.positions[name]:
        raise StackError(
            f"{name} was restored up to {restored}, and had {found.positions[name]} when "
            f"{found.name} was begun"
        )


async def refill(described: Description, name: str, directory: Directory) -> None:
    """See `services.chassis.refill`; without a stream there is nothing to take from."""
    with directory.log(name).open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *operations.argv(name, ["refill"]),
            env=operations.environment(described, name),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        if await process.wait():
            raise StackError(
                f"{name} could not be refilled from its stream: see {directory.log(name)}"
            )
