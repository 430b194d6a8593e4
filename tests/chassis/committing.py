"""A small service on two PostgreSQL servers, and everything by which it commits outside of its log.

Promises real servers. Must not stop waiting for anything: that is what the tests do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import asyncpg

from services.chassis.bus import Bus
from services.chassis.database import Pool
from services.chassis.keys import Keyring
from services.chassis.log import Log
from services.chassis.sealing import Reading, Vault
from services.chassis.timers import FIRST, Timers
from tests.chassis.streaming import Seen, World
from tests.chassis.taking import NOON
from tests.replicated import Pair
from tests.waiting import until

SERVICE = "catalog"
WAITING = "select count(*) from pg_stat_activity where wait_event = 'SyncRep'"
TABLES = (
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
)
NOTES = {"relay", "migrations"}  # the relay's notes need not outlast a server: the stream is asked
INSERT = "insert into said values (gen_random_uuid())"
Act: TypeAlias = Callable[[], Awaitable[object]]


@dataclass
class Service:
    """A small service on two servers, and an administrator of the first."""

    servers: Pair
    dsn: str
    pool: Pool
    log: Log
    bus: Bus
    admin: asyncpg.Connection
    world: World = field(init=False)
    vault: Vault = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.log, self.pool, self.bus, service=SERVICE)
        self.vault = Vault(self.pool, Keyring({"a": b"a master key of the tests"}))

    async def rows(self, connection: asyncpg.Connection) -> dict[str, list[str]]:
        """All that can be seen in the database."""
        names = {row[0] for row in await connection.fetch(TABLES)} - NOTES
        statement = "select t::text from {} t order by 1"
        return {
            name: [row[0] for row in await connection.fetch(statement.format(name))]
            for name in sorted(names)
        }

    async def waiting(self, count: int) -> None:
        """Until so many commits wait for the standby."""
        await until(lambda: self._waits(count))

    async def _waits(self, count: int) -> bool:
        return bool(await self.admin.fetchval(WAITING) >= count)


async def in_transaction(pool: Pool, statement: str) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(statement)


async def many(pool: Pool) -> None:
    async with pool.acquire() as connection:
        await connection.executemany("insert into said select gen_random_uuid()", [(), ()])


async def copied(pool: Pool) -> None:
    async with pool.acquire() as connection:
        await connection.copy_records_to_table(
            "said", records=[("00000000-0000-0000-0000-000000000001",)], columns=["what"]
        )


async def prepared(pool: Pool) -> None:
    async with pool.acquire() as connection:
        await (await connection.prepare(INSERT)).fetch()


async def fired(pool: Pool) -> None:
    async def done(_: object) -> bool:
        return True

    await Timers(pool, done, accepting=lambda: None, clock=lambda: NOON).fire_next(FIRST)


async def projected(service: Service) -> None:
    await Seen(service.pool, service.world.own(), name="late").projector.run()


def acts(service: Service) -> list[Act]:
    """Everything by which a service commits outside of its log, each once."""
    pool = service.pool
    asked = Reading(NOON, "officers/1", "units/1", ["o/1"], "why")
    return [
        lambda: pool.execute(INSERT),
        lambda: in_transaction(pool, INSERT),
        lambda: in_transaction(pool, "select what from said for update"),
        lambda: many(pool),
        lambda: copied(pool),
        lambda: prepared(pool),
        lambda: service.vault.read(asked, "field"),
        lambda: fired(pool),
        lambda: projected(service),
    ]
