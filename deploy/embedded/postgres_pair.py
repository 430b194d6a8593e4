"""PostgreSQL twice: a primary, and a standby that has whatever the primary acknowledged.

Promises to know which of the two is the primary after any restart. Must not promote by itself:
that is decided where it is certain that the old primary is dead.
"""

from pathlib import Path

from deploy.embedded import standby as replication
from deploy.embedded.credentials import Credentials
from deploy.embedded.directory import Directory
from deploy.embedded.ports import HOST, Ports
from deploy.embedded.postgres import NAME, Postgres

NAMES = (NAME, f"{NAME}-2")
FILE = "primary"  # the name of the primary, written before a standby becomes it


class PostgresPair:
    """Both servers at the addresses of one DSN: whoever connects gets the one that writes."""

    def __init__(
        self,
        *,
        directory: Directory,
        programs: Path,
        credentials: Credentials,
        lock: int,
        ports: Ports,
    ) -> None:
        self.directory, self.credentials = directory, credentials
        self.servers = {
            name: Postgres(
                directory=directory,
                programs=programs,
                credentials=credentials,
                lock=lock,
                port=ports.of(name),
                name=name,
            )
            for name in NAMES
        }

    @property
    def primary(self) -> Postgres:
        """The server that writes."""
        try:
            name = (self.directory.root / FILE).read_text(encoding="ascii")
        except FileNotFoundError:
            name = NAME
        return self.servers[name]

    @property
    def standby(self) -> Postgres:
        """The other one."""
        primary = self.primary
        return next(each for each in self.servers.values() if each is not primary)

    @property
    def password(self) -> str:
        """Of the administrator."""
        return self.primary.password

    @property
    def pid(self) -> int | None:
        """The primary's process id, while it runs."""
        return self.primary.pid

    def dsn(self, *, database: str = NAME, user: str = NAME, password: str | None = None) -> str:
        """How to connect to the primary, whichever it is."""
        hosts = ",".join(f"{HOST}:{server.port}" for server in self.servers.values())
        name = f"{user}:{password or self.password}"
        return f"postgresql://{name}@{hosts}/{database}?target_session_attrs=read-write"

    async def start(self) -> None:
        """Run the primary, then the standby until commits wait for it."""
        primary = self.primary
        await primary.start()
        if (primary.data / replication.SIGNAL).exists():  # what ended while it was promoted
            await replication.promote(primary)
        await replication.wait_for(primary)  # the standby of the last time is not there yet
        await replication.prepare(primary, self.credentials)
        await self.rejoin()

    async def rejoin(self) -> None:
        """Make the other server a standby, a dead primary too, and let commits wait for it."""
        await replication.follow(self.standby, self.primary)
        await replication.wait_for(self.primary, self.standby.name)

    async def promote(self) -> None:
        """Make the standby the primary; the caller knows that the old primary is dead."""
        promoted = self.standby
        self.directory.write_private(FILE, promoted.name)
        await replication.promote(promoted)

    async def stop(self) -> None:
        """End the primary, which hands over what it wrote, then the standby."""
        primary, standby = self.primary, self.standby
        await primary.stop()
        await standby.stop()

    async def kill(self) -> None:
        """End both at once, as a power cut would."""
        for server in self.servers.values():
            await server.kill()
