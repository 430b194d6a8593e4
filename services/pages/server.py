"""uvicorn under our own signal: it serves until cancelled, and ends what is being answered.

The ready file appears once the address is bound. Must not log requests: what is asked is
somebody's own affair.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn

from services.chassis import process
from services.chassis.tls import server as tls
from services.pages.connections import Connections
from services.pages.settings import Settings

ENDS_WITHIN = 5  # seconds for answers that have begun


class Server(uvicorn.Server):
    """One that leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None is captured."""
        yield


async def serve(
    app: Any, settings: Settings, prometheus: str, *, ending: Callable[[], Awaitable[None]]
) -> None:
    """Until cancelled; `ending` lets go of answers that have no end."""
    host, _, port = settings.listen.rpartition(":")
    shown = tls.of(settings)
    connections = Connections(settings.trusted_proxies, shown.following() if shown else None)
    config = uvicorn.Config(
        app,
        http=connections,  # type: ignore[arg-type]  # makes a protocol
        host=host,
        port=int(port),
        access_log=False,
        log_level="error",  # not what is wrong with a request: anybody sends as many as he likes
        log_config=None,
        lifespan="off",
        server_header=False,
        proxy_headers=False,  # whom to believe about where a visitor comes from, settings say
        ws="none",
        timeout_graceful_shutdown=ENDS_WITHIN,
    )
    server = Server(config)
    running = asyncio.create_task(server.serve())
    try:
        await started(server, running)
        if settings.ready_file:
            address = server.servers[0].sockets[0].getsockname()
            where = {"http": f"{address[0]}:{address[1]}", "prometheus": prometheus}
            process.replace(Path(settings.ready_file), where)
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await ending()
        server.should_exit = True
        await running
        raise


async def started(server: Server, running: "asyncio.Task[None]") -> None:
    """Until it listens, or has failed to."""
    while not server.started:
        if running.done():
            running.result()
            raise OSError("the address cannot be listened at")
        await asyncio.sleep(0.01)
