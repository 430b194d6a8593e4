"""`python -m tests.chassis.served_alone`: the tests' service as a process of its own.

Promises its address on the first line of standard output, and to serve until a signal. Whoever
floods it floods nobody else.
"""

import asyncio
import signal
import sys

import uvloop

from services.chassis.server import Server
from tests.chassis.echo import INSIDE, Echo, add, contract, settings, token


async def main() -> None:
    """Serve; say where, and a token for it."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    offered = [(add, Echo(), contract())]
    async with Server(settings(), offered, within=lambda *pair: pair in INSIDE) as server:
        sys.stdout.write(f"{server.address} {token()}\n")
        sys.stdout.flush()
        await ended.wait()


if __name__ == "__main__":
    uvloop.run(main())
