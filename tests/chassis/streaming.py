"""A small service's log, stream and projection, for tests of what lies between them.

Promises a stream name of its own to every world, on the session's NATS or on another. Must not hide
what a test is about: crashes and damage stay in the tests.
"""

import asyncio
import itertools
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from services.chassis.bus import Bus
from services.chassis.database import Connection, Pool
from services.chassis.keys import Keyring
from services.chassis.log import Log, Recorded
from services.chassis.mac import Mac
from services.chassis.projector import Projector
from services.chassis.relay import Relay, Status
from services.chassis.sources import LogSource, Source, StreamSource
from services.chassis.wakes import Peers
from tests.chassis import appends

KEYS = Keyring({"1": b"a key of the tests"})
NAMES = (f"t{os.getpid()}x{number}" for number in itertools.count(1))
TABLE = "create table if not exists seen (position bigint primary key, event_id uuid not null)"


@dataclass
class World:
    """One service: its log, its bus, and what was started over them."""

    log: Log
    pool: Pool
    bus: Bus
    service: str = field(default_factory=lambda: next(NAMES))
    reader: Bus | None = None  # of another account that reads the stream, if not the owner does
    keys: Keyring = KEYS
    observer: Any = None  # of what the relay publishes

    async def append(self, count: int = 1, *, payload: bytes = b"p") -> None:
        """Append that many events, each of a command and a stream of its own."""
        fixed = {"subject": f"motcua.{self.service}.Happened.u", "payload": payload}
        kind = f"motcua.{self.service}.v1.Happened"
        for done in range(0, count, 200):
            await appends.append_all(
                self.log,
                [
                    appends.append(
                        appends.event(f"s/{self.service}/{time.time_ns()}/{n}", kind=kind, **fixed)
                    )
                    for n in range(min(200, count - done))
                ],
            )

    @property
    def mac(self) -> Mac:
        """What the world's relay makes, and believes."""
        return Mac(self.service, self.keys)

    def relay(self, *, check_every: float = 0.2, peers: Peers | None = None) -> Relay:
        """A relay that looks often."""
        return Relay(
            self.service,
            pool=self.pool,
            log=self.log,
            bus=self.bus,
            keys=self.keys,
            check_every=check_every,
            poll=0.05,
            peers=peers,
            observer=self.observer,
        )

    def stream(self) -> StreamSource:
        """The stream, read with little patience."""
        return StreamSource(self.reader or self.bus, self.service, patience=1.0, again=0.05)

    def own(self) -> LogSource:
        """The log itself."""
        return LogSource(self.log, poll=0.05)

    async def published(self) -> list[tuple[int, str]]:
        """Position and event id of everything in the stream, read from its first message."""
        state = await self.bus.state(self.service)
        found: list[tuple[int, str]] = []
        if state is None or not state.messages:
            return found
        async with self.bus.reading(self.service, start=1) as pull:
            while len(found) < state.messages:
                taken = await pull.take(5000, within=60)
                found += [(int(m.headers["Motcua-Position"]), m.headers["ce-id"]) for m in taken]
        return found

    async def logged(self) -> list[tuple[int, str]]:
        """The same of the log."""
        return [(event.position, str(event.event_id)) for event in await self.log.read(0, 10**6)]

    async def same(self) -> bool:
        """Whether the stream holds the log, from the first event to the last."""
        return await self.published() == await self.logged()


class Seen:
    """A projection that keeps every event it saw in a table, and counts what it was asked."""

    def __init__(
        self, pool: Pool, source: Source, *, name: str = "seen", peers: Peers | None = None
    ) -> None:
        self.pool = pool
        self.poison: set[int] = set()
        self.poisoned_at: str = "apply"
        self.batches: list[int] = []
        self.in_memory = 0
        self.projector: Projector[list[Recorded]] = Projector(
            name, source=source, pool=pool, prepare=self.prepare, apply=self.apply,
            committed=self.committed, opened=self.opened, again=0.05, peers=peers,
        )  # fmt: skip

    async def prepare(self, batch: list[Recorded]) -> list[Recorded]:
        self.check("prepare", batch)
        return batch

    async def apply(self, connection: Connection, batch: list[Recorded]) -> None:
        rows = [(event.position, event.event_id) for event in batch]
        await connection.executemany("insert into seen values ($1, $2)", rows)
        self.check("apply", batch)

    def check(self, place: str, batch: list[Recorded]) -> None:
        if place == self.poisoned_at and self.poison & {event.position for event in batch}:
            raise ValueError("poison")

    def committed(self, batch: list[Recorded]) -> None:
        self.batches.append(len(batch))
        self.in_memory += len(batch)

    async def opened(self, checkpoint: object) -> None:
        self.in_memory = await self.pool.fetchval("select count(*) from seen")

    async def rows(self) -> list[tuple[int, str]]:
        """What it saw, as `World.logged` gives it."""
        found = await self.pool.fetch("select position, event_id from seen order by position")
        return [(row["position"], str(row["event_id"])) for row in found]


@asynccontextmanager
async def running(*parts: object) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """Run these beside the body; an error of one is the test's."""
    tasks = [asyncio.create_task(part.run()) for part in parts]  # type: ignore[attr-defined]
    try:
        yield tasks
    finally:
        failed = [task for task in tasks if task.done()]
        await kill(*tasks)
        for task in failed:
            if not task.cancelled():
                task.result()


async def kill(*tasks: "asyncio.Task[None]") -> None:
    """As `kill -9` would, wherever they are."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def ready(relay: Relay) -> Callable[[], bool]:
    """Whether a relay has found log and stream to agree."""
    return lambda: relay.status is Status.READY
