"""The one way of a call: trace, identity, a place, permission, decoding, validation, error table.

Nothing is read before the caller was authorised and has a place; every error leaves through one
table, without the text of an unexpected exception.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, cast

import grpc
from google.protobuf.message import Message

from services.chassis import call, gauges, telemetry
from services.chassis.call import Call
from services.chassis.decoding import LARGEST, LARGEST_PUBLIC, decoded, too_large
from services.chassis.errors import Refusal, let_go
from services.chassis.limits.callers import Limit, cost_of_answer, cost_of_part, cost_of_read
from services.chassis.limits.lanes import Lane
from services.chassis.limits.rows import rows_in
from services.chassis.methods import Method, Shared
from services.chassis.reasons import ChassisReason, Kind, Reason
from services.chassis.status import CODES, refusal_of, refusal_of_end, trailing
from services.chassis.visitors import passed_on, visitor

LONGEST_CALL = 29.5  # seconds for a call with one answer, and half a second until it is looked at
READ_WITHIN = 5.0  # seconds for the message of a call without a token
SILENCE = 60.0  # seconds for the next message of a stream of them
DRAINED_WITHIN = 1.0  # seconds for what is still being written to a stream that is refused

FAULTS = frozenset({Kind.INTERNAL, Kind.UNAVAILABLE, Kind.DEADLINE})  # ours, not the caller's


@dataclass(eq=False, slots=True)
class ServerCall:
    """One call on its way in and out."""

    shared: Shared
    method: Method
    context: Any
    call: Call = field(init=False)
    task: "asyncio.Task[Any]" = field(init=False)
    authorization: str | None = None
    span: Any = None
    started: float = field(default_factory=time.perf_counter)
    stream: AsyncIterator[bytes] | None = None  # of requests
    lane: Lane | None = None  # where it has a place
    ended_for: Reason | None = None  # by the server
    followed: Message | None = None  # what a stream without an end was asked for
    paid: float = 0.0  # beside the call itself, before it was worked on
    writing: float = 0.0  # since when it writes one of several answers; 0: it does not

    async def __aenter__(self) -> "ServerCall":
        """Begin the trace; what may fail comes later, where failures are mapped."""
        sent = dict(self.context.invocation_metadata())
        self.authorization = None if self.method.anonymous else sent.get("authorization")
        traceparent, self.span = telemetry.arrive(self.method.path, sent.get("traceparent"))
        self.call = Call(
            self.method.path,
            self.method.access,
            within=self.shared.within,
            keys=self.shared.keys,
            tokens=self.shared.tokens,
            traceparent=traceparent,
            refused=self.shared.refused,
        )
        telemetry.CURRENT.set(traceparent)
        call.CURRENT.set(self.call)
        self.task = cast("asyncio.Task[Any]", asyncio.current_task())
        self.shared.running.add(self)
        return self

    def end_if_late(self) -> None:
        """gRPC itself cancels at the caller's deadline; this is for callers who state none, or a
        far one, or do not read. Streams without an end are to be begun again elsewhere.
        """
        lasted = 0.0 if self.ended_for else time.perf_counter() - self.started
        unread = lasted and self.writing and time.perf_counter() - self.writing
        endless = self.method.access.endless or self.method.anonymous
        streams = self.method.uploads or self.method.downloads
        if unread > SILENCE or (not streams and lasted > LONGEST_CALL):
            self.end(ChassisReason.DEADLINE_PASSED)
        elif self.method.downloads and endless and lasted > self.shared.longest_stream:
            self.end(ChassisReason.SERVER_ENDING)

    async def entering(self, received: Any) -> Any:
        """The request, or the stream of requests, that this caller may make of this method."""
        try:
            identity = self.shared.identity
            self.call.caller = await identity.identified(self.authorization, self.origin)
        finally:
            await self.admitted()
            self.stream = aiter(received) if self.method.uploads else None
        if not self.method.anonymous and (starting := self.shared.starting()) is not None:
            raise Refusal(starting, retry_after=1.0)
        self.call.require_role()
        self.must_accept()
        return self.requests(self.stream) if self.stream else self.single(await self.sole())

    def origin(self) -> str:
        """From where the call comes."""
        return visitor(self.context, self.shared.proxies)

    async def admitted(self) -> None:
        """Take a place, within what one caller may ask. Who shows no valid token is known by where
        the call comes from.
        """
        public, method = self.call.caller.is_public, self.method
        caller = self.origin() if public else self.call.caller.subject
        lane = self.shared.lanes.of(
            public=public,
            probe=method.anonymous,
            uploads=method.uploads,
            downloads=method.downloads,
        )
        self.call.asker = caller
        if caller in self.shared.portals and not public:
            self.call.visitor = passed_on(self.context)
        if method.limit is not None:
            method.limit.begin(self.call.caller, caller, held=lane.of(caller))
        await lane.enter(caller)
        self.lane = lane

    async def sole(self) -> bytes:
        """The one message, asked for only now; without a token soon, for a stream in time."""
        public, stream = self.call.caller.is_public, self.method.downloads
        reading, within = self.context.read(), READ_WITHIN if public else SILENCE
        message = await (self.in_time(reading, within) if public or stream else reading)
        if message is grpc.aio.EOF:  # gRPC has refused one that is larger than any may be
            raise too_large(LARGEST)
        return bytes(message)

    async def in_time(self, message: Awaitable[Any], within: float) -> Any:
        """A message that comes within so many seconds."""
        try:
            async with asyncio.timeout(within):
                return await message
        except TimeoutError:
            self.shared.identity.require_current(self.call.caller)
            raise Refusal(ChassisReason.REQUEST_LATE) from None

    async def requests(self, received: AsyncIterator[bytes]) -> AsyncIterator[Message]:
        """Each message of a stream of requests; none is awaited for long, or beyond the token."""
        identity, caller = self.shared.identity, self.call.caller
        while True:
            within = min(SILENCE, identity.require_current(caller))
            if (message := await self.in_time(anext(received, None), within)) is None:
                return
            request = self.request(message)
            cost = cost_of_part(self.method.access, request, len(message))
            await self.in_measure(self.method.limit, cost)
            self.must_accept()
            identity.require_current(caller)
            yield request

    async def in_measure(self, limit: Limit | None, cost: float) -> None:
        """Wait where a stream brings, or gives, more than its caller may ask."""
        if limit is not None and (wait := limit.wait(self.call.caller, self.call.asker, cost)):
            await asyncio.sleep(wait)

    def must_accept(self) -> None:
        """Refuse a command, or what follows in a stream of them, while the log is in doubt."""
        reason = self.shared.accepting() if self.method.access.command else None
        if reason is not None:
            raise Refusal(reason, retry_after=1.0)

    def single(self, received: bytes) -> Message:
        """The one request; one that asks for much is paid for before it is worked on."""
        request = self.request(received)
        if self.method.limit is not None:
            self.paid = cost_of_read(self.method.access, request)
            self.method.limit.further(self.call.caller, self.call.asker, self.paid)
        self.followed = request if self.method.access.endless else None
        return request

    def request(self, received: bytes) -> Message:
        """Authorise by what the message names, before saying anything about its content."""
        largest = LARGEST_PUBLIC if self.call.caller.is_public else LARGEST
        method = self.method
        message = decoded(received, method.request, largest=largest, shape=method.shape)
        self.call.permit_named(message)
        self.method.check(message)
        return message

    def answering(self, answer: Message) -> bytes:
        """The one answer; a list costs its rows, unless the request named each of them."""
        sent, limit = self.leaving(answer), self.method.limit
        if limit is not None and not self.method.access.items:
            limit.answered(self.call.caller, self.call.asker, rows_in(answer, len(sent)), self.paid)
        return sent

    def leaving(self, answer: Message) -> bytes:
        """An answer, unless its unit was to be checked and was not; in a stream of them, unless
        the caller's token has ended meanwhile, or the unit lies elsewhere by now.
        """
        if self.method.downloads:
            self.shared.identity.require_current(self.call.caller)
        if self.followed is not None:
            self.call.permit_named(self.followed)
        self.call.require_checked()
        return answer.SerializeToString()

    async def write(self, answer: Message) -> None:
        """One of several answers, the last one if the server ends meanwhile."""
        sent, self.writing = self.leaving(answer), time.perf_counter()
        await self.context.write(sent)
        self.writing = 0.0
        if self.ended_for is not None:
            raise refusal_of_end(self.ended_for)
        await self.in_measure(self.method.answers, cost_of_answer(answer, len(sent)))

    def end(self, reason: Reason) -> None:
        """End the call with a reason, which gRPC takes only once it has written an answer."""
        self.ended_for = reason
        if self.writing:
            self.task.get_loop().call_later(DRAINED_WITHIN / 2, self.cut_off)
        else:
            self.task.cancel()

    def cut_off(self) -> None:
        """Wait no longer for somebody to read; who has read by now is being told why it ends."""
        if self.writing:
            self.task.cancel()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Count, end the span; an error of ours or of a handler leaves as its refusal."""
        self.shared.running.discard(self)
        try:
            if error is None:
                self.ended("OK")
            elif isinstance(error, grpc.aio.AbortError):
                self.ended(self.context.code().name)
            elif self.ended_for is not None and isinstance(error, asyncio.CancelledError):
                self.task.uncancel()
                let_go(error)
                del error, at
                await self.refuse(refusal_of_end(self.ended_for))
            elif isinstance(error, Exception) and not isinstance(error, grpc.aio.BaseError):
                refusal = self.refusal(error)
                let_go(error)
                del error, at
                await self.refuse(refusal)
            else:  # the caller is gone
                self.ended("CANCELLED")
        finally:
            if self.lane is not None:
                self.lane.leave(self.call.asker)

    def refusal(self, error: Exception) -> Refusal:
        """What the caller is told; what nobody expected is logged."""
        refusal = refusal_of(error)
        if refusal is not error:
            place = {"method": self.method.path, "request_id": self.call.request_id}
            telemetry.log().error("call.failed", error=error, reason=refusal.reason.code, **place)
        return refusal

    async def refuse(self, refusal: Refusal) -> None:
        """Abort with everything that a client needs to know."""
        await self.drain()
        code = CODES[refusal.reason.kind]
        gauges.REFUSALS.labels(refusal.reason.code).inc()
        self.call.refused(refusal, self.call)
        busy = refusal.reason is ChassisReason.SERVER_BUSY
        self.ended(code.name, failed=refusal.reason.kind in FAULTS, busy=busy)
        details = trailing(refusal, request_id=self.call.request_id)
        try:  # an answer that waits behind one which nobody reads is not waited for
            async with asyncio.timeout(DRAINED_WITHIN if self.writing else None):
                await self.context.abort(code, refusal.message("en"), details)
        except (grpc.aio.InternalError, TimeoutError):  # the caller is gone, or has his answer
            raise asyncio.CancelledError from None

    async def drain(self) -> None:
        """Read a stream of requests to its end, for DRAINED_WITHIN: a client that still writes when
        its call ends may report a fault of its own instead of the refusal.
        """
        if self.stream is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(DRAINED_WITHIN):
                    async for _ in self.stream:
                        pass

    def ended(self, code: str, *, failed: bool = False, busy: bool = False) -> None:
        """The caller has, or will have, this status."""
        trace = self.call.traceparent[3:35] if self.span is not None else ""
        gauges.answered(self.method.path, code, time.perf_counter() - self.started, trace=trace)
        if self.method.access.command:
            gauges.commanded(code, busy=busy)
        if self.span is not None:
            telemetry.leave(self.span, code, failed=failed)
