"""A second PostgreSQL that follows the first: copied, waited for, promoted, brought back.

Promises that whatever a primary acknowledges while it waits for a standby is in that standby. Must
not decide when to promote: two primaries at once are two truths.
"""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import asyncpg

from deploy.embedded.credentials import Credentials
from deploy.embedded.databases import ensure_role
from deploy.embedded.directory import Directory, opened
from deploy.embedded.errors import StackError
from deploy.embedded.ports import HOST
from deploy.embedded.postgres import NAME, Postgres, clear_stale_pid
from deploy.embedded.processes import POLL, Child

Promote: TypeAlias = Callable[[], Awaitable[None]]

ROLE = "standby"  # by which one server reads another one's log
ENDS_WITHIN = 300.0
ANSWERS_WITHIN = 5.0
CATCHES_UP_WITHIN, NEARLY_ALL = 5.0, 65_536  # seconds, bytes of log
AGAIN = 0.1  # seconds between two questions for which a connection is made
WAITED_FOR = "synchronous_standby_names"
SETTINGS = "postgresql.auto.conf"  # what ALTER SYSTEM writes
KEPT_LOG = "512MB"  # of a standby that was away longer a new copy is made
SIGNAL = "standby.signal"  # the file by which PostgreSQL knows that it follows
# What pg_rewind calls on the server that it reads from, as its documentation names them.
REWINDING = (
    "pg_ls_dir(text, boolean, boolean)",
    "pg_stat_file(text, boolean)",
    "pg_read_binary_file(text)",
    "pg_read_binary_file(text, bigint, bigint, boolean)",
)


async def prepare(primary: Postgres, credentials: Credentials) -> None:
    """The role that standbys come as; a server is started again to keep its log for them."""
    password = credentials.secret(f"{NAME}.{ROLE}")
    connection = await asyncpg.connect(primary.dsn())
    try:
        await ensure_role(connection, ROLE, password=password)
        await connection.execute(f"alter role {ROLE} replication")
        await connection.execute(f"grant connect on database {NAME} to {ROLE}")
        for function in REWINDING:
            await connection.execute(f"grant execute on function {function} to {ROLE}")
        await connection.execute(f"alter system set wal_keep_size = '{KEPT_LOG}'")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()
    write_passfile(primary.directory, password)


def write_passfile(directory: Directory, password: str) -> None:
    """Named in command lines, which everybody reads, instead of the password."""
    line = f"{HOST}:*:*:{ROLE}:{password}\n"
    directory.write_private(f"{ROLE}.pass", line, for_servers=True)


async def follow(standby: Postgres, primary: Postgres) -> None:
    """Run it as a standby of another server: as it is, rewound to where both are the same, or as a
    new copy. Its name is the one that a primary waits for.
    """
    if standby.data.exists():
        await rewind(standby, primary)
    if not standby.data.exists():
        await copy(standby, primary)
    os.close(opened(standby.data / SIGNAL))
    standby.directory.identity.own(standby.data / SIGNAL)
    standby.settings["primary_conninfo"] = address(primary, standby.name)
    # A primary that comes back is found soon, since commits wait for this one: not in 5 s.
    standby.settings["wal_retrieve_retry_interval"] = "500ms"
    await standby.start()


async def copy(standby: Postgres, primary: Postgres) -> None:
    """A base backup beside the final place: a broken one leaves nothing that looks complete."""
    new = standby.directory.own(f"{standby.name}.new")
    shutil.rmtree(new)
    standby.directory.own(new.name)
    words = ("--checkpoint=fast", "--wal-method=stream", f"--pgdata={new}")
    failed = await run(
        standby, ["pg_basebackup", f"--dbname={address(primary, standby.name)}", *words]
    )
    if failed:
        raise StackError(f"{standby.name} could not copy {primary.name}:\n{failed}")
    new.rename(standby.data)


async def rewind(standby: Postgres, primary: Postgres) -> None:
    """Take back what it wrote as a primary after the two parted; what cannot be is removed, to be
    copied. One that was a standby throughout has nothing to take back.
    """
    if (standby.data / SIGNAL).exists():
        return
    clear_stale_pid(standby.data)
    source = f"--source-server={address(primary, standby.name)} dbname={NAME}"
    words = [source, f"--target-pgdata={standby.data}"]
    if await run(standby, ["pg_rewind", *words]):
        shutil.rmtree(standby.data)


