"""The HTTP server of metrics and health: a thread for each connection, of which there are few.

Promises that who is silent, or asks for much at once, neither takes the process's threads nor keeps
others out, of his own address neither: all of one machine may have it. Must not know what is
answered.
"""

import socket
import ssl
from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client.exposition import ThreadingWSGIServer

WITHIN = 10.0  # seconds for a request and its answer
MOST, MOST_OF_ADDRESS = 256, 32  # connections at once
App = Callable[..., Any]


class Handler(WSGIRequestHandler):
    """One connection; neither a silent one nor one that does not read is waited for."""

    timeout = WITHIN

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the library's name
        """Nothing: it is asked every few seconds."""

    def parse_request(self) -> bool:
        """What is asked; a connection on which something is has longer to go."""
        found = super().parse_request()
        self.server.asked(self.connection)  # type: ignore[attr-defined]  # a Scraped
        return found


class Held(NamedTuple):
    """A connection's place: whose, until when, and whether something was asked on it."""

    address: str
    end: float
    asked: bool = False


class Scraped(ThreadingWSGIServer):
    """Has at most so many connections. Where all places are taken the one goes on which nothing was
    asked, or else answered, for longest.
    """

    request_queue_size = 128  # with five that wait, others come seconds later

    def __init__(self, *args: Any) -> None:
        self.lock = Lock()
        self.held: dict[Any, Held] = {}  # by connection, that of longest ago first
        self.open = set[Any]()  # with those that are ending
        super().__init__(*args)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Take a connection, once those that took too long, or are too many, are ended."""
        address, now = str(client_address[0]), monotonic()
        with self.lock:
            for connection in [each for each, place in self.held.items() if place.end < now]:
                self.end(connection)
            of_address = [each for each, place in self.held.items() if place.address == address]
            if len(of_address) >= MOST_OF_ADDRESS:
                self.end(self.longest(of_address))
            elif len(self.held) >= MOST:
                self.end(self.longest([*self.held]))
            if taken := len(self.open) < 2 * MOST:
                self.open.add(request)
                self.held[request] = Held(address, now + WITHIN)
        return taken

    def longest(self, among: list[Any]) -> Any:
        """The one that goes first."""
        return next((each for each in among if not self.held[each].asked), among[0])

    def end(self, connection: Any) -> None:
        """Give its place to another."""
        del self.held[connection]
        cut_off(connection)

    def asked(self, connection: Any) -> None:
        """A request is there."""
        with self.lock:
            if place := self.held.get(connection):
                self.held[connection] = place._replace(asked=True)

    def shutdown_request(self, request: Any) -> None:
        """Its place is free."""
        with self.lock:
            self.held.pop(request, None)
            self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: the caller is gone, or was silent."""


def cut_off(connection: Any) -> None:
    """Wake the thread that waits for it."""
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        return


def serve(host: str, port: int, app: App, tls: ssl.SSLContext | None) -> int:
    """Answer from now on, in daemon threads; the port that is bound."""

    class OfFamily(Scraped):
        """Of the first address that the host has."""

    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    OfFamily.address_family = found[0][0]
    server: WSGIServer = make_server(str(found[0][4][0]), port, app, OfFamily, Handler)
    if tls:
        # A handshake is made where a request is read: who is silent holds up nobody else.
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port
