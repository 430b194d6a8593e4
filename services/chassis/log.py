"""The log of one service: append facts, load a stream, read everything in order.

A command is recorded once. Positions have no gaps and follow the order of commit, so that no reader
skips an event, and `recorded_at` never decreases.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple, TypeAlias
from uuid import UUID

from services.chassis.coalescer import Coalescer
from services.chassis.database import SQL, Connection, Pool, connect, statements
from services.chassis.errors import Refusal
from services.chassis.loading import Loading
from services.chassis.reasons import ChassisReason
from services.chassis.sealing import Sealing

Observe: TypeAlias = Callable[[int, float], None]
# In bytes: NATS takes 1 MiB with all headers, and the relay would stop for ever at a larger event.
LARGEST_PAYLOAD, LONGEST_NAME = 1_000_000, 1000


class Recorded(NamedTuple):
    """An event as the log holds it; the columns of every statement that reads events."""

    position: int
    stream: str
    version: int
    event_id: UUID
    command_id: UUID
    n: int  # which event of its command, from 0
    fingerprint: bytes
    type: str
    subject: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    traceparent: str
    payload: bytes


class NewEvent(NamedTuple):
    """An event to append, with the exact version that it must become in its stream."""

    stream: str
    version: int
    event_id: UUID
    type: str
    subject: str
    occurred_at: datetime
    payload: bytes


class AppendCondition(NamedTuple):
    """Since `position` nothing was recorded in these streams, nor in any whose name is like a
    pattern (SQL LIKE, but `%` stands for no slash; see `literal`). Patterns may rest
    on an earlier position, such as that of a read table.
    """

    position: int
    streams: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    patterns_since: int | None = None  # None: `position`


UNCONDITIONAL = AppendCondition(0)


class Append(NamedTuple):
    """The events of one command, in any number of streams: appended together or not at all, and not
    when its condition no longer holds.
    """

    command_id: UUID
    fingerprint: bytes
    actor: str
    traceparent: str
    events: tuple[NewEvent, ...]
    condition: AppendCondition = UNCONDITIONAL
    sealing: Sealing | None = None  # written in the same transaction

    @property
    def weight(self) -> int:
        """Its events, and one for each KiB in it."""
        size = sum(len(event.payload) for event in self.events)
        size += len(self.sealing.ciphertext) if self.sealing else 0
        return len(self.events) + size // 1024


class Status(Enum):
    """What became of an append."""

    APPENDED = "appended"
    DUPLICATE = "duplicate"  # recorded before; the outcome is the first one's
    REUSED = "reused"  # the command id was recorded with another fingerprint
    CONFLICT = "conflict"  # not the next version of a stream, or its condition no longer holds


class Outcome(NamedTuple):
    """One append's result; a duplicate's is that of the first, whatever it asked for now."""

    status: Status
    position: int  # of the command's last event; of the log when it is a conflict
    stream: str  # of the command's first event
    version: int  # the last of the command in that stream; the stream's own when it is a conflict


class Earlier(NamedTuple):
    """What a command did when it came the first time."""

    fingerprint: bytes
    position: int
    stream: str
    version: int


class Loaded(NamedTuple):
    """A stream, and what the command that asks had already done, in one snapshot."""

    events: list[Recorded]
    earlier: Earlier | None


class Viewed(NamedTuple):
    """Streams as they were in one snapshot, and where the log ended in it."""

    head: int
    events: list[Recorded]


class Head(NamedTuple):
    """Where the log ends; position 0 is an empty log."""

    position: int
    recorded_at: datetime


class Log:
    """The log behind one pool; appends go through one coalescer on a connection of its own."""

    def __init__(
        self,
        pool: Pool,
        dsn: str,
        *,
        patience: float = 5.0,
        observe: Observe = lambda _size, _seconds: None,
        announce: Callable[[], None] = lambda: None,  # to other processes
    ) -> None:
        self.pool, self.dsn, self._patience = pool, dsn, patience
        self._observe, self._announce, self._sql = observe, announce, statements(SQL)
        self._subscribers: list[asyncio.Event] = []
        self._coalescer = Coalescer(
            connect=self._connect,
            send=self._append_batch,
            patience=patience,
            weigh=lambda append: append.weight,
            check=_require_publishable,
        )
        self._loading = Loading(self._load_batch)

    async def close(self) -> None:
        """Finish what is waiting, then stop."""
        await self._coalescer.close()

    async def append(self, append: Append) -> Outcome:
        """Append with whatever else is waiting; refuses with STORE_UNAVAILABLE or STORE_BUSY, and
        with EVENT_TOO_LARGE what could not be published.
        """
        return await self._coalescer.submit(append)

    async def append_all(self, appends: Sequence[Append]) -> list[Outcome | BaseException]:
        """Several, each for itself: its outcome, or why there is none."""
        waiting = map(self._coalescer.submitted, appends)
        return await asyncio.gather(*waiting, return_exceptions=True)

    async def append_in(self, connection: Connection, appends: Sequence[Append]) -> list[Outcome]:
        """Append in the transaction of a connection; call `wake` once that is committed.

        The head of the log stays locked until then: do it last, and commit at once.
        """
        statement, arguments = "append_batch", _columns(appends)
        if any(each.sealing for each in appends):
            statement, arguments = "append_sealed_batch", arguments + _sealed_columns(appends)
        rows = await connection.fetch(self._sql[statement], *arguments)
        return [Outcome(Status(row[0]), row[1], row[2], row[3]) for row in rows]

    async def load(self, stream: str, command_id: UUID | None = None) -> Loaded:
        """A stream from its first event, with what else is waiting; empty when there is none."""
        return await self._loading.answer((stream, command_id))

    async def view(self, streams: Iterable[str]) -> Viewed:
        """Several streams at once, their events in the order of the log."""
        rows = await self.pool.fetch(self._sql["view"], list(streams))
        return Viewed(rows[0][0], [Recorded(*row[1:]) for row in rows if row[1] is not None])

    async def read(self, after: int, limit: int) -> list[Recorded]:
        """The events that follow a position, in order, without gaps."""
        return [Recorded(*row) for row in await self.pool.fetch(self._sql["read"], after, limit)]

    async def head(self) -> Head:
        """Where the log ends now."""
        return Head(*await self.pool.fetchrow(self._sql["head"]))

    def subscribe(self) -> asyncio.Event:
        """Set after every append that is heard of; the listener clears it, then reads."""
        self._subscribers.append(event := asyncio.Event())
        return event

    def wake(self) -> None:
        """Tell every subscriber here that there is more to read, and other processes."""
        self.wake_subscribers()
        self._announce()

    def wake_subscribers(self) -> None:
        """Those of this process alone: another process announced it."""
        for event in self._subscribers:
            event.set()

    async def _load_batch(self, asked: Sequence[tuple[str, UUID | None]]) -> list[Loaded]:
        found: list[list[Recorded]] = [[] for _ in asked]
        streams, commands = zip(*asked, strict=True)
        for row in await self.pool.fetch(self._sql["load_batch"], streams, commands):
            found[row[0] - 1].append(Recorded(*row[1:]))
        return [_loaded(*each, rows) for each, rows in zip(asked, found, strict=True)]

    async def _connect(self) -> Connection:
        """A lock that is waited for no longer than a batch is tried leaves no ghosts behind."""
        settings = {"lock_timeout": f"{self._patience}s", "application_name": "motcua append"}
        return await connect(self.dsn, timeout=self._patience, **settings)

    async def _append_batch(
        self, connection: Connection, appends: Sequence[Append]
    ) -> list[Outcome]:
        began = time.perf_counter()
        outcomes = await self.append_in(connection, appends)
        self._observe(len(appends), time.perf_counter() - began)
        self.wake()
        return outcomes


def _require_publishable(append: Append) -> None:
    if not append.events:
        raise ValueError("an append needs at least one event")
    for event in append.events:
        names = (append.actor, append.traceparent, event.stream, event.type, event.subject)
        longest = max(map(len, names))
        if longest > LONGEST_NAME // 4:  # characters, of up to four bytes
            longest = max(len(name.encode(errors="replace")) for name in names)
        if longest > LONGEST_NAME or len(event.payload) > LARGEST_PAYLOAD:
            values = {"event": event.type.rpartition(".")[2], "most": str(LARGEST_PAYLOAD)}
            raise Refusal(ChassisReason.EVENT_TOO_LARGE, values=values)


def _columns(appends: Sequence[Append]) -> list[list[object]]:
    """The arguments of append_batch, one element for each event: its command's, then its own."""
    rows = [
        (number, n, each.command_id, each.fingerprint, each.actor, each.traceparent, *event)
        for number, each in enumerate(appends)
        for n, event in enumerate(each.events)
    ]
    held = [row for n, each in enumerate(appends) for row in _conditions(n, each.condition)]
    return [*_by_column(rows, 13), *_by_column(held, 4)]


