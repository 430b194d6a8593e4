"""The servers that one address of a database names, of which one takes writes at a time.

Each is tried by itself and soon given up, since one that hangs would hide the others. Where none
takes writes, all are asked at once for a moment, by one caller for all: a standby is promoted then.
When another one takes writes, no connection to the old one is left: what is read there may be old.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from threading import Lock, get_ident
from time import monotonic
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit
from weakref import WeakSet

import asyncpg

from services import proving
from services.chassis import gauges, telemetry
from services.chassis.dsn import hosts_of

HOST_WITHIN, SLOWEST = 1.0, 4.0  # seconds for each of several; at most, where none is in time
PROMOTED_WITHIN = 2.0  # seconds, since none took writes, in which another one is waited for
POLLED_EVERY = 0.02  # seconds, at a standby that may be promoted; a new connection would cost 10 ms
TRIES_EVERY = 0.1  # seconds, at a server that is away
EXCHANGED_WITHIN = (0.1, 0.3, 0.6)  # seconds after which a wrong password is tried again
WRITABLE, ANY = "read-write", "any"
TAKES_NONE = "show transaction_read_only"
OURS = (  # errors that no other server would not make
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)

Attempt: TypeAlias = tuple[int, Any]  # the place of a server, and a connection to it
ALL: "WeakSet[Hosts]" = WeakSet()  # of every thread
ADDING = Lock()  # no thread looks through them meanwhile


class Hosts:
    """Several servers of one database, and the connections that this process has to them."""

    def __init__(self, dsn: str) -> None:
        self.dsn, self.hosts = dsn, hosts_of(dsn)
        proving.install()
        self.wanted = parse_qs(urlsplit(dsn).query).get("target_session_attrs", [WRITABLE])[-1]
        self.loop = asyncio.get_running_loop()
        self.first = 0  # the server that took writes last, or the one after it if that is gone
        self.found: int | None = None  # by this thread
        self.within = HOST_WITHIN  # on a machine with too much to do a process takes longer
        self.open: WeakSet[Any] = WeakSet()
        self.lost_since: float | None = None  # by the monotonic clock; None: the first one is there
        self.searching, self.searches = asyncio.Lock(), 0
        self.failed: Exception = OSError("no server is named")  # the last search
        with ADDING:
            ALL.add(self)

    async def connect(self, *, timeout: float, **options: Any) -> Any:  # noqa: ASYNC109
        """To the only one, or the first that is what is wanted."""
        if (loop := asyncio.get_running_loop()) is not self.loop:
            self.loop, self.searching = loop, asyncio.Lock()
        if len(self.hosts) > 1:
            async with asyncio.timeout(timeout):
                return await self._one(options)
        connection = await asyncpg.connect(self.dsn, timeout=timeout, **options)
        self.open.add(connection)
        return connection

    def move(self, index: int) -> None:
        """Another thread of this process found the one that takes writes."""
        self.first, self.lost_since = index, None
        self.leave(lambda each: each.host_index != index)

    def move_others(self, index: int) -> None:
        """Move the connections of other threads to this server, each on its own loop if it runs."""
        with ADDING:
            others = list(ALL)
        for each in others:
            if each.dsn == self.dsn and each is not self:
                with suppress(RuntimeError):  # its loop was closed, and its thread has ended
                    each.loop.call_soon_threadsafe(each.move, index)

    def leave(self, others: Callable[[Any], bool]) -> None:
        """Drop those connections, also what is in use: another server takes writes."""
        left = [each for each in self.open if others(each) and not each.is_closed()]
        for each in left:
            each.terminate()
        if left:
            gauges.DATABASE_MOVES.inc()
            telemetry.log().warning("database.moved", place=self.first, dropped=len(left))

    async def _one(self, options: dict[str, Any]) -> Any:
        """The one that took writes last, or whichever does now."""
        if self.lost_since is None:
            index = self.first
            try:
                return self._connected(index, await self._try(index, options))
            except OURS:
                raise
            except Exception:  # noqa: BLE001 — whatever ails one, another may be well
                self.lost_since = self.lost_since or monotonic()
        if found := await self._searched(options):
            return self._connected(*found)
        return self._connected(self.first, await self._try(self.first, options))

    async def _searched(self, options: dict[str, Any]) -> Attempt | None:
        """One caller looks for all; None: another one did, and found one."""
        before = self.searches
        async with self.searching:
            if self.lost_since is None:
                return None
            if self.searches != before:
                raise self.failed
            return await self._search(options)

    async def _search(self, options: dict[str, Any]) -> Attempt:
        """All at once: the first of them that is what is wanted; raises what the last one said."""
        until = (self.lost_since or 0) + (PROMOTED_WITHIN if self.wanted == WRITABLE else 0)
        servers = range(len(self.hosts))
        attempts = [asyncio.ensure_future(self._attempt(each, options, until)) for each in servers]
        found: Attempt | None = None
        try:
            found = await self._first_of(attempts)
            return found
        finally:
            for task in attempts:
                task.cancel()
            for each in await asyncio.gather(*attempts, return_exceptions=True):
                if isinstance(each, tuple) and each is not found:
                    each[1].terminate()

    async def _first_of(self, attempts: "Iterable[asyncio.Future[Attempt]]") -> Attempt:
        for each in asyncio.as_completed(attempts):
            try:
                return await each
            except OURS:
                raise
            except Exception as error:  # noqa: BLE001 — whatever ails one, the next may be well
                self.failed = error
        self.searches, self.within = self.searches + 1, min(2 * self.within, SLOWEST)
        raise self.failed

    async def _attempt(self, index: int, options: dict[str, Any], until: float) -> Attempt:
        """Connect to one server, again and again until it is of the wanted kind."""
        while True:
            try:
                return index, await self._wanted(index, options, until)
            except (*OURS, asyncpg.TargetServerAttributeNotMatched):
                raise
            except Exception:
                if monotonic() > until:
                    raise
            await asyncio.sleep(TRIES_EVERY)

    async def _wanted(self, index: int, options: dict[str, Any], until: float) -> Any:
        """A connection to one server, if it is of the wanted kind or becomes so."""
        try:
            return await self._try(index, options)
        except asyncpg.TargetServerAttributeNotMatched:
            if self.wanted != WRITABLE:
                raise
        return await self._promoted(index, options, until)

    async def _promoted(self, index: int, options: dict[str, Any], until: float) -> Any:
        """A connection to a server that takes no writes, once it does."""
        connection, takes = await self._try(index, options, wanted=ANY), False
        try:
            while not takes and monotonic() < until:
                takes = await connection.fetchval(TAKES_NONE, timeout=self.within) == "off"
                await asyncio.sleep(0 if takes else POLLED_EVERY)
        finally:
            if not takes:
                connection.terminate()
        if not takes:
            raise asyncpg.TargetServerAttributeNotMatched("it only follows")
        return connection

    async def _try(self, index: int, options: dict[str, Any], *, wanted: str = "") -> Any:
        """One server; unless it is the right one, also when nobody waits any longer, the next one
        is tried first next time.
        """
        at = dict(zip(("host", "port"), self.hosts[index], strict=True))
        options = options | at | {"target_session_attrs": wanted or self.wanted}
        found = None
        try:
            found = await asyncpg.connect(self.dsn, timeout=self.within, **options)
        finally:
            if found is None and self.first == index:
                self.first = (index + 1) % len(self.hosts)
        return found

    def _connected(self, index: int, connection: Any) -> Any:
        """Leave the other servers."""
        self.lost_since, self.within = None, max(HOST_WITHIN, self.within / 2)
        if index != self.found:
            self.found = index
            self.move_others(index)
        connection.host_index = index
        self.move(index)
        self.open.add(connection)
        return connection


def hosts_of_dsn(dsn: str) -> Hosts:
    """The servers of an address, with this thread's connections: no other thread may use them."""
    return _hosts_of_thread(dsn, get_ident())


@lru_cache(maxsize=64)
def _hosts_of_thread(dsn: str, _thread: int) -> Hosts:
    return Hosts(dsn)


async def connected(dsn: str, *, timeout: float, **options: Any) -> Any:  # noqa: ASYNC109
    """A connection, as asyncpg's pool asks for one, too. A password that is wrong may just be
    exchanged: the file that `passfile` names is read again at each attempt.
    """
    for pause in EXCHANGED_WITHIN:
        with suppress(asyncpg.InvalidPasswordError):
            return await hosts_of_dsn(dsn).connect(timeout=timeout, **options)
        await asyncio.sleep(pause)
    return await hosts_of_dsn(dsn).connect(timeout=timeout, **options)
