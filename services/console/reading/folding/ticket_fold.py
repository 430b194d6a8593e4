"""Tickets and counted facts of the second reading, as far as a class depends on them.

Written from the contracts alone. A ticket that was never called stands in no figure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from motcua.submissions.v1 import ticket_events_pb2 as events
from services.console.instants import from_timestamp, is_possible
from services.console.reading.folding.dossier_fold import Fact


@dataclass(slots=True)
class Ticket:
    """A ticket as far as its events tell."""

    name: str
    unit: str
    service: str
    called: datetime | None = None  # for the first time
    waited: int | None = None  # seconds, once it ended
    no_show: bool = False
    voided: bool = False


Tickets: TypeAlias = dict[str, Ticket]  # by name


def taken(tickets: Tickets, event: events.TicketTaken, _: Fact) -> None:
    """A second one leaves what became of it."""
    found = tickets.setdefault(event.ticket, Ticket(event.ticket, event.unit, event.service))
    found.unit, found.service = event.unit, event.service


def called(tickets: Tickets, event: Any, fact: Fact) -> None:
    at = from_timestamp(event.first_call_time)
    possible = at if is_possible(at, fact.recorded_at) else fact.recorded_at
    tickets[event.ticket].called = possible if event.HasField("first_call_time") else None


def served(tickets: Tickets, event: Any, fact: Fact) -> None:
    called(tickets, event, fact)
    ticket = tickets[event.ticket]
    ticket.waited = event.waiting_seconds if ticket.called else None


def not_served(tickets: Tickets, event: events.TicketNotServed, fact: Fact) -> None:
    served(tickets, event, fact)
    tickets[event.ticket].no_show = event.reason == events.NOT_SERVED_REASON_NO_SHOW


def voided(tickets: Tickets, event: events.TicketVoided, _: Fact) -> None:
    tickets[event.ticket].voided = True


FOLDS: dict[Any, Callable[[Tickets, Any, Fact], None]] = {
    events.TicketTaken: taken,
    events.TicketCalled: called,
    events.TicketServed: served,
    events.TicketNotServed: not_served,
    events.TicketVoided: voided,
}
