"""The HTTP server of metrics and health: a thread for each connection, of which there are few.

Promises that who is silent, or asks for much at once, neither takes the process's threads nor keeps
other addresses out. Must not know what is answered.
"""

import socket
import ssl
from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic
from typing import Any
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


class Scraped(ThreadingWSGIServer):
    """Has at most so many connections; what is beyond is closed at once."""

    request_queue_size = 128  # with five that wait, others come seconds later

    def __init__(self, *args: Any) -> None:
        self.lock = Lock()
        self.held: dict[Any, tuple[str, float]] = {}  # address and end, by connection
        super().__init__(*args)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether a connection is taken; those that took too long are ended first."""
        address, now = str(client_address[0]), monotonic()
        with self.lock:
            for connection in [each for each, (_, end) in self.held.items() if end < now]:
                del self.held[connection]
                cut_off(connection)
            of_address = sum(each == address for each, _ in self.held.values())
            taken = len(self.held) < MOST and of_address < MOST_OF_ADDRESS
            if taken:
                self.held[request] = address, now + WITHIN
        return taken

    def shutdown_request(self, request: Any) -> None:
        """Its place is free."""
        with self.lock:
            self.held.pop(request, None)
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