async def wait_for(primary: Postgres, *standbys: str) -> None:
    """Let every commit of a primary wait until one of these standbys has it; none: no commit waits.
    A server that is still a standby can be told, too.
    """
    quoted = ", ".join(f'"{name}"' for name in standbys)
    names = f"ANY 1 ({quoted})" if standbys else ""
    connection = await asyncpg.connect(primary.dsn())
    try:
        await connection.execute(f"alter system set {WAITED_FOR} = '{names}'")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()


@asynccontextmanager
async def promotable(standby: Postgres) -> AsyncIterator[Promote]:
    """All that can be done before the old primary is dead, or must never come back as a primary:
    then what is yielded makes the standby a primary that waits for nobody.
    """
    await wait_for(standby)
    connection = await asyncpg.connect(standby.dsn())

    async def promote() -> None:
        if not await connection.fetchval("select pg_promote(true, 60)"):
            raise StackError(f"{standby.name} was not promoted: see {standby.name}.log")
        standby.settings.pop("primary_conninfo", None)

    try:
        yield promote
    finally:
        await connection.close()


async def is_answered(server: Postgres) -> bool:
    """Whether a server runs and answers soon."""
    if server.pid is None:
        return False
    try:
        connection = await asyncpg.connect(server.dsn(), timeout=ANSWERS_WITHIN)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return False
    await connection.close()
    return True


async def checkpoint(server: Postgres) -> None:
    """Write what a stop would have to write, while clients are still answered."""
    connection = await asyncpg.connect(server.dsn())
    try:
        await connection.execute("checkpoint")
    finally:
        await connection.close()


def waits_for(primary: Postgres, standby: str) -> bool:
    """Whether the commits of a server, which need not run, wait for that standby."""
    lines = (primary.data / SETTINGS).read_text(encoding="utf-8").splitlines()
    set_last = [each for each in lines if each.startswith(WAITED_FOR)][-1:]
    return any(f'"{standby}"' in each for each in set_last)


async def end(server: Postgres) -> None:
    """Every process of a server, also of one that hangs: its sessions outlive their parent."""
    sessions = sessions_of(server)
    await server.kill()
    for each in sessions:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def sessions_of(server: Postgres) -> list[int]:
    """The processes that its postmaster began."""
    if (pid := server.pid) is None:
        return []
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(each) for each in children.split()]


async def caught_up(primary: Postgres, standby: str) -> None:
    """Until a standby has nearly all: commits that waited for it sooner would wait until then. One
    that takes longer is waited for by them, since what only a primary has can be lost.
    """
    connection = await asyncpg.connect(primary.dsn())
    deadline = time.monotonic() + CATCHES_UP_WITHIN
    try:
        while time.monotonic() < deadline:
            if await connection.fetchval(
                "select true from pg_stat_replication where application_name = $1"
                " and state = 'streaming' and pg_current_wal_flush_lsn() - flush_lsn < $2",
                standby,
                NEARLY_ALL,
            ):
                return
            await asyncio.sleep(POLL)
    finally:
        await connection.close()


async def follows(primary: Postgres, standby: str) -> bool:
    """Whether a standby of that name has all that the primary has, and commits wait for it."""
    connection = await asyncpg.connect(primary.dsn())
    try:
        return bool(
            await connection.fetchval(
                "select true from pg_stat_replication where application_name = $1"
                " and state = 'streaming' and sync_state in ('sync', 'quorum')",
                standby,
            )
        )
    finally:
        await connection.close()


async def follows_soon(primary: Postgres, standby: str) -> bool:
    """The same within seconds, where commits wait for it: it may be on its way back to a primary
    that has just been started again.
    """
    deadline = time.monotonic() + CATCHES_UP_WITHIN
    while not await follows(primary, standby):
        if time.monotonic() > deadline or not waits_for(primary, standby):
            return False
        await asyncio.sleep(AGAIN)
    return True


def address(primary: Postgres, name: str) -> str:
    """How a standby of that name reaches a primary; the password stands in a file, and is said to
    nobody: whoever else listens there could not prove that he knows it.
    """
    file = primary.directory.root / f"{ROLE}.pass"
    who = f"user={ROLE} application_name={name} passfile='{file}' require_auth=scram-sha-256"
    encryption = primary.certificates.in_conninfo() if primary.certificates else ""
    return f"host={HOST} port={primary.port} {who}{encryption}"


async def run(server: Postgres, words: Sequence[str]) -> str:
    """Run one of PostgreSQL's programs to its end; what it said if it failed."""
    argv = [str(server.programs / words[0]), *words[1:]]
    child = Child(server.program(argv, death_signal=signal.SIGKILL))
    failed = await child.run(within=ENDS_WITHIN)
    return child.said() or "it failed" if failed else ""
