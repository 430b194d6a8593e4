"""The one way of a call: trace, identity, permission, decoding, validation, deadline, error table.

Promises that nothing runs before the caller was authorised, that requests are decoded here (so that
bad bytes get a reason too), and that every error leaves through one table. Must not let the text of
an unexpected exception out.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis import call, gauges, telemetry
from services.chassis.access import Access, Within, access_of
from services.chassis.call import Call
from services.chassis.errors import Kind, Reason, Refusal
from services.chassis.identity import Identity
from services.chassis.keys import Keyring
from services.chassis.status import CODES, refusal_of, trailing
from services.chassis.validation import Check, compiled

LARGEST = 4 * 1024 * 1024  # bytes of one request message
UNBOUNDED = nullcontext()
LONGEST_CALL = 30.0  # seconds for a call with one answer, also where the caller would wait longer
HEARD_WITHIN = 1.0  # seconds for what is still being written to a stream that is refused

FAULTS = frozenset({Kind.INTERNAL, Kind.UNAVAILABLE, Kind.DEADLINE})  # ours, not the caller's

REQUEST_TOO_LARGE = Reason(
    "REQUEST_TOO_LARGE",
    Kind.TOO_LARGE,
    "Thông điệp lớn hơn 4 MiB.",
    "The message is larger than 4 MiB.",
)
REQUEST_MALFORMED = Reason(
    "REQUEST_MALFORMED",
    Kind.INVALID,
    "Không đọc được thông điệp: không đúng dạng, hoặc văn bản không phải UTF-8.",
    "The message cannot be read: it is malformed, or a text in it is not UTF-8.",
)
DEADLINE_PASSED = Reason(
    "DEADLINE_PASSED",
    Kind.DEADLINE,
    "Đã quá thời hạn, chưa biết kết quả; hãy gửi lại với cùng mã yêu cầu.",
    "The deadline passed, and the outcome is unknown; repeat with the same request id.",
)


@dataclass(frozen=True, slots=True)
class Method:
    """One method, compiled from its contract."""

    path: str
    access: Access
    request: type[Message]
    check: Check


@dataclass(frozen=True, slots=True)
class Chain:
    """What every call of a server goes through."""

    identity: Identity
    within: Within
    accepting: Callable[[], Reason | None]
    keys: Keyring  # of fingerprints

    def wrap(self, handler: Any, method: MethodDescriptor) -> "grpc.RpcMethodHandler[Any, Any]":
        """The handler behind the chain; it gets bytes, and gives bytes back."""
        path = f"/{method.containing_service.full_name}/{method.name}"
        request = GetMessageClass(method.input_type)
        known = Method(path, access_of(method), request, compiled(method.input_type))
        if method.client_streaming and method.server_streaming:
            return grpc.stream_stream_rpc_method_handler(many(self, known, handler.stream_stream))
        if method.client_streaming:
            return grpc.stream_unary_rpc_method_handler(one(self, known, handler.stream_unary))
        if method.server_streaming:
            return grpc.unary_stream_rpc_method_handler(many(self, known, handler.unary_stream))
        return grpc.unary_unary_rpc_method_handler(one(self, known, handler.unary_unary))


def one(chain: Chain, method: Method, behavior: Any) -> Any:
    """A method with one answer."""

    async def answer(received: Any, context: Any) -> bytes:
        async with Passage(chain, method, context) as passage, passage.bounded(received):
            return passage.leaving(await behavior(passage.entering(received), context))
        raise AssertionError  # neither swallows an error

    return answer


def many(chain: Chain, method: Method, behavior: Any) -> Any:
    """A method with a stream of answers."""

    async def answers(received: Any, context: Any) -> AsyncIterator[bytes]:
        async with (
            Passage(chain, method, context) as passage,
            aclosing(behavior(passage.entering(received), context)) as stream,
        ):
            async for message in stream:
                yield passage.leaving(message)

    return answers


class Passage:
    """One call on its way in and out."""

    __slots__ = (
        "authorization",
        "call",
        "chain",
        "context",
        "method",
        "span",
        "started",
        "stream",
        "until",
    )

    def __init__(self, chain: Chain, method: Method, context: Any) -> None:
        self.chain, self.method, self.context = chain, method, context
        self.started = time.perf_counter()
        self.until = float("inf")
        self.stream: AsyncIterator[bytes] | None = None  # of requests

    async def __aenter__(self) -> "Passage":
        """Begin the trace; what may fail comes later, where failures are mapped."""
        sent = dict(self.context.invocation_metadata())
        self.authorization = sent.get("authorization")
        traceparent, self.span = telemetry.arrive(self.method.path, sent.get("traceparent"))
        self.call = Call(
            self.method.path,
            self.method.access,
            within=self.chain.within,
            keys=self.chain.keys,
            traceparent=traceparent,
        )
        telemetry.CURRENT.set(traceparent)
        call.CURRENT.set(self.call)
        return self

    def bounded(self, received: Any) -> AbstractAsyncContextManager[Any]:
        """gRPC itself cancels at the caller's deadline; ours is for callers who state none, or a
        far one, since a timer costs as much as the rest of the chain. Request streams have none.
        """
        wanted = self.context.time_remaining()
        if not isinstance(received, bytes) or (wanted is not None and wanted <= LONGEST_CALL):
            return UNBOUNDED
        self.until = asyncio.get_running_loop().time() + LONGEST_CALL
        return asyncio.timeout_at(self.until)

    def entering(self, received: Any) -> Any:
        """The request, or the stream of requests, that this caller may make of this method."""
        self.stream = None if isinstance(received, bytes) else aiter(received)
        access, self.call.caller = (
            self.method.access,
            self.chain.identity.caller(self.authorization),
        )
        reason = access.reason_against(self.call.caller)
        if reason is None and access.scope == declared.SCOPE_WHOLE:
            self.call.permit("")
        if reason is not None:
            raise Refusal(reason)
        self.must_accept()
        return self.request(received) if self.stream is None else self.requests(self.stream)

    async def requests(self, received: AsyncIterator[bytes]) -> AsyncIterator[Message]:
        """Each message of a stream of requests, as its method gets it."""
        async for message in received:
            self.must_accept()
            yield self.request(message)

    def must_accept(self) -> None:
        """Refuse a command, or what follows in a stream of them, while the log is in doubt."""
        reason = self.chain.accepting() if self.method.access.command else None
        if reason is not None:
            raise Refusal(reason, retry_after=1.0)

    def request(self, received: bytes) -> Message:
        """Authorise by what the message names, before saying anything about its content."""
        if len(received) > LARGEST:
            raise Refusal(REQUEST_TOO_LARGE)
        try:
            message = self.method.request.FromString(received)
        except DecodeError:
            raise Refusal(REQUEST_MALFORMED) from None
        if self.method.access.unit is not None:
            self.call.permit(self.method.access.unit(message))
        self.method.check(message)
        return message

    def leaving(self, answer: Message) -> bytes:
        """An answer, unless its unit was to be checked and was not."""
        if self.method.access.scope == declared.SCOPE_RESOURCE and not self.call.checked:
            raise AssertionError(f"{self.method.path} answered without call.permit")
        return answer.SerializeToString()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Count, end the span; an error of ours or of a handler leaves as its refusal."""
        if error is None:
            self.ended("OK")
        elif isinstance(error, grpc.aio.AbortError):
            self.ended(self.context.code().name)
        elif isinstance(error, Exception):
            await self.refuse(self.refusal(error))
        else:
            self.ended("CANCELLED")

    def refusal(self, error: Exception) -> Refusal:
        """What the caller is told; what nobody expected is logged."""
        if isinstance(error, TimeoutError) and asyncio.get_running_loop().time() >= self.until:
            return Refusal(DEADLINE_PASSED)
        refusal = refusal_of(error)
        if refusal is not error:
            place = {"method": self.method.path, "request_id": self.call.request_id}
            telemetry.log().error("call.failed", error=error, **place)
        return refusal

    async def refuse(self, refusal: Refusal) -> None:
        """Abort with everything that a client needs to know."""
        await self.heard()
        code = CODES[refusal.reason.kind]
        self.ended(code.name, failed=refusal.reason.kind in FAULTS)
        details = trailing(refusal, request_id=self.call.request_id)
        await self.context.abort(code, refusal.message("en"), details)

    async def heard(self) -> None:
        """Let a stream of requests come to its end: a client that is still writing where its call
        ends may take that for a fault of its own, and then nobody learns why it was refused.
        """
        if self.stream is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARD_WITHIN):
                    async for _ in self.stream:
                        pass

    def ended(self, code: str, *, failed: bool = False) -> None:
        """The caller has, or will have, this status."""
        gauges.answered(self.method.path, code, time.perf_counter() - self.started)
        if self.span is not None:
            telemetry.leave(self.span, code, failed=failed)
