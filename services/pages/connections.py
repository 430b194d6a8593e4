"""Connections to the pages: how many an address may hold, and how long one may say nothing.

Promises that whoever holds connections on which nothing is asked, or an answer is not read, keeps
nobody out: there is a time for a request to be there, handshake included, and for an answer to be
taken; where all places are taken the one goes that has waited longest.
"""

import asyncio
import ssl
from collections import Counter
from contextlib import suppress
from socket import socket
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from services.chassis import visitors
from services.chassis.gauges import counter, gauge
from services.chassis.visitors import Network

MOST = 4096  # in all
MOST_OF_ONE = 512  # of one address that is no proxy of ours
ASKED_WITHIN = 10.0  # seconds for a whole request, from its first byte or from connecting
READ_WITHIN = 120.0  # seconds for what is kept of an answer until its reader takes it: some 64 KiB

OPEN = gauge("motcua_pages_connections", "Connections to the pages")
CLOSED = counter(  # `why`: address, full, silent, unread
    "motcua_pages_connections_closed", "Connections that the pages closed", ["why"]
)


class Connections:
    """Of one process. `proxies`: whose connections are many visitors'; `tls`: what they speak.
    It is not the server's: that one tells of a connection after its handshake only.
    """

    def __init__(
        self, proxies: tuple[Network, ...] = (), tls: ssl.SSLContext | None = None
    ) -> None:
        self.proxies, self.tls = proxies, tls
        self.open: Counter[str] = Counter()  # by whose they are; none stands at 0
        self.waiting: dict[Connection, asyncio.TimerHandle] = {}  # the one of longest ago first
        self.unread: dict[Connection, asyncio.TimerHandle] = {}  # alike, who takes no answer

    def __call__(self, **given: Any) -> "Connection":
        """As uvicorn asks for one."""
        return Connection(self, **given)

    def enter(self, connection: "Connection") -> bool:
        """Count it; whether there is a place."""
        whose = self.whose(connection)
        if whose and self.open[whose] >= MOST_OF_ONE:
            return self.refused("address")
        if self.open.total() >= MOST:
            longest = next(iter(self.waiting or self.unread), None)
            if longest is None:
                return self.refused("full")
            longest.close("full")
        connection.whose = whose
        self.open[whose] += 1
        OPEN.set(self.open.total())
        return True

    def refused(self, why: str) -> bool:
        """There is no place."""
        CLOSED.labels(why).inc()
        return False

    def leave(self, connection: "Connection") -> None:
        """Its place is free."""
        self.asked(connection)
        self.read(connection)
        if connection.whose is not None:
            self.open[connection.whose] -= 1
            if not self.open[connection.whose]:
                del self.open[connection.whose]
            connection.whose = None
        OPEN.set(self.open.total())

    def wait(self, connection: "Connection") -> None:
        """From now on a request is waited for, if it is not yet."""
        if connection not in self.waiting:
            timer = connection.loop.call_later(ASKED_WITHIN, connection.close, "silent")
            self.waiting[connection] = timer

    def asked(self, connection: "Connection") -> None:
        """A request is there, or the connection gone."""
        if timer := self.waiting.pop(connection, None):
            timer.cancel()

    def unread_by(self, connection: "Connection") -> None:
        """From now on its reader is waited for, if he is not yet."""
        if connection not in self.unread:
            timer = connection.loop.call_later(READ_WITHIN, self.end_unread, connection)
            self.unread[connection] = timer

    def end_unread(self, connection: "Connection") -> None:
        """It took too long; nobody tells when the last of an answer was sent."""
        if connection.unsent():
            connection.close("unread")
        else:
            self.read(connection)

    def read(self, connection: "Connection") -> None:
        """What was kept for its reader is sent, or the connection gone."""
        if timer := self.unread.pop(connection, None):
            timer.cancel()

    def whose(self, connection: "Connection") -> str:
        """An address, or of IPv6 the network of one customer; "" of a proxy, or of nobody."""
        found = visitors.address(connection.client[0]) if connection.client else None
        if found is None or any(found in each for each in self.proxies):
            return ""
        return visitors.customer(visitors.written(found))


class Connection(H11Protocol):
    """One of them, from connecting to its end."""

    def __init__(self, connections: Connections, **given: Any) -> None:
        super().__init__(**given)
        self.among = connections
        self.whose: str | None = None  # None: it has no place
        self.handshake: asyncio.Task[None] | None = None  # it is still to be made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place, or go; the second time, after a handshake, it has one."""
        super().connection_made(cast("asyncio.Transport", transport))
        if self.handshake:
            self.handshake = None
        elif not self.among.enter(self):
            self.transport.abort()
        else:
            self.among.wait(self)
            if self.among.tls:
                accepted = transport.get_extra_info("socket").dup()
                self.transport.abort()  # nothing was read by it, and the socket stays open
                making = self.shake_hands(accepted, self.among.tls)
                self.handshake = self.loop.create_task(making)

    async def shake_hands(self, accepted: socket, tls: ssl.SSLContext) -> None:
        """Connect again, by the same socket and under TLS."""
        try:
            with suppress(OSError):
                await self.loop.connect_accepted_socket(lambda: self, accepted, ssl=tls)
        finally:
            if self.handshake:  # it was not made
                self.handshake = None
                accepted.close()
                self.connection_lost(None)

    def pause_writing(self) -> None:
        """More is kept for the reader than he takes."""
        super().pause_writing()
        self.among.unread_by(self)

    def resume_writing(self) -> None:
        """He took it."""
        super().resume_writing()
        self.among.read(self)

    def on_response_complete(self) -> None:
        """An answer is whole, and what is left of it is still to be sent, also when the connection
        is closed now.
        """
        super().on_response_complete()
        if self.unsent():
            self.among.unread_by(self)

    def data_received(self, data: bytes) -> None:
        """More of a request; its time begins with the first of it."""
        if not self.unsent():
            self.among.read(self)
        super().data_received(data)
        if self.is_asked:
            self.among.asked(self)
        else:
            self.among.wait(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        if not self.handshake:
            self.among.leave(self)
            super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server ends."""
        if self.handshake:
            self.handshake.cancel()
        else:
            super().shutdown()

    def unsent(self) -> int:
        """How many bytes are kept for the reader; under TLS those that are encrypted already."""
        size: int = self.transport.get_write_buffer_size()
        return size

    @property
    def is_asked(self) -> bool:
        """Whether a whole request is being answered."""
        cycle = self.cycle
        return cycle is not None and not cycle.response_complete and not cycle.more_body

    def close(self, why: str) -> None:
        """Nothing was asked, or taken, in time, or there is no room to wait."""
        CLOSED.labels(why).inc()
        self.among.leave(self)
        if self.handshake:
            self.handshake.cancel()
        else:
            self.transport.abort()
