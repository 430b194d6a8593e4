"""TCP ports on loopback: counted from a base, or chosen once and kept for a data directory.

Promises a port below the kernel's range for outgoing connections: inside it, a client that keeps
knocking at a dead server can be given that very port and connect to itself; and no port that
another stack has chosen, although nothing listens there yet. Must not promise that no other program
takes it.
"""

import json
import random
import socket
from pathlib import Path

from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError

HOST = "127.0.0.1"
LOWEST = 15000
FILE = "ports.json"
# What listens at the base, at the base + 1, and so on.
ORDER = (
    *("catalog", "submissions", "metrics", "postgres", "nats"),
    *("catalog.prometheus", "submissions.prometheus", "metrics.prometheus"),
    *("pages", "pages.prometheus"),
    # Of a cluster.
    *("catalog-2", "submissions-2", "metrics-2", "postgres-2", "nats-2", "nats-3"),
    *("catalog-2.prometheus", "submissions-2.prometheus", "metrics-2.prometheus"),
    *("nats.route", "nats-2.route", "nats-3.route"),
)
RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


class Ports:
    """The ports of one data directory by what listens there; the next start finds the same."""

    def __init__(self, directory: Directory, *, base: int = 0) -> None:
        """Base 0: those of the last start, or any. Raises StackError for a base that is none."""
        if base and not 1 <= base <= 65536 - len(ORDER):
            raise StackError(f"ports cannot begin at {base}: there are none above 65535")
        self.directory = directory
        self.base = base
        self.known: dict[str, int] = read(directory)
        self.held: dict[int, socket.socket] = {}  # by port

    def of(self, name: str) -> int:
        """Its port; one of the last start that somebody else has taken gives way to another."""
        port = self.base + ORDER.index(name) if self.base else self.known.get(name, 0)
        if port in self.held:
            return port
        held = bound(port, again=True) if port else None
        if self.base and not held:
            raise StackError(f"port {port}, meant for {name}, is taken: choose another --port-base")
        if not held:
            port, held = self._nobodys()
        self.held[port] = held
        if port != self.known.get(name):
            self.known[name] = port
            self.directory.write_private(FILE, json.dumps(self.known, indent=1))
        return port

    def another(self) -> int:
        """Any that is free, kept like the others until `release`; the next start finds another."""
        port, held = self._nobodys()
        self.held[port] = held
        return port

    def _nobodys(self) -> tuple[int, socket.socket]:
        """One that is free, and nothing else's of this directory that is not held yet."""
        wanted = {*self.known.values(), *range(self.base, self.base + len(ORDER))}
        while True:
            port, held = taken()
            if port not in wanted:
                return port, held
            held.close()

    def release(self) -> None:
        """Let others choose them."""
        while self.held:
            self.held.popitem()[1].close()


def read(directory: Directory) -> dict[str, int]:
    """What the last start used; what cannot be read is chosen anew."""
    try:
        known = json.loads((directory.root / FILE).read_text(encoding="utf-8"))
        return {str(name): int(port) for name, port in known.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def free_port() -> int:
    """A port on which nobody listens now, and which no stack has chosen."""
    port, held = taken()
    held.close()
    return port


def taken() -> tuple[int, socket.socket]:
    """A port that nobody has, and what keeps it from others who choose one; a server can listen
    there meanwhile.
    """
    ceiling = first_outgoing()
    for _ in range(200):
        port = random.SystemRandom().randrange(LOWEST, ceiling)
        if held := bound(port, again=False):
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
            return port, held
    raise StackError(f"no free TCP port on {HOST} between {LOWEST} and {ceiling}")


def first_outgoing() -> int:
    """Where the kernel's outgoing ports begin; a usual value where it does not say."""
    try:
        first = int(RANGE.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        first = 32768
    return first if first > LOWEST + 1000 else 65536


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    held = bound(port, again=True)
    if held:
        held.close()
    return held is not None


def bound(port: int, *, again: bool) -> socket.socket | None:
    """A socket that has the port and does not listen. `again`: also where others have it who do
    not, or connections to one who did are left. None where somebody else has it.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, again)
    try:
        held.bind((HOST, port))
    except OSError:
        held.close()
        return None
    return held
