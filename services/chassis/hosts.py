"""The servers that one address of a database names, of which one takes writes at a time.

Each is tried by itself and soon given up, since one that hangs would hide the others. When another
one takes writes, no connection to the old one is left: what is read there may be old, or never to
be.
"""

import asyncio
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit
from weakref import WeakSet

import asyncpg

from services.chassis import gauges, telemetry
from services.chassis.dsn import hosts_of

HOST_WITHIN = 1.0  # seconds for each of several
WRITABLE = "read-write"
OURS = (  # errors that no other server would not make
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


class Hosts:
    """Several servers of one database, and the connections that this process has to them."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.hosts = hosts_of(dsn)
        self.wanted = parse_qs(urlsplit(dsn).query).get("target_session_attrs", [WRITABLE])[-1]
        self.first = 0  # the server that took writes last, or the one after it if that is gone
        self.open: WeakSet[Any] = WeakSet()

    async def connect(self, *, timeout: float, **options: Any) -> Any:  # noqa: ASYNC109
        """To the only one, or the first that is what is wanted."""
        if len(self.hosts) > 1:
            async with asyncio.timeout(timeout):
                return await self._search(options)
        connection = await asyncpg.connect(self.dsn, timeout=timeout, **options)
        self.open.add(connection)
        return connection

    def leave(self, others: Callable[[Any], bool]) -> None:
        """Drop those connections, also what is in use: another server takes writes."""
        left = [each for each in self.open if others(each) and not each.is_closed()]
        for each in left:
            each.terminate()
        if left:
            gauges.DATABASE_MOVES.inc()
            telemetry.log().warning("database.moved", place=self.first, dropped=len(left))

    async def _search(self, options: dict[str, Any]) -> Any:
        """One after another; raises what the last one said."""
        first = self.first
        failed: Exception = OSError("no server is named")
        for place in (*range(first, len(self.hosts)), *range(first)):
            try:
                return self._connected(place, await self._try(place, options))
            except OURS:
                raise
            except Exception as error:  # noqa: BLE001 — whatever ails one, the next may be well
                failed = error
        raise failed

    async def _try(self, place: int, options: dict[str, Any]) -> Any:
        """One server; unless it is the right one, also when nobody waits any longer, the search
        begins after it next time.
        """
        host, port = self.hosts[place]
        options |= {"host": host, "port": port, "target_session_attrs": self.wanted}
        found = None
        try:
            found = await asyncpg.connect(self.dsn, timeout=HOST_WITHIN, **options)
        finally:
            if found is None and self.first == place:
                self.first = (place + 1) % len(self.hosts)
        return found

    def _connected(self, place: int, connection: Any) -> Any:
        """Leave the other servers."""
        self.first, connection.place = place, place
        self.leave(lambda other: other.place != place)
        self.open.add(connection)
        return connection


@lru_cache(maxsize=64)
def known(dsn: str) -> Hosts:
    """One memory for all connections by that address."""
    return Hosts(dsn)


async def connected(dsn: str, *, timeout: float, **options: Any) -> Any:  # noqa: ASYNC109
    """A connection, as asyncpg's pool asks for one, too."""
    return await known(dsn).connect(timeout=timeout, **options)
