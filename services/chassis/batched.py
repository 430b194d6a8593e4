"""Requests of a method that come many at a time, in a stream: each is answered as if it came alone.

Promises answers in the order of the requests, and at most two messages of them in hand, however
many a client sends.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

from google.protobuf.descriptor import MethodDescriptor
from google.rpc.status_pb2 import Status

from services.chassis import call, gauges, telemetry
from services.chassis.access import access_of
from services.chassis.call import Call, current
from services.chassis.errors import Refusal
from services.chassis.limits.weight import weight_of
from services.chassis.status import CODES, refusal_of, status_of
from services.chassis.turns import Turns
from services.chassis.validation import compiled

AT_ONCE = 2  # messages: one is worked on while the one before is written to the disk

Message = TypeVar("Message")
Result = TypeVar("Result")


class Answer(NamedTuple):
    """What one request came to: an answer, or else a refusal with all its details."""

    request: Any
    answer: Any = None
    refused: Status | None = None


class Batched:
    """A method with one request and one answer, for many requests of one call. Who may ask, what a
    request must look like, its command's fingerprint, span and refusal are those of the method.
    """

    def __init__(
        self, method: MethodDescriptor, behavior: Callable[[Any, Any], Awaitable[Any]]
    ) -> None:
        self.path = f"/{method.containing_service.full_name}/{method.name}"
        self.access, self.check = access_of(method), compiled(method.input_type)
        self.behavior = behavior
        self.turns = Turns()  # so that a message of many keeps nobody else waiting

    async def answers(
        self, messages: AsyncIterator[Sequence[Any]]
    ) -> AsyncGenerator[list[Answer], None]:
        """Of each message of requests; the next one is taken in meanwhile."""
        around = current()
        around.exempt()  # each request is checked by itself
        async for answered in in_order(messages, partial(self._all, around), at_once=AT_ONCE):
            yield answered

    async def _all(self, around: Call, requests: Sequence[Any]) -> list[Answer]:
        return await asyncio.gather(*(self._alone(around, each) for each in requests))

    async def _alone(self, around: Call, request: Any) -> Answer:
        """One request, in a task of its own, as a call of the method by the same caller."""
        await self.turns.next(weight_of(request))
        started, code = time.perf_counter(), "OK"
        named = {"rpc.system.name": "grpc", "rpc.method": self.path[1:]}
        with telemetry.step(self.path[1:], **named):
            own = self._call(around)
            call.CURRENT.set(own)
            try:
                return Answer(request, await self._answered(own, request))
            except Exception as error:  # noqa: BLE001 — it stops no other request
                refusal = self._refusal(own, error)
                code = CODES[refusal.reason.kind].name
                return Answer(request, refused=status_of(refusal, request_id=own.request_id))
            finally:
                telemetry.note("rpc.response.status_code", code)
                if code in gauges.OURS:
                    telemetry.note("error.type", code)
                gauges.answered(self.path, code, time.perf_counter() - started)
                if self.access.command:
                    gauges.commanded(code, busy=False)

    def _call(self, around: Call) -> Call:
        return Call(
            self.path,
            self.access,
            within=around.within,
            keys=around.keys,
            tokens=around.tokens,
            traceparent=telemetry.CURRENT.get(),
            refused=around.refused,
            caller=around.caller,
            asker=around.asker,
            visitor=around.visitor,
        )

    async def _answered(self, own: Call, request: Any) -> Any:
        own.require_role()
        own.permit_named(request)
        self.check(request)
        answer = await self.behavior(request, None)
        own.require_checked()
        return answer

    def _refusal(self, own: Call, error: Exception) -> Refusal:
        """What the caller is told; what nobody expected is logged."""
        refusal = refusal_of(error)
        if refusal is not error:
            place = {"method": self.path, "request_id": own.request_id}
            telemetry.log().error("call.failed", error=error, reason=refusal.reason.code, **place)
        gauges.REFUSALS.labels(refusal.reason.code).inc()
        own.refused(refusal, own)
        return refusal


async def in_order(
    messages: AsyncIterator[Message],
    work: Callable[[Message], Awaitable[Result]],
    *,
    at_once: int,
) -> AsyncGenerator[Result, None]:
    """The results of work on messages, in their order, each as soon as it is there. So many are
    worked on at once, and no more are read before the first of them is answered. Whatever ends the
    messages is raised once those before it are answered.
    """
    room = asyncio.Semaphore(at_once)
    working: asyncio.Queue[asyncio.Future[Result] | None] = asyncio.Queue()

    async def take_in() -> None:
        try:
            await room.acquire()
            async for message in messages:
                working.put_nowait(asyncio.ensure_future(work(message)))
                await room.acquire()
        finally:
            working.put_nowait(None)

    taking = asyncio.ensure_future(take_in())
    try:
        while (first := await working.get()) is not None:
            yield await first
            room.release()
        await taking
    finally:
        await ended(taking, *emptied(working))


def emptied(queue: "asyncio.Queue[asyncio.Future[Any] | None]") -> Iterator[asyncio.Future[Any]]:
    """What is left in a queue."""
    while not queue.empty():
        if (each := queue.get_nowait()) is not None:
            yield each


async def ended(*tasks: asyncio.Future[Any]) -> None:
    """Cancel what still runs."""
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
