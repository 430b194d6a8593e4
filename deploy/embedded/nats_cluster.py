"""NATS as a cluster of three servers on loopback, to be used as one server is.

Promises that a start returns only when all nodes follow one leader. Must not let anybody join who
does not know the password of its routes.
"""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.accounts import ACCOUNTS, Account
from deploy.embedded.credentials import Credentials
from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError
from deploy.embedded.nats import NAME, STARTS_WITHIN, Membership, Nats, is_healthy
from deploy.embedded.ports import Ports
from deploy.embedded.processes import POLL
from deploy.embedded.tls import Certificates
from deploy.embedded.together import together

NODES = (NAME, f"{NAME}-2", f"{NAME}-3")
FOLLOWS = "js-meta-only"


def store(number: int) -> str:
    """The name of a node's store. One of a server alone cannot be taken over into a cluster."""
    return f"{NAME}-{number}"


def has_streams(data: Path) -> bool:
    """Whether a data directory holds those of a cluster."""
    return any((data / store(number)).exists() for number in range(1, len(NODES) + 1))


class NatsCluster:
    """Its `nodes` can be killed and started one by one."""

    def __init__(
        self,
        *,
        directory: Directory,
        program: Path,
        credentials: Credentials,
        lock: int,
        ports: Ports,
        accounts: Sequence[Account] = ACCOUNTS,
        certificates: Certificates | None = None,
    ) -> None:
        routes = tuple(ports.of(f"{name}.route") for name in NODES)
        password = credentials.secret("nats.route")
        self.nodes = [
            Nats(
                directory=directory,
                program=program,
                lock=lock,
                port=ports.of(name),
                monitor_port=ports.another(),
                accounts=accounts,
                name=store(number),
                membership=Membership(route, routes, password),
                certificates=certificates,
            )
            for number, (name, route) in enumerate(zip(NODES, routes, strict=True), 1)
        ]

    def url(self, user: str) -> str:
        """How that user connects: every node's address, with commas between them."""
        return ",".join(node.url(user) for node in self.nodes)

    async def start(self) -> None:
        """Run all nodes until clients can use JetStream."""
        await together(*(node.start() for node in self.nodes))
        deadline = time.monotonic() + STARTS_WITHIN
        while not await self.has_leader():
            if time.monotonic() > deadline:
                raise StackError(f"NATS's nodes found no leader within {STARTS_WITHIN:.0f} s")
            await asyncio.sleep(POLL)

    async def has_leader(self) -> bool:
        """Whether every node follows one."""
        asked = (is_healthy(node.monitor_port, asked=FOLLOWS) for node in self.nodes)
        return all(await asyncio.gather(*asked))

    async def stop(self) -> None:
        """Ask every node to close its store and end."""
        await asyncio.gather(*(node.stop() for node in self.nodes))

    async def kill(self) -> None:
        """End all at once, as a power cut would."""
        await asyncio.gather(*(node.kill() for node in self.nodes))
