"""PostgreSQL twice: a primary, and a standby that has whatever the primary acknowledged.

Promises to know which of the two is the primary after any restart. Must not promote by itself:
that is decided where it is certain that the old primary is dead.
"""

import asyncio
from pathlib import Path

from deploy.embedded import standby as replication
from deploy.embedded.credentials import Credentials
from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError
from deploy.embedded.ports import HOST, Ports
from deploy.embedded.postgres import NAME, Postgres
from deploy.embedded.tls import Certificates

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
        certificates: Certificates | None = None,
    ) -> None:
        self.directory, self.credentials = directory, credentials
        self.changing = asyncio.Lock()  # which of them is the primary
        self.servers = {
            name: Postgres(
                directory=directory,
                programs=programs,
                credentials=credentials,
                lock=lock,
                port=ports.of(name),
                name=name,
                certificates=certificates,
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
        certificates = self.primary.certificates
        asked = f"&{certificates.in_dsn()}" if certificates else ""
        return f"postgresql://{name}@{hosts}/{database}?target_session_attrs=read-write{asked}"

    async def start(self) -> None:
        """Run the primary, then the standby until commits wait for it."""
        primary = await self.start_primary()
        await replication.wait_for(primary)  # the standby of the last time is not there yet
        await replication.prepare(primary, self.credentials)
        await self.rejoin()

    async def start_primary(self) -> Postgres:
        """Run it; a promotion that was cut short is finished."""
        primary = self.primary
        await primary.start()
        if (primary.data / replication.SIGNAL).exists():
            async with replication.promotable(primary) as promote:
                await promote()
        return primary

    async def start_again(self, server: Postgres) -> None:
        """One that ended, as what it is now; unless a switch did so meanwhile."""
        async with self.changing:
            if server.pid is not None:
                return
            if server is self.primary:
                await self.start_primary()
            elif (server.data / replication.SIGNAL).exists():
                await server.start()
            else:
                await self.rejoin()

    async def switch(self) -> str:
        """Make the standby the primary, and the primary, dead or alive, its standby; what became of
        it. Raises StackError and changes nothing where the standby may lack what was acknowledged.
        """
        async with self.changing:
            before, after = self.primary, self.standby
            if not await replication.is_answered(after):
                raise StackError(f"{after.name} does not answer: see {after.name}.log")
            async with replication.promotable(after) as promote:
                if await replication.is_answered(before):
                    await self.stop_in_order(before, after)
                elif not replication.waits_for(before, after.name):
                    raise StackError(
                        f"{before.name} waited for nobody: {after.name} may lack commits"
                    )
                await replication.end(before)
                await self.promoted(after, promote)
            await self.rejoin()
            return f"{after.name} takes writes, and {before.name} follows it."

    async def stop_in_order(self, before: Postgres, after: Postgres) -> None:
        """Stop a primary, which hands over what it wrote: so it can follow at once. Ended otherwise
        it would have to be rewound, and for that long there would be one copy of all.
        """
        if not await replication.follows_soon(before, after.name):
            raise StackError(f"{after.name} does not have all that {before.name} has")
        for _ in range(2):  # the second one leaves to the stop what the first one's time brought
            await replication.checkpoint(before)
        await before.stop()

    async def rejoin(self) -> None:
        """Make the other server a standby, a dead primary too, and let commits wait for it."""
        await replication.follow(self.standby, self.primary)
        await replication.caught_up(self.primary, self.standby.name)
        await replication.wait_for(self.primary, self.standby.name)

    async def promote(self) -> None:
        """Make the standby the primary; the caller knows that the old primary is dead."""
        standby = self.standby
        async with replication.promotable(standby) as promote:
            await self.promoted(standby, promote)

    async def promoted(self, server: Postgres, promote: replication.Promote) -> None:
        """Which one it is is written down first: one that was cut short is finished at a start."""
        self.directory.write_private(FILE, server.name)
        await promote()

    async def stop(self) -> None:
        """End the primary, which hands over what it wrote, then the standby."""
        primary, standby = self.primary, self.standby
        await primary.stop()
        await standby.stop()

    async def kill(self) -> None:
        """End both at once, as a power cut would."""
        for server in self.servers.values():
            await server.kill()
