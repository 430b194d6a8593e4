"""Chunks of rows over the stream ImportRows, a few ahead of their answers.

Promises the order of the rows, and to send again what was not answered when the service was away
for a while. Must not keep more than the chunks that are under way.
"""

import asyncio
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import grpc

from motcua.catalog.v1 import intake_pb2 as api
from services.console.importing.faults import Fault
from services.console.importing.outcomes import Account
from services.console.importing.rows import Item, Sent
from services.console.outcome import Mistake, Unavailable
from services.console.portal.answers import understood
from services.console.portal.client import Portal
from services.console.portal.patience import passes, pause

ROWS = 500  # the contract's bound of a chunk
BYTES = 4_000_000  # of its rows; with what lies around them, a message of the server's 4 MiB
AHEAD = 4
ANSWERED_WITHIN = 120.0  # seconds
ROLE = "importer"
# What gRPC's client says where a connection ended while it was writing.
LOST = "Internal error from Core"
FORGOTTEN = (
    "the dry run was interrupted, and the service has forgotten what it had tried; begin it again"
)

Chunk = list[Sent]
Each = TypeVar("Each")


def chunks(items: Iterable[Item], done: Account) -> Iterator[Chunk]:
    """Rows in chunks; faults go to the account on the way."""
    chunk: Chunk = []
    size = 0
    for item in items:
        if isinstance(item, Fault):
            done.fault(item)
            continue
        size += item.row.ByteSize()
        if chunk and (len(chunk) == ROWS or size > BYTES):
            yield chunk
            chunk, size = [], item.row.ByteSize()
        chunk.append(item)
    if chunk:
        yield chunk


def beginning(found: Iterator[Each], first: int) -> Iterator[Each]:
    """The chunks from one on; who names a later one than there is, means other files."""
    passed = sum(1 for _ in itertools.islice(found, first - 1))
    begun = next(found, None)
    if begun is None and first > 1:
        raise Mistake(f"--from-chunk {first}: the files make {passed} chunks, so nothing is left")
    if begun:
        yield begun
        yield from found


def is_lost(failed: grpc.aio.AioRpcError) -> bool:
    """Whether it is not known why the call ended; sent again, it will be."""
    return failed.code() is grpc.StatusCode.INTERNAL and (failed.details() or "").startswith(LOST)


class Import:
    """One import: its chunks from the first that is to be sent on."""

    chunks = staticmethod(chunks)

    def __init__(
        self,
        portal: Portal,
        source: str,
        items: Iterable[Item],
        *,
        done: Account,
        validate_only: bool,
        advance: Callable[[int], None],
        first: int = 1,
    ) -> None:
        self.portal = portal
        self.source = source
        self.done = done
        self.validate_only = validate_only
        self.advance = advance
        self.rest: Iterator[Chunk] = beginning(chunks(items, done), first)
        self.waiting: deque[Chunk] = deque()
        self.first = first
        self.answered = first - 1

    async def run(self) -> None:
        """Everything; a service that is away is waited for."""
        loop = asyncio.get_running_loop()
        give_up, attempt = loop.time() + self.portal.patience.slow, 0
        while True:
            before = self.answered
            try:
                return await self.stream()
            except grpc.aio.AioRpcError as failed:
                if self.answered > before:
                    give_up, attempt = loop.time() + self.portal.patience.slow, 0
                goes_on = passes(failed) or is_lost(failed)
                if not goes_on and (self.answered > before or not attempt):
                    goes_on = await self.portal.has_another(failed, ROLE)
                wait = pause(failed, attempt)
                if not goes_on or loop.time() + wait > give_up:
                    raise self.portal.explained(failed) from None
                if self.validate_only and self.answered >= self.first:
                    raise Unavailable(FORGOTTEN) from None
                await asyncio.sleep(wait)
                attempt += 1

    async def stream(self) -> None:
        """One stream: what waits for an answer again, then the rest."""
        self.rest = itertools.chain(list(self.waiting), self.rest)
        self.waiting.clear()
        call = self.portal.intake.ImportRows(metadata=await self.portal.renewed(ROLE))
        room = asyncio.Semaphore(AHEAD)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.write(call, room))
                group.create_task(self.read(call, room))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        finally:
            call.cancel()
        if self.waiting:
            raise Unavailable("the service ended the import early; try again")

    async def write(self, call: Any, room: asyncio.Semaphore) -> None:
        """Send a chunk whenever there is room for one more under way."""
        try:
            await room.acquire()
            for chunk in self.rest:
                self.waiting.append(chunk)
                await call.write(self.request(chunk))
                await room.acquire()
            await call.done_writing()
        except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
            return  # the call has ended: who reads is told why

    async def read(self, call: Any, room: asyncio.Semaphore) -> None:
        """Take the answers, which come in the chunks' order."""
        while (reply := await self.reply(call)) is not grpc.aio.EOF:
            chunk = self.waiting.popleft()
            self.done.answered(chunk, reply)
            self.answered += 1
            self.advance(len(chunk))
            room.release()

    async def reply(self, call: Any) -> Any:
        """The next answer; a call that never gives it ends late, as gRPC ends others."""
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                reply = await call.read()
                return reply if reply is grpc.aio.EOF else understood(reply, "ImportRows")
        except TimeoutError:
            late = f"ImportRows: no answer within {ANSWERED_WITHIN:.0f} seconds"
            none = grpc.aio.Metadata()
            code = grpc.StatusCode.DEADLINE_EXCEEDED
            raise grpc.aio.AioRpcError(code, none, none, late) from None

    def request(self, chunk: Chunk) -> api.ImportRowsRequest:
        """A chunk as the contract has it."""
        return api.ImportRowsRequest(
            source=self.source, rows=[each.row for each in chunk], validate_only=self.validate_only
        )
