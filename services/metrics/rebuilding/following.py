"""New tables that follow the streams up to where those in use stand, with their cells and leaves.

Promises the same projections as in use. Must not touch the tables in use.
"""

import asyncio
import sys
import time
from bisect import bisect_right
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from services.chassis import database, process
from services.chassis.bus import Bus
from services.chassis.checkpoint import Checkpoint
from services.chassis.database import Pool, statements
from services.chassis.errors import Refusal
from services.chassis.log import Recorded
from services.chassis.parking import Parking, park
from services.chassis.projector import Projector, Status
from services.chassis.sources import Source, StreamSource
from services.metrics.adopted import Adopted
from services.metrics.domain.figures import Positions, Question, Scope
from services.metrics.domain.indicators.registry import Definitions
from services.metrics.domain.periods import Period, midnight, next_month
from services.metrics.domain.tree import Tree
from services.metrics.inbox import Inbox
from services.metrics.projections.submissions import Projection
from services.metrics.queries.positions import NOW
from services.metrics.queries.reader import FOR_QUESTIONS, Reader
from services.metrics.queries.storage import BY_NUMBER
from services.metrics.settings import SQL, Settings
from services.metrics.sweeper import Sweeper

SCHEMA = "rebuilt"  # the schema
STREAMS = ("catalog", "submissions")


class Failed(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """The tables in use stay."""


class UpTo:
    """A source of which events are given up to a position, which is moved on."""

    def __init__(self, source: Source) -> None:
        self.source, self.name, self.behind, self.until = source, source.name, 0, 0
        self._moved = asyncio.Event()

    @property
    def is_live(self) -> bool:
        """See Source."""
        return self.source.is_live

    @property
    def most(self) -> int:
        """See Source."""
        return self.source.most

    @most.setter
    def most(self, most: int) -> None:
        self.source.most = most

    async def tip(self) -> int:
        """See Source."""
        return self.until

    async def observe(self, position: int) -> None:
        """See Source."""
        await self.source.observe(position)

    def lacks(self, position: int) -> bool:
        """See Source."""
        return self.source.lacks(position)

    def is_beyond(self, position: int) -> bool:
        """See Source."""
        return self.source.is_beyond(position)

    def move(self, until: int) -> None:
        """Give what comes up to there."""
        self.until = max(self.until, until)
        self._moved.set()

    async def batches(self, checkpoint: Checkpoint) -> AsyncGenerator[list[Recorded]]:
        """See Source."""
        async with aclosing(self.source.batches(checkpoint)) as batches:
            async for batch in batches:
                if not batch:
                    yield batch
                given = 0
                while given < len(batch):
                    self._moved.clear()
                    upto = bisect_right(batch, self.until, key=attrgetter("position"))
                    if upto > given:
                        yield batch[given:upto]
                        given = upto
                    else:
                        await self._moved.wait()


@dataclass(slots=True)
class Rebuilt:
    """The second set of tables, and the projectors and sweeper that fill it."""

    pool: Pool
    sources: dict[str, UpTo]
    projectors: dict[str, Projector[Any]]
    sweeper: Sweeper
    reader: Reader
    began: float = field(default_factory=time.monotonic)

    @property
    def positions(self) -> Positions:
        """Up to where they follow."""
        return Positions(*(self.projectors[each].position for each in STREAMS))

    async def reach(self, target: Positions) -> None:
        """Follow up to there, and say every second how far that is."""
        for name, position in zip(STREAMS, target, strict=True):
            self.sources[name].move(position)
        for name, position in zip(STREAMS, target, strict=True):
            projector = self.projectors[name]
            while not await projector.reached(position, 1.0):
                print_line(
                    progress(name, projector.position, position, time.monotonic() - self.began)
                )
                await self.must_move(projector)

    async def must_move(self, projector: Projector[Any]) -> None:
        """An event that the projection in use was let pass is passed here, too."""
        if projector.status is not Status.HALTED:
            return
        position, parked = projector.position + 1, statements(SQL)["rebuilding_parked"]
        row = await self.pool.fetchrow(parked, projector.name, position)
        if row is None:
            raise Failed(f"{projector.name} halted: {projector.reason}")
        parking = Parking(
            projector.name, position, row["event_id"], row["reason"], by=row["parked_by"]
        )
        try:
            await park(self.pool, parking)
        except Refusal:
            return  # it goes on, or did not note yet where it halted

    async def sweep(self) -> None:
        """All cells: the processors are PostgreSQL's meanwhile, so that keys go side by side."""
        await asyncio.gather(*(self._sweep(key) for key in BY_NUMBER))
        while await self.sweeper.sweep():
            pass

    async def _sweep(self, key: int) -> None:
        while await self.sweeper.sweep_key(key):
            pass

    async def leaves(self) -> None:
        """All that are kept in use, made here: whoever asks for a digest finds them as before."""
        for name, month in await self.pool.fetch(statements(SQL)["rebuilding_leaves"]):
            definition = self.reader.definitions.find(*parted(name))
            period = Period(month, next_month(month))
            await self.reader.figure(
                Question(definition, Scope(), period, midnight(period.end)), NOW
            )


def parted(name: str) -> tuple[str, int]:
    """`online_handling@1` as id and version."""
    id_, _, version = name.partition("@")
    return id_, int(version)


@asynccontextmanager
async def following(settings: Settings) -> AsyncIterator[Rebuilt]:
    """The new tables follow the streams, as the service's role."""
    # The transaction in which they take their place waits for the disk for all before it.
    path = {"search_path": f"{SCHEMA}, public", "synchronous_commit": "off"}
    async with AsyncExitStack() as held:
        pool = await database.open_pool(settings.database_dsn, settings=path)
        held.push_async_callback(pool.close)
        asked = await database.open_pool(settings.database_dsn, settings=path | FOR_QUESTIONS)
        held.push_async_callback(asked.close)
        bus = await Bus.connect(settings.nats_url, name="metrics rebuild", tls=settings.nats_tls)
        held.push_async_callback(bus.close)
        definitions = Definitions()
        await Adopted(definitions).load(pool)
        sources = {each: UpTo(StreamSource(bus.imported(each), each)) for each in STREAMS}
        catalog = following_one(pool, sources["catalog"], Inbox(Tree()))
        projection = Projection(catalog_reached=catalog.reached)
        submissions = following_one(pool, sources["submissions"], projection)
        projectors = {each.name: each for each in (catalog, submissions)}
        tasks = {name: each.run for name, each in projectors.items()}
        await held.enter_async_context(process.background(**tasks))
        reader = Reader(asked, definitions=definitions)
        yield Rebuilt(pool, sources, projectors, Sweeper(pool, definitions), reader)


def following_one(pool: Pool, source: UpTo, projection: Any) -> Projector[Any]:
    """The same projection as in use, over other tables."""
    return Projector(
        source.name,
        source=source,
        pool=pool,
        prepare=projection.prepare,
        apply=projection.apply,
        committed=projection.committed,
    )


def progress(name: str, position: int, target: int, seconds: float) -> str:
    """Such as `submissions 120,000 of 1,000,000, 12,345/s, 71 s left`."""
    pace = position / seconds if seconds else 0.0
    left = f"{(target - position) / pace:.0f} s left" if pace else "just begun"
    return f"{name} {position:,} of {target:,}, {pace:,.0f}/s, {left}"


def print_line(line: str) -> None:
    """Print at once, for an operator who waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
