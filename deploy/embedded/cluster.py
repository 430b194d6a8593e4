"""An embedded cluster: three NATS servers, a PostgreSQL with its standby, two processes of each
service, on one machine.

Promises the same use as `stack.Stack`, and that nothing acknowledged is lost with any one process.
"""

from typing import Any

from deploy.embedded.binaries import Binaries
from deploy.embedded.nats_cluster import NODES, NatsCluster
from deploy.embedded.parts import ServerProcess
from deploy.embedded.postgres_pair import PostgresPair
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
        }
        self.postgres = PostgresPair(programs=programs.postgres, **shared)
        self.nats = NatsCluster(program=programs.nats, accounts=self.accounts, **shared)

    def servers(self) -> dict[str, ServerProcess]:
        """All five, by number."""
        databases = enumerate(self.postgres.servers.values(), 1)
        nodes = enumerate(self.nats.nodes, 1)
        return {
            **{f"PostgreSQL {number}": each for number, each in databases},
            **{f"NATS {number}": each for number, each in nodes},
        }
