"""Ports that a test chooses before something listens there.

Promises that nobody else who chooses one is given them meanwhile: other workers start stacks at the
same time, and what is to listen may be down for a while.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from deploy.embedded.ports import HOST, ORDER, bound, taken


@contextmanager
def kept_address() -> Iterator[str]:
    """Host and port, until the block ends."""
    port, held = taken()
    with held:
        yield f"{HOST}:{port}"


@contextmanager
def kept_base() -> Iterator[int]:
    """The first of as many ports in a row as a stack may have, until the block ends."""
    while True:
        base, first = taken()
        with ExitStack() as held:
            held.enter_context(first)
            if all(keep(base + n, held) for n in range(1, len(ORDER))):
                yield base
                return


def keep(port: int, held: ExitStack) -> bool:
    """Whether it was nobody's; a server can listen there nevertheless."""
    if found := bound(port, again=False):
        held.enter_context(found).setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
    return found is not None
