"""What PostgreSQL's own types are made of, asked for by a process and not by each connection.

asyncpg asks of every array type on every connection, and the server plans that question for longer
than it takes to append a hundred events. The types of a database itself are asked for as before.
"""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, ClassVar, NamedTuple

import asyncpg

OF_EVERY_SERVER = range(1, 10_000)  # ids that are written into PostgreSQL's source


class Told(NamedTuple):
    """The types that a process has asked for, and all that it was told of them."""

    ids: frozenset[int] = frozenset()
    rows: tuple[Any, ...] = ()


class TypesKnown(asyncpg.Connection):  # type: ignore[misc]  # asyncpg says nothing of its types
    """A connection that does not ask what another one of this process has been told."""

    told: ClassVar = Told()

    async def _introspect_types(self, typeoids: Iterable[int], timeout: float | None) -> Any:  # noqa: ASYNC109
        """What asyncpg calls where it does not know a type: rows, and the statement that gave them.
        Whoever is behind asks for all that is known, too, so that one answer has everything.
        """
        ids, told = frozenset(typeoids), TypesKnown.told
        if not all(each in OF_EVERY_SERVER for each in ids):
            return await super()._introspect_types(ids, timeout)
        if ids <= told.ids:
            return told.rows, SimpleNamespace(name="none was prepared")
        rows, statement = await super()._introspect_types(ids | told.ids, timeout)
        TypesKnown.told = Told(ids | told.ids, tuple(rows))
        return rows, statement
