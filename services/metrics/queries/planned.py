"""Plans of the tree of units, read where the tree in memory does not rule them out.

Promises not to take a tree in memory for that of a position at which it was another one. Must not
say who may read by a plan.
"""

from datetime import datetime

from services.chassis.database import Pool, statements
from services.metrics.domain.planned import Entering, begun
from services.metrics.domain.tree import Tree
from services.metrics.settings import SQL


class Plans:
    """What is planned of the tree; without a tree in memory everything is read."""

    def __init__(self, pool: Pool, tree: Tree | None) -> None:
        self._pool = pool
        self._tree = tree

    def are_none(self, now: datetime, as_of: datetime, catalog: int | None) -> bool:
        """Whether it is certain that no unit moves between now and then, as known at a position
        (None: where the tree in memory stands).
        """
        tree = self._tree
        if tree is None or not (catalog is None or tree.is_known_at(catalog)):
            return False
        if as_of <= now:
            return True
        first = tree.next_move(now)
        return first is None or first >= as_of

    async def entering(
        self, unit: str, as_of: datetime, catalog: int, now: datetime
    ) -> list[Entering]:
        """Units that lie in a unit's subtree until then by plans, as known at a position, and not
        by what has begun, as known now. None where nothing was a plan at that position.
        """
        sql = statements(SQL)
        since = begun(as_of, now, await self._pool.fetchval(sql["known_until"], catalog))
        if since == as_of:
            return []
        asked = (unit, as_of, catalog, since, min(as_of, now))
        return [Entering(*row) for row in await self._pool.fetch(sql["units_entering"], *asked)]

    async def units_until(self, unit: str, now: datetime) -> tuple[str, ...]:
        """All that ever lay in a unit's subtree, as known now."""
        rows = await self._pool.fetch(statements(SQL)["units_until"], unit, now)
        return tuple(row["unit"] for row in rows)

    async def next_move(self, now: datetime, catalog: int) -> datetime | None:
        """When the first unit moves, as known at a position."""
        if self._tree and self._tree.is_known_at(catalog):
            return self._tree.next_move(now)
        found: datetime | None = await self._pool.fetchval(
            statements(SQL)["next_move"], now, catalog
        )
        return found
