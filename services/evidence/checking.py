"""What `fsck` reads: a log as far as its table can be read, a stream as far as its files can, and
the tree heads that are signed by a known key.

Example: a page of the table is damaged. The positions in it are `unreadable`, and all others read.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

import asyncpg

from services.chassis.bus import Bus, Message
from services.chassis.database import Pool, statements
from services.chassis.envelope import belongs, log_position
from services.chassis.log import Recorded
from services.chassis.mac import Mac
from services.chassis.pull import Nothing, Pull
from services.chassis.replicas import State
from services.chassis.resync import ANSWERED_WITHIN
from services.evidence import SQL
from services.evidence.comparison import LOG, STREAM, Comparison, Finding, Head, Stored, merged
from services.evidence.signed_notes import Verifier
from services.evidence.tree_heads import Kind, judged, stream_of

BLOCK = 1000  # positions compared together
TAKEN = 5000  # messages at a time
# PostgreSQL's classes for data that its files no longer hold.
CORRUPTED = (asyncpg.DataCorruptedError, asyncpg.IndexCorruptedError, asyncpg.InternalServerError)


class Report(NamedTuple):
    """Of one service: where log and stream end, which heads were believed, and what is at fault."""

    service: str
    log: int
    stream: int
    heads: int
    signed: int  # up to which position
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Checked:
    """What is checked, and by which keys."""

    service: str
    pool: Pool
    bus: Bus
    mac: Mac
    kind: Kind
    verifiers: Sequence[Verifier]

    async def run(self, kept: Sequence[Head] = ()) -> Report:
        """All of it once, up to where log and stream end now; `kept` are heads that somebody kept
        elsewhere, such as an inspector.
        """
        log = EventTable(self.pool)
        end, noted = await log.ends()
        heads, findings = await self._heads()
        comparison = Comparison(self.mac, self.kind.content_type, [*heads, *kept])
        async with self._messages() as stream:
            await compare(comparison, log, stream, end=max(end, noted))
        findings += [*comparison.ended(), *stream.foreign, *_ends(end, noted), *_short(end, kept)]
        signed = max((head.size for head in heads), default=0)
        found = list(merged(findings))
        return Report(self.service, end, stream.position, len(heads), signed, found)

    @asynccontextmanager
    async def _messages(self) -> AsyncIterator["Messages"]:
        """The stream as it is now; there may be none yet."""
        state = await self.bus.state(self.service)
        if state is None:
            yield Messages(None, self.mac, State(0, 0, 0, 0))
            return
        async with self.bus.reading(self.service, start=1) as pull:
            yield Messages(pull, self.mac, state)

    async def _heads(self) -> tuple[list[Head], list[Finding]]:
        """The heads in the log that are signed by a known key, and those that are not right."""
        found, wrong = [], []
        for position, payload in await EventTable(self.pool).payloads(stream_of(self.service)):
            head, fault = judged(self.kind, payload, self.service, self.verifiers)
            if head and head.size < position:
                found.append(Head(head.size, head.root, tuple(head.peaks)))
            else:
                fields = (fault or "size",)
                wrong.append(Finding(LOG, position, position, "tree_head", fields))
        return found, wrong


async def compare(
    comparison: Comparison, log: "EventTable", stream: "Messages", *, end: int
) -> None:
    """Block by block, from the first position to where the longer one ends."""
    first = 1
    while first <= max(end, stream.reaches) or not stream.ended:
        last = first + BLOCK - 1
        stored = await stream.upto(last)
        events, unreadable = await log.block(first, last)
        for position in range(first, min(last, max(end, stream.reaches)) + 1):
            event, message = events.get(position), stored.get(position)
            missing = {}
            if event is None:
                missing[LOG] = "unreadable" if position in unreadable else "missing"
            if message is None and position <= stream.reaches:
                missing[STREAM] = "missing"
            comparison.add(position, event, message, missing)
        first = last + 1


class EventTable:
    """The table of events, also where pages of it are damaged."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.sql = pool, statements(SQL)

    async def ends(self) -> tuple[int, int]:
        """The last position that there is, and the one that the log notes."""
        last, noted = await self.pool.fetchrow(self.sql["fsck_ends"])
        return last, noted

    async def block(self, first: int, last: int) -> tuple[dict[int, Recorded], set[int]]:
        """The events from one position to another, and those of them that cannot be read."""
        try:
            rows = await self.pool.fetch(self.sql["fsck_events"], first, last)
        except CORRUPTED:
            if first == last:
                return {}, {first}
            middle = (first + last) // 2
            parts = await self.block(first, middle), await self.block(middle + 1, last)
            (left, unread), (right, more) = parts
            return left | right, unread | more
        return {row["position"]: Recorded(*row) for row in rows}, set()

    async def payloads(self, stream: str) -> list[tuple[int, bytes]]:
        """Position and payload of a stream's events that can be read."""
        found = []
        for version in range(1, (await self.pool.fetchval(self.sql["fsck_version"], stream)) + 1):
            with suppress(*CORRUPTED):
                row = await self.pool.fetchrow(self.sql["fsck_payload"], stream, version)
                if row:
                    found.append((row["position"], row["payload"]))
        return found


class Messages:
    """The messages of a stream by position, with what else is between them."""

    def __init__(self, pull: Pull | None, mac: Mac, state: State) -> None:
        self.pull, self.mac, self.state = pull, mac, state
        self.found: dict[int, Stored] = {}
        self.foreign: list[Finding] = []
        self.position = self.sequence = 0  # of the last own message
        self.reaches = 0  # up to where there were messages, also those that cannot be read
        self.ended = not state.messages

    async def upto(self, last: int) -> dict[int, Stored]:
        """Those up to a position that were not given yet."""
        while self.pull and not self.ended and self.position < last:
            try:
                taken = await self.pull.take(TAKEN, within=ANSWERED_WITHIN)
            except Nothing:  # the files no longer hold what is left
                self.ended = True
                self.reaches += self.state.last - self.sequence
                break
            for each in taken:
                self._place(each)
        given = [position for position in self.found if position <= last]
        return {position: self.found.pop(position) for position in given}

    def _place(self, raw: Any) -> None:
        """Where a message belongs: as it says, if its MAC is valid, else as its sequence says."""
        sequence = raw.metadata.sequence.stream
        self.ended = self.ended or sequence >= self.state.last
        if sequence > self.state.last:
            return
        message = Message(raw.subject, raw.headers or {}, raw.data)
        verifies = belongs(self.mac.log, message.subject, message.headers) and self.mac.verifies(
            *message
        )
        expected = self.position + sequence - self.sequence
        position = log_position(message.headers).position if verifies else expected
        if position <= self.position or not (verifies or self._looks_own(message, expected)):
            self.foreign.append(Finding(STREAM, expected, expected, "foreign"))
            return
        self.found[position] = Stored(message, verifies)
        self.position = self.reaches = position
        self.sequence = sequence

    def _looks_own(self, message: Message, expected: int) -> bool:
        """Whether it may be an event that was changed."""
        own = belongs(self.mac.log, message.subject, message.headers)
        return own or log_position(message.headers).position == expected


def _ends(end: int, noted: int) -> list[Finding]:
    """The log notes its end apart from its events."""
    if end == noted:
        return []
    return [Finding(LOG, min(end, noted) + 1, max(end, noted), "end")]


def _short(end: int, kept: Sequence[Head]) -> list[Finding]:
    """A head that somebody kept is of more events than there are."""
    return [Finding(LOG, end + 1, head.size, "missing") for head in kept if head.size > end]
