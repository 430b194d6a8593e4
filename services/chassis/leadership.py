"""Which process of a service leads in a role: the one that holds its advisory lock.

The lock is held on a connection of its own, which the server ends when it is not heard of: a leader
that hangs loses it in time. It is looked after in a thread of its own, so that a loop that is busy
for a moment loses nothing. What a former leader does once it goes on is fenced where it is done.
"""

import asyncio
import time
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from services.chassis import telemetry
from services.chassis.database import SQL, Connection, connect, is_lost, statements
from services.chassis.gauges import gauge
from services.chassis.own_thread import LoopWatch, run_in_own_thread
from services.chassis.settings import PROJECTOR, RELAY

# One lock for each in a service's database, by what its name is in ASCII.
LOCKS = {RELAY: int.from_bytes(b"relay"), PROJECTOR: int.from_bytes(b"project")}
SILENT = 1.5  # seconds in which a leader must be heard by the database
EVERY = 0.25  # seconds between two looks, each of which is heard
ANSWERED = 1.0  # seconds within which the database answers one
BUSY = 5.0  # seconds without a turn after which a loop is taken for one that hangs
LEADS = gauge("motcua_leads", "1: this process leads in a role", ["role"])


class Pooled(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """A lock is worth nothing where one session goes on as another."""

    def __init__(self) -> None:
        super().__init__(
            "the database is reached through a pooler: leadership needs its own session"
        )


class Role:
    """Whether this process leads in a role; it never does beyond what the lock is certain for."""

    def __init__(self, name: str = "", *, until: float = float("-inf")) -> None:
        self.name = name
        self.until = until  # by the monotonic clock, which goes on while a process is stopped
        self.call: Callable[[Callable[[], None]], Any] = lambda changed: changed()  # a subscriber
        self._subscribers: list[Callable[[], None]] = []

    @property
    def held(self) -> bool:
        """Whether it is certain."""
        return time.monotonic() < self.until

    def subscribe(self, changed: Callable[[], None]) -> None:
        """Call this whenever leadership is gained or lost."""
        self._subscribers.append(changed)

    def hold(self, until: float) -> None:
        """It is certain until then; in the past: it is lost."""
        gained, lost = until > self.until and not self.held, until < self.until
        self.until = until
        if gained or lost:
            LEADS.labels(self.name).set(self.held)
            for changed in self._subscribers:
                self.call(changed)


def always() -> Role:
    """The role of a process that is alone."""
    return Role(until=float("inf"))


class Leadership:
    """A process's candidature for roles; `run` it once it works, and end it before that does: then
    the next one leads at once, however long the end takes.
    """

    def __init__(self, dsn: str, candidate_for: Collection[str]) -> None:
        self.roles = {name: Role(name) for name in LOCKS}
        self._dsn = dsn
        self._wanted = [role for name, role in self.roles.items() if name in candidate_for]
        self._connection: Connection | None = None
        self._locked: set[str] = set()  # by this connection
        self._session = 0
        self._sql = statements(SQL)
        for each in self.roles:
            LEADS.labels(each).set(False)

    @property
    def is_sole(self) -> bool:
        """Whether this process leads in every role, so that no other one waits for what it does."""
        return all(each.held for each in self.roles.values())

    async def run(self) -> None:
        """Hold what is held, try for what is not, until cancelled."""
        loop = asyncio.get_running_loop()
        for role in self._wanted:
            role.call = loop.call_soon_threadsafe  # whoever subscribes is of this thread
        await run_in_own_thread(partial(self._keep, LoopWatch()))

    async def _keep(self, watch: LoopWatch) -> None:
        """In a thread of its own, for as long as the loop of all else turns."""
        try:
            while True:
                watch.probe()
                if watch.held > BUSY:
                    self._let_go()
                elif self._wanted:
                    await self._turn()
                await asyncio.sleep(EVERY)
        finally:
            self._let_go()

    async def _turn(self) -> None:
        """One look; a connection that does not answer is given up, and its locks with it."""
        try:
            connection = await self._connected()
            async with asyncio.timeout(ANSWERED):
                await self._renew(connection)
        except Exception as error:
            self._let_go()
            if not is_lost(error):
                raise

    async def _renew(self, connection: Connection) -> None:
        sent_at = time.monotonic()  # the server counts from later on
        session, silent, follows = await connection.fetchrow(self._sql["leadership_session"])
        if follows:  # another server takes writes, and whoever leads is asked for there
            raise ConnectionError
        if session != self._session or silent != f"{SILENT * 1000:.0f}ms":
            raise Pooled
        for role in self._wanted:
            if role.name not in self._locked:
                await self._try(connection, role)
            if role.name in self._locked:
                role.hold(sent_at + SILENT)

    async def _try(self, connection: Connection, role: Role) -> None:
        if await connection.fetchval(self._sql["leadership_lock"], LOCKS[role.name]):
            self._locked.add(role.name)
            telemetry.log().info("leadership.gained", role=role.name)

    async def _connected(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            self._let_go()
            silent, name = f"{SILENT * 1000:.0f}", "motcua leadership"
            self._connection = await connect(
                self._dsn, idle_session_timeout=silent, application_name=name
            )
            self._session, *_ = await self._connection.fetchrow(self._sql["leadership_session"])
        return self._connection

    def _let_go(self) -> None:
        """The end of the connection is that of its locks."""
        for name in sorted(self._locked):
            self.roles[name].hold(float("-inf"))
            telemetry.log().info("leadership.lost", role=name)
        self._locked.clear()
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None
