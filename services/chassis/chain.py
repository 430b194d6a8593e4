"""Every method of a server behind one chain: its contract compiled, its calls counted and ended.

Each is served as a stream of bytes, so that a call can be refused before its message is asked for.
"""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass

from services.chassis.access import Access, access_of
from services.chassis.limits.callers import ANSWERS, class_of
from services.chassis.limits.parts import shape_of
from services.chassis.methods import Method, Shared
from services.chassis.reasons import ChassisReason
from services.chassis.server_call import ServerCall
from services.chassis.turns import Turns
from services.chassis.validation import compiled

LATE_WITHIN = 0.5  # seconds: how much longer than it may a call lasts at most


@dataclass(frozen=True, slots=True)
class Chain(Shared):
    """What every call of a server goes through."""

    turns: Turns = field(default_factory=Turns)  # of streams of answers

    def wrap(self, handler: Any, method: MethodDescriptor) -> "grpc.RpcMethodHandler[Any, Any]":
        """The handler behind the chain; it gets bytes, and gives bytes back."""
        return self.serve(handler, method, access_of(method))

    def serve(
        self, handler: Any, method: MethodDescriptor, access: Access, *, anonymous: bool = False
    ) -> "grpc.RpcMethodHandler[Any, Any]":
        """The same where the contract declares no access, and where nobody is asked who he is."""
        path = f"/{method.containing_service.full_name}/{method.name}"
        uploads, downloads = method.client_streaming, method.server_streaming
        known = Method(
            path=path,
            access=access,
            request=GetMessageClass(method.input_type),
            check=compiled(method.input_type),
            shape=shape_of(method.input_type),
            uploads=uploads,
            downloads=downloads,
            anonymous=anonymous,
            # A refused probe costs as much as an answered one, and blinds a balancer.
            limit=None
            if anonymous
            else self.limits.of(path, class_of(access, uploads=uploads, downloads=downloads)),
            answers=self.limits.of(ANSWERS, ANSWERS)
            if downloads and not uploads and not anonymous
            else None,
        )
        if known.downloads:
            return grpc.stream_stream_rpc_method_handler(many(self, known, handler))
        return grpc.stream_unary_rpc_method_handler(one(self, known, handler))

    def end(self, *, endless: bool) -> None:
        """End the calls that never would, or else all that still run, each with a reason."""
        for call in list(self.running):
            if call.method.access.endless or not endless:
                call.end(ChassisReason.SERVER_ENDING)

    async def watch(self) -> None:
        """End what lasts too long, until cancelled: a timer for each call costs as much as the rest
        of the chain.
        """
        while True:
            await asyncio.sleep(LATE_WITHIN)
            for call in list(self.running):
                call.end_if_late()


def one(chain: Chain, method: Method, behavior: Any) -> Any:
    """A method with one answer."""

    async def answer(received: Any, context: Any) -> bytes:
        async with ServerCall(chain, method, context) as call:
            return call.answering(await behavior(await call.entering(received), context))
        raise AssertionError  # neither swallows an error

    return answer


def many(chain: Chain, method: Method, behavior: Any) -> Any:
    """A method with a stream of answers; each waits for its turn, and until the caller has room."""

    async def answers(received: Any, context: Any) -> None:
        async with (
            ServerCall(chain, method, context) as call,
            aclosing(behavior(await call.entering(received), context)) as stream,
        ):
            async for message in stream:
                await call.write(message)
                await chain.turns.next()

    return answers
