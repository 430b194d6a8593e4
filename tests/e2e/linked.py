"""A cluster of which the second process of each service reaches its servers, and NATS's servers one
another, over links that can be cut.

Promises the same cluster otherwise, whose services are forked from processes that have loaded them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

from deploy.embedded.binaries import Binaries
from deploy.embedded.cluster import Cluster
from deploy.embedded.databases import Database
from deploy.embedded.ports import HOST
from deploy.embedded.services import Service
from deploy.embedded.starter import Which
from tests.e2e.forked_services import ForkedChild
from tests.e2e.linked_nats import LinkedNats
from tests.e2e.links import Link


class LinkedCluster(Cluster):
    """`cut` ends what leads to NATS or to PostgreSQL, `nats.cut_off` what leads to one of NATS."""

    nats: LinkedNats

    def make_servers(self, programs: Binaries) -> None:
        """Those of NATS with links between them."""
        super().make_servers(programs)
        self.nats = LinkedNats.over(self.nats)

    async def start(self, *, services: Which = True, pages: bool = False) -> Self:
        """Links are opened before anybody needs them."""
        self.links: dict[str, list[Link]] = {"NATS": [], "PostgreSQL": []}
        return await super().start(services=services, pages=pages)

    async def create_databases(self, *names: str) -> list[Database]:
        """When servers have their ports."""
        ports = {
            "NATS": [node.port for node in self.nats.nodes],
            "PostgreSQL": [server.port for server in self.postgres.servers.values()],
        }
        for server, of in ports.items():
            self.links[server] = [Link(port) for port in of]
            for link in self.links[server]:
                await link.open()
        return await super().create_databases(*names)

    async def stop(self) -> None:
        """Links last."""
        await super().stop()
        for links in self.links.values():
            for link in links:
                await link.close()

    def service(self, database: Database, number: int = 1) -> Service:
        """The second one goes by the links."""
        made = super().service(database, number)
        made.runs = ForkedChild
        if number > 1:
            made.wiring = replace(
                made.wiring,
                dsn=self.over_links(made.wiring.dsn),
                files={**made.wiring.files, "MOTCUA_NATS_URL": self.bus_over_links(database.name)},
            )
        return made

    def bus_over_links(self, service: str) -> Path:
        """The file of the second one's address of NATS."""
        return self.files.public(f"linked.{service}", self.over_links(self.nats.url(service)))

    def over_links(self, address: str) -> str:
        """The same address, by way of links."""
        for links in self.links.values():
            for link in links:
                address = address.replace(f"{HOST}:{link.leads_to}", f"{HOST}:{link.port}")
        return address

    @contextmanager
    def cut(self, server: str, how: str) -> Iterator[None]:
        """All links to one kind of server."""
        with ExitStack() as held:
            for link in self.links[server]:
                held.enter_context(link.cut(how))
            yield
