"""Fixtures of the chassis: a migrated database and a log on it.

Promises a fresh, empty log to every test. Must not know a service.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from services.chassis.database import SQL, Connection, Pool, open_pool
from services.chassis.log import Log
from tests.chassis.streaming import TABLE, World, running
from tests.templates import MakeDatabase


@pytest.fixture
async def migrated(database: MakeDatabase) -> Database:
    """A database with the chassis's own tables and nothing in them."""
    return await database("chassis", [SQL])


@pytest.fixture
async def pool(migrated: Database) -> AsyncIterator[Pool]:
    """Connections as the service's role."""
    async with await open_pool(migrated.dsn, largest=4) as pool:
        yield pool


@pytest.fixture
async def log(migrated: Database, pool: Pool) -> AsyncIterator[Log]:
    """An empty log, which waits for a slow machine."""
    log = Log(pool, migrated.dsn, patience=30)
    yield log
    await log.close()


@pytest.fixture
async def owner(migrated: Database) -> AsyncIterator[Connection]:
    """A connection as the owner of the tables, for what a service may not do."""
    connection = await asyncpg.connect(migrated.owner_dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def bus(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bus]:
    """The session's NATS, as a service that may have any stream, and waits for a slow machine."""
    monkeypatch.setattr("services.chassis.bus.TIMEOUT", 3)
    bus = await Bus.connect(stack.nats_url("catalog"))
    await bus.delete_stream("catalog")  # another suite of this worker may have left it
    yield bus
    await bus.close()


@pytest.fixture
async def reader(stack: Stack) -> AsyncIterator[Bus]:
    """The stream of that service, as another service reads it."""
    bus = await Bus.connect(stack.nats_url("metrics"))
    yield bus.imported("catalog")
    await bus.close()


@pytest.fixture
async def world(log: Log, pool: Pool, bus: Bus) -> AsyncIterator[World]:
    """A service whose log and stream are empty."""
    world = World(log, pool, bus)
    yield world
    await bus.delete_stream(world.service)


@pytest.fixture
async def quiet(
    log: Log, pool: Pool, bus: Bus, owner: Connection, reader: Bus
) -> AsyncIterator[World]:
    """A world with a table to project to, read by another service, and without a relay: the test
    changes the stream.
    """
    await owner.execute(TABLE)
    await owner.execute("grant select, insert, delete on seen to public")
    world = World(log, pool, bus, service="catalog", reader=reader)
    yield world
    await bus.delete_stream(world.service)


@pytest.fixture
async def relayed(quiet: World) -> AsyncIterator[World]:
    """The same with a relay."""
    async with running(quiet.relay()):
        yield quiet
