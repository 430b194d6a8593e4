"""Metrics and health over HTTP under silent and slow connections.

Real sockets on loopback, which has many addresses.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from services import scraped
from services.chassis import gauges, process
from tests.certified import Certified
from tests.chassis.secured import shown

PATIENCE = 60  # seconds


@contextmanager
def silent(address: str, count: int) -> Iterator[list[socket.socket]]:
    """Connections on which nothing is asked."""
    host, port = address.split(":")
    with ExitStack() as opened:
        yield [
            opened.enter_context(socket.create_connection((host, int(port)), PATIENCE))
            for _ in range(count)
        ]


def status(address: str, source: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> int:
    """Of metrics, asked for from an address."""
    of: dict[str, object] = {"timeout": PATIENCE, "source_address": (source, 0)}
    if tls:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            address,
            context=tls,
            **of,  # type: ignore[arg-type]
        )
    else:
        connection = http.client.HTTPConnection(address, **of)  # type: ignore[arg-type]
    try:
        connection.request("GET", "/metrics")
        return connection.getresponse().status
    finally:
        connection.close()


def settle(held: list[socket.socket], most: int) -> int:
    """How many are open, once those beyond the bound are closed."""
    end = time.monotonic() + PATIENCE
    while (found := sum(map(is_open, held))) > most and time.monotonic() < end:
        time.sleep(0.05)
    return found


def settled(most: int) -> bool:
    """Whether no more threads run, once those of ended connections have ended."""
    end = time.monotonic() + PATIENCE
    while threading.active_count() > most and time.monotonic() < end:
        time.sleep(0.05)
    return threading.active_count() <= most


def is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


@pytest.fixture(params=[False, True], ids=["plain", "tls"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, ssl.SSLContext | None]:
    if not request.param:
        return gauges.listen("127.0.0.1:0"), None
    certified = Certified(tmp_path)
    address = gauges.listen("127.0.0.1:0", process.metrics_tls(shown(certified)))
    return address, certified.client().context()


def test_silent_connections_take_few_threads_and_keep_nobody_else_out(
    served: tuple[str, ssl.SSLContext | None],
) -> None:
    address, tls = served
    before = threading.active_count()
    with silent(address, 4 * scraped.MOST_OF_ADDRESS) as held:
        assert settle(held, scraped.MOST_OF_ADDRESS) == scraped.MOST_OF_ADDRESS
        assert settled(before + scraped.MOST_OF_ADDRESS)
        assert status(address, "127.0.0.2", tls) == 200


def test_silent_connections_keep_nobody_of_their_own_address_out(
    served: tuple[str, ssl.SSLContext | None],
) -> None:
    """All users of a machine have one address, and the places of it were theirs who came first."""
    address, tls = served
    with silent(address, scraped.MOST_OF_ADDRESS) as held:
        assert status(address, tls=tls) == 200
        assert settle(held, scraped.MOST_OF_ADDRESS - 1) == scraped.MOST_OF_ADDRESS - 1
        assert not is_open(held[0])


def test_all_places_taken_keep_nobody_out(
    served: tuple[str, ssl.SSLContext | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, tls = served
    monkeypatch.setattr(scraped, "MOST", 4)
    with silent(address, 4) as held:
        assert status(address, "127.0.0.2", tls) == 200
        assert settle(held, 3) == 3


def test_what_is_asked_goes_after_what_is_silent() -> None:
    """Those who come do not cut off whoever is being answered."""
    server = scraped.Scraped.__new__(scraped.Scraped)
    server.held = {
        "asked": scraped.Held("a", 9.0, asked=True),
        "silent": scraped.Held("a", 9.0),
        "later": scraped.Held("a", 9.0),
    }
    assert server.longest(["asked", "silent", "later"]) == "silent"
    assert server.longest(["asked"]) == "asked"


def test_what_is_silent_or_slow_ends(
    served: tuple[str, ssl.SSLContext | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte now and then would keep a place for ever."""
    later = time.monotonic() + 2 * scraped.WITHIN
    address, tls = served
    with silent(address, scraped.MOST_OF_ADDRESS) as held:
        assert settle(held, scraped.MOST_OF_ADDRESS) == scraped.MOST_OF_ADDRESS
        monkeypatch.setattr(scraped, "monotonic", lambda: later)
        for each in held:
            each.send(b"G" if tls is None else b"\x16")
        assert status(address, tls=tls) == 200
        assert settle(held, 0) == 0


def test_nobody_waits_for_who_is_silent() -> None:
    assert scraped.Handler.timeout == scraped.WITHIN
