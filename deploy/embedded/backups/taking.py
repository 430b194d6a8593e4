"""Taking a backup of a stack that runs and goes on accepting commands.

Promises that what is copied last needs nothing that was copied before it: first the database, then
objects, which its rows name, then keys. Must not leave what looks like a backup and is none.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from deploy.embedded.backups import MARK, keys, manifest, wal
from deploy.embedded.backups.manifest import Manifest
from deploy.embedded.backups.repository import OF_POSTGRES, UNFINISHED, Repository
from deploy.embedded.credentials import Credentials
from deploy.embedded.description import Description
from deploy.embedded.directory import PASSABLE, PRIVATE, Directory
from deploy.embedded.errors import StackError
from deploy.embedded.postgres import NAME
from deploy.embedded.secret_files import by_passfile

NAMED = "%Y-%m-%dT%H%M%SZ"
ARCHIVED_WITHIN = 120.0
COPIES = "pg_basebackup"
LOOKS_EVERY = 0.1

PROVED = "require_auth=scram-sha-256"  # whoever else listens there gets no password


@dataclass(frozen=True)
class Backup:
    """What to copy, and where to."""

    described: Description
    directory: Directory
    programs: Path  # of PostgreSQL
    to: Repository
    keys: Path | None = None
    keep_days: int = 30


async def take(asked: Backup) -> tuple[Manifest, list[str]]:
    """The backup, and the names of those that were removed by the rule. Raises StackError."""
    to, directory = asked.to, asked.directory
    keys.must_be_apart(directory.root, to.root, *([asked.keys] if asked.keys else []))
    if asked.keys:
        keys.must_hold_no_backups(asked.keys)
    to.root.mkdir(parents=True, exist_ok=True)
    to.root.chmod(PASSABLE)  # the servers' user enters the archive, and nothing else
    with Directory(to.root, directory.identity).alone("backup"):
        await archive(asked)
        to.remove_unfinished()
        taken = await copy(asked)
        gone = to.prune(days=asked.keep_days)
        if asked.keys:
            keys.remove(asked.keys, gone)
    directory.write_private(MARK, f"{taken.ended}\n")
    return taken, gone


def programs_of(described: Description) -> Path:
    """Where the programs lie that its servers run from: those of another PostgreSQL may speak no
    TLS, or be of another version. Raises StackError where the one that copies is not among them.
    """
    pid = next(each.pid for each in described.servers.values() if each.dsn and each.pid)
    found = Path(f"/proc/{pid}/exe").readlink().parent
    if not (found / COPIES).exists():
        raise StackError(f"PostgreSQL runs from {found}, which has no {COPIES}")
    return found


async def archive(asked: Backup) -> None:
    """Let the server archive its log there from now on."""
    connection = await asyncpg.connect(asked.described.postgres_dsn)
    try:
        if await connection.fetchval("show archive_mode") == "off":
            raise StackError("the stack was started by an older version: start it again first")
        system = await connection.fetchval(
            "select system_identifier::text from pg_control_system()"
        )
        asked.to.claim(system)
        identity = asked.directory.identity
        asked.to.wal.mkdir(mode=PRIVATE, exist_ok=True)
        identity.own(asked.to.wal)
        if not identity.may_execute(asked.to.wal):
            raise StackError(
                f"{identity.name}, whom PostgreSQL runs as, cannot reach {asked.to.wal}"
            )
        asked.directory.write_private(wal.TARGET, str(asked.to.wal), for_servers=True)
        await connection.execute(f"alter system set archive_timeout = '{wal.LOSES_AT_MOST}'")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()


async def copy(asked: Backup) -> Manifest:
    """Everything, beside the final place until it is whole."""
    to, began = asked.to, datetime.now(UTC)
    name = began.strftime(NAMED)
    new = to.root / f"{name}{UNFINISHED}"
    if (to.root / name).exists():
        raise StackError(f"{to.root / name} was taken in this second")
    new.mkdir(mode=PRIVATE)
    positions = await reached(asked.described)
    await copy_database(asked, new)
    listed = new / "base" / OF_POSTGRES
    [*_, last] = ranges = json.loads(listed.read_text(encoding="utf-8"))["WAL-Ranges"]
    first_segment = wal.segment(ranges[0]["Timeline"], wal.place(ranges[0]["Start-LSN"]))
    last_segment = wal.segment(last["Timeline"], wal.place(last["End-LSN"]) - 1)
    ended = datetime.now(UTC)
    await wait_for_archive(asked, last_segment)
    taken = Manifest(
        name=name,
        version=version("motcua"),
        system=to.system(),
        began=began.isoformat(),
        ended=ended.isoformat(),
        first_segment=first_segment,
        last_segment=last_segment,
        positions=positions,
        database=manifest.digest(listed),
        blobs=copy_objects(asked.directory.root / "blobs", to),
        keys=keys.copy(asked.directory.root, asked.keys, name) if asked.keys else "",
    )
    manifest.write(new, taken)
    os.sync()
    new.rename(to.root / name)
    return taken


async def reached(described: Description) -> dict[str, int]:
    """How far each log is before anything is copied."""
    found = {}
    for name in described.services:
        dsn = urlsplit(described.postgres_dsn)._replace(path=f"/{name}").geturl()
        connection = await asyncpg.connect(dsn)
        try:
            found[name] = await connection.fetchval("select position from head")
        finally:
            await connection.close()
    return found


async def copy_database(asked: Backup, new: Path) -> None:
    """By PostgreSQL's own program, which checks what it copies."""
    with passfile(asked.directory) as file:
        process = await asyncio.create_subprocess_exec(
            asked.programs / COPIES,
            f"--dbname={by_passfile(asked.described.postgres_dsn, file)}&{PROVED}",
            f"--pgdata={new / 'base'}",
            *("--checkpoint=fast", "--wal-method=stream", "--manifest-checksums=SHA256"),
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await process.communicate()
    if process.returncode:
        shutil.rmtree(new)
        why = said.decode(errors="replace") or f"{COPIES} ended with {process.returncode}"
        raise StackError(f"the database could not be copied:\n{why}")


@contextmanager
def passfile(directory: Directory) -> Iterator[Path]:
    """The administrator's password, which must stand in no command line."""
    password = Credentials(directory).secret(NAME)
    path = directory.write_private("backup.pass", f"*:*:*:{NAME}:{password}\n")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


async def wait_for_archive(asked: Backup, last: str) -> None:
    """Until the archive has all that the copy needs. Raises StackError where it does not get it."""
    path = asked.to.wal / f"{last}.gz"
    deadline = asyncio.get_running_loop().time() + ARCHIVED_WITHIN
    while not path.exists():
        if asyncio.get_running_loop().time() > deadline:
            log = asked.directory.log(NAME)
            raise StackError(f"PostgreSQL did not archive {last} to {asked.to.wal}: see {log}")
        await asyncio.sleep(LOOKS_EVERY)


def copy_objects(folder: Path, to: Repository) -> dict[str, str]:
    """All that are there, those that an earlier backup has without copying them; their digests."""
    known: dict[str, str] = {}
    for earlier in to.manifests():
        known |= earlier.blobs
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and "#" not in path.name:  # of an upload that goes on
            digest = known.get(name) if (to.blobs / name).exists() else None
            if digest := digest or copied(path, to.blobs / name):
                found[name] = digest
    return found


def copied(path: Path, target: Path) -> str | None:
    """The digest of a file's copy; None where the file was removed meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f"{target.name}.new")
    try:
        shutil.copy2(path, new)
    except FileNotFoundError:
        return None
    new.replace(target)
    return manifest.digest(target)
