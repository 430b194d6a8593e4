"""Planned moves of units, from tables where the tree in memory does not rule them out.

Example: as known at a position, ward Q is to move under P on 15 March. For P's figure of March this
answers that Q comes in on the 15th. Must not say who may read by a plan.
"""

from datetime import datetime

from services.chassis.database import Pool, statements
from services.metrics.domain.figures import Scope
from services.metrics.domain.planned import Entering, factual_until
from services.metrics.domain.tree import Tree
from services.metrics.settings import SQL


class Plans:
    """Planned moves; without a tree in memory all of them are read from tables."""

    def __init__(self, pool: Pool, tree: Tree | None) -> None:
        self._pool = pool
        self._tree = tree

    def are_ruled_out(
        self, scope: Scope, as_of: datetime, catalog: int | None, now: datetime
    ) -> bool:
        """Whether it is certain, without a table, that no unit is planned to come into a scope by
        then, as known at a position of the catalogue (None: the tree's own). Not certain where the
        tree in memory may differ from that of the position.
        """
        if not scope.unit or scope.alone:
            return True
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
        """Units that are planned to lie in a unit's subtree at any time until `as_of`, as known at
        a position, and do not lie there now, as known now. Empty where that tree is no plan.
        """
        sql = statements(SQL)
        since = factual_until(as_of, now, await self._pool.fetchval(sql["known_until"], catalog))
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
