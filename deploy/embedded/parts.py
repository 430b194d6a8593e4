"""What parts of a stack have in common, however many processes each is.

Must not say how many that are.
"""

from typing import Protocol

from deploy.embedded.description import ServerAddress
from deploy.embedded.processes import Child


class Process(Protocol):
    """One server or service."""

    child: Child | None

    async def start(self) -> None:
        """Run until it can be used."""


class ServerProcess(Process, Protocol):
    """One server of PostgreSQL or NATS."""

    @property
    def address(self) -> ServerAddress:
        """Where it can be asked whether it is well."""
        ...


class Server(Protocol):
    """PostgreSQL or NATS, however many servers that is; `kill` and `start` may alternate."""

    async def start(self) -> None:
        """Run until clients can use it."""

    async def stop(self) -> None:
        """End in order."""

    async def kill(self) -> None:
        """End at once, as a power cut would."""


class PostgresServer(Server, Protocol):
    """What is needed of PostgreSQL."""

    def dsn(self, *, database: str = ..., user: str = ..., password: str | None = None) -> str:
        """How to connect; without more, as the administrator."""
        ...


class NatsServer(Server, Protocol):
    """What is needed of NATS."""

    def url(self, user: str) -> str:
        """How that user connects."""
        ...
