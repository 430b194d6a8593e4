"""Forwards readers' requests to JetStream, one at a time, each checked and bounded.

Answers go from JetStream to the reader and not through here. It has a connection of its own, since
JetStream takes the requests of a connection one after another. Must run in every process of a
service: while none runs, readers get no answer (503).
"""

import asyncio
import time
from contextlib import suppress
from functools import partial

from nats.errors import NoRespondersError

from services.chassis import bus_user, telemetry
from services.chassis.bus import AWAY, OWN, Bus, Unreachable
from services.chassis.followed import Text
from services.chassis.process import background
from services.chassis.tls.client import SYSTEM, ClientTls
from services.readers.lanes import Lanes, end_if_cancelled
from services.readers.requests import (
    INFO,
    STORED,
    BoundedRequest,
    Refused,
    bounded_request,
    stream_of,
)
from services.readers.round_robin import Pending, RoundRobin

ANSWERS = "motcua-answers"  # `motcua-answers.<reader>.<reply>` gets to the reader's `reply`
ANSWER_WITHIN = 10.0  # seconds, after which a request is not waited for any more
UNAVAILABLE, BUSY = "503", "503 Busy"
LONGEST = 3800  # bytes of an address and its reply: NATS takes lines of 4,096
SLOW_SEARCH = 0.05  # seconds; after a longer search its reader's lane is paused
PAUSE_FACTOR = 9  # times as long as the search took: one reader gets a tenth of the time at most
LOG_EVERY = 60.0  # seconds, for each reader


class Forwarder:
    """Run it while the process lives."""

    def __init__(self, service: str, url: Text, tls: ClientTls = SYSTEM) -> None:
        self.name, self.url, self.tls = f"{service}-readers", url, tls
        self.pending = RoundRobin()
        self.lanes: Lanes | None = None
        self._logged: dict[str, float] = {}

    async def run(self) -> None:
        """Connect, however long it takes, and forward until cancelled."""
        self.bus = Bus.connecting(self.url, name=self.name, tls=self.tls)
        self.lanes = Lanes(self.bus.client, self.pending)
        following = partial(bus_user.follow, self.bus.client, self.url)
        try:
            await asyncio.shield(self.bus.client.connecting)
            async with background(user=following, lanes=self.lanes.run):
                while True:
                    await self._forward_next()
                    end_if_cancelled()
        finally:
            await self.bus.close()

    async def _forward_next(self) -> None:
        """Forward one request, then leave JetStream to publications: as long as a search took, or a
        quarter of what another request took.
        """
        request, searched = await self.pending.next(), False
        began = time.monotonic()
        with suppress(*AWAY, Unreachable):  # then the reader's own timeout ends, and it asks again
            searched = await self._answer(request)
        took = time.monotonic() - began
        if searched and took > SLOW_SEARCH:
            self.pending.pause(request.lane, PAUSE_FACTOR * took)
            self._log(request.message.subject, took)
        await asyncio.sleep(took if searched else took / 4)

    async def _answer(self, request: Pending) -> bool:
        """Have a request answered, or refuse it; whether JetStream had to search for the answer."""
        _, _, reader, action = request.message.subject.split(".", 3)
        reply = f"{ANSWERS}.{reader}.{request.message.reply}"
        self.bus.must_be_connected()
        if len(f"{action}{reply}".encode()) > LONGEST:  # a longer line would end the connection
            return False
        try:
            bounded = self._bounded(action, request)
            await self._forward(action, bounded.body, reply)
        except Refused as refused:
            await self._send_status(reply, str(refused))
        except NoRespondersError:
            await self._send_status(reply, UNAVAILABLE)
        else:
            return bounded.searches
        return False

    def _bounded(self, action: str, request: Pending) -> BoundedRequest:
        if self.pending.is_expired(request):
            raise Refused(BUSY)
        return bounded_request(action, request.message.data)

    async def _forward(self, action: str, body: bytes, reply: str) -> None:
        """Return once JetStream is done: it takes a connection's requests one after another, so
        that the answer to a second one, which costs nothing, comes after the first. STREAM.INFO is
        answered to us, and passed on: NATS gives its answer to nobody else.
        """
        client = self.bus.client
        if action.startswith(INFO):
            answer = await client.request(f"{OWN}.{action}", body, timeout=ANSWER_WITHIN)
            await client.publish(reply, answer.data)
            return
        await client.publish(f"{OWN}.{action}", body, reply=reply)
        cheap = f"{OWN}.{STORED}.{stream_of(action)}.nothing"
        await client.request(cheap, timeout=ANSWER_WITHIN)

    async def _send_status(self, reply: str, status: str) -> None:
        """Send a status without data, such as `408 Bad Request`, as the protocol writes it: the
        client has no method for it.
        """
        block = f"NATS/1.0 {status}\r\n\r\n".encode()
        wire = b"HPUB %b %d %d\r\n%b\r\n" % (reply.encode(), len(block), len(block), block)
        await self.bus.client._send_command(wire)  # noqa: SLF001
        await self.bus.client._flush_pending()  # noqa: SLF001

    def _log(self, subject: str, took: float) -> None:
        """Log whose search was slow, once a minute for each reader."""
        reader, now = subject.split(".", 3)[2], time.monotonic()
        if now > self._logged.get(reader, 0) + LOG_EVERY:
            self._logged[reader] = now
            telemetry.log().warning("reader.slow_search", reader=reader, seconds=round(took, 3))
