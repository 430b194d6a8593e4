"""Fixtures of metrics: migrated tables, and both projections as a projector would drive them.

Promises empty tables to every test. Must not need NATS.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest

from deploy.embedded.databases import Database
from deploy.embedded.stack import Stack
from services.chassis import database as databases
from services.chassis.database import Pool
from services.chassis.log import Log, Recorded
from services.metrics.domain.tree import Tree
from services.metrics.inbox import Inbox
from services.metrics.projections.submissions import Projection
from services.metrics.queries.disclosures import Disclosures
from services.metrics.queries.reader import Reader
from services.metrics.settings import MIGRATIONS
from services.metrics.sweeper import Sweeper
from tests.metrics import given
from tests.metrics.classes_asked import Classes
from tests.templates import MakeDatabase


class Fed:
    """Tables, and the way in: events in batches, each in the transaction of its checkpoint."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.tree = Tree()
        self.inbox = Inbox(self.tree)
        self.projection = Projection(catalog_reached=self.reached)
        self.sweeper = Sweeper(pool)
        self.reader = Reader(pool, now=lambda: given.RECORDED)
        self.catalog = 0
        self.versions: Counter[str] = Counter()
        self.told: list[tuple[str, Recorded]] = []  # stream and event, for another reading

    async def reached(self, position: int, timeout: float) -> bool:
        return position <= self.catalog

    async def learn(self, *messages: Any) -> None:
        """The next events of the catalogue."""
        events = []
        for n, message in enumerate(messages, 1):
            self.versions[given.stream_of(message)] += 1
            version = self.versions[given.stream_of(message)]
            events.append(given.recorded(self.catalog + n, message, version=version))
        await self.write("catalog", self.inbox, events)
        self.catalog += len(events)

    async def sweep(self) -> None:
        """Rebuild all cells that are behind."""
        while await self.sweeper.sweep():
            pass

    async def apply(self, events: Sequence[Recorded], *, size: int = 1000) -> None:
        """Events of submissions, in batches of that size."""
        for start in range(0, len(events), size):
            await self.write("submissions", self.projection, events[start : start + size])

    async def write(self, name: str, projection: Any, events: Sequence[Recorded]) -> None:
        self.told += ((name, event) for event in events)
        batch = await projection.prepare(events)
        async with self.pool.acquire() as connection, connection.transaction():
            await projection.apply(connection, batch)
            await connection.execute(
                "insert into checkpoints values ($1, $2, $3) on conflict (projection)"
                " do update set position = excluded.position",
                name,
                events[-1].position,
                events[-1].event_id,
            )
        if hasattr(projection, "committed"):
            projection.committed(batch)


def disclosures(fed: Fed, log: Log) -> Disclosures:
    """What is public of published figures."""
    return Disclosures(fed.pool, log, fed.reader.definitions)


@pytest.fixture(scope="module")
def classes(stack: Stack) -> Iterator[Classes]:
    """What `classes_asked` asks."""
    found = Classes(stack.postgres_dsn)
    yield found
    found.close()


@pytest.fixture
async def migrated(database: MakeDatabase) -> Database:
    """A database with the tables of chassis and metrics."""
    return await database("metrics", [databases.SQL, MIGRATIONS])


@pytest.fixture
async def pool(migrated: Database) -> AsyncIterator[Pool]:
    """Connections as the service's role."""
    async with await databases.open_pool(migrated.dsn, largest=4) as pool:
        yield pool


@pytest.fixture
async def fed(pool: Pool) -> Fed:
    """Empty tables but for the tree of units and two services."""
    fed = Fed(pool)
    services = (given.published(given.BIRTH), given.published(given.LAND))
    await fed.learn(*given.TREE, *services)
    return fed


@pytest.fixture
async def log(migrated: Database, pool: Pool) -> AsyncIterator[Log]:
    """Our own log."""
    log = Log(pool, migrated.dsn)
    yield log
    await log.close()
