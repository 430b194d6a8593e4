"""Sources of other systems' records as the log knows them: whose they are, in which a number is
tried, and whether one has brought anything.

Promises an answer from the log alone, so that what a process of before bound is there, too.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.petition_events_pb2 import PetitionReceived
from services.chassis.database import statements
from services.chassis.log import Log
from services.chassis.subjects import subject, token
from services.submissions.domain.sources import credited
from services.submissions.queries.catalogue import SQL

MOST_TRIED = 1000  # in which a number is tried: some 5 ms
WINDOW = 100_000  # positions that are looked through at once
# What a source brings first. Whatever follows stands in the same streams.
FIRST: dict[str, type[Message]] = {
    kind.DESCRIPTOR.full_name: kind
    for kind in (
        events.DossierSubmitted,
        PetitionReceived,
        events.CountRecorded,
        events.StandardRecorded,
    )
}


class Bound(NamedTuple):
    """A source, for whom it delivers, who said so, when, and why if it was an operator."""

    source: str
    units: tuple[str, ...]
    by: str
    at: datetime
    reason: str


class SourceRows:
    """Reads of one log."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def tried(self, near: Iterable[str] | None) -> list[str]:
        """In which a number is tried: those of these units first (None: of the whole tree)."""
        subjects = None if near is None else [subject_of([each]) for each in near]
        rows = await self._fetch("sources_tried", MOST_TRIED, subjects)
        return [row["source"] for row in rows]

    async def bound_by(self, units: Iterable[str]) -> int:
        """How many are bound for these units."""
        [row] = await self._fetch("sources_of_unit", subject_of(units))
        return int(row[0])

    async def page(self, after: str, size: int) -> list[Bound]:
        """Those that are bound, in the order of their names."""
        return [_bound(row) for row in await self._fetch("sources_after", after, size)]

    async def holds(self, source: str) -> bool:
        """Whether it has brought a record. Looks through the log since it was bound first: seldom
        asked.
        """
        [row] = await self._fetch("source_begins", f"sources/{source}")
        begin, head = row["first"], await self._log.head()
        while begin is not None and begin < head.position:
            end = min(begin + WINDOW, head.position)
            found = await self._fetch("records_between", begin, end, encoded(source), list(FIRST))
            if any(origin(row) == source for row in found):
                return True
            begin = end
        return False

    async def _fetch(self, name: str, *values: Any) -> list[Any]:
        sql = statements(SQL)
        text = sql[name].replace(":sources_now", sql["sources_now"])
        return list(await self._log.pool.fetch(text, *values))


def subject_of(units: Iterable[str]) -> str:
    """Where a binding to these units is published."""
    return subject(events.SourceBound, token(credited(units).removeprefix("units/")))


def encoded(source: str) -> bytes:
    """A source as an origin has it: one that begins a message of its own."""
    return events.Origin(source=source).SerializeToString()


def origin(row: Any) -> str:
    """From which source a first fact came; "" where from none."""
    return str(FIRST[row["type"]].FromString(row["payload"]).origin.source)  # type: ignore[attr-defined]


def _bound(row: Any) -> Bound:
    said = events.SourceBound.FromString(row["payload"])
    found = (row["source"], tuple(said.units), row["actor"], row["recorded_at"], said.reason)
    return Bound(*found)
