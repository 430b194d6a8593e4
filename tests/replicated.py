"""Two PostgreSQL servers of which one follows the other, for tests of a failover.

Promises real servers, of which a whole one can be made to hang. Must not leave one hanging.
"""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from deploy.embedded import standby
from deploy.embedded.databases import Database
from deploy.embedded.postgres import Postgres
from deploy.embedded.stack import Stack
from services.chassis.bus import Bus
from tests.waiting import until

SECOND = "postgres-2"


class Pair:
    """A stack's PostgreSQL, and another one; either may be the primary."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.primary = stack.postgres
        self.standby = Postgres(
            directory=stack.directory,
            programs=stack.postgres.programs,
            credentials=stack.credentials,
            lock=stack.held_lock(),
            port=stack.ports.of(SECOND),  # kept while it is down
            name=SECOND,
        )

    async def follow(self) -> None:
        """The standby follows, and commits wait for it; a server that still runs as if it were the
        primary is ended.
        """
        await crash(self.standby)
        await standby.follow(self.standby, self.primary)
        await standby.wait_for(self.primary, self.standby.name)
        await until(lambda: standby.follows(self.primary, self.standby.name))

    async def fail_over(self, *, dead: bool = True) -> None:
        """The primary dies with all that only it has, and the other one takes its place; or it only
        hangs, until it is made to follow.
        """
        if dead:
            await crash(self.primary)
        async with standby.promotable(self.standby) as promote:
            await promote()
        self.primary, self.standby = self.standby, self.primary

    def dsn(self, dsn: str) -> str:
        """The same address at both servers."""
        here, there = (f"127.0.0.1:{each.port}" for each in (self.primary, self.standby))
        return dsn.replace(there, here).replace(here, f"{here},{there}")

    def of(self, database: Database) -> Database:
        """A database that is reached at either server."""
        return Database(database.name, self.dsn(database.dsn), self.dsn(database.owner_dsn))


@asynccontextmanager
async def pair(stack: Stack) -> AsyncIterator[Pair]:
    """Two servers in the directory of a stack that runs."""
    made = Pair(stack)
    await standby.prepare(made.primary, stack.credentials)
    try:
        await made.follow()
        yield made
    finally:
        for server in (made.standby, made.primary):
            await server.stop()


def family(server: Postgres) -> list[int]:
    """The processes of a server, the postmaster first: each has a session of its own."""
    if server.pid is None:
        return []
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii")
    return [server.pid, *map(int, children.split())]


def tell(server: Postgres, number: signal.Signals) -> None:
    """Send all of them a signal."""
    for pid in family(server):
        with suppress(ProcessLookupError):
            os.kill(pid, number)


@contextmanager
def hanging(server: Postgres) -> Iterator[None]:
    """A server of which no process runs, and whose connections stay open."""
    tell(server, signal.SIGSTOP)
    try:
        yield
    finally:
        tell(server, signal.SIGCONT)


async def crash(server: Postgres) -> None:
    """End every process of a server at once, with what had reached it and was not read yet."""
    tell(server, signal.SIGKILL)
    await server.kill()


async def led_by_another(bus: Bus, leader: str) -> bool:
    state = await bus.state("catalog")
    return bool(state and state.leader not in {"", leader})


async def whole(bus: Bus) -> bool:
    replicas = (await bus.api("STREAM.INFO.catalog"))["cluster"]["replicas"]
    return len(replicas) == 2 and all(each["current"] for each in replicas)
