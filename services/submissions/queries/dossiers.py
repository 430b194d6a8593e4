"""Dossiers page by page, and counts of what became of them, from the row that each has.

Answers with all that this service's own log held when it was asked.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.database import Pool, statements
from services.submissions.domain.subtrees import Tree, tree
from services.submissions.domain.units import Units
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.dossier_lists import After, Listing, Wanted
from services.submissions.queries.own_log import OwnLog

DAYS_SINCE = date(1970, 1, 1)  # by which rows number local days
SUBTREES = 5000  # that are remembered: as many as a country has units
TREES = 4
K = TypeVar("K")
V = TypeVar("V")


class DossierRows:
    """Reads the rows, as this service's own log makes them."""

    def __init__(self, pool: Pool, own_log: OwnLog, lists: Pool | None = None) -> None:
        """`lists`: a pool with the settings of FOR_LISTS, where there is one."""
        self._pool = pool
        self._own_log = own_log
        self._lists = lists or pool

    async def page(
        self, wanted: Wanted, after: After | None, size: int, *, as_far_as_read: bool = False
    ) -> tuple[list[api.Dossier], After | None]:
        """At most `size` dossiers, and after what to go on; None: at the end. All that the log held
        when it was asked is in them: mostly it was read already, and nobody waits; nor where they
        are asked for as far as the log was read.
        """
        listing = Listing(self._lists, wanted)
        rows = await listing.page(after, size + 1)
        if listing.lacks and not as_far_as_read:
            await self._own_log.must_reach(listing.lacks)
            rows = await Listing(self._lists, wanted).page(after, size + 1)
        shown = [api.Dossier.FromString(row["content"]) for row in rows[:size]]
        more = rows[size - 1] if len(rows) > size else None
        return shown, After(more["key"], more["dossier"]) if more else None

    async def portal_days(
        self, units: Sequence[str], begins: int, ends: int, portal: str | None
    ) -> Sequence[Mapping[str, Any]]:
        """What became of what was submitted in a period, by portal and day since 1970."""
        rows: Sequence[Mapping[str, Any]] = await self._pool.fetch(
            statements(SQL)["portal_days"], units, begins, ends, portal
        )
        return rows


class Subtrees:
    """The units of whose dossiers a subtree's lists consist. The tree of a country is walked once
    until something changes, and again when a list goes on that began before.
    """

    def __init__(self) -> None:
        self._trees: OrderedDict[tuple[int, int], Tree] = OrderedDict()
        self._kept: OrderedDict[tuple[int, int, str], list[str]] = OrderedDict()

    def of(self, units: Units, top: str, at: datetime) -> list[str]:
        """As the units lay at an instant."""
        key = (units.version, units.epoch(at))
        if (found := self._kept.get((*key, top))) is None:
            found = self._tree(key, units, at).subtree(top)
            _keep(self._kept, (*key, top), found, most=SUBTREES)
        return found

    def _tree(self, key: tuple[int, int], units: Units, at: datetime) -> Tree:
        if (found := self._trees.get(key)) is None:
            found = tree(units, at)
            _keep(self._trees, key, found, most=TREES)
        return found


def _keep(kept: OrderedDict[K, V], key: K, value: V, *, most: int) -> None:
    """Beside so many, of which the oldest goes."""
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)
