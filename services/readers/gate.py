"""Readers' requests on their way to JetStream: one at a time, each looked at.

Messages go from JetStream to the reader and not through here. A connection of its own: what
JetStream does for a request keeps the one on which it came. Must run in every process of a service:
while none runs, readers wait.
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
from services.readers.lanes import Lanes
from services.readers.requests import INFO, STORED, HandedOn, Refused, handed_on, stream_of
from services.readers.turns import Turns, Waiting

ANSWERS = "motcua-answers"  # `motcua-answers.<reader>.<reply>` gets to the reader's `reply`
ANSWERED_WITHIN = 10.0  # seconds, after which a request is not waited for any more
NOBODY, BUSY = "503", "503 Busy"
DEAR = 0.05  # seconds; a search that takes longer has its reader rest
RESTS = 9  # times as long as it took: a tenth of the time is the most that one reader gets
LOGGED_EVERY = 60.0  # seconds


class Gate:
    """Run it while the process lives."""

    def __init__(self, service: str, url: Text, tls: ClientTls = SYSTEM) -> None:
        self.name, self.url, self.tls = f"{service}-readers", url, tls
        self.lanes: Lanes | None = None
        self._logged: dict[str, float] = {}

    async def run(self) -> None:
        """Connect, however long it takes, and hand on until cancelled."""
        self.bus = Bus.connecting(self.url, name=self.name, tls=self.tls)
        self.turns = Turns()
        self.lanes = Lanes(self.bus.client, self.turns)
        following = partial(bus_user.follow, self.bus.client, self.url)
        try:
            await asyncio.shield(self.bus.client.connecting)
            async with background(user=following, lanes=self.lanes.run):
                while True:
                    await self._turn()
        finally:
            await self.bus.close()

    async def _turn(self) -> None:
        """One request. JetStream rests after it, so that publications come between."""
        waiting, searched = await self.turns.next(), False
        began = time.monotonic()
        with suppress(*AWAY, Unreachable):  # then the reader waits, and asks again
            searched = await self._take(waiting)
        took = time.monotonic() - began
        if searched and took > DEAR:
            self.turns.rest(waiting.lane, RESTS * took)
            self._log(waiting.message.subject, took)
        await asyncio.sleep(took if searched else took / 4)

    async def _take(self, waiting: Waiting) -> bool:
        """Hand it on, or say why not; once it is answered, whether JetStream had to search."""
        _, _, reader, action = waiting.message.subject.split(".", 3)
        reply = f"{ANSWERS}.{reader}.{waiting.message.reply}"
        self.bus.must_be_connected()
        try:
            asked = self._asked(action, waiting)
            await self._hand_on(action, asked.body, reply)
        except Refused as refused:
            await self._say(reply, str(refused))
        except NoRespondersError:
            await self._say(reply, NOBODY)
        else:
            return asked.searches
        return False

    def _asked(self, action: str, waiting: Waiting) -> HandedOn:
        if self.turns.is_late(waiting):
            raise Refused(BUSY)
        return handed_on(action, waiting.message.data)

    async def _hand_on(self, action: str, body: bytes, reply: str) -> None:
        """A server takes a connection's requests one after another: once it answers another one
        that costs nothing, it is done with this one. STREAM.INFO has to be answered to who asks.
        """
        client = self.bus.client
        if action.startswith(INFO):
            answer = await client.request(f"{OWN}.{action}", body, timeout=ANSWERED_WITHIN)
            await client.publish(reply, answer.data)
            return
        await client.publish(f"{OWN}.{action}", body, reply=reply)
        cheap = f"{OWN}.{STORED}.{stream_of(action)}.nothing"
        await client.request(cheap, timeout=ANSWERED_WITHIN)

    async def _say(self, reply: str, status: str) -> None:
        """An answer without data, in the words of the protocol: the client has none for these."""
        block = f"NATS/1.0 {status}\r\n\r\n".encode()
        wire = b"HPUB %b %d %d\r\n%b\r\n" % (reply.encode(), len(block), len(block), block)
        await self.bus.client._send_command(wire)  # noqa: SLF001
        await self.bus.client._flush_pending()  # noqa: SLF001

    def _log(self, subject: str, took: float) -> None:
        """Who asks for what is dear, once in a while."""
        reader, now = subject.split(".", 3)[2], time.monotonic()
        if now > self._logged.get(reader, 0) + LOGGED_EVERY:
            self._logged[reader] = now
            telemetry.log().warning("reader.dear", reader=reader, seconds=round(took, 3))
