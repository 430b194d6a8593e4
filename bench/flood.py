"""`python -m bench.flood HOST:PORT METHOD MESSAGE RATE SECONDS CONNECTIONS`: calls at a rate.

Promises HTTP/2 frames made beforehand, so that a fraction of one core sends 10,000 calls a second,
and one line of JSON at the end: how many were sent, answered, and reset without an answer. Must not
wait for an answer, as no attacker does.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RESET, SETTINGS, PING = 0, 1, 3, 4, 6
END_STREAM, ACKNOWLEDGED, END_HEADERS = 1, 1, 4
TURN = 0.005  # seconds
FROM = "127.0.0.9"  # an address of its own, so that nobody else's rate is used up


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """One frame of HTTP/2."""
    return (
        struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream)
    ) + payload


def literal(name: str, value: str) -> bytes:
    """A header that is not to be remembered, so that every call can be sent the same."""
    assert max(len(name), len(value)) < 127
    return b"\0" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


def headers(method: str) -> bytes:
    """Of a call without a token."""
    sent = {
        ":method": "POST",
        ":scheme": "http",
        ":path": method,
        ":authority": "bench",
        "te": "trailers",
        "content-type": "application/grpc",
    }
    return b"".join(literal(name, value) for name, value in sent.items())


class Connection:
    """One connection, and what came back on it."""

    def __init__(self, address: str, method: str, message: bytes) -> None:
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)), source_address=(FROM, 0))
        self.socket.sendall(PREFACE + frame(SETTINGS, 0, 0))
        self.socket.setblocking(False)
        self.head, self.body = headers(method), struct.pack(">BI", 0, len(message)) + message
        self.stream, self.out, self.received = 1, b"", b""
        self.seen: Counter[str] = Counter()

    def call(self, count: int) -> None:
        """Begin that many calls, unless what was begun cannot even be sent."""
        if len(self.out) < 1 << 20:
            for _ in range(count):
                self.out += frame(HEADERS, END_HEADERS, self.stream, self.head)
                self.out += frame(DATA, END_STREAM, self.stream, self.body)
                self.stream += 2
            self.seen["sent"] += count

    def pump(self) -> None:
        """Send and receive what can be."""
        with suppress(BlockingIOError):
            self.out = self.out[self.socket.send(self.out) :] if self.out else b""
        with suppress(BlockingIOError):
            self.received += self.socket.recv(1 << 20)
        for kind, flags, payload in self.frames():
            if kind in {SETTINGS, PING} and not flags & ACKNOWLEDGED:
                self.out += frame(kind, ACKNOWLEDGED, 0, payload if kind == PING else b"")
            self.seen["answered"] += kind == HEADERS and flags & END_STREAM
            self.seen["reset"] += kind == RESET and payload[3] != 0

    def frames(self) -> Iterator[tuple[int, int, bytes]]:
        """Kind, flags and payload of every frame that is whole."""
        while len(self.received) >= 9:
            length = int.from_bytes(self.received[:3], "big")
            if len(self.received) < 9 + length:
                return
            yield self.received[3], self.received[4], self.received[9 : 9 + length]
            self.received = self.received[9 + length :]


def flood(
    address: str, method: str, message: bytes, *, rate: int, seconds: float, connections: int
) -> Counter[str]:
    """Call for that long; what came of it."""
    all_of = [Connection(address, method, message) for _ in range(connections)]
    began, begun = time.perf_counter(), 0
    while (now := time.perf_counter()) < began + seconds:
        due = int((now - began) * rate) - begun
        for each in all_of:
            each.call(due // connections)
            each.pump()
        begun += due // connections * connections
        select.select([each.socket for each in all_of], [], [], TURN)
    return sum((each.seen for each in all_of), Counter())


def main() -> None:
    """What the command line asks for; the message is in hexadecimal."""
    address, method, message, rate, seconds, connections = sys.argv[1:]
    seen = flood(
        address,
        method,
        bytes.fromhex(message),
        rate=int(rate),
        seconds=float(seconds),
        connections=int(connections),
    )
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
