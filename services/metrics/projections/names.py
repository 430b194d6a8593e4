"""Units, services and officers by number, which keeps rows and indexes small.

A number never changes; new names get one in the transaction of the batch that brings them.
"""

from collections.abc import Collection, Mapping

from services.chassis.database import Connection, statements
from services.metrics.settings import SQL

SIZE = 200_000  # numbers that are kept in memory


class Numbers:
    """Numbers never change, so that forgetting all of them now and then is enough."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    async def of(self, connection: Connection, names: Collection[str]) -> dict[str, int]:
        """The numbers of these names, from memory where they are certain to be there."""
        missing = [name for name in names if name not in self._known]
        fresh: dict[str, int] = {}
        if missing:
            fresh = dict(await connection.fetch(statements(SQL)["names_numbered"], missing))
        return {name: fresh.get(name) or self._known[name] for name in names}

    def keep(self, numbers: Mapping[str, int]) -> None:
        """They are committed."""
        if len(self._known) > SIZE:
            self._known.clear()
        self._known.update(numbers)
