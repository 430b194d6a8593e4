"""The whole embedded stack on one data directory, one process of each part: start, stop, and each
part alone for tests of faults.
"""

from deploy.embedded.binaries import Binaries
from deploy.embedded.errors import StackError
from deploy.embedded.nats import Nats
from deploy.embedded.parts import ServerProcess
from deploy.embedded.postgres import Postgres
from deploy.embedded.postgres_pair import NAMES
from deploy.embedded.starter import Starter


class Stack(Starter):
    """One of everything."""

    postgres: Postgres
    nats: Nats

    def make_servers(self, programs: Binaries) -> None:
        """One server of each."""
        if (self.directory.root / NAMES[1]).exists():
            raise StackError(
                f"{self.data_dir} holds a cluster, of which either PostgreSQL may be the newer one:"
                " start it with --cluster, or choose another directory with --data"
            )
        self.postgres = Postgres(
            directory=self.directory,
            programs=programs.postgres,
            credentials=self.credentials,
            lock=self.held_lock(),
            port=self.ports.of("postgres"),
            certificates=self.certificates,
        )
        self.nats = Nats(
            directory=self.directory,
            program=programs.nats,
            lock=self.held_lock(),
            port=self.ports.of("nats"),
            monitor_port=self.ports.another(),
            accounts=self.accounts,
            certificates=self.certificates,
        )

    def servers(self) -> dict[str, ServerProcess]:
        """Two."""
        return {"PostgreSQL": self.postgres, "NATS": self.nats}
