"""One row per ticket of a unit's last days, as its facts make it; and the timer that ends its day.

A unit's rows of more than seven days before its last tickets go.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis import timers
from services.chassis.database import Connection
from services.chassis.timers import Timer
from services.submissions.domain.moments import day as day_of
from services.submissions.domain.ticket.resource import resource
from services.submissions.domain.ticket.state import REGISTRY, Ticket
from services.submissions.domain.ticket.steps import DAY_END, OPEN, day_end
from services.submissions.projections.batch import After, Decoded, write


class Touched(NamedTuple):
    """The last position of each ticket of a batch, who took those that begin in it, and the units
    that gave tickets on these days.
    """

    positions: dict[str, int]
    takers: dict[str, str]
    days: set[tuple[str, date]]


def prepare(batch: Sequence[Decoded]) -> Touched:
    """Sort a batch by ticket."""
    own = [(event, message) for event, message in batch if event.type in REGISTRY]
    days = {(message.unit, day_of(message.day)) for event, message in own if event.version == 1}
    positions = {event.stream: event.position for event, _ in own}
    takers = {event.stream: event.actor for event, _ in own if event.version == 1}
    return Touched(positions, takers, days)


async def apply(connection: Connection, touched: Touched, after: After) -> None:
    """Write rows and timers."""
    if not touched.positions:
        return
    # In one order everywhere, so that two writers cannot wait for each other.
    names = sorted(touched.positions)
    tickets: list[Ticket] = [after[name] for name in names]
    rows = [
        row_of(each, touched.positions[each.name], touched.takers.get(each.name, ""))
        for each in tickets
    ]
    await write(connection, "keep_tickets", rows)
    await write(connection, "drop_old_tickets", sorted(touched.days))
    ends = [Timer(t.name, DAY_END, day_end(t.day)) for t in tickets if t.state in OPEN]
    await timers.replace(connection, [DAY_END], names, ends)


def row_of(ticket: Ticket, position: int, taker: str) -> tuple[Any, ...]:
    """The row of a ticket whose last fact is at that position; `taker` matters to a new row."""
    return (
        UUID(ticket.name.removeprefix("tickets/")),
        ticket.unit,
        ticket.day,
        ticket.turn,
        ticket.serial,
        ticket.taken_for,
        taker,
        ticket.state,
        position,
        resource(ticket, position=position).SerializeToString(),
    )
