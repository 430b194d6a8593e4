"""What has to be so after any fault: nothing acknowledged lost, nothing twice, figures exact.

Promises to read logs and tables as their owner, and figures as `motcua verify` does. Must not
believe what a service says of itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import asyncpg

from motcua.submissions.v1 import events_pb2 as events
from tests.e2e.commands import motcua
from tests.waiting import until

SUBMITTED = "motcua.submissions.v1.DossierSubmitted"
ERASED = "motcua.submissions.v1.DossierErased"
TRANSFERRED = "motcua.submissions.v1.DossierTransferred"
PASSED = "motcua.submissions.v1.DuePassed"
REBUILT = b'"relay.rebuild"'


async def verified(data_dir: Path) -> tuple[int, str]:
    """Exit code and words of `motcua verify`."""
    done = await motcua("verify", data=data_dir, within=600)
    return done.code, done.out + done.err


async def demand_recorded(dsn: str, acknowledged: Collection[str]) -> None:
    """Positions have no gap, and each of these commands has its one event."""
    connection = await asyncpg.connect(dsn)
    try:
        last, count = await connection.fetchrow(
            "select coalesce(max(position), 0), count(*) from events"
        )
        rows = await connection.fetch(
            "select command_id::text as id, count(*) as n from events"
            " where command_id = any($1::uuid[]) group by 1",
            list(acknowledged),
        )
    finally:
        await connection.close()
    assert last == count
    found = Counter({row["id"]: row["n"] for row in rows})
    wrong = {command: found[command] for command in acknowledged if found[command] != 1}
    assert wrong == {}


async def sealed(dsn: str) -> tuple[set[str], dict[str, set[str]]]:
    """Dossiers that were submitted and not erased, and those of which each table holds some."""
    connection = await asyncpg.connect(dsn)
    try:
        kept = await connection.fetch(
            "select stream from events where type = $1 except"
            " select stream from events where type = $2",
            SUBMITTED,
            ERASED,
        )
        held = {
            table: {row["owner"] for row in await connection.fetch(f"select owner from {table}")}
            for table in ("owner_keys", "sealed_fields", "sealed_commands")
        }
    finally:
        await connection.close()
    return {row["stream"] for row in kept}, held


async def counted(dsn: str, kind: str) -> Counter[str]:
    """How many events of a kind each dossier has."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("select stream from events where type = $1", kind)
    finally:
        await connection.close()
    return Counter(row["stream"] for row in rows)


async def have(dsn: str, kind: str, dossiers: Collection[str]) -> None:
    """Wait until each of these dossiers has an event of a kind."""

    async def are_there() -> bool:
        return set(dossiers) <= set(await counted(dsn, kind))

    await until(are_there)


async def counts_recorded(dsn: str) -> list[events.CountRecorded]:
    """Every counted fact."""
    connection = await asyncpg.connect(dsn)
    try:
        kind = events.CountRecorded.DESCRIPTOR.full_name
        rows = await connection.fetch("select payload from events where type = $1", kind)
    finally:
        await connection.close()
    return [events.CountRecorded.FromString(row["payload"]) for row in rows]


def rebuilds(data_dir: Path) -> int:
    """How often a stream was deleted and made anew, as relays logged it."""
    logs = (data_dir / "logs").glob("*.log")
    return sum(log.read_bytes().count(REBUILT) for log in logs)
