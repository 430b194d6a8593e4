"""Health over HTTP, beside the metrics: for orchestrators whose own probe of gRPC speaks no TLS.

`/health/NAME` answers as grpc.health.v1 does by that name: 200, 503, or 404 for none. The event
loop is asked each time, so a process whose loop does not turn answers 503.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from typing import Any

from grpc_health.v1 import health_pb2 as api

from services.chassis.health import Health

PATH = "/health/"
WITHIN = 2.0  # seconds for the loop to come to its turn
OK, UNAVAILABLE, NOT_FOUND = "200 OK", "503 Service Unavailable", "404 Not Found"
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Probes:
    """Of one process, whose server says how it is once there is one."""

    def __init__(self) -> None:
        self.health_of: tuple[Health, asyncio.AbstractEventLoop] | None = None

    def show(self, health: Health) -> None:
        """Answer by this from now on; called in the loop in which it lives."""
        self.health_of = health, asyncio.get_running_loop()

    def status(self, name: str) -> str:
        """The HTTP status of a service's health; called in any other thread."""
        if self.health_of is None:
            return UNAVAILABLE
        health, loop = self.health_of
        pending = state(health, name)
        try:
            found = asyncio.run_coroutine_threadsafe(pending, loop).result(WITHIN)
        except (TimeoutError, CancelledError):
            return UNAVAILABLE
        except RuntimeError:  # the loop is closed: the process ends
            pending.close()
            return UNAVAILABLE
        if found is None:
            return NOT_FOUND
        return OK if found == api.HealthCheckResponse.SERVING else UNAVAILABLE

    def before(self, app: App) -> App:
        """Answer what is asked for health, and leave the rest to the app."""

        def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "")
            if not path.startswith(PATH):
                return app(environ, start)
            status = self.status(path.removeprefix(PATH))
            start(status, [("content-type", "text/plain")])
            return [f"{status}\n".encode()]

        return answer


async def state(health: Health, name: str) -> int | None:
    """None for a name that nobody shows."""
    return health.states.get(name)


PROBES = Probes()
