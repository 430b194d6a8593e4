"""PostgreSQL: pools, what its errors mean, migrations, and the SQL that lives in files.

Every migration runs once, in order, under a lock, and one that changed afterwards is noticed.
Connections to a server that takes no writes are given up.
"""

import hashlib
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg
from asyncpg.transaction import Transaction

from services.chassis import gauges
from services.chassis.hosts import connected
from services.chassis.types_known import TypesKnown

Pool: TypeAlias = asyncpg.Pool
Connection: TypeAlias = asyncpg.Connection

SQL = Path(__file__).parent / "sql"
AWAY = {"08", "28", "3D", "40", "53", "55", "57", "58"}  # classes of SQLSTATE; 28, 3D: not for us
HUNG = {"25P03", "25P04"}  # a transaction did nothing for too long, and others waited; or took so
BETWEEN = "25001"  # another statement was left half way; this error has ended it
CLOSED = "the handler is closed"  # what uvloop says to who goes on sending, as a RuntimeError
READ_ONLY = "25006"  # a primary that was switched over, or is a standby now
NO_SETTINGS: Mapping[str, str] = {}
REPLACED_EVERY = 1.0  # seconds at least between two replacements of all connections
# What nobody waits for any longer ends by itself, unless it waits for a standby already.
SETTINGS: dict[str, str] = {"client_connection_check_interval": "1s"}
OF_POOLS: dict[str, str] = {
    # A transaction forgotten on a stalled connection must not hold its locks for ever.
    "idle_in_transaction_session_timeout": "60s",
    # A page read by an index costs what the next one costs, in memory as on flash: with the default
    # of 4, for turning disks, a country's month took five times as long.
    "random_page_cost": "1.1",
}
_NUMBERED = re.compile(r"\d{4}_\w+\.sql")
_SECTION = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


