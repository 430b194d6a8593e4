"""What every method of the catalogue works with: the log, the read tables, the tree, the clock.

A method is a function of a request and this context; nothing is inherited. A write is answered from
what it recorded, and a later read of this process shows it.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from google.protobuf.message import Message

from services.catalog.api.unit_of_work import UnitOfWork
from services.catalog.domain import effective
from services.catalog.domain.refusals.reading import ReadingReason
from services.catalog.queries import Reader, TimeAxes, Tree
from services.chassis import call
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.chassis.store import Decision, Executed, Store

M = TypeVar("M", bound=Message)
R = TypeVar("R")
S = TypeVar("S")
_now = partial(datetime.now, UTC)
Deciding = Callable[[Executed[S]], Awaitable[Decision]]


class Projection(Protocol):
    """How far the read tables are."""

    @property
    def position(self) -> int:
        """The last position that they hold."""

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait until they hold a position; False when they still do not."""


@dataclass(kw_only=True)
class Context:
    """One for each process. `written`: the position of the last event that it recorded."""

    log: Log
    store: Store
    reader: Reader
    tree: Tree
    projection: Projection
    shown_within: float  # seconds
    clock: Callable[[], datetime] = _now
    written: int = 0
    # Held by who changes the structure of units, which rests on all of them: made at once, all but
    # one would be made again. And by who decides again since another was quicker.
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def execute(
        self,
        request: Any,
        *,
        stream: str,
        decider: Decider[S],
        decide: Callable[[S], Sequence[Fact]],
    ) -> Executed[S]:
        """Decide on one stream and record; a repeat is answered as it was the first time."""
        executed = await self.store.execute(
            call.current().command(request),
            stream=stream,
            decider=decider,
            decide=decide,
            etag=_etag(request),
        )
        self.note_written(executed.position)
        return executed

    async def change(
        self,
        request: Any,
        *,
        stream: str,
        decider: Decider[S],
        decide: Callable[[UnitOfWork], Awaitable[object]],
    ) -> Executed[S]:
        """Carry out what is decided in one unit of work, in which the stream is known."""

        async def decided(loaded: Executed[S]) -> Decision:
            work = UnitOfWork(self.store, {stream: loaded})
            await decide(work)
            return work.decision()

        return await self.carry_out(request, stream=stream, decider=decider, decide=decided)

    async def carry_out(
        self,
        request: Any,
        *,
        stream: str,
        decider: Decider[S],
        decide: Deciding[S],
        alone: bool = False,
    ) -> Executed[S]:
        """Decide on a stream and on what lies around it, and record all of it together.

        The store decides again when another command was quicker: then alone, and once the read
        tables hold what that one recorded. `alone`: from the beginning.
        """
        command, attempts = call.current().command(request), itertools.count()
        async with AsyncExitStack() as held:
            if alone:
                await held.enter_async_context(self.alone)

            async def decided(loaded: Executed[S]) -> Decision:
                if attempt := next(attempts):
                    await self.before_again(None if alone or attempt > 1 else held)
                return await decide(loaded)

            executed = await self.store.carry_out(
                command, stream=stream, decider=decider, decide=decided, etag=_etag(request)
            )
        self.note_written(executed.position)
        return executed

    async def before_again(
        self, held: AsyncExitStack | None, *, within: float | None = None
    ) -> None:
        """Before something is decided again: the read tables show what was quicker, and from the
        first time on, when `held` is given, nobody else changes the structure or decides again.
        """
        await self.catch_up(within=within)
        if held is not None:
            await held.enter_async_context(self.alone)
            await self.catch_up(within=within)

    def note_written(self, position: int) -> None:
        """Let later reads wait for what was appended up to a position."""
        self.written = max(self.written, position)

    async def shown(self, *, at_least: int = 0) -> None:
        """Wait until the read tables hold what any process of the service wrote, and a position.

        Raises NOT_SHOWN_YET when they still do not after `shown_within`.
        """
        self.note_written((await self.log.head()).position)
        await self._reached(max(self.written, at_least), self.shown_within)

    async def catch_up(self, *, within: float | None = None) -> None:
        """Wait, for so many seconds, until the read tables hold all that anybody recorded."""
        self.note_written((await self.log.head()).position)
        await self._reached(self.written, self.shown_within if within is None else within)

    async def shown_position(self) -> int:
        """The position up to which the read tables show whole commands.

        The projection may have read on within a command, which shows once it is whole.
        """
        return await self.reader.settled(self.projection.position) or 0

    async def _reached(self, position: int, within: float) -> None:
        if self.projection.position >= position:
            return
        if not await self.projection.reached(position, within):
            raise Refusal(ReadingReason.NOT_SHOWN_YET, retry_after=1.0)


def time_in(request: Any, field: str) -> datetime | None:
    """The instant in a field of a request, if it is set."""
    return effective.instant(getattr(request, field)) if request.HasField(field) else None


def event_of(event: type[M], content: Message, **fields: Any) -> M:
    """The event of a request: `fields`, and the message's own values of the others; without a time,
    which the decision sets.
    """
    known = set(event.DESCRIPTOR.fields_by_name) - {"effective_time"}
    named = {field.name: value for field, value in content.ListFields() if field.name in known}
    return event(**{**named, **fields})


def found(row: R | None, name: str, axes: TimeAxes, *, field: str = "name") -> R:
    """What a read found; raises NONE_THEN with what was asked where it found nothing."""
    if row is None:
        values = {"name": name, "time": effective.shown(axes.as_of)}
        raise Refusal(ReadingReason.NONE_THEN, field=field, values=values)
    return row


def _etag(request: Any) -> str:
    """The state that the caller has seen; "": any, as of a request that has no such field."""
    return str(getattr(request, "etag", ""))
