"""One row per ticket of a unit's last days, as its facts make it; and the timer that ends its day.

A unit's rows of more than seven days before its last tickets go.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis import timers
from services.chassis.database import Connection, statements
from services.chassis.decider import Fact
from services.chassis.timers import Timer
from services.submissions.domain.moments import day as day_of
from services.submissions.domain.ticket.resource import resource
from services.submissions.domain.ticket.state import REGISTRY, TICKETS, Ticket
from services.submissions.domain.ticket.steps import DAY_END, OPEN, day_end
from services.submissions.projections.batch import After, Decoded, write
from services.submissions.queries.catalogue import SQL


class Touched(NamedTuple):
    """The last position of each ticket of a batch, the batch's own, and the units that gave
    tickets on these days.
    """

    positions: dict[str, int]
    end: int
    days: set[tuple[str, date]]


def prepare(batch: Sequence[Decoded]) -> Touched:
    """Sort a batch by ticket."""
    own = [(event, said) for event, said in batch if event.type in REGISTRY]
    days = {(said.unit, day_of(said.day)) for event, said in own if event.version == 1}
    positions = {event.stream: event.position for event, _ in own}
    return Touched(positions, batch[-1].event.position, days)


async def apply(connection: Connection, touched: Touched, _: After) -> None:
    """Write rows and timers."""
    if not touched.positions:
        return
    names = sorted(touched.positions)
    tickets = await _folded(connection, names, touched.end)
    rows = [row_of(tickets[name], touched.positions[name]) for name in names]
    await write(connection, "keep_tickets", rows)
    await write(connection, "drop_old_tickets", sorted(touched.days))
    ends = [Timer(t.name, DAY_END, day_end(t.day)) for t in tickets.values() if t.state in OPEN]
    await timers.replace(connection, [DAY_END], names, ends)


def row_of(ticket: Ticket, position: int) -> tuple[Any, ...]:
    """The row of a ticket whose last fact is at that position."""
    return (
        UUID(ticket.name.removeprefix("tickets/")),
        ticket.unit,
        ticket.day,
        ticket.turn,
        ticket.serial,
        ticket.taken_for,
        ticket.state,
        position,
        resource(ticket, position=position).SerializeToString(),
    )


async def _folded(connection: Connection, names: list[str], end: int) -> dict[str, Ticket]:
    """These tickets by all that the log holds of them up to a position."""
    facts: dict[str, list[Fact]] = {name: [] for name in names}
    for row in await connection.fetch(statements(SQL)["facts_of_dossiers_until"], names, end):
        message = REGISTRY[row["type"]].FromString(row["payload"])
        facts[row["stream"]].append(Fact(message, row["occurred_at"], row["subject"]))
    return {name: TICKETS.fold(TICKETS.initial(), each) for name, each in facts.items()}
