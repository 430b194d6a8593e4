"""A log and its read tables on a fresh database, projected in batches of any size.

Promises the projection itself on a real database. Must not go through gRPC.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import services.catalog
from deploy.embedded.databases import Database
from services.catalog.projections import Catalogue
from services.catalog.queries import Reader, Tree
from services.chassis import database as databases
from services.chassis.decider import Fact
from services.chassis.log import Append, Log, NewEvent, Recorded
from tests.catalog.histories import Said

DIRECTORIES = [databases.SQL, Path(services.catalog.__file__).parent / "migrations"]


class Tables:
    """The log, the reader, the forest."""

    def __init__(self, pool: databases.Pool, log: Log) -> None:
        self.pool, self.log = pool, log
        self.reader, self.tree = Reader(pool), Tree()
        self.ends: list[int] = []  # the last position of each command
        self.versions: dict[str, int] = {}
        self.projected = 0

    async def record(self, commands: Sequence[Sequence[Said]]) -> None:
        self.ends += await append(self.log, commands, self.versions)

    async def project(self, random_: random.Random | None = None) -> None:
        """All that was recorded, in batches of any size, as a projector would."""
        catalogue = Catalogue(self.pool, self.tree)
        while events := await self.log.read(self.projected, 5000):
            while events:
                size = random_.choice([1, 2, 5, 50]) if random_ else len(events)
                await self._commit(catalogue, events[:size])
                events = events[size:]

    async def _commit(self, catalogue: Catalogue, batch: list[Recorded]) -> None:
        prepared = await catalogue.prepare(batch)
        async with self.pool.acquire() as connection, connection.transaction():
            await catalogue.apply(connection, prepared)
        catalogue.committed(prepared)
        self.projected = batch[-1].position

    async def again(self, random_: random.Random | None = None) -> None:
        """Empty the tables, and fill them anew."""
        for table in ("resources", "unit_facts"):
            await self.pool.execute(f"delete from {table}")
        self.projected, self.tree = 0, Tree()
        await self.project(random_)

    async def everything(self) -> list[tuple[Any, ...]]:
        """Every row of every table."""
        rows = await self.pool.fetch("select * from resources order by name, known_from, 5, 6")
        facts = await self.pool.fetch("select * from unit_facts order by position")
        return [tuple(row) for row in [*rows, *facts]]

    def settled(self, position: int) -> int:
        """The end of the last command up to a position."""
        return max((end for end in self.ends if end <= position), default=0)


@asynccontextmanager
async def tables_of(database: Database) -> AsyncIterator[Tables]:
    pool = await databases.open_pool(database.owner_dsn)
    log = Log(pool, database.owner_dsn)
    try:
        yield Tables(pool, log)
    finally:
        await log.close()
        await pool.close()


async def append(
    log: Log, commands: Sequence[Sequence[Said]], versions: dict[str, int]
) -> list[int]:
    """Record the commands, in order; the position of the last event of each."""
    ends = []
    for said in commands:
        events = []
        for stream, fact in said:
            versions[stream] = versions.get(stream, 0) + 1
            events.append(as_event(stream, versions[stream], fact))
        outcome = await log.append(Append(uuid4(), bytes(32), "e1", "", tuple(events)))
        assert outcome.status.name == "APPENDED"
        ends.append(outcome.position)
    return ends


def as_event(stream: str, version: int, fact: Fact) -> NewEvent:
    return NewEvent(
        stream=stream,
        version=version,
        event_id=UUID(int=random.getrandbits(128)),
        type=fact.message.DESCRIPTOR.full_name,
        subject=fact.subject,
        occurred_at=fact.occurred_at,
        payload=fact.message.SerializeToString(deterministic=True),
    )
