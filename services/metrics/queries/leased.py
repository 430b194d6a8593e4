"""Connections of a pool that stay taken between short statements: to take one costs as much.

Promises that whoever waits for the pool gets his turn, and that a connection on which a statement
failed goes back to it, which knows what to do. For statements that change no session.
"""

from contextlib import suppress
from typing import Any, TypeAlias

import asyncpg

from services.chassis.database import Connection, Pool

RENEWED = 1000  # statements, after which the pool sees to a connection: it may be an old one


class Leased:
    """As a pool of which nobody else takes connections. Close it before that, which waits for
    all.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._idle: list[Connection] = []
        self._waiting = 0  # for a connection of the pool
        self._statements = 0

    async def fetch(self, statement: str, *values: Any) -> Any:
        """The rows of a statement."""
        return await self._on_one("fetch", statement, values)

    async def execute(self, statement: str, *values: Any) -> Any:
        """A statement without rows."""
        return await self._on_one("execute", statement, values)

    async def close(self) -> None:
        """Give back what nobody uses now."""
        while self._idle:
            await self._pool.release(self._idle.pop())

    async def _on_one(self, method: str, statement: str, values: tuple[Any, ...]) -> Any:
        connection = await self._take()
        try:
            found = await getattr(connection, method)(statement, *values)
        except BaseException:
            await self._pool.release(connection)
            await self.close()  # the others may be as old
            raise
        self._statements += 1
        if self._waiting or not self._statements % RENEWED:
            await self._pool.release(connection)
        else:
            self._idle.append(connection)
        return found

    async def _take(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            with suppress(asyncpg.InterfaceError):  # it was lost, and is the pool's again
                if not connection.is_closed():
                    return connection
            await self._pool.release(connection)
        self._waiting += 1
        try:
            return await self._pool.acquire()
        finally:
            self._waiting -= 1


AnyPool: TypeAlias = Pool | Leased  # where single statements go