def _sealed_columns(appends: Sequence[Append]) -> list[list[object]]:
    """The further arguments of append_sealed_batch, one element for each append that seals."""
    rows = [(n, each.command_id, *each.sealing) for n, each in enumerate(appends) if each.sealing]
    return _by_column(rows, 10)


def _by_column(rows: Sequence[Sequence[object]], width: int) -> list[list[object]]:
    return [[row[n] for row in rows] for n in range(width)]


def _conditions(number: int, condition: AppendCondition) -> Iterator[tuple[object, ...]]:
    """(command, since, stream or None, pattern or None) for each stream and pattern."""
    for stream in condition.streams:
        yield number, condition.position, stream, None
    since = condition.position if condition.patterns_since is None else condition.patterns_since
    for pattern in condition.patterns:
        yield number, since, None, pattern


def _loaded(stream: str, command_id: UUID | None, rows: Sequence[Recorded]) -> Loaded:
    own = [event for event in rows if event.command_id == command_id]
    return Loaded([event for event in rows if event.stream == stream], _earlier(own))


def _earlier(own: Sequence[Recorded]) -> Earlier | None:
    """What a command did, from its events in order."""
    if not own:
        return None
    stream = own[0].stream
    version = max(event.version for event in own if event.stream == stream)
    return Earlier(own[0].fingerprint, own[-1].position, stream, version)
