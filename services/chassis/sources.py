"""Where a projector reads: its own service's log, or another service's stream.

Every event after a checkpoint comes once and in order; on a gap or silence it opens again.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, aclosing
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

from services.chassis import checkpoint as checkpoints
from services.chassis import telemetry
from services.chassis.bus import AWAY, Bus, Refused, Unreachable
from services.chassis.checkpoint import Ahead, Checkpoint
from services.chassis.envelope import event_of
from services.chassis.log import Log, Recorded
from services.chassis.pacing import LARGEST, Net
from services.chassis.pull import Nothing, Pull, Silence
from services.chassis.stored import stored

# Events that may be acknowledged and not published yet: the service or NATS was away for an hour.
LARGEST_BACKLOG = 1_000_000
QUIET = 1.0  # seconds without a message until it is asked whether the stream has one
# How much is read without a consumer at once.
STORED: Mapping[str, int] = MappingProxyType({"most": 500, "most_bytes": 8 << 20})
Batches: TypeAlias = AsyncGenerator[list[Recorded]]


class Source(Protocol):
    """Events in order, `most` at once; `behind` says how many are known and not yet given."""

    name: str
    behind: int
    most: int

    @property
    def is_live(self) -> bool:
        """Whether new events come, as far as is known."""
        ...

    async def tip(self) -> int:
        """The last position that there is now. Raises Unreachable, or whatever the log raises."""
        ...

    async def observe(self, position: int) -> None:
        """Update `behind` and `is_live` for a follower that is at a position and reads no batches.
        Raises whatever the log raises.
        """
        ...

    def lacks(self, position: int) -> bool:
        """Whether the source is live, and ends before that position."""
        ...

    def is_beyond(self, position: int) -> bool:
        """Whether no such event can have been acknowledged: waiting for it does not help."""
        ...

    def batches(self, checkpoint: Checkpoint) -> AsyncGenerator[list[Recorded]]:
        """Batches after a checkpoint, without end; an empty one says that its event was found.
        Raises Diverged, and whatever the log raises.
        """
        ...


class LogSource:
    """The own log, in PostgreSQL."""

    def __init__(self, log: Log, *, name: str = "log", poll: float = 0.25) -> None:
        self.name = name
        self.log = log
        self.behind, self.most = 0, LARGEST
        self.appended = log.subscribe()
        self.net = Net(self.appended, poll)  # for what other processes append
        self.is_live = True

    async def tip(self) -> int:
        """See Source."""
        return (await self.log.head()).position

    async def observe(self, position: int) -> None:
        """See Source."""
        self.behind = max(0, await self.tip() - position)

    def lacks(self, position: int) -> bool:
        """See Source; whoever waits for a position of the own log was told of it."""
        del position
        return False

    def is_beyond(self, position: int) -> bool:
        """See Source."""
        return self.lacks(position)

    async def batches(self, checkpoint: Checkpoint) -> AsyncGenerator[list[Recorded]]:
        """See Source."""
        found = False
        while True:
            self.appended.clear()
            most = self.most
            events = await checkpoints.following(self.log, checkpoint, limit=most)
            full = len(events) == most
            self.behind = (await self.log.head()).position - events[-1].position if full else 0
            checkpoint = checkpoints.of(events[-1]) if events else checkpoint
            if events or not found:
                found = True
                yield events
            else:
                await self.net.wait()


class StreamSource:
    """Another service's stream, in JetStream. A message that is none of its events is refused."""

    def __init__(
        self, bus: Bus, stream: str, *, patience: float = 10.0, again: float = 0.25
    ) -> None:
        self.name = stream
        self.bus = bus
        self.patience = patience  # how long a stream may be shorter than the checkpoint: it may be
        self.again = again  # on its way back after a rebuild
        self.behind, self.most = 0, LARGEST
        self.last_error = ""
        self.shift = 0  # from position to sequence; 0 in a stream that the relay made
        self.end: Callable[[], int] | None = None  # the last position there, while it is heard

    @property
    def is_live(self) -> bool:
        """See Source."""
        return self.end is not None

    async def tip(self) -> int:
        """See Source."""
        state = await self.bus.state(self.name)
        return state.last - self.shift if state else 0

    async def observe(self, position: int) -> None:
        """See Source."""
        try:
            tip = await self.tip()
        except (Unreachable, Refused):
            self.end = None
        else:
            self.end, self.behind = (lambda: tip), max(0, tip - position)

    def lacks(self, position: int) -> bool:
        """See Source."""
        return self.end is not None and self.end() < position

    def is_beyond(self, position: int) -> bool:
        """See Source. An owner that was killed publishes later what it acknowledged."""
        return self.lacks(position - LARGEST_BACKLOG)

    async def batches(self, checkpoint: Checkpoint) -> AsyncGenerator[list[Recorded]]:
        """See Source."""
        while True:
            try:
                async with (
                    aclosing(self._opened(checkpoint)) as opened,
                    aclosing(self._until_opened(opened, checkpoint)) as found,
                ):
                    async for events in found:
                        checkpoint = checkpoints.of(events[-1]) if events else checkpoint
                        yield events
            except (Silence, Unreachable, Refused, *AWAY) as why:
                self.end = None
                if str(why) != self.last_error:
                    telemetry.log().info("source.reopened", stream=self.name, why=str(why))
                self.last_error = str(why)
                await asyncio.sleep(self.again)

    async def _until_opened(self, opened: Batches, checkpoint: Checkpoint) -> Batches:
        """Batches of a consumer; until there is one, what the stream's servers have. While those
        elect who leads, nobody makes a consumer for up to ten seconds, and each of them answers.
        """
        first = asyncio.ensure_future(anext(opened))
        try:
            while not await is_ready(first, within=self.again):
                if events := await self._stored(checkpoint):
                    checkpoint = checkpoints.of(events[-1])
                    yield events
                elif first.done():
                    break
            yield await first
        finally:
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
        async for events in opened:
            if later := [each for each in events if each.position > checkpoint.position]:
                yield later

    async def _stored(self, checkpoint: Checkpoint) -> list[Recorded]:
        """What follows a checkpoint at one of the stream's servers; nothing where its own event
        does not stand in front of that.
        """
        start = max(checkpoint.position + self.shift, 1)
        try:
            messages = await stored(self.bus, self.name, start=start, **STORED)
        except Unreachable:
            return []
        events = [event_of(self.name, *each) for each in messages]
        if checkpoint.position and (not events or checkpoints.of(events[0]) != checkpoint):
            return []
        return _without_gap(events[1 if checkpoint.position else 0 :], checkpoint.position)

    async def _opened(self, checkpoint: Checkpoint) -> Batches:
        """Batches for as long as one consumer lives and no message is missing."""
        async with AsyncExitStack() as held:
            pull = await self._open(held, checkpoint)
            yield []
            position, last = checkpoint.position, checkpoint
            self.end = lambda: position + pull.behind
            while True:
                messages = await self._taken(pull, last)
                self.behind = pull.behind
                events = [
                    event for event in map(self._event, messages) if event.position > position
                ]
                whole = _without_gap(events, position)
                if whole:
                    position, last = whole[-1].position, checkpoints.of(whole[-1])
                    yield whole
                if len(whole) < len(events):
                    raise Silence(f"position {position + 1} is missing")

    async def _taken(self, pull: Pull, last: Checkpoint) -> list[Any]:
        """What a consumer delivers. Raises Silence where the stream has more for a while: one on a
        server that was away sends heartbeats, and perhaps nothing else.
        """
        if pull.messages:
            return await pull.take(self.most)
        taking = asyncio.ensure_future(pull.take(self.most))
        try:
            while not (await asyncio.wait([taking], timeout=QUIET))[0]:
                if await self._stored(last) and not await is_ready(taking, within=QUIET):
                    self.end = None
                    raise Silence("its consumer does not deliver")
            return await taking
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)

    async def _open(self, held: AsyncExitStack, checkpoint: Checkpoint) -> Pull:
        """A consumer that stands right after the checkpoint's event."""
        if not checkpoint.position:
            return await held.enter_async_context(self.bus.reading(self.name, start=1))
        for _ in range(2):
            start = checkpoint.position + self.shift
            pull = await held.enter_async_context(self.bus.reading(self.name, start=start))
            message = await self._first(pull, checkpoint)
            first = self._event(message)
            if first.position == checkpoint.position:
                checkpoints.check(checkpoint, checkpoints.of(first))
                return pull
            # Sequences and positions are apart in a stream that somebody made from a copy.
            self.shift = message.metadata.sequence.stream - first.position
            await held.aclose()
        self.shift = 0
        raise Silence(f"position {checkpoint.position} is missing")

    def _event(self, message: Any) -> Recorded:
        return event_of(self.name, message.subject, message.headers or {}, message.data)

    async def _first(self, pull: Pull, checkpoint: Checkpoint) -> Any:
        """The first message, which must be there already."""
        try:
            return (await pull.take(1, within=self.patience))[0]
        except Nothing:
            raise Ahead(
                f"stream {self.name} ends before position {checkpoint.position} of the reader"
            ) from None


async def is_ready(first: "asyncio.Future[Any]", *, within: float) -> bool:
    """Whether it has come, and has not failed."""
    await asyncio.wait([first], timeout=within)
    return first.done() and first.exception() is None


def _without_gap(events: list[Recorded], position: int) -> list[Recorded]:
    """The beginning that follows a position without a gap: nearly always all, and cheap to see."""
    if not events or events[-1].position == position + len(events):
        return events
    return [event for n, event in enumerate(events, position + 1) if event.position == n]
