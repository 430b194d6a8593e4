"""What the methods of every resource share: deciding, reading, and the order between the two.

Promises that a write answers from what it recorded, and that a read shows what this process wrote.
Must not know a resource.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from services.catalog.domain import effective, services, units
from services.catalog.domain.refusals.reading import NONE_THEN, NOT_SHOWN_YET
from services.catalog.domain.services import Service
from services.catalog.domain.units import Unit
from services.catalog.queries import Reader, Tree, When
from services.chassis import call
from services.chassis.decider import Decider, Fact
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.chassis.store import Decision, Executed, Store

R = TypeVar("R")
S = TypeVar("S")


class Projection(Protocol):
    """How far the read tables are."""

    @property
    def position(self) -> int:
        """The last position that they hold."""

    async def reached(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait until they hold a position; False when they still do not."""


class Door:
    """The way in: every method of the contracts is one of these few steps."""

    def __init__(
        self,
        *,
        log: Log,
        store: Store,
        reader: Reader,
        tree: Tree,
        projection: Projection,
        shown_within: float,
        written: int = 0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.log = log
        self.store = store
        self.reader = reader
        self.tree = tree
        self.projection = projection
        self.shown_within = shown_within
        self.clock = clock
        self.written = written
        self.restructuring = asyncio.Lock()  # of units

    async def execute(
        self,
        request: Any,
        *,
        stream: str,
        decider: Decider[S],
        decide: Callable[[S], Sequence[Fact]],
        etag: str = "",
    ) -> Executed[S]:
        """Decide and record; a repeat is answered as it was the first time."""
        command = call.current().command(request)
        executed = await self.store.execute(
            command, stream=stream, decider=decider, decide=decide, etag=etag
        )
        self.written = max(self.written, executed.position)
        return executed

    async def carry_out(
        self,
        request: Any,
        *,
        stream: str,
        decider: Decider[S],
        decide: Callable[[Executed[S]], Awaitable[Decision]],
        etag: str = "",
    ) -> Executed[S]:
        """Decide on a stream and on what lies around it, and record all of it together."""
        command = call.current().command(request)
        executed = await self.store.carry_out(
            command, stream=stream, decider=decider, decide=self.afresh(decide), etag=etag
        )
        self.written = max(self.written, executed.position)
        return executed

    def afresh(
        self, decide: Callable[[Executed[S]], Awaitable[Decision]]
    ) -> Callable[[Executed[S]], Awaitable[Decision]]:
        """Deciding again only helps once the tables hold what another was quicker with."""
        attempts = itertools.count()

        async def decided(now: Executed[S]) -> Decision:
            if next(attempts):
                self.written = max(self.written, (await self.log.head()).position)
                await self.shown()
            return await decide(now)

        return decided

    async def unit(self, name: str) -> Unit:
        """A unit as a decision needs it; one that was never opened says so itself."""
        return (await self.store.load(name, units.DECIDER)).state

    async def service(self, name: str) -> Service:
        """A service as a decision needs it; one that was never drafted says so itself."""
        return (await self.store.load(name, services.DECIDER)).state

    async def shown(self, *, at_least: int = 0) -> None:
        """Wait until the read tables hold what this process wrote, and what a page began with."""
        wanted = max(self.written, at_least)
        if self.projection.position >= wanted:
            return
        if not await self.projection.reached(wanted, self.shown_within):
            raise Refusal(NOT_SHOWN_YET, retry_after=1.0)


def asked(request: Any, field: str) -> datetime | None:
    """The instant in a field, where the caller named one."""
    return effective.instant(getattr(request, field)) if request.HasField(field) else None


def found(row: R | None, name: str, when: When) -> R:
    """What a read found, or a refusal that says what was asked."""
    if row is None:
        raise Refusal(
            NONE_THEN, field="name", values={"name": name, "time": effective.shown(when.as_of)}
        )
    return row
