"""NATS's client, with a quicker parser, and with words for what only it hears: a user that is
refused, a subject that is not permitted. It says once what an operator has to mend.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Any

from nats.aio.msg import Msg
from nats.errors import AuthorizationError, Error, StaleConnectionError

from services.chassis import telemetry
from services.chassis.parsing import PLAIN, MessageParser
from services.chassis.tls.bus import TlsClient
from services.chassis.tls.client import SYSTEM, ClientTls
from services.chassis.wire import Headers, parse_headers

UNANSWERED = 4.0  # seconds, as elections take at least, after which another server is tried
REFUSED = ("permissions", "authorization", "plain text", "certificate", "key", "ssl")


class FastClient(TlsClient):
    """The client with that parser: with its own, reading would take twice the time."""

    _parse_header_lines = staticmethod(parse_headers)
    connections = 0
    connecting: "asyncio.Task[None]"
    logged: frozenset[str] = frozenset()
    messages_before = 0  # messages, when it asked last
    unanswered_since: float | None = None  # by the monotonic clock

    def __init__(self, tls: ClientTls = SYSTEM) -> None:
        super().__init__(tls)
        self._takers: dict[int, Callable[[Msg], None]] = {}  # by the number of a subscription
        self._ps = MessageParser(self, self._takers)

    @asynccontextmanager
    async def taking(
        self, subject: str, take: Callable[[Msg], None], queue: str = ""
    ) -> AsyncIterator[None]:
        """Give each message to a function at once, which must not fail. The client's own way, by a
        queue and a task for each subscription, takes longer than all else that it does.
        """
        subscription = await self.subscribe(subject, queue)
        self._takers[subscription._id] = take  # noqa: SLF001
        try:
            yield
        finally:
            del self._takers[subscription._id]  # noqa: SLF001
            with suppress(Error, TimeoutError, OSError):
                await subscription.unsubscribe()

    async def _process_msg(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes
    ) -> None:
        """What somebody takes at once; all else the client's own way. Names may be no UTF-8."""
        subject, reply = (each.decode(errors="replace").encode() for each in (subject, reply))
        take = self._takers.get(sid)
        if take is None:
            await super()._process_msg(sid, subject, reply, data, headers)
            return
        self.stats["in_msgs"] += 1
        self.stats["in_bytes"] += len(data)
        take(self._build_message(sid, subject, reply, data, await self._process_headers(headers)))

    async def _process_headers(self, headers: bytes) -> Any:
        """None of a block that is none, which NATS lets through, too."""
        if headers and headers.startswith(PLAIN):
            return Headers(headers[len(PLAIN) :])
        with suppress(ValueError, IndexError):
            return await super()._process_headers(headers)
        return None

    async def answered(self, well: bool) -> None:
        """Whether JetStream did, and sees most of its servers. One that is cut off from the others
        answers pings, and perhaps as the leader that it was, for as long as that lasts: after a
        while it is left.
        """
        if well or self.unanswered_since is None:
            self.unanswered_since = None if well else monotonic()
        elif monotonic() > self.unanswered_since + UNANSWERED and len(self._server_pool) > 1:
            self.unanswered_since = None
            telemetry.log().warning("bus.left", after=UNANSWERED)
            await self._process_op_err(StaleConnectionError())

    async def _flush_pending(self, force_flush: bool = False) -> Any:
        """At a queue that is full, as where a server takes no bytes, the client's own waits, and
        then swallows a cancellation. What waits there flushes these bytes, too.
        """
        queue, flusher = self._flush_queue, self._flusher_task
        if queue is not None and queue.full() and flusher and not flusher.done():
            return None
        return await super()._flush_pending(force_flush)

    async def _send_ping(self, future: "asyncio.Future[bool] | None" = None) -> None:
        """A sender is alive: under load the answer to a ping waits behind megabytes of messages."""
        if self.stats["in_msgs"] != self.messages_before:
            self.messages_before, self._pings_outstanding = self.stats["in_msgs"], 1
        await super()._send_ping(future)

    async def _process_op_err(self, error: Exception) -> None:
        """A server that hangs takes no bytes: closing would wait for ever for what is buffered."""
        if isinstance(error, StaleConnectionError):
            writer: Any = getattr(self._transport, "_io_writer", None)
            if writer:
                writer.transport.abort()
        await super()._process_op_err(error)

    async def _process_err(self, err_msg: str) -> None:
        """After all but these words the server ends the connection, as for a user that is gone or a
        line too long: it is made again. The client's own answer is to be closed for ever.
        """
        is_handled = "permissions violation" in err_msg or "stale connection" in err_msg
        if self.is_connected and not is_handled:
            error = AuthorizationError() if "authorization" in err_msg else Error(err_msg)
            await self.log_refusal(error)
            await self._process_op_err(error)
            return
        await super()._process_err(err_msg)

    async def reconnected(self) -> None:
        """Called whenever the connection was made again."""
        self.connections += 1
        self.logged = frozenset()

    async def log_refusal(self, error: Exception) -> None:
        """Log a refusal once: attempts follow five times a second. Called for every error."""
        text = str(error)
        if text not in self.logged and any(word in text.lower() for word in REFUSED):
            self.logged |= {text}
            telemetry.log().error("bus.refused", error=text)
