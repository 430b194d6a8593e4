"""By which statements a list is answered, so that a page of many dossiers costs little.

Example: of 126 wards the 50 that are due first are found by walking the index of all dossiers in
order, and passing over other units' entries; of 3 wards, by merging the order of each ward.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis.database import Pool, statements
from services.submissions.domain.dossier.listed import LONG_AGO, NEVER, WEEK
from services.submissions.queries.catalogue import SQL

STATUSES = tuple(range(1, 11))
# Plans are made once, for any values, and never read the whole table, as a plan would that was made
# while it was small. A page is too little work for several processes.
FOR_LISTS = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
ENTRIES = 1000  # of an index, which are walked before anything else is tried: some 1 ms
PAGES = 2  # of each status, at least
GROWTH = 4  # how many times as many are walked next
CELL = 12  # entries that are walked in the time in which those of one unit and status are begun
SORTED = 5000  # dossiers at most that are put in order
NARROW = 104  # weeks: a range of dues in which a walk may pass over most entries
FEW = 4  # orders that are merged, a page of each

Row = Mapping[str, Any]


class After(NamedTuple):
    """The last dossier of a page, and the microseconds by which it was ordered."""

    key: int
    dossier: UUID


BEGINNING = After(LONG_AGO, UUID(int=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dossiers are listed, in which order; None: any. Dues are microseconds since 1970, the
    last one included; NEVER: also those without a due.
    """

    units: Sequence[str] | None = ()  # that have it; None: any, of filings alone
    statuses: Sequence[int] = STATUSES
    due_from: int = LONG_AGO
    due_until: int = NEVER
    portal: str | None = None
    service: str | None = None
    channel: int | None = None
    assignee: str | None = None
    dossiers: Sequence[UUID] | None = None
    accepted: bool = False  # only those that were
    by_submission: bool = False  # the latest first; else by due
    of_filings: bool = False  # of what a portal submitted, as it sees it; `units` received it
    holders: Sequence[bytes] | None = None  # hashes of one holder, of filings alone

    @property
    def key(self) -> str:
        """The column that orders the list."""
        return "recency" if self.by_submission else "due"

    @property
    def beginning(self) -> After:
        """The place before the first one."""
        if self.by_submission or self.due_from == LONG_AGO:
            return BEGINNING
        return After(self.due_from - 1, UUID(int=2**128 - 1))

    @property
    def last(self) -> int:
        """The last that its key may be."""
        return NEVER if self.by_submission else self.due_until

    @property
    def cells(self) -> int:
        """Of how many units and statuses the order is merged."""
        return len(self.units or ()) * len(self.statuses)

    @property
    def weeks(self) -> int:
        """How many weeks its dues may lie in."""
        return self.due_until // WEEK - self.due_from // WEEK + 1

    def entries(self, most: int) -> int:
        """How many are walked of each status at first."""
        return max(ENTRIES // len(self.statuses), PAGES * most, 1)

    def is_merged_in_the_time_of(self, entries: int) -> bool:
        """Whether to walk so many of each status takes as long as to merge all orders."""
        return self.cells * CELL <= entries * len(self.statuses)

    @property
    def has_range(self) -> bool:
        """Whether it is of some dues only."""
        return (self.due_from, self.due_until) != (LONG_AGO, NEVER)


class Listing:
    """A page of one list, read from the rows that the projection writes, by a pool with the
    settings of FOR_LISTS. Every way gives the same page.
    """

    def __init__(self, pool: Pool, wanted: Wanted) -> None:
        self._pool = pool
        self._wanted = wanted
        self.lacks: int | None = None  # where the log ended, if not all of it was read; 0: it was

    async def page(self, after: After | None, most: int) -> Sequence[Row]:
        """The first ones after a place, or from the beginning: `key`, `dossier` and `content`."""
        wanted, after = self._wanted, after or self._wanted.beginning
        if wanted.dossiers is not None:
            if wanted.of_filings:
                picked = (wanted.dossiers, wanted.holders)
                return await self._rows("pick_of_filings", after, most, *picked)
            return await self._rows("pick", after, most, wanted.dossiers, wanted.assignee)
        if wanted.holders is not None:
            return await self._rows("held_of_filings", after, most, wanted.holders)
        if wanted.assignee is not None:
            return await self._rows("walk_of_officer", after, most, wanted.assignee)
        if wanted.by_submission and wanted.has_range and wanted.portal is None:
            return await self._of_range(after, most)
        return await self._walked(after, most)

    async def _walked(self, after: After, most: int) -> Sequence[Row]:
        """Walk the order of all units while that costs less than to merge the order of each."""
        found: list[Row] = []
        entries = self._wanted.entries(most)
        walks = self._wanted.portal is not None
        while (
            walks or self._wanted.of_filings or not self._wanted.is_merged_in_the_time_of(entries)
        ):
            rows, end = await self._walk(after, most - len(found), entries)
            found += rows
            if end is None or len(found) == most:
                return found
            after, entries, walks = end, entries * GROWTH, False
        return found + await self._merged(after, most - len(found))

    async def _of_range(self, after: After, most: int) -> Sequence[Row]:
        """What is due in a range, by submission: no index has both orders."""
        wanted, entries = self._wanted, self._wanted.entries(most)
        if wanted.is_merged_in_the_time_of(entries):
            rows = await self._rows("sort_of_units", after, most, SORTED)
            cut = bool(rows and rows[0]["cut"])
            return await self._merged(after, most) if cut else rows
        found: list[Row] = []
        if wanted.weeks > NARROW:
            found, end = await self._walk(after, most, entries)
            if end is None or len(found) == most:
                return found
            after = end
        rest = most - len(found)
        heads = _heads(rest, min(wanted.weeks, NARROW))
        return found + await self._rows("merge_of_weeks", after, rest, heads)

    async def _walk(self, after: After, most: int, entries: int) -> tuple[list[Row], After | None]:
        """What comes first among so many entries of each status, and how far that is known; None:
        to the end.
        """
        name = "walk" if self._wanted.portal is None else "walk_of_portal"
        name = "walk_of_filings" if self._wanted.of_filings else name
        rows = await self._rows(name, after, most, entries, self._wanted.last)
        cut = next((place for place, row in enumerate(rows) if row["cut"]), None)
        known = rows if cut is None else rows[: cut + 1]
        end = None if cut is None else After(rows[cut]["key"], rows[cut]["dossier"])
        return [row for row in known if row["shown"]], end

    async def _merged(self, after: After, most: int) -> list[Row]:
        heads = _heads(most, self._wanted.cells)
        return await self._rows("merge", after, most, heads, self._wanted.last)

    async def _rows(self, name: str, after: After, most: int, *more: Any) -> list[Row]:
        wanted = self._wanted
        rows = await self._pool.fetch(
            _statement(name, wanted.key),
            wanted.units, wanted.statuses, *after, wanted.service, wanted.channel, wanted.portal,
            wanted.due_from, wanted.due_until, wanted.accepted, most, *more,
        )  # fmt: skip
        if self.lacks is None:
            self.lacks = rows[0]["head"] if rows[0]["read"] < rows[0]["head"] else 0
        return [row for row in rows if row["dossier"] is not None]


def _heads(most: int, orders: int) -> int:
    """How many of each order are read to find where the page ends at the latest; 0: it is not
    looked for.
    """
    return 0 if orders <= FEW else 1 + 2 * most // orders


@cache
def _statement(name: str, key: str) -> str:
    sql = statements(SQL)
    around = sql["filings_listed" if name.endswith("_of_filings") else "beside_the_log"]
    return around.replace("{list}", sql[name].replace("{key}", key))
