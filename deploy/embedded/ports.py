"""Free TCP ports on loopback that stay ours while a server is down.

Promises a port below the kernel's range for outgoing connections: inside it, a client that keeps
knocking at a dead server can be given that very port and connect to itself. Must not promise that
nobody else takes it: callers retry.
"""

import random
import socket
from pathlib import Path

from deploy.embedded.errors import StackError

HOST = "127.0.0.1"
LOWEST = 15000
RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    """A port that nobody listens on now."""
    ceiling = first_outgoing()
    for _ in range(200):
        port = random.SystemRandom().randrange(LOWEST, ceiling)
        if is_free(port):
            return port
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
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
