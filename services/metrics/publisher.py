"""Changed figures, told to whoever listens: FigureChanged events in our log, for the relay.

Promises that every change of a month's figure is told in the end, once, coalesced with those that
follow it shortly; the event and the note of it are one transaction. Must not count: numbers are
read as known at one position.
"""

import asyncio
import hashlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote

from google.protobuf import json_format

from motcua.metrics.v1.events_pb2 import FigureChanged
from services.chassis import telemetry
from services.chassis.database import Connection, Pool, is_lost, statements
from services.chassis.ids import derived, uuid7
from services.chassis.log import Append, Log, NewEvent, Status
from services.metrics.domain.figures import (
    Count,
    Figure,
    Positions,
    Question,
    Scope,
    figure,
    rate,
)
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight, month_name, next_month
from services.metrics.queries.classified import classified
from services.metrics.queries.leaves import NOTHING, parameters, span
from services.metrics.settings import SQL

CHUNK = 500  # events in one call of the log's function
SHARE = 5  # the publisher rests this many times as long as it worked
DESTINATION = "motcua.metrics.figures"


class Key(NamedTuple):
    """Which figure: of a definition (by name), a unit with all below it, a local month."""

    definition: str
    unit: str
    month: date


class Told(NamedTuple):
    """A figure to tell, with the fingerprint of its numbers."""

    key: Key
    figure: Figure
    content: bytes


class Publisher:
    """Run it for as long as the process lives; `notice` it of every committed batch."""

    def __init__(
        self,
        pool: Pool,
        log: Log,
        *,
        definitions: Sequence[Definition],
        coalesce: float,
        now: Callable[[], datetime],
    ) -> None:
        self._definitions = definitions
        self._pool = pool
        self._log = log
        self._coalesce = coalesce
        self._now = now
        self._moved = asyncio.Event()
        self._moved.set()
        self._causes: deque[str] = deque(maxlen=32)

    def notice(self, traceparent: str = "") -> None:
        """Figures may have moved; whoever caused it is linked to what is told of it."""
        if traceparent:
            self._causes.append(traceparent)
        self._moved.set()

    async def run(self) -> None:
        """Tell, rest, tell again, until cancelled."""
        while True:
            await self._moved.wait()
            self._moved.clear()
            began = time.monotonic()
            try:
                await self.tell()
            except BaseException as error:  # whoever runs it begins it again, to tell it all
                self._moved.set()
                if not is_lost(error):
                    raise
                telemetry.log().warning("publisher.waits", why=repr(error))
            await asyncio.sleep(max(self._coalesce, SHARE * (time.monotonic() - began)))

    async def tell(self) -> int:
        """Tell everything that moved since the last time; how many figures that was."""
        causes = [self._causes.popleft() for _ in range(len(self._causes))]
        with telemetry.linked_span(DESTINATION, causes) as traceparent:
            told, positions = await self._told(), await self._standing()
            if told.catalog >= positions.catalog and told.submissions >= positions.submissions:
                return 0
            found = await self._changed(told, positions)
            return await self._append(found, told, positions, traceparent)

    async def _told(self) -> Positions:
        return Positions(*await self._pool.fetchrow(statements(SQL)["told"]))

    async def _standing(self) -> Positions:
        row = await self._pool.fetchrow(statements(SQL)["standing"], "", "", None)
        return Positions(row["catalog"], row["submissions"])

    async def _changed(self, told: Positions, positions: Positions) -> list[Told]:
        """The figures of every month in which something moved, for every scope that it lies in."""
        moved = await self._pool.fetch(statements(SQL)["moved_months"], *positions, *told)
        return [
            each
            for key, month, units in moved
            for definition in self._definitions
            if classified(definition.name).key.number == key
            for each in await self._month(definition, month, units or [], positions)
        ]

    async def _month(
        self, definition: Definition, month: date, units: Sequence[str], positions: Positions
    ) -> list[Told]:
        """All scopes of one definition and month in two statements, as known at one position."""
        period = Period(month, next_month(month))
        begin, end = (midnight(each) for each in period)
        by = classified(definition.name)
        asked = (begin, end, *positions, units, by.key.number)
        whole = Question(definition, Scope(), period, end)
        known = parameters(whole, span(whole), positions)
        counts: dict[str, list[Count]] = {unit: [] for unit in ("", *units)}
        for unit, *count in await self._pool.fetch(by.statement("month_counts"), *asked):
            counts[unit].append(by.count(*count))
        digests = dict(await self._pool.fetch(by.statement("month_digests"), *known, units))
        return [
            told(
                Key(definition.name, unit, month),
                figure(
                    Question(definition, Scope(unit), period, end),
                    counts[unit],
                    positions=positions,
                    digest=digests.get(unit, NOTHING),
                    covered=True,
                    now=self._now(),
                ),
            )
            for unit in counts
        ]

    async def _append(
        self, found: Sequence[Told], told: Positions, positions: Positions, traceparent: str
    ) -> int:
        """Notes, positions and events in one transaction; nothing if another was faster."""
        async with self._pool.acquire() as connection, connection.transaction():
            if Positions(*await connection.fetchrow(statements(SQL)["lock"])) != told:
                return 0
            changed = await self._versions(connection, found)
            reached = Positions(*map(max, told, positions))
            await note(connection, changed, reached)
            await self._log_events(connection, changed, traceparent)
        self._log.wake()
        return len(changed)

    async def _versions(
        self, connection: Connection, found: Sequence[Told]
    ) -> list[tuple[Told, int]]:
        """Those whose numbers are not what was told last, with their version in the log."""
        months = {(each.key.definition, each.key.month) for each in found}
        rows = await connection.fetch(
            statements(SQL)["versions"], [name for name, _ in months], [day for _, day in months]
        )
        known = {Key(*row[:3]): (row["version"], row["content"]) for row in rows}
        last = [(each, *known.get(each.key, (0, b""))) for each in found]
        return [(each, version + 1) for each, version, content in last if content != each.content]

    async def _log_events(
        self, connection: Connection, changed: Sequence[tuple[Told, int]], traceparent: str
    ) -> None:
        # An event names a trace, sampled or not, as every event of every log does.
        cause = traceparent or telemetry.unsampled()
        appends = [
            append(each, version, at=self._now(), traceparent=cause) for each, version in changed
        ]
        for start in range(0, len(appends), CHUNK):
            for outcome in await self._log.append_in(connection, appends[start : start + CHUNK]):
                if outcome.status is not Status.APPENDED:
                    raise RuntimeError(f"a figure could not be told: {outcome}")


