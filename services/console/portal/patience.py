"""How long a call is asked again: a service that is away, or slow, may answer a moment later.

Promises an end within a stated time, with what was waited for. Must not repeat a command that
carries no id: it may have been carried out, and would be a second time.
"""

import asyncio
import random
from contextlib import suppress
from typing import Any, NamedTuple

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from services.console.outcome import spoken

DETAILS = "grpc-status-details-bin"
# CANCELLED: a server that ended reset the stream. Who cancels a call himself gets another error.
PASSES = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
}


class Patience(NamedTuple):
    """Seconds: for a first answer, and so much more each further time; in all for a service that is
    away, and for one that answers too late.
    """

    answer: float = 30.0
    away: float = 60.0
    slow: float = 180.0


class Asking:
    """One request that is asked until it is answered, or patience ends."""

    def __init__(self, request: Any, patience: Patience) -> None:
        self.request = request[0] if isinstance(request, list) else request
        self.patience = patience
        self.began = asyncio.get_running_loop().time()
        self.attempts = self.late = 0
        self.has_renewed = False  # the token, since the one before had ended

    @property
    def elapsed(self) -> float:
        """Seconds since it was first asked."""
        return asyncio.get_running_loop().time() - self.began

    @property
    def takes(self) -> float:
        """How long the next answer may take: longer each time, or a slow one would never come."""
        left = self.patience.slow - self.elapsed
        return min(self.patience.answer * (1 + self.late), max(left, self.patience.answer))

    async def again(self, failed: grpc.aio.AioRpcError) -> bool:
        """Whether it is to be asked again, after a pause."""
        wait = pause(failed, self.attempts)
        self.attempts += 1
        self.late += failed.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        whole = self.patience.slow if self.late else self.patience.away
        if not self.may_repeat(failed) or self.elapsed + wait >= whole:
            return False
        await asyncio.sleep(wait)
        return True

    def may_repeat(self, failed: grpc.aio.AioRpcError) -> bool:
        """Whether nothing is done twice by it: the service says so itself, or reads and commands
        with an id are what they were the first time.
        """
        if detail(failed, error_details_pb2.RetryInfo) is not None:
            return True
        named = getattr(getattr(self.request, "DESCRIPTOR", None), "fields_by_name", {})
        return passes(failed) and ("request_id" not in named or bool(self.request.request_id))

    @property
    def waited(self) -> str:
        """What was waited for, how often and how long."""
        called, n = name_of(self.request), self.attempts
        asked = "once" if n == 1 else f"{n} times"
        return spoken(
            f"Đã chờ {called} {self.elapsed:.0f} giây, hỏi {n} lần.",
            f"Waited {self.elapsed:.0f} seconds for {called}, asked {asked}.",
        )


def name_of(request: Any) -> str:
    """The method that a request is for, such as `OpenUnit`."""
    described = getattr(request, "DESCRIPTOR", None)
    return str(described.name).removesuffix("Request") if described else "the answer"


def passes(failed: grpc.aio.AioRpcError) -> bool:
    """Whether the same request may be answered a moment later: the service says so, or is away."""
    return failed.code() in PASSES or detail(failed, error_details_pb2.RetryInfo) is not None


def pause(failed: grpc.aio.AioRpcError, attempt: int) -> float:
    """What the service asks for and never less, since it refuses again until then; or a little
    longer each time. Never all callers at once.
    """
    asked = detail(failed, error_details_pb2.RetryInfo)
    if asked is not None:
        delay = max(0.0, asked.retry_delay.seconds + asked.retry_delay.nanos / 1e9)
        return float(delay * random.uniform(1.0, 1.2))  # noqa: S311 - no secret
    return 0.1 * 2.0 ** min(attempt, 5) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret


def detail(failed: grpc.aio.AioRpcError, kind: Any) -> Any:
    """The first detail of that kind, or None."""
    return next(iter(details(failed, kind)), None)


def details(failed: grpc.aio.AioRpcError, kind: Any) -> list[Any]:
    """Every detail of that kind that the error carries."""
    trailers = dict(failed.trailing_metadata() or ())
    found = []
    with suppress(DecodeError):  # what cannot be read says nothing
        status = status_pb2.Status.FromString(bytes(trailers.get(DETAILS) or b""))
        for packed in status.details:
            unpacked = kind()
            if packed.Unpack(unpacked):
                found.append(unpacked)
    return found
