"""Who connects to PostgreSQL and says nothing has one of its places only for a while.

Other users of the machine reach it on loopback.
"""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from deploy.embedded.stack import Stack

PATIENCE = 55  # seconds: PostgreSQL's own bound is a minute


def test_a_silent_connection_ends(stack: Stack) -> None:
    port = urlsplit(stack.postgres_dsn).port
    with socket.create_connection(("127.0.0.1", port or 0), timeout=PATIENCE) as silent:
        assert silent.recv(1) == b""
