"""PostgreSQL: pools, migrations, and the SQL that lives in files.

Promises that every migration runs once, in order, under a lock, and that one changed afterwards is
noticed. Must not know any table but `migrations`.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

import asyncpg

Pool: TypeAlias = asyncpg.Pool
Connection: TypeAlias = asyncpg.Connection

SQL = Path(__file__).parent / "sql"
_NUMBERED = re.compile(r"\d{4}_\w+\.sql")
_SECTION = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


async def open_pool(dsn: str, *, smallest: int = 1, largest: int = 10) -> Pool:
    """Connections for short statements; no session state may be changed on them."""
    return await asyncpg.create_pool(
        dsn,
        min_size=smallest,
        max_size=largest,
        reset=_keep_as_it_is,
        timeout=5,
        # A transaction forgotten on a stalled connection must not hold its locks for ever.
        server_settings={"idle_in_transaction_session_timeout": "60s"},
    )


async def _keep_as_it_is(connection: Connection) -> None:
    """A reset query after every statement would cost a third of the throughput."""


def is_bad_data(error: BaseException) -> bool:
    """Whether a statement failed because of its values, and would fail again."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in {"22", "23", "54"}
    return isinstance(error, ValueError | TypeError | OverflowError)


def is_lost(error: BaseException) -> bool:
    """Whether a statement failed because the database was not there for it."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in {"08", "40", "53", "55", "57", "58"}
    # When PostgreSQL dies, asyncpg raises InterfaceError and also InternalClientError.
    lost = (OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    return isinstance(error, lost) and not is_bad_data(error)


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


async def migrate(owner_dsn: str, *, role: str, directories: Sequence[Path]) -> list[str]:
    """Run what has not run yet, all or nothing; `:role` in a file is the service's role."""
    connection = await asyncpg.connect(owner_dsn, timeout=5)
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
    pending = []
    for name, text in _migrations(directories):
        digest = hashlib.sha256(text.encode()).digest()
        if done.get(name, digest) != digest:
            raise ValueError(f"migration {name} was changed after it had run")
        if name not in done:
            await connection.execute(_for_role(text, role))
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


def _for_role(text: str, role: str) -> str:
    quoted = '"' + role.replace('"', '""') + '"'
    return re.sub(r"(?<!:):role\b", lambda _: quoted, text)
