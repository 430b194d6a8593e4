"""The reads: each one statement, but for offerings found by words, which need two.

What an empty answer means is for whoever asks.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from services.catalog.domain.offering.cause import Event
from services.catalog.queries.questions import (
    ALL_THAT_IS_KNOWN,
    OFFERINGS,
    SQL,
    Conditions,
    Count,
    Found,
    Page,
    TimeAxes,
)
from services.catalog.queries.selection import EVERYTHING, Listing, Matched, tsquery
from services.catalog.queries.tree import UnitFact
from services.chassis.database import Pool, statements
from services.chassis.log import Recorded

# One of the reads is called `list`, so it cannot be named in their types.
Names: TypeAlias = list[str]
Resources: TypeAlias = list[Found]
Stamps: TypeAlias = dict[str, tuple[int, int]]  # by name, a version and a position
ByCommand: TypeAlias = dict[UUID, list[Event]]
Counts: TypeAlias = list[Count]
Events: TypeAlias = list[Recorded]
UnitFacts: TypeAlias = tuple[int, list[UnitFact]]


WITHOUT_BOUND = 2**63 - 1  # bytes
# What suits a list depends on what is asked: a plan made for any values may take a hundred times as
# long. And a page is too little work for several processes.
FOR_LISTS = {"plan_cache_mode": "force_custom_plan", "max_parallel_workers_per_gather": "0"}


def _no_events() -> list[Event]:
    return []


class Reader:
    """The reads of one database; `lists` is a pool for lists, with the settings FOR_LISTS."""

    def __init__(self, pool: Pool, lists: Pool | None = None) -> None:
        self._pool = pool
        self._lists = lists or pool
        self._sql = statements(SQL)

    async def get(self, kind: str, name: str, axes: TimeAxes) -> Found | None:
        """One resource, if it was there then."""
        row = await self._pool.fetchrow(self._sql["get"], kind, name, *axes[:2])
        return Found(kind, *row) if row else None

    async def batch(
        self, kind: str, names: Sequence[str], axes: TimeAxes, *, most: int = WITHOUT_BOUND
    ) -> tuple[Resources, str]:
        """Those that were there then, in the order asked, as far as they have at most so many
        bytes; and the name of the first that has not its place among them, "" when all have.
        """
        rows = await self._pool.fetch(self._sql["batch"], kind, names, *axes[:2], most, axes.drafts)
        found = [Found(kind, *row) for row in rows if row["content"] is not None]
        return found, rows[len(found)]["name"] if len(found) < len(rows) else ""

    async def list(
        self, kind: str, axes: TimeAxes, page: Page, conditions: Conditions = EVERYTHING
    ) -> Resources:
        """A page of those that were there then, in order."""
        matched = None
        if kind == OFFERINGS and conditions.words:
            matched = await self.matched(axes, conditions.words)
            if not any(matched):
                return []
        asked = Listing(self._sql, kind, axes, conditions, page=page, matched=matched)
        text, values = asked.listed()
        return [Found(kind, *row) for row in await self._lists.fetch(text, *values)]

    async def inside(self, ancestor: str, axes: TimeAxes) -> tuple[str, ...]:
        """The units of a subtree as they were then, the ancestor among them; () if it was not."""
        rows = await self._pool.fetch(self._sql["inside"], ancestor, *axes[:2])
        return tuple(row["name"] for row in rows)

    async def offerings_of(
        self, service: str, as_known: int = ALL_THAT_IS_KNOWN, *, open_from: datetime | None = None
    ) -> Names:
        """The names of all offerings of a service, planned and closed ones too, or only of those
        that are open at an instant or later.
        """
        rows = await self._pool.fetch(self._sql["offered"], service, as_known, open_from)
        return [row[0] for row in rows]

    async def offerings_at(self, units: Sequence[str], as_known: int = ALL_THAT_IS_KNOWN) -> Names:
        """The names of all offerings by these units, planned and closed ones too."""
        return [row[0] for row in await self._pool.fetch(self._sql["offering"], units, as_known)]

    async def naming(self, unit: str, as_known: int = ALL_THAT_IS_KNOWN) -> Names:
        """The names of all services and targets that name a unit at some time."""
        return [row[0] for row in await self._pool.fetch(self._sql["naming"], unit, as_known)]

    async def count_offerings(self, axes: TimeAxes, conditions: Conditions = EVERYTHING) -> Counts:
        """How many offerings are alike, by unit."""
        text, values = Listing(self._sql, OFFERINGS, axes, conditions).counted()
        return [Count(*row) for row in await self._lists.fetch(text, *values)]

    async def position_at(self, moment: datetime) -> int | None:
        """The last position that was recorded by a moment, for ever; None: it has not come."""
        found: int | None = await self._pool.fetchval(self._sql["position_at"], moment)
        return found

    async def settled(self, position: int) -> int | None:
        """The last position up to this one at which no command is half recorded; None: beyond."""
        found: int | None = await self._pool.fetchval(self._sql["settled"], position)
        return found

    async def history(
        self, stream: str, after: int, size: int, *, without: Sequence[int] = ()
    ) -> Events:
        """The events of a stream after a version, from the log, without some versions."""
        rows = await self._pool.fetch(self._sql["history"], stream, after, size, without)
        return [Recorded(*row) for row in rows]

    async def without_drafts(self, names: Names, as_known: int, draft: str) -> Stamps:
        """Of each of these streams the version and position that it had, were there no drafts."""
        rows = await self._pool.fetch(self._sql["without_drafts"], names, as_known, draft)
        return {row["stream"]: (row["version"], row["position"]) for row in rows}

    async def of_commands(
        self, commands: Sequence[UUID], *, types: Collection[str], stream: str
    ) -> ByCommand:
        """The events of commands, in order: those of some types, and all in one stream."""
        found: ByCommand = defaultdict(_no_events)
        for command, *event in await self._pool.fetch(
            self._sql["of_commands"], commands, list(types), stream
        ):
            found[command].append(Event(*event))
        return found

    async def unit_facts(self, after: int) -> UnitFacts:
        """How far the tables are, and the facts about units that they hold after a position."""
        rows: Sequence[Any] = await self._pool.fetch(self._sql["unit_facts"], after)
        return rows[0]["reached"], [UnitFact(*row[1:]) for row in rows if row["unit"]]

    async def matched(self, axes: TimeAxes, words: Sequence[str]) -> Matched:
        """The services and units whose names or codes hold all of the words."""
        rows = await self._lists.fetch(self._sql["matched"], tsquery(words), *axes)
        return Matched.of(rows)
