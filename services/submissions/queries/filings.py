"""What portals submitted, as they may see it: page by page, and in the order of the last changes.

A row that is older than the table has no content, and is made from the dossier's facts up to where
the log was read into the table.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from motcua.submissions.v1.filings_pb2 import Filing
from services.chassis.database import Pool, statements
from services.chassis.decider import Fact
from services.submissions.domain.dossier.changes import DOSSIERS, REGISTRY
from services.submissions.domain.dossier.filings import filing
from services.submissions.domain.dossier.listed import id_of
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.dossier_lists import After, Listing, Wanted
from services.submissions.queries.own_log import OwnLog

FORGOTTEN = 100_000  # events that nobody asked about: what moved before them is not remembered


class Changed(NamedTuple):
    """Filings in the order of their last changes, and how far the log was read into the table."""

    filings: list[Filing]
    read: int


class Filings:
    """Reads the rows, as this service's own log makes them."""

    def __init__(self, pool: Pool, own_log: OwnLog, lists: Pool | None = None) -> None:
        """`lists`: a pool with the settings of FOR_LISTS, where there is one."""
        self._pool = pool
        self._own_log = own_log
        self._lists = lists or pool
        self._sql = statements(SQL)

    async def page(
        self, wanted: Wanted, after: After | None, size: int
    ) -> tuple[list[Filing], After | None]:
        """At most `size`, and after what to go on; None: at the end. All that the log held when it
        was asked is in them.
        """
        listing = Listing(self._lists, wanted)
        rows = await listing.page(after, size + 1)
        if listing.lacks:
            await self._own_log.must_reach(listing.lacks)
            rows = await Listing(self._lists, wanted).page(after, size + 1)
        more = rows[size - 1] if len(rows) > size else None
        shown = await self._filings(rows[:size])
        return shown, After(more["key"], more["dossier"]) if more else None

    async def changed(self, portal: str, after: int, most: int) -> Changed:
        """The first ones of a portal that changed after a position."""
        rows = await self._pool.fetch(self._sql["filings_changed"], portal, after, most)
        found = [row for row in rows if row["dossier"] is not None]
        return Changed(await self._filings(found), rows[0]["read"])

    async def keep_holder(self, name: str, portal: str, holder: bytes) -> None:
        """Whose a dossier is to its portal, by the hash of what that calls him."""
        sql = self._sql["keep_filing_holder"]
        await self._pool.execute(sql, id_of(name), portal, holder)

    async def moved(self, after: int) -> dict[str, int]:
        """By portal, the last change after a position."""
        rows = await self._pool.fetch(self._sql["portals_moved"], after)
        return {row["portal"]: row["position"] for row in rows}

    async def _filings(self, rows: Sequence[Mapping[str, Any]]) -> list[Filing]:
        bare = [f"dossiers/{row['dossier']}" for row in rows if row["content"] is None]
        made = await self._made(bare, rows[0]["read"]) if bare else {}
        return [_filing(row, made) for row in rows]

    async def _made(self, names: list[str], until: int) -> dict[str, Filing]:
        """By name, of rows without content."""
        facts: dict[str, list[Fact]] = defaultdict(list)
        for row in await self._pool.fetch(self._sql["facts_of_dossiers_until"], names, until):
            message = REGISTRY[row["type"]].FromString(row["payload"])
            facts[row["stream"]].append(Fact(message, row["occurred_at"], row["subject"]))
        return {
            name: filing(DOSSIERS.fold(DOSSIERS.initial(), each)) for name, each in facts.items()
        }


class Moves:
    """Which portals have something new: one question for all who watch, when the log was read on.

    Example: 50 portals watch, and one dossier of one of them changes: one statement is run for all,
    and one for that portal.
    """

    def __init__(self, filings: Filings, own_log: OwnLog) -> None:
        self._filings = filings
        self._own_log = own_log
        self._waiting = asyncio.Lock()
        self._last: dict[str, int] = {}  # by portal, the last change that is known
        self._begins = self._seen = 0  # between which positions all changes are in `_last`

    async def has_any(self, portal: str, after: int) -> bool:
        """Whether something of a portal may have changed after a position."""
        async with self._waiting:
            read = self._own_log.position
            if read - self._seen > FORGOTTEN:
                self._begins, self._last = read, {}
            elif self._seen < read:
                self._last |= await self._filings.moved(self._seen)
            self._seen = max(self._seen, read)
        return after < self._begins or self._last.get(portal, 0) > after


def _filing(row: Mapping[str, Any], made: Mapping[str, Filing]) -> Filing:
    content = row["content"]
    found = made[f"dossiers/{row['dossier']}"] if content is None else Filing.FromString(content)
    found.position = row["position"]
    return found