def told(key: Key, numbers: Figure) -> Told:
    """What makes it another figure than before: its numbers, not when they were looked at."""
    content = repr((numbers.digest, numbers.assisted, numbers.provisional))
    return Told(key, numbers, hashlib.sha256(content.encode()).digest())


async def note(
    connection: Connection, changed: Sequence[tuple[Told, int]], positions: Positions
) -> None:
    """What was told, and up to where."""
    rows = [(*each.key, version, each.content) for each, version in changed]
    if rows:
        await connection.execute(statements(SQL)["note_figures"], *zip(*rows, strict=True))
    await connection.execute(statements(SQL)["note_position"], *positions)


def append(each: Told, version: int, *, at: datetime, traceparent: str) -> Append:
    """One figure's event, as the log takes it; its id follows from figure and version."""
    stream = f"figures/{each.key.definition}/{each.key.unit or 'all'}/{month_name(each.key.month)}"
    payload = payload_of(each)
    event = NewEvent(
        stream=stream,
        version=version,
        event_id=uuid7(),
        type=FigureChanged.DESCRIPTOR.full_name,
        subject=subject(each),
        occurred_at=at,
        payload=payload,
    )
    command = derived("figure", stream, str(version))
    fingerprint = hashlib.sha256(payload).digest()
    return Append(command, fingerprint, "metrics", traceparent, (event,))


def subject(each: Told) -> str:
    """`motcua.metrics.figures.<unit or all>.<YYYY-MM>.<definition>`, its dots being levels."""
    unit = escaped(each.key.unit.removeprefix("units/")) if each.key.unit else "all"
    definition = each.figure.question.definition.id
    return f"{DESTINATION}.{unit}.{month_name(each.key.month)}.{definition}"


def escaped(unit: str) -> str:
    """A unit's id as one token of a subject; `all` is taken by the whole tree."""
    if unit == "all":
        return "%61ll"
    return quote(unit, safe="").replace(".", "%2E").replace("~", "%7E")


def payload_of(each: Told) -> bytes:
    """JSON in protobuf's mapping: 64-bit integers are strings there."""
    message = FigureChanged(rate=rate(each.figure), month=month_name(each.key.month))
    return json_format.MessageToJson(
        message, indent=None, ensure_ascii=False, always_print_fields_with_no_presence=True
    ).encode()
