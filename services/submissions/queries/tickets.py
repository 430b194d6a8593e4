"""The queues before the counters, as this service's own log makes them.

An answer for a command comes with the log's position that it is true at, so that the command can be
refused where another one came between.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from motcua.submissions.v1 import counter_pb2 as api
from services.chassis.database import Pool, statements
from services.submissions.domain.ticket.queue import Entry, Given
from services.submissions.queries.catalogue import SQL
from services.submissions.queries.own_log import OwnLog


class Queue(NamedTuple):
    """The open tickets of a unit's day, and the position up to which the log was read."""

    position: int
    entries: Sequence[Entry]


class GivenAt(NamedTuple):
    """What a unit gave on a day, up to a position of the log; and whether a service is known."""

    position: int
    given: Given
    service_known: bool


class Tickets:
    """Reads the rows."""

    def __init__(self, pool: Pool, own_log: OwnLog) -> None:
        self._pool = pool
        self._own_log = own_log
        self._sql = statements(SQL)

    async def queue(self, unit: str, day: date) -> Queue:
        """Who waits, and who is at a counter."""
        position = await self._own_log.must_be_caught_up()
        rows = await self._pool.fetch(self._sql["open_tickets"], unit, day)
        tickets = (api.Ticket.FromString(row["content"]) for row in rows)
        return Queue(position, [_entry(each) for each in tickets])

    async def given(self, *, unit: str, day: date, group: str, service: str, taker: str) -> GivenAt:
        """After what the next ticket of a group comes."""
        position, sql = await self._own_log.must_be_caught_up(), self._sql["given_tickets"]
        row = await self._pool.fetchrow(sql, unit, day, group, service, taker)
        given = Given(row["turn"], row["serial"], row["waiting"], row["of_taker"])
        return GivenAt(position, given, row["service_known"])

    async def of_day(self, unit: str, day: date, after: int, most: int) -> list[api.Ticket]:
        """Some of a unit's day, by turn, after one."""
        await self._own_log.must_be_caught_up()
        rows = await self._pool.fetch(self._sql["tickets_of_day"], unit, day, after, most)
        return [api.Ticket.FromString(row["content"]) for row in rows]

    async def changed(self, unit: str, day: date, after: int, most: int) -> list[api.Ticket]:
        """Some of a unit's day that changed after a position, by the position of their last
        change.
        """
        rows = await self._pool.fetch(self._sql["tickets_changed"], unit, day, after, most)
        return [api.Ticket.FromString(row["content"]) for row in rows]


def _entry(ticket: api.Ticket) -> Entry:
    return Entry(
        ticket.name,
        ticket.number,
        ticket.state,
        ticket.group,
        ticket.counter,
        ticket.priority,
        ticket.turn,
    )
