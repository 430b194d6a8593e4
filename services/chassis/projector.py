"""A projector: folds events into tables, and moves its checkpoint in the same transaction.

Every event is applied once and in order. It halts, visibly, at an event that it cannot apply, until
an operator parks it, and at a log that is not the one it came from. Where another process leads, it
follows the checkpoint that this one moves (`follower`).
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from enum import Enum
from time import time
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from services.chassis import checkpoint as checkpoints
from services.chassis import follower, gauges, telemetry
from services.chassis.checkpoint import Checkpoint, Diverged
from services.chassis.database import SQL, Connection, Pool, is_lost, statements
from services.chassis.log import Recorded
from services.chassis.pacing import BUSY, LARGEST, Pace, linger, until_answered
from services.chassis.sources import Source
from services.chassis.wakes import Peers, alone

T = TypeVar("T")
Opened: TypeAlias = Callable[[Checkpoint], Awaitable[None]]


SILENT, LONGEST = 1.5, 60.0  # seconds that pass in a transaction without a statement, at most
FEW = LARGEST  # events: one batch, which takes a fraction of a second


class Status(Enum):
    """Whether the projection moves."""

    RUNNING = "running"
    HALTED = "halted"


class Prepared(NamedTuple, Generic[T]):
    """A batch, and what `prepare` made of it: one element, or none when it failed."""

    batch: list[Recorded]
    work: list[T]


class Moved(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """Another projector of the same name, or an operator, moved the checkpoint, or may now."""


class Poison(Exception):  # noqa: N818
    """One event cannot be applied."""

    def __init__(self, event: Recorded, error: BaseException) -> None:
        super().__init__(
            f"event {event.event_id} at position {event.position}: {type(error).__name__}"
        )
        self.event = event


class Projector(Generic[T]):
    """One projection. `prepare` decodes, outside a transaction, while the batch before is written:
    it must not read the projection's tables. `apply` writes, with few statements. What is
    held in memory is updated by `committed`, and read from the tables by `opened`, which is called
    at the start and whenever the checkpoint may have been moved by somebody else.
    """

    def __init__(
        self,
        name: str,
        *,
        source: Source,
        pool: Pool,
        prepare: Callable[[list[Recorded]], Awaitable[T]],
        apply: Callable[[Connection, T], Awaitable[None]],
        committed: Callable[[T], None] = lambda _: None,
        opened: Opened | None = None,
        again: float = 0.5,
        longest_wait: float = BUSY,  # for company, under load
        peers: Peers | None = None,
    ) -> None:
        self.name, self.source, self.pool = name, source, pool
        self.prepare, self.apply, self.committed, self.opened = prepare, apply, committed, opened
        self.again, self.longest_wait = again, longest_wait
        self.peers = peers or alone()
        self.noticed = asyncio.Event()  # another process leads, or has moved the checkpoint
        self.peers.role.subscribe(self.noticed.set)
        self.peers.wakes.subscribe(name, self.noticed.set)
        self.sql = statements(SQL)
        self.checkpoint = checkpoints.START
        self.status = Status.RUNNING
        self.reason = ""
        self.opened_once = False
        self.silent, self.pace = SILENT, Pace()
        self.waits_for: type[Exception] | None = None
        self.waiting: set[tuple[int, asyncio.Future[None]]] = set()

    @property
    def position(self) -> int:
        """The last event that is committed."""
        return self.checkpoint.position

    @property
    def current(self) -> bool:
        """Whether it moves, hears its source, and is not far behind it."""
        moves = self.status is Status.RUNNING and self.waits_for is None
        return moves and self.source.is_live and self.source.behind < FEW

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait until that event is committed; False when it takes longer."""
        if self.position >= position:
            return True
        waiter = (position, asyncio.get_running_loop().create_future())
        self.waiting.add(waiter)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await waiter[1]
        finally:
            self.waiting.discard(waiter)
        return self.position >= position

    def lacks(self, position: int) -> bool:
        """Whether nobody has published that event, as far as can be heard."""
        return self.position < position and self.source.lacks(position)

    def is_beyond(self, position: int) -> bool:
        """The same, and waiting for it does not help."""
        return self.position < position and self.source.is_beyond(position)

    async def run(self) -> None:
        """Follow the source, and again after whatever happens, until cancelled."""
        while True:
            try:
                await self._turn()
            except Moved:
                continue
            except Diverged as diverged:
                self.halt(str(diverged))
            except Exception as error:  # noqa: BLE001 — whatever it is, it is shown and tried again
                self.silent = min(2 * self.silent, LONGEST)  # a machine may be that slow
                self._wait_for(error)
                if is_lost(error):
                    await until_answered(self._load, within=self.again)
                    continue
                self.halt(type(error).__name__)
            await asyncio.sleep(self.again)

    def _wait_for(self, error: Exception) -> None:
        """Say once what it waits for: it looks again twice a second."""
        if type(error) is not self.waits_for:
            telemetry.log().warning("projector.waits", projection=self.name, error=error)
        self.waits_for = type(error)

    async def _turn(self) -> None:
        """Follow; stand still at an event that cannot be applied, also while a database is away."""
        await follower.follow(self)
        try:
            await self._follow()
        except Poison as poison:
            await self._until_parked(poison)

    async def _follow(self) -> None:
        """From the checkpoint on: write one batch while the next one is read and prepared."""
        await self.found(await self._load())
        async with aclosing(self._prepared()) as batches:
            upcoming = asyncio.ensure_future(self._next(batches))
            try:
                while True:
                    present = await self._led(upcoming)
                    upcoming = asyncio.ensure_future(self._next(batches))
                    await self.pace.measured(self._write(present))
                    self.pace.adapt(len(present.batch))
            finally:
                upcoming.cancel()
                await asyncio.gather(upcoming, return_exceptions=True)

    async def found(self, checkpoint: Checkpoint) -> None:
        """Take over what the tables hold, whoever wrote it, and say so."""
        if self.opened:
            await self.opened(checkpoint)
        self._reach(checkpoint)
        self.opened_once = True

    async def _led(self, upcoming: "asyncio.Future[Prepared[T]]") -> Prepared[T]:
        """The next batch, for as long as this process leads."""
        while not upcoming.done() and self.peers.role.held:
            self.noticed.clear()
            noticed = asyncio.ensure_future(self.noticed.wait())
            either: set[asyncio.Future[Any]] = {upcoming, noticed}
            try:
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            finally:
                noticed.cancel()
        if not self.peers.role.held:
            raise Moved
        return await upcoming

    async def _next(self, batches: AsyncGenerator[Prepared[T]]) -> Prepared[T]:
        self.source.most = self.pace.most
        return await self.pace.measured(anext(batches))

    async def _prepared(self) -> AsyncGenerator[Prepared[T]]:
        """Batches with their work."""
        async with aclosing(self.source.batches(self.checkpoint)) as batches:
            async for batch in batches:
                yield Prepared(batch, await self._try_to_prepare(batch) if batch else [])
                await asyncio.sleep(linger(len(batch), longest=self.longest_wait))

    async def _try_to_prepare(self, batch: list[Recorded]) -> list[T]:
        try:
            return [await self.prepare(batch)]
        except Exception as error:
            if is_lost(error):
                raise
            return []

    async def _write(self, prepared: Prepared[T]) -> None:
        """Commit a batch; if that cannot be, event by event up to the one to blame."""
        try:
            for work in prepared.work:
                await self._commit(prepared.batch, work)
        except Exception as error:
            if isinstance(error, Moved) or is_lost(error):
                raise
        if prepared.batch and prepared.batch[-1].position > self.position:
            await self._singly(prepared.batch)
        self.go_on()

    async def _singly(self, batch: list[Recorded]) -> None:
        for event in batch:
            try:
                await self._commit([event], await self.prepare([event]))
            except Exception as error:
                if isinstance(error, Moved) or is_lost(error):
                    raise
                raise Poison(event, error) from error

    async def _commit(self, batch: list[Recorded], work: T) -> None:
        """The checkpoint and what it stands for, in one transaction."""
        reached, silent = checkpoints.of(batch[-1]), f"{self.silent * 1000:.0f}"
        with telemetry.linked_span(self.source.name, [event.traceparent for event in batch]):
            async with self.pool.acquire() as connection, connection.transaction():
                moved = await connection.fetchval(
                    self.sql["checkpoint_move"], self.name, *self.checkpoint, *reached, silent
                )
                if not moved:
                    raise Moved
                await self.apply(connection, work)
        self.silent = max(SILENT, self.silent / 2)
        gauges.shown(self.name, time() - batch[0].recorded_at.timestamp())
        self.committed(work)
        self._reach(reached)
        self.peers.wakes.announce(self.name)

    async def _load(self) -> Checkpoint:
        row = await self.pool.fetchrow(self.sql["checkpoint_load"], self.name)
        return Checkpoint(row["position"], row["event_id"])

    async def _until_parked(self, poison: Poison) -> None:
        """Stand still, so that everybody can see it, until the checkpoint has passed the event."""
        event = poison.event
        self.halt(str(poison))
        error = repr(poison.__cause__)[:2000].replace("\0", "")
        await self.pool.execute(
            self.sql["halted_note"], self.name, event.position, event.event_id, error
        )
        while self.peers.role.held and (await self._load()).position < event.position:  # noqa: ASYNC110 — parked in the database
            await asyncio.sleep(self.again)

    def _reach(self, checkpoint: Checkpoint) -> None:
        """What is committed now; those who wait for it go on."""
        self.checkpoint = checkpoint
        for wanted, future in self.waiting:
            if wanted <= checkpoint.position and not future.done():
                future.set_result(None)

    def halt(self, reason: str) -> None:
        """It stands still, and shows why."""
        if reason != self.reason:
            telemetry.log().error("projector.halted", projection=self.name, why=reason)
        self.status, self.reason = Status.HALTED, reason
        gauges.PROJECTION_STOPPED.labels(self.name).set(True)

    def go_on(self) -> None:
        """It moves."""
        self.status, self.reason, self.waits_for = Status.RUNNING, "", None
        gauges.PROJECTION_STOPPED.labels(self.name).set(False)
        gauges.PROJECTION_LAG.labels(self.name).set(self.source.behind)
