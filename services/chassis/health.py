"""Whether a server serves, as grpc.health.v1 asks it: once, or told at every change.

Who watches learns of the end before the stream ends, and then that it ends because the server does.
"""
# ruff: noqa: N802 — methods are named by the contract

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from grpc_health.v1 import health_pb2 as api

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.access import Access
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

Status: Any = api.HealthCheckResponse
ANYBODY = Access(
    public=True,
    roles=frozenset({declared.ROLE_PUBLIC}),
    scope=declared.SCOPE_ANYWHERE,
    unit=None,
    command=False,
)


class Health:
    """The states of services by name; "" is the server."""

    def __init__(self) -> None:
        self.states: dict[str, int] = {}
        self.changed = asyncio.Event()  # of one change; each has its own
        self.ending = False

    def set(self, name: str, state: int) -> None:
        """Set a state, and notify the watchers."""
        if not self.ending:
            self.states[name] = state
            self.notify()

    def show(self, name: str, serves: bool) -> None:
        """Set the state and notify, if it changed."""
        state = Status.SERVING if serves else Status.NOT_SERVING
        if self.states.get(name) != state:
            self.set(name, state)

    def end(self) -> None:
        """Nothing serves from now on."""
        self.states = dict.fromkeys(self.states, Status.NOT_SERVING)
        self.ending = True
        self.notify()

    def notify(self) -> None:
        """Wake the watchers."""
        self.changed.set()
        self.changed = asyncio.Event()

    async def Check(self, request: api.HealthCheckRequest, _: Any) -> Any:
        """One state."""
        if request.service not in self.states:
            raise Refusal(ChassisReason.SERVICE_NOT_SERVED, field="service")
        return Status(status=self.states[request.service])

    async def Watch(self, request: api.HealthCheckRequest, _: Any) -> AsyncIterator[Any]:
        """The state now, and each that follows."""
        last = None
        while True:
            changed, ending = self.changed, self.ending  # both may be others once it is read
            state = self.states.get(request.service, Status.SERVICE_UNKNOWN)
            if state != last:
                yield Status(status=state)
            if ending:
                raise Refusal(ChassisReason.SERVER_ENDING, retry_after=1.0)
            last = state
            await changed.wait()

    async def List(self, _: api.HealthListRequest, __: Any) -> api.HealthListResponse:
        """Every state."""
        found = {name: Status(status=state) for name, state in self.states.items()}
        return api.HealthListResponse(statuses=found)
