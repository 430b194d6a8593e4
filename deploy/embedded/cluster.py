"""An embedded cluster: three NATS servers, a PostgreSQL with its standby, two processes of each
service, on one machine.

Promises the same use as `stack.Stack`, and that nothing acknowledged is lost with any one process.
"""

from collections.abc import Mapping
from typing import Any

from deploy.embedded.binaries import Binaries
from deploy.embedded.nats_cluster import NODES, NatsCluster
from deploy.embedded.parts import Process, ServerProcess
from deploy.embedded.postgres import Postgres
from deploy.embedded.postgres_pair import PostgresPair
from deploy.embedded.requests import Does
from deploy.embedded.starter import Starter


class Cluster(Starter):
    """Several of everything."""

    postgres: PostgresPair
    nats: NatsCluster
    copies = 2
    nodes = len(NODES)

    def make_servers(self, programs: Binaries) -> None:
        """Two of PostgreSQL, three of NATS."""
        shared: dict[str, Any] = {
            "directory": self.directory,
            "credentials": self.credentials,
            "lock": self.held_lock(),
            "ports": self.ports,
            "certificates": self.certificates,
        }
        self.postgres = PostgresPair(programs=programs.postgres, **shared)
        self.nats = NatsCluster(program=programs.nats, accounts=self.accounts, **shared)

    async def start_again(self, part: Process) -> None:
        """A server of PostgreSQL as what it is now: the other one may have been promoted."""
        if isinstance(part, Postgres):
            await self.postgres.start_again(part)
        else:
            await part.start()

    def offered_to_commands(self) -> Mapping[str, Does]:
        """See Starter."""
        return {"promote": self.postgres.switch}

    def servers(self) -> dict[str, ServerProcess]:
        """All five, by number."""
        databases = enumerate(self.postgres.servers.values(), 1)
        nodes = enumerate(self.nats.nodes, 1)
        return {
            **{f"PostgreSQL {number}": each for number, each in databases},
            **{f"NATS {number}": each for number, each in nodes},
        }
