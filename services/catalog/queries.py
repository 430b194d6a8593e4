"""Named reads of the catalogue's read tables, as of an instant and as known at a position.

Promises frozen rows that hold what the facts said, pages that stay stable under concurrent writes,
and the tree of units for permissions. Must not write.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import (
    CapabilitiesRecorded,
    LevelSpan,
    OfferingOpened,
    RecordedCapability,
    ServiceContent,
    UnitOpened,
)
from services.catalog.domain import offerings
from services.chassis.database import Pool, statements

SQL = Path(__file__).parent / "sql"
ALL_THAT_IS_KNOWN = 2**63 - 1


class When(NamedTuple):
    """Both time axes of a question: when it was true, and as known at which position."""

    as_of: datetime
    known: int = ALL_THAT_IS_KNOWN


class Page(NamedTuple):
    """Where a page begins, and how much it holds."""

    after: str
    size: int


class UnitRow(NamedTuple):
    """A unit as it was then."""

    fact: UnitOpened
    position: int
    version: int


class ServiceRow(NamedTuple):
    """A service as it was then; number 0 is a draft."""

    name: str
    number: int
    effective_time: datetime
    content: ServiceContent
    position: int
    version: int


class OfferingRow(NamedTuple):
    """An offering as it was then; no span before it opens."""

    fact: OfferingOpened
    span: LevelSpan | None
    level_rule: str
    extent_rule: str
    capabilities: tuple[RecordedCapability, ...]
    position: int
    version: int


class Reader:
    """The reads, one statement each."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = statements(SQL)

    async def parents(self) -> dict[str, str]:
        """The parent of every unit, "" at a root."""
        return {row["name"]: row["parent"] for row in await self._pool.fetch(self._sql["parents"])}

    async def unit(self, name: str, when: When) -> UnitRow | None:
        """One unit, if it existed then."""
        row = await self._pool.fetchrow(self._sql["unit"], *when, name)
        return row and _unit(row)

    async def units(self, when: When, page: Page, *, subtree: str) -> list[UnitRow]:
        """Units by name, of a subtree or all ("")."""
        rows = await self._pool.fetch(self._sql["units"], *when, *page, subtree)
        return [_unit(row) for row in rows]

    async def service(self, name: str, when: When) -> ServiceRow | None:
        """One service, in force or drafted then."""
        row = await self._pool.fetchrow(self._sql["service"], *when, name)
        return row and _service(row)

    async def services(self, when: When, page: Page) -> list[ServiceRow]:
        """Services by name."""
        rows = await self._pool.fetch(self._sql["services"], *when, *page)
        return [_service(row) for row in rows]

    async def offering(self, name: str, when: When) -> OfferingRow | None:
        """One offering, if it is known."""
        row = await self._pool.fetchrow(self._sql["offering"], *when, name)
        return row and _offering(row)

    async def offerings(
        self, when: When, page: Page, *, service: str, subtree: str
    ) -> list[OfferingRow]:
        """Offerings that were open then, by name, of one service or all, of a subtree or all."""
        rows = await self._pool.fetch(self._sql["offerings"], *when, *page, service, subtree)
        return [_offering(row) for row in rows]


class Tree:
    """Who lies below whom, in memory, for permissions."""

    def __init__(self, parents: Mapping[str, str]) -> None:
        self._parents = dict(parents)

    async def load(self, reader: Reader) -> None:
        """As the table has it: whenever this process may not have been told."""
        self._parents.update(await reader.parents())

    def learn(self, unit: str, parent: str) -> None:
        """A unit and its parent."""
        self._parents[unit] = parent

    def within(self, ancestor: str, unit: str) -> bool:
        """Whether a known unit is the ancestor or lies below it."""
        # Every step goes to a unit that was opened earlier, so this ends.
        while unit in self._parents:
            if unit == ancestor:
                return True
            unit = self._parents[unit]
        return False


def _unit(row: Mapping[str, Any]) -> UnitRow:
    return UnitRow(UnitOpened.FromString(row["fact"]), row["position"], row["version"])


def _service(row: Mapping[str, Any]) -> ServiceRow:
    return ServiceRow(
        name=row["name"],
        number=row["number"],
        effective_time=row["effective_time"],
        content=ServiceContent.FromString(row["content"]),
        position=row["position"],
        version=row["version"],
    )


def _offering(row: Mapping[str, Any]) -> OfferingRow:
    return OfferingRow(
        fact=OfferingOpened.FromString(row["fact"]),
        span=_span(row) if row["effective_time"] else None,
        level_rule=row["level_rule"] or "",
        extent_rule=row["extent_rule"] or "",
        capabilities=_capabilities(row["recorded"] or []),
        position=row["position"],
        version=row["version"],
    )


def _span(row: Mapping[str, Any]) -> LevelSpan:
    return LevelSpan(
        effective_time=row["effective_time"],
        earned=row["earned"],
        attainable=row["attainable"],
        level=row["level"],
        extent=row["extent"],
        ceiling=row["ceiling"],
    )


def _capabilities(recorded: list[bytes]) -> tuple[RecordedCapability, ...]:
    """The rows come in order of effective time, so the rule of the domain folds them."""
    facts = [CapabilitiesRecorded.FromString(each) for each in recorded]
    return tuple(offerings.merged(offerings.recording(fact) for fact in facts))