class OtherVersion(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """What is stored was made by another version, which this one cannot go on from."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"its tables are another version's: {why}. Begin anew with an empty database (or "
            "--data directory), or run the version that made this one. From 0.1.0 on, migrations "
            "are only added to."
        )


def _watched(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The same method; what its errors say of the database is counted and remembered.

    asyncpg sends a statement in two parts, and the end of the second ends both. Whoever gives up
    after the first part, or has a value that cannot be sent, leaves the session in between, and
    the next one cannot isolate his transaction: such a connection is not used again.
    """

    @wraps(method)
    async def watched(connection: Any, *args: Any, **options: Any) -> Any:
        connection.working += 1
        try:
            return await method(connection, *args, **options)
        except BaseException as error:
            connection.outdated = connection.outdated or is_read_only(error)
            if is_lost(error):
                gauges.DATABASE_FAILURES.labels(ailment(error)).inc()
            if not is_answer(error):
                connection.leave()
            raise
        finally:
            connection.working -= 1

    return watched


def is_answer(error: BaseException) -> bool:
    """Whether the server itself ended a statement; asyncpg's own errors lack its severity."""
    return isinstance(error, asyncpg.PostgresError) and bool(error.severity)


class Unit(Transaction):  # type: ignore[misc]  # asyncpg says nothing of its types
    """A transaction whose caller learns what ended it, not that it could then not be taken back."""

    async def __aexit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Commit, or take back; a connection on which that failed is not used again."""
        try:
            await super().__aexit__(kind, error, trace)
        except Exception:
            if error is None:
                raise
            self._connection.terminate()


class Watched(TypesKnown):
    """A connection that knows whether its server refused to write, and never asks it to cancel.

    A commit that waits for a synchronous standby and is cancelled stays: seen, and perhaps
    published, but on this server alone. A connection that is dropped instead leaves it unseen until
    the standby has it. So a statement that nobody waits for any longer ends its connection.
    """

    outdated = False
    host_index = 0  # which of several servers it is to
    working = 0  # statements
    execute, executemany = map(
        _watched, (asyncpg.Connection.execute, asyncpg.Connection.executemany)
    )
    fetch, fetchrow = map(_watched, (asyncpg.Connection.fetch, asyncpg.Connection.fetchrow))
    fetchval = _watched(asyncpg.Connection.fetchval)

    def leave(self) -> None:
        """End it after half a statement, which within a transaction that one's end will end."""
        if not self.is_closed() and not self.is_in_transaction():
            self.terminate()

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """A statement that runs fails, where asyncpg would cancel it, or say that it was done."""
        if self.working:
            self.terminate()
        await super().close(timeout=timeout)

    def transaction(self, **options: Any) -> Unit:
        """See asyncpg."""
        self._check_open()
        wanted = {"isolation": None, "readonly": False, "deferrable": False} | options
        return Unit(self, **wanted)

    def _abort(self) -> None:
        """As if the server were gone: whoever is between two parts of a statement finds a closed
        connection, where asyncpg leaves him none, and an AttributeError.
        """
        self._aborted = True
        self._protocol.connection_lost(None)
        self._transport.abort()

    def _cleanup(self) -> None:
        """Whoever waits until more can be sent goes on, and finds it closed, too."""
        self._protocol.resume_writing()
        super()._cleanup()

    def _cancel_current_command(self, *_: Any) -> None:
        """What asyncpg does on every time-out and cancellation. Whoever calls it still writes, and
        whoever has the connection from a pool gives it back.
        """
        self._loop.call_soon(self._protocol.abort)


async def connect(dsn: str, *, timeout: float = 5, **settings: str) -> Connection:  # noqa: ASYNC109
    """One connection of one's own, to the one of several servers that takes writes."""
    return await connected(
        dsn, timeout=timeout, server_settings=SETTINGS | settings, connection_class=Watched
    )


async def open_pool(
    dsn: str, *, smallest: int = 0, largest: int = 10, settings: Mapping[str, str] = NO_SETTINGS
) -> Pool:
    """Connections for short statements, made when they are needed: the database need not be there
    yet. No session state may be changed on them; `settings` are the server's for each.
    """
    replaced = 0.0

    async def given_back(connection: Any) -> None:
        """Keep it as it is: a reset query after every statement would cost a third of the
        throughput. After one that a read-only server refused, all are made anew: where several
        hosts are named, another of them takes writes now, and reads go there, too.
        """
        nonlocal replaced
        if connection.outdated and time.monotonic() > replaced + REPLACED_EVERY:
            replaced = time.monotonic()
            await pool.expire_connections()
        if connection.outdated:
            connection.terminate()

    pool: Pool = await asyncpg.create_pool(
        dsn,
        connect=connected,
        min_size=smallest,
        max_size=largest,
        reset=given_back,
        timeout=5,
        connection_class=Watched,
        server_settings={**SETTINGS, **OF_POOLS, **settings},
    )
    return pool


def is_bad_data(error: BaseException) -> bool:
    """Whether a statement failed because of its values, and would fail again."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in {"22", "23", "54"}
    wrong = isinstance(error, ValueError | TypeError | OverflowError)
    return wrong and not isinstance(error, OSError)  # as of a certificate, which is a ValueError


def is_read_only(error: BaseException) -> bool:
    """Whether the server took no writes."""
    return isinstance(error, asyncpg.ReadOnlySQLTransactionError)


def is_full(error: BaseException) -> bool:
    """Whether the server's disk is full: nothing was written, and trying again is of no use yet."""
    return isinstance(error, asyncpg.DiskFullError)


def ailment(error: BaseException) -> str:
    """What a lost statement says of the database: `full`, `read_only` or `away`."""
    return "full" if is_full(error) else "read_only" if is_read_only(error) else "away"


def is_lost(error: BaseException) -> bool:
    """Whether a statement failed because the database was not there for it: away, full, read-only,
    or not for us. Trying again later is right, with the same command id.
    """
    if isinstance(error, asyncpg.PostgresError):
        state = error.sqlstate or ""
        again = isinstance(error, asyncpg.InvalidCachedStatementError)  # its tables were changed
        return again or state[:2] in AWAY or state in {READ_ONLY, BETWEEN, *HUNG}
    # When PostgreSQL dies, asyncpg raises InterfaceError and also InternalClientError.
    lost = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    unsent = isinstance(error, RuntimeError) and CLOSED in str(error)
    return unsent or (isinstance(error, lost) and not is_bad_data(error))


@cache
def statements(directory: Path) -> Mapping[str, str]:
    """The named statements of a folder: `-- name: x` begins one; numbered files are migrations."""
    files = [file for file in sorted(directory.glob("*.sql")) if not _NUMBERED.fullmatch(file.name)]
    found: dict[str, str] = {}
    for file in files:
        parts = _SECTION.split(file.read_text(encoding="utf-8"))[1:]
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            if name in found:
                raise ValueError(f"two statements are named {name} in {directory.name}")
            found[name] = text.strip().rstrip(";")
    return found


async def migrate(
    owner_dsn: str, *, role: str, directories: Sequence[Path], schema: str = ""
) -> list[str]:
    """Run what has not run yet, all or nothing; `:role` in a file is the service's role."""
    path = {"search_path": schema} if schema else NO_SETTINGS
    connection = await connect(owner_dsn, timeout=5, **path)
    try:
        async with connection.transaction():
            return await _migrate(connection, role, directories)
    finally:
        await connection.close()


async def _migrate(connection: Connection, role: str, directories: Sequence[Path]) -> list[str]:
    sql = statements(SQL)
    await connection.execute(sql["migrations_lock"])
    await connection.execute(sql["migrations_table"])
    done = dict(await connection.fetch(sql["migrations_done"]))
    pending, known = [], _migrations(directories)
    if later := sorted(set(done) - {name for name, _ in known}):
        raise OtherVersion(f"there is no migration {later[0]} here, and it ran")
    for name, text in known:
        digest = hashlib.sha256(text.encode()).digest()
        if done.get(name, digest) != digest:
            raise OtherVersion(f"migration {name} is not the one that ran")
        if name not in done:
            await connection.execute(for_role(text, role))
            await connection.execute(sql["migrations_note"], name, digest)
            pending.append(name)
    return pending


def _migrations(directories: Sequence[Path]) -> list[tuple[str, str]]:
    """(name, text) in order; the folder in the name lets every service count from 1."""
    return [
        (f"{directory.parent.name}/{file.name}", file.read_text(encoding="utf-8"))
        for directory in directories
        for file in sorted(directory.glob("*.sql"))
        if _NUMBERED.fullmatch(file.name)
    ]


def for_role(text: str, role: str) -> str:
    """A statement about the service's role."""
    quoted = '"' + role.replace('"', '""') + '"'
    return re.sub(r"(?<!:):role\b", lambda _: quoted, text)


def literal(name: str) -> str:
    """A name inside of a pattern: what would stand for other names there stands for itself."""
    return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
