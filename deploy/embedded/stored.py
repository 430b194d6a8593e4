"""What the services of a stack of this machine have stored, and what memory they take.

Promises to see every event and every row. Must not write anything.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import asyncpg

from deploy.embedded.description import Description

EVENTS = "select position, traceparent, type from events where position > $1 order by position"
TABLES = """select tablename from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema') order by tablename"""
# Kept of refused calls, and moved by nobody's call.
KEPT_OF_REFUSALS = frozenset({"wrong_pairs", "refusals", "readings"})
MOVED_BY_ITSELF = frozenset({"checkpoints", "relay", "leaders", "head"})


class Stored:
    """The databases of a stack."""

    def __init__(self, described: Description) -> None:
        self._described = described
        self._connections: dict[str, asyncpg.Connection[Any]] = {}

    async def __aenter__(self) -> Self:
        for name in self._described.services:
            administrator = urlsplit(self._described.postgres_dsn)
            dsn = administrator._replace(path=f"/{name}").geturl()
            self._connections[name] = await asyncpg.connect(dsn)
        return self

    async def __aexit__(
        self, *_: type[BaseException] | BaseException | TracebackType | None
    ) -> None:
        for each in self._connections.values():
            await each.close()

    async def positions(self) -> dict[str, int]:
        """Where each log ends."""
        return {
            name: await each.fetchval("select coalesce(max(position), 0) from events")
            for name, each in self._connections.items()
        }

    async def traces(self, after: Mapping[str, int]) -> dict[str, str]:
        """The traces in which events were stored since then, each with a type."""
        found: dict[str, str] = {}
        for name, each in self._connections.items():
            for row in await each.fetch(EVENTS, after[name]):
                found[row["traceparent"].split("-")[1]] = row["type"]
        return found

    async def digests(self) -> dict[str, str]:
        """Of every table that nothing but a call changes."""
        found = {}
        for name, connection in self._connections.items():
            for row in await connection.fetch(TABLES):
                table = row["tablename"]
                if table not in KEPT_OF_REFUSALS | MOVED_BY_ITSELF:
                    found[f"{name}.{table}"] = await digest(connection, table)
        return found

    def memory(self) -> dict[str, int]:
        """Bytes that each process holds."""
        return {
            name: resident(each.pid)
            for name, each in self._described.replicas.items()
            if each.pid is not None
        }


async def digest(connection: Any, table: str) -> str:
    """Of all rows."""
    of_row = "md5(t::text)"
    query = f"select md5(string_agg({of_row}, '' order by {of_row})) from \"{table}\" t"  # noqa: S608
    return str(await connection.fetchval(query))


def resident(pid: int) -> int:
    """Of one process, 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS"))


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> Collection[str]:
    """The tables whose rows are others."""
    return sorted(name for name in after if after[name] != before.get(name))
