"""One pull consumer's messages, as they come; the client's own `fetch` is half as fast.

Silence, a lost consumer and a lost connection are said: whoever reads knows where it stood, and
opens another.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from services.chassis.wire import Headers

SECOND = 1_000_000_000
HEARTBEAT = 0.5
SILENCE, READ_WITHIN = 1.5, 0.1  # seconds: three heartbeats, and what is there already
AHEAD = 10_000  # asked for and not taken yet
NOTHING_MORE = {"404", "408"}


class Silence(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """Nothing is heard of the consumer any more."""


class Nothing(Silence):
    """The consumer is alive, and a message that must be there does not come."""


class Pull:
    """Messages in order; `take` waits for one at least."""

    def __init__(
        self, client: Any, consumer: str, *, prefix: str, away: Callable[[], bool]
    ) -> None:
        self.client = client
        self.consumer = consumer  # stream.name
        self.next = f"{prefix}.CONSUMER.MSG.NEXT.{consumer}"
        self.inbox = client.new_inbox()
        self.away = away
        self.messages: list[Any] = []
        self.newest: Any = None
        self.requested = 0
        self.ended = ""
        self.arrived = asyncio.Event()

    @property
    def behind(self) -> int:
        """How many messages of the stream were still to come after the newest one delivered."""
        newest = self.messages[-1] if self.messages else self.newest
        return newest.metadata.num_pending + len(self.messages) if newest else 0

    def deliver(self, message: Any) -> None:
        """Called by the client for everything that comes into the inbox."""
        headers = message.headers
        is_plain = headers is None or isinstance(headers, Headers)  # and no word of the server's
        status = None if is_plain else headers.get("Status")
        if status is None:
            self.messages.append(message)
            self.requested -= 1
        elif status in NOTHING_MORE:
            self.requested -= int(headers.get("Nats-Pending-Messages", self.requested))
        elif status != "100":
            self.ended = f"{status} {headers.get('Description', '')}"
        self.arrived.set()

    async def take(self, limit: int, *, within: float | None = None) -> list[Any]:
        """What is there, `limit` at most; Nothing when nothing comes `within` seconds."""
        try:
            async with asyncio.timeout(within):
                while not self.messages:
                    await self._wait()
        except TimeoutError:
            raise Nothing(f"no message within {within} s") from None
        taken, self.messages = self.messages[:limit], self.messages[limit:]
        self.newest = taken[-1]
        await self._request()
        return taken

    async def _wait(self) -> None:
        """Wait for the next message or heartbeat, unless something came while more was requested,
        or the end before that.
        """
        self.arrived.clear()
        await self._request()
        if self.ended:
            self.arrived.set()
        try:
            async with asyncio.timeout(SILENCE):
                await self.arrived.wait()
        except TimeoutError:
            # Where our loop was held a heartbeat waits to be read: timers come first.
            await asyncio.sleep(READ_WITHIN)
            if not self.arrived.is_set():
                raise Silence("nothing heard") from None
        if self.ended or self.away():
            raise Silence(self.ended or "the connection was lost")

    async def _request(self) -> None:
        """Request more messages, so that the server never waits for us."""
        missing = AHEAD - self.requested - len(self.messages)
        if missing < AHEAD // 2 or self.ended or self.away():
            return
        self.requested += missing
        wish = {"batch": missing, "expires": 5 * SECOND, "idle_heartbeat": int(HEARTBEAT * SECOND)}
        await self.client.publish(self.next, json.dumps(wish).encode(), reply=self.inbox)
