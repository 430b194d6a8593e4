"""The catalogue's own facts → its read tables, in the transaction that moves the checkpoint.

The tables are the same however the log is cut into batches: a command shows in them all at once, at
the position of its last event. Few statements per table and batch.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from motcua.catalog.v1.events_pb2 import OfficerNameErased
from services.catalog.domain import calendars, targets, units, versions
from services.catalog.domain.offering import aggregate
from services.catalog.domain.spelling import sort_key, words
from services.catalog.queries import (
    CALENDARS,
    OFFERINGS,
    REGISTRY,
    SERVICES,
    SQL,
    TARGETS,
    UNITS,
    Tree,
    UnitFact,
)
from services.catalog.queries.facts import fact_of, kind_of
from services.catalog.resources import calendars as calendar_resources
from services.catalog.resources import offerings as offering_resources
from services.catalog.resources import services as service_resources
from services.catalog.resources import targets as target_resources
from services.catalog.resources import units as unit_resources
from services.catalog.resources.dated_resources import ResourcePeriod
from services.chassis import sealing
from services.chassis.database import Connection, Pool, statements
from services.chassis.decider import Decider
from services.chassis.log import Recorded
from services.chassis.store import Executed

__all__ = ["NAME", "REGISTRY", "Catalogue"]

NAME = "catalogue"
STILL_KNOWN = 2**63 - 1
ERASED = OfficerNameErased.DESCRIPTOR.full_name
BETWEEN_CODES = "\x1f"  # in no code
AT_ONCE = 25  # resources, before others get a turn
AT_A_TIME = 1000  # rows in one statement, for the same reason


class Aggregate(NamedTuple):
    """How a stream is folded, and what it is from one instant to the next."""

    decider: Decider[Any]
    resource_periods: Callable[[Any], list[ResourcePeriod]]


AGGREGATES: Mapping[str, Aggregate] = {
    UNITS: Aggregate(units.DECIDER, unit_resources.resource_periods),
    SERVICES: Aggregate(versions.DECIDER, service_resources.resource_periods),
    OFFERINGS: Aggregate(aggregate.DECIDER, offering_resources.resource_periods),
    CALENDARS: Aggregate(calendars.DECIDER, calendar_resources.resource_periods),
    TARGETS: Aggregate(targets.DECIDER, target_resources.resource_periods),
}


class Row(NamedTuple):
    """A row of `resources`, its columns in the order of the statement that inserts it."""

    kind: str
    name: str
    known_from: int
    known_to: int
    effective_from: Any
    effective_to: Any  # None: nothing is known to change it
    version: int
    state: int
    unit: str
    parent: str
    field: str
    level: int | None
    extent: int | None
    verdict: int | None
    rule: str
    codes: str | None
    sort_key: bytes
    words: str | None
    content: bytes


class Prepared(NamedTuple):
    """What a batch comes to, what the forest is told, and up to which position that is all."""

    closed: list[tuple[str, str, int]]  # kind and name of resources, and until when they were so
    rows: list[Row]
    unit_facts: list[UnitFact]
    erased: list[str]  # whose names were, at a unit
    position: int


class Catalogue:
    """The projection; `tree` follows what is committed."""

    def __init__(self, pool: Pool, tree: Tree) -> None:
        self._pool = pool
        self._tree = tree
        self._sql = statements(SQL)

    async def prepare(self, batch: Sequence[Recorded]) -> Prepared:
        """Fold the streams that a batch touches, as far as its commands are whole."""
        events, position = await self._whole(batch)
        # Officers have rows elsewhere, and heads of the log's tree have none.
        shown = [event for event in events if kind_of(event.stream) in AGGREGATES]
        commands = [list(own) for _, own in groupby(shown, _command)]
        folding = Folding(await self._before(commands))
        for own in commands:
            await folding.take(own)
        unit_facts = [_unit_fact(event) for event in events if kind_of(event.stream) == UNITS]
        erased = [event.stream for event in events if event.type == ERASED]
        return Prepared(folding.closed, folding.rows, unit_facts, erased, position)

    async def apply(self, connection: Connection, prepared: Prepared) -> None:
        """Close what is no longer known, add what is. A key that a backup brought back is destroyed
        again.
        """
        if prepared.erased:
            await sealing.destroy(connection, prepared.erased)
        for name in ("closed", "rows", "unit_facts"):
            rows = getattr(prepared, name)
            for start in range(0, len(rows), AT_A_TIME):
                columns = zip(*rows[start : start + AT_A_TIME], strict=True)
                await connection.execute(self._sql[f"put_{name}"], *columns)

    def committed(self, prepared: Prepared) -> None:
        """Let the forest follow."""
        self._tree.follow(prepared.unit_facts, prepared.position)

    async def _whole(self, batch: Sequence[Recorded]) -> tuple[list[Recorded], int]:
        """The events of the commands that end in a batch, which may cut the first and the last; and
        the end of the last of them.
        """
        first, last = batch[0], batch[-1]
        end = await self._pool.fetchval(self._sql["command_ends"], last.command_id)
        until = last.position if end == last.position else last.position - last.n - 1
        kept = [event for event in batch if event.position <= until]
        if not (kept and first.n):
            return kept, until
        begun = await self._events("command_until", first.command_id, first.position)
        return [*begun, *kept], until

    async def _before(self, commands: Sequence[Sequence[Recorded]]) -> "dict[str, list[Recorded]]":
        """The events of every stream before these commands, where there are any."""
        first: dict[str, int] = {}
        for event in (event for events in commands for event in events):
            first.setdefault(event.stream, event.version)
        older = [stream for stream, version in first.items() if version > 1]
        found: dict[str, list[Recorded]] = defaultdict(list)
        if older:
            start = commands[0][0].position
            for event in await self._events("streams_until", older, start):
                found[event.stream].append(event)
        return found

    async def _events(self, name: str, *values: Any) -> list[Recorded]:
        return [Recorded(*row) for row in await self._pool.fetch(self._sql[name], *values)]


class Folding:
    """Commands in order → what they close, and the rows that they add."""

    def __init__(self, before: Mapping[str, Sequence[Recorded]]) -> None:
        self._before = before
        self._states: dict[str, Any] = {}
        self._latest: dict[str, slice] = {}  # of a stream: its rows that are still known
        self._folded = 0
        self.closed: list[tuple[str, str, int]] = []
        self.rows: list[Row] = []

    async def take(self, events: Sequence[Recorded]) -> None:
        """The events of one command: each stream shows only as the last of them leaves it."""
        end = events[-1].position
        by_stream: dict[str, list[Recorded]] = defaultdict(list)
        for event in events:
            by_stream[event.stream].append(event)
        for stream, own in by_stream.items():
            self._close(stream, end, existed=own[0].version > 1)
            state = self._fold(stream, own)
            start = len(self.rows)
            self.rows += rows_of(stream, state, position=end, version=own[-1].version)
            self._latest[stream] = slice(start, len(self.rows))
            self._folded += 1
            if self._folded % AT_ONCE == 0:
                await asyncio.sleep(0)

    def _close(self, stream: str, end: int, *, existed: bool) -> None:
        if stream in self._latest:
            kept = self._latest[stream]
            self.rows[kept] = [row._replace(known_to=end) for row in self.rows[kept]]
        elif existed:
            self.closed.append((kind_of(stream), stream, end))

    def _fold(self, stream: str, events: Iterable[Recorded]) -> Any:
        decider = AGGREGATES[kind_of(stream)].decider
        if stream not in self._states:
            earlier = map(fact_of, self._before.get(stream, ()))
            self._states[stream] = decider.fold(decider.initial(), earlier)
        self._states[stream] = decider.fold(self._states[stream], map(fact_of, events))
        return self._states[stream]


def rows_of(stream: str, state: Any, *, position: int, version: int) -> Iterator[Row]:
    """What a resource is from one instant to the next, as known from a position on."""
    kind = kind_of(stream)
    etag = Executed(None, "", version, 0, ()).etag
    for period in AGGREGATES[kind].resource_periods(state):
        stated, message = period.columns, period.message
        message.position, message.etag = position, etag  # as `stamped`, without a copy
        yield Row(
            kind=kind,
            name=stream,
            known_from=position,
            known_to=STILL_KNOWN,
            effective_from=period.since,
            effective_to=period.until,
            version=version,
            state=stated.state,
            unit=stated.unit,
            parent=stated.parent,
            field=message.kind if kind == UNITS else stated.field,
            level=stated.level,
            extent=stated.extent,
            verdict=stated.verdict,
            rule=stated.rule,
            codes=BETWEEN_CODES.join(stated.codes) or None,
            sort_key=sort_key(stated.title),
            words=_words(period),
            content=message.SerializeToString(deterministic=True),
        )


def _words(period: ResourcePeriod) -> str | None:
    """What a resource is found by; an offering has no name, and is found by others'."""
    name = getattr(period.message, "display_name", None)
    if name is None:
        return None
    return " ".join(words(" ".join([name.vi, name.en, name.other, *period.columns.codes])))


def _unit_fact(event: Recorded) -> UnitFact:
    return UnitFact(
        position=event.position,
        unit=event.stream,
        version=event.version,
        type=event.type,
        occurred_at=event.occurred_at,
        fact=event.payload,
    )


def _command(event: Recorded) -> Any:
    return event.command_id
