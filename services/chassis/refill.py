"""The repair of a log that was restored from an older backup than its stream: refill it from there.

Promises all or nothing, and that what the log held instead is moved to the table `displaced`, never
dropped. Must run only when an operator says so, with the service's commands refused or stopped.
"""

from collections.abc import AsyncIterator
from typing import NamedTuple

import asyncpg

from services.chassis import resync
from services.chassis.bus import Bus
from services.chassis.database import SQL, Connection, statements
from services.chassis.envelope import place, recorded
from services.chassis.log import Recorded
from services.chassis.resync import Tail


class Refilled(NamedTuple):
    """What was done: nothing above `common` was the same in both."""

    common: int
    displaced: int
    restored: int


async def refill(owner_dsn: str, *, bus: Bus, service: str) -> Refilled:
    """Make the log agree with the stream, as the owner of the log."""
    end, _ = await resync.tail(bus, service)
    connection = await asyncpg.connect(owner_dsn, timeout=5)
    try:
        async with connection.transaction():
            return await _refill(connection, bus=bus, service=service, end=end)
    finally:
        await connection.close()


async def _refill(connection: Connection, *, bus: Bus, service: str, end: Tail) -> Refilled:
    sql = statements(SQL)
    head = await connection.fetchval(sql["refill_lock"])
    common = await _common(connection, bus=bus, service=service, end=end, head=head)
    if common == end.checkpoint.position:
        return Refilled(common, 0, 0)  # the log may be longer: the relay publishes the rest
    displaced = await _displace(connection, after=common) if head > common else 0
    shift = end.sequence - end.checkpoint.position
    async for events in _events(bus, service, after=common, shift=shift, end=end):
        await connection.copy_records_to_table("events", records=events, columns=Recorded._fields)
    restored = await connection.fetchval(sql["refill_head"]) - common
    await connection.execute(sql["relay_note"], end.checkpoint.position, end.sequence)
    return Refilled(common, displaced, restored)


async def _common(connection: Connection, *, bus: Bus, service: str, end: Tail, head: int) -> int:
    """The last position at which both hold the same event: once parted they stay so, which lets a
    binary search find it.
    """
    same, different = 0, min(head, end.checkpoint.position) + 1
    while different - same > 1:
        middle = (same + different) // 2
        sequence = middle + end.sequence - end.checkpoint.position
        published = await bus.message(service, sequence)
        if published is None or place(published.headers).position != middle:
            raise resync.Damaged(f"the stream lacks position {middle}, so nothing was refilled")
        stored = await connection.fetchval(statements(SQL)["refill_event_id"], middle)
        if stored == place(published.headers).event_id:
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


async def _events(
    bus: Bus, service: str, *, after: int, shift: int, end: Tail
) -> AsyncIterator[list[Recorded]]:
    """The stream's events after a position, without gaps up to its end."""
    async with bus.reading(service, start=after + 1 + shift) as pull:
        while after < end.checkpoint.position:
            messages = await pull.take(5000, within=resync.UNHEARD)
            events = [recorded(each.subject, each.headers, each.data) for each in messages]
            events = [event for event in events if event.position <= end.checkpoint.position]
            for event in events:
                after += 1
                if event.position != after:
                    raise resync.Damaged(
                        f"the stream lacks position {after}, so nothing was refilled"
                    )
            yield events
