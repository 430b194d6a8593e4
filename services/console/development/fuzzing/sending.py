"""Calls sent as clients of every manner send them, and what came back.

Promises an answer for whatever happens to a call. Must not judge it.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import grpc
from google.rpc import error_details_pb2

from services.console.development.fuzzing.calls import Call, Manner
from services.console.portal.patience import details

GIVES_UP = 20.0  # seconds: far more than any call may last
READS_AT_MOST = 50  # answers of a stream


class Answer(NamedTuple):
    """What a call came to."""

    code: grpc.StatusCode
    seconds: float
    reason: str = ""
    languages: frozenset[str] = frozenset()
    message: str = ""  # of the status
    received: tuple[bytes, ...] = ()


async def send(channel: Any, call: Call, header: str, *, patience: float = GIVES_UP) -> Answer:
    """One call, from its first byte to its last."""
    begun, received = time.monotonic(), list[bytes]()
    metadata = [*call.metadata, ("traceparent", f"00-{call.trace}-{call.trace[:16]}-01")]
    if header:
        metadata.append(("authorization", header))
    try:
        async with asyncio.timeout(patience * 1.5):
            await talk(opened(channel, call, metadata, patience), call, received)
    except grpc.aio.AioRpcError as failed:
        return refused(failed, time.monotonic() - begun, received)
    except (asyncio.CancelledError, ValueError, TypeError, grpc.aio.UsageError) as unsent:
        if task_is_cancelled():
            raise
        return Answer(grpc.StatusCode.CANCELLED, 0.0, message=f"not sent: {unsent}")
    except TimeoutError:
        return Answer(grpc.StatusCode.DEADLINE_EXCEEDED, time.monotonic() - begun)
    seconds = time.monotonic() - begun
    return Answer(grpc.StatusCode.OK, seconds, received=tuple(received))


def task_is_cancelled() -> bool:
    """Whether it is this task that is to end, and not only the call."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def opened(
    channel: Any, call: Call, metadata: list[tuple[str, str | bytes]], patience: float
) -> Any:
    """The call under way, by the arity of its method: a client that writes to a stream which the
    server has ended takes that for a fault of its own.
    """
    arity = f"{'stream' if call.uploads else 'unary'}_{'stream' if call.downloads else 'unary'}"
    messages: Any = outgoing(call) if call.uploads else call.messages[0]
    made = getattr(channel, arity)(call.path)
    return made(messages, metadata=tuple(metadata), timeout=patience)


async def outgoing(call: Call) -> AsyncIterator[bytes]:
    """The messages of a stream."""
    for each in () if call.manner is Manner.HALF_CLOSES else call.messages:
        if call.manner is Manner.DAWDLES:
            await asyncio.sleep(call.pause)
        yield each


async def talk(under_way: Any, call: Call, received: list[bytes]) -> None:
    """Read what comes, until it ends or the client has enough."""
    ending = None
    if call.manner is Manner.CANCELS or call.endless:
        ending = asyncio.get_running_loop().call_later(call.pause or 0.05, under_way.cancel)
    try:
        await reading(under_way, call, received)
    except asyncio.CancelledError:
        if task_is_cancelled() or not under_way.cancelled():
            raise
    finally:
        under_way.cancel()
        if ending is not None:
            ending.cancel()


async def reading(under_way: Any, call: Call, received: list[bytes]) -> None:
    """The answers."""
    if not call.downloads:
        received.append(await under_way)
        return
    async for each in under_way:
        received.append(each)
        if len(received) >= READS_AT_MOST:
            return
        if call.manner is Manner.DAWDLES:
            await asyncio.sleep(call.pause)


def refused(failed: grpc.aio.AioRpcError, seconds: float, received: list[bytes]) -> Answer:
    """What an error says."""
    reasons = [each.reason for each in details(failed, error_details_pb2.ErrorInfo)]
    texts = details(failed, error_details_pb2.LocalizedMessage)
    return Answer(
        failed.code(),
        seconds,
        next(iter(reasons), ""),
        frozenset(each.locale for each in texts if each.message.strip()),
        failed.details() or "",
        tuple(received),
    )
