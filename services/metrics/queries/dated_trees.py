"""Which units lie below which as of an instant, as known at a position: for lists of units.

Promises what single questions read of the tree. What was known at a position never changes, so that
nothing here is ever out of date.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from services.chassis.database import Pool, statements
from services.metrics.queries.remembered import Remembered
from services.metrics.settings import SQL

LATEST = 8  # trees that are remembered: of 3,321 units some hundreds of kilobytes each


class DatedTree(NamedTuple):
    """The whole tree of units as of one instant."""

    units: Sequence[str]  # in the order of names
    below: Mapping[str, Sequence[str]]  # all that lie below a unit, in this order; no other has one


class DatedTrees:
    """The trees that were read last, remembered."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: Remembered[DatedTree] = Remembered(LATEST)

    async def read(self, as_of: datetime, catalog: int) -> DatedTree:
        """The tree as of an instant, as known at a position of the catalogue."""
        found = self._known.get((as_of, catalog))
        if found is None:
            rows = await self._pool.fetch(statements(SQL)["dated_tree"], as_of, catalog)
            below = {unit: sorted(set(those)) for unit, those in rows if those}
            found = DatedTree(sorted([unit for unit, _ in rows]), below)
            self._known.keep((as_of, catalog), found)
        return found
