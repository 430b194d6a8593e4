"""NATS's client, with a quicker parser, and with words for what only it hears: a user that is
refused, a subject that is not permitted. It says once what an operator has to mend.
"""

import asyncio
from typing import Any

from nats.aio.client import Client
from nats.errors import StaleConnectionError

from services.chassis import telemetry
from services.chassis.wire import parse_headers

REFUSED = ("permissions", "authorization")


class FastClient(Client):
    """The client with that parser: with its own, reading would take twice the time."""

    _parse_header_lines = staticmethod(parse_headers)
    connections = 0
    connecting: "asyncio.Task[None]"

    told: frozenset[str] = frozenset()

    heard = 0  # messages, when it asked last

    async def _send_ping(self, future: "asyncio.Future[bool] | None" = None) -> None:
        """Whoever sends messages is alive: under load the answer to a ping waits behind megabytes
        of them.
        """
        if self.stats["in_msgs"] != self.heard:
            self.heard, self._pings_outstanding = self.stats["in_msgs"], 1
        await super()._send_ping(future)

    async def _process_op_err(self, error: Exception) -> None:
        """A server that hangs takes no more bytes: closing would wait for it to take what is
        buffered, for ever.
        """
        if isinstance(error, StaleConnectionError):
            writer: Any = getattr(self._transport, "_io_writer", None)
            if writer:
                writer.transport.abort()
        await super()._process_op_err(error)

    async def reconnected(self) -> None:
        """Called whenever the connection was made again."""
        self.connections += 1
        self.told = frozenset()

    async def tell(self, error: Exception) -> None:
        """Called for every error; one attempt to connect follows another five times a second."""
        said = str(error)
        if said not in self.told and any(word in said.lower() for word in REFUSED):
            self.told |= {said}
            telemetry.log().error("bus.refused", error=said)
