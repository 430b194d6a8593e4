"""The repair of a log that was restored from an older backup than its stream: refill it from there.

All or nothing, when an operator says so. Nothing without a valid MAC of this log enters it, and
what it held instead is moved to the table `displaced`, never dropped.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis import resync
from services.chassis.bus import Bus
from services.chassis.database import SQL, Connection, connect, statements
from services.chassis.envelope import is_own, log_position, recorded
from services.chassis.log import Recorded
from services.chassis.mac import Mac
from services.chassis.replicas import State
from services.chassis.resync import EMPTY, Damaged, Tail


class Refilled(NamedTuple):
    """What was done: nothing above `common` was the same in both."""

    common: int
    displaced: int
    restored: int


@dataclass(frozen=True)
class Published:
    """The events in a log's stream, among messages that may be foreign."""

    bus: Bus
    mac: Mac
    state: State
    end: Tail

    async def event_id(self, position: int) -> UUID:
        """The event at a position. Counted from the end, it stands before that place if foreign
        messages came between.
        """
        expected = position + self.end.sequence - self.end.checkpoint.position
        for sequence in range(expected, max(self.state.first, position) - 1, -1):
            message = await self.bus.message(self.mac.log, sequence)
            if message and is_own(self.mac, *message):
                found = log_position(message.headers)
                if found.position == position:
                    return found.event_id
        raise _lacks(position)

    async def events(self, *, after: int) -> AsyncIterator[list[Recorded]]:
        """The events after a position, without gaps up to the end."""
        start = max(self.state.first, after + 1)  # no event stands before its position
        async with self.bus.reading(self.mac.log, start=start) as pull:
            while after < self.end.checkpoint.position:
                messages = await pull.take(5000, within=resync.ANSWERED_WITHIN)
                events = self._following(messages, after)
                after += len(events)
                yield events

    def _following(self, messages: list[Any], after: int) -> list[Recorded]:
        """The events among messages that follow a position; copies of earlier ones are foreign."""
        parts = ((each.subject, each.headers or {}, each.data) for each in messages)
        events: list[Recorded] = []
        for event in (recorded(*each) for each in parts if is_own(self.mac, *each)):
            following = after + len(events) + 1
            if following < event.position <= self.end.checkpoint.position:
                raise _lacks(following)
            if event.position == following:
                events.append(event)
        return events


async def refill(owner_dsn: str, *, bus: Bus, mac: Mac) -> Refilled:
    """Make the log agree with its stream, as the owner of the log. Raises Damaged when an event is
    missing there, and Diverged when there is none.
    """
    published = await _published(bus, mac)
    connection = await connect(owner_dsn)
    try:
        async with connection.transaction():
            return await _refill(connection, published)
    finally:
        await connection.close()


async def _published(bus: Bus, mac: Mac) -> Published:
    """The stream as it is now; foreign messages at its end are passed over."""
    state = await bus.state(mac.log) or State(0, 0, 0, 0)
    if not state.last:
        return Published(bus, mac, state, EMPTY)
    end = await resync.find_end(bus, mac.log, mac, state, limit=state.last)
    if end.newest.sequence + end.foreign < state.last:
        raise Damaged(f"{resync.UNREADABLE}, so nothing was refilled")
    return Published(bus, mac, state, end.newest)


async def _refill(connection: Connection, published: Published) -> Refilled:
    sql, end = statements(SQL), published.end
    head = await connection.fetchval(sql["refill_lock"])
    common = await _common(connection, published, head=head)
    if common == end.checkpoint.position:
        return Refilled(common, 0, 0)  # the log may be longer: the relay publishes the rest
    displaced = await _displace(connection, after=common) if head > common else 0
    async for events in published.events(after=common):
        await connection.copy_records_to_table("events", records=events, columns=Recorded._fields)
    restored = await connection.fetchval(sql["refill_head"]) - common
    await connection.execute(sql["relay_note"], end.checkpoint.position, end.sequence)
    return Refilled(common, displaced, restored)


async def _common(connection: Connection, published: Published, *, head: int) -> int:
    """The last position at which both hold the same event: once parted they stay so, which lets a
    binary search find it.
    """
    same, different = 0, min(head, published.end.checkpoint.position) + 1
    while different - same > 1:
        middle = (same + different) // 2
        stored = await connection.fetchval(statements(SQL)["refill_event_id"], middle)
        if stored == await published.event_id(middle):
            same = middle
        else:
            different = middle
    return same


async def _displace(connection: Connection, *, after: int) -> int:
    """Move away what was recorded after the two had parted."""
    sql = statements(SQL)
    done = await connection.execute(sql["refill_displace"], after)
    await connection.execute(sql["refill_open"])
    await connection.execute(sql["refill_remove"], after)
    await connection.execute(sql["refill_close"])
    return int(done.rpartition(" ")[2])


def _lacks(position: int) -> Damaged:
    return Damaged(f"the stream lacks position {position}, so nothing was refilled")
