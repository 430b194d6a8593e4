"""What a ticket is, as its facts make it.

waiting → called → served or not served; moved on, it waits again. Voided, it never was.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from google.protobuf.message import Message

from motcua.submissions.v1 import counter_pb2 as api
from motcua.submissions.v1 import ticket_events_pb2 as events
from motcua.submissions.v1.counter_pb2 import (
    TICKET_STATE_CALLED,
    TICKET_STATE_NOT_SERVED,
    TICKET_STATE_SERVED,
    TICKET_STATE_UNSPECIFIED,
    TICKET_STATE_VOIDED,
    TICKET_STATE_WAITING,
)
from services.chassis.decider import Decider
from services.submissions.domain.moments import day


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket; one without a name was not taken."""

    name: str = ""
    unit: str = ""
    service: str = ""
    day: date = date.min
    taken_for: str = ""  # the group that its number names
    group: str = ""  # whose counters call it
    number: str = ""
    serial: int = 0
    turn: int = 0
    priority_class: str = ""
    priority: int = 0
    state: api.TicketState = TICKET_STATE_UNSPECIFIED
    counter: str = ""  # that calls or called it; of one that waits, which alone will
    calls: int = 0
    taken_at: datetime | None = None
    first_called_at: datetime | None = None
    called_at: datetime | None = None  # last
    ended_at: datetime | None = None
    served_before: int = 0  # seconds, at counters that it was moved on from
    waiting_seconds: int = 0
    serving_seconds: int = 0
    reason: events.NotServedReason = events.NOT_SERVED_REASON_UNSPECIFIED
    dossiers: tuple[str, ...] = ()
    version: int = 0
    last_at: datetime | None = None


Changes: TypeAlias = dict[str, Any]


def _taken(_: Ticket, event: events.TicketTaken, at: datetime) -> Changes:
    same = "unit service group number serial turn priority_class priority".split()  # noqa: SIM905
    return {name: getattr(event, name) for name in same} | {
        "name": event.ticket,
        "taken_for": event.group,
        "day": day(event.day),
        "state": TICKET_STATE_WAITING,
        "taken_at": at,
    }


def _called(ticket: Ticket, event: events.TicketCalled, at: datetime) -> Changes:
    return {
        "state": TICKET_STATE_CALLED,
        "counter": event.counter,
        "calls": event.call,
        "first_called_at": ticket.first_called_at or at,
        "called_at": at,
    }


def _moved(ticket: Ticket, event: events.TicketMoved, at: datetime) -> Changes:
    return {
        "state": TICKET_STATE_WAITING,
        "counter": event.to_counter,
        "group": event.to_group,
        "served_before": serving(ticket, at),
    }


def _served(_: Ticket, event: events.TicketServed, at: datetime) -> Changes:
    return {"state": TICKET_STATE_SERVED, **_ended(event, at)}


def _not_served(_: Ticket, event: events.TicketNotServed, at: datetime) -> Changes:
    return {"state": TICKET_STATE_NOT_SERVED, "reason": event.reason, **_ended(event, at)}


def _ended(event: Any, at: datetime) -> Changes:
    return {
        "counter": event.counter,
        "waiting_seconds": event.waiting_seconds,
        "serving_seconds": event.serving_seconds,
        "ended_at": at,
    }


def _filed(ticket: Ticket, event: events.TicketDossierRecorded, _: datetime) -> Changes:
    return {"dossiers": (*ticket.dossiers, event.dossier)}


def _voided(_: Ticket, __: events.TicketVoided, ___: datetime) -> Changes:
    return {"state": TICKET_STATE_VOIDED}


def serving(ticket: Ticket, at: datetime) -> int:
    """Whole seconds at counters until an instant: at each from its last call there."""
    if ticket.state != TICKET_STATE_CALLED or ticket.called_at is None:
        return ticket.served_before
    return ticket.served_before + int((at - ticket.called_at).total_seconds())


def waiting(ticket: Ticket, at: datetime) -> int:
    """Whole seconds from taking the ticket to its first call; until an instant, where it was never
    called.
    """
    since = ticket.taken_at or at
    return int(((ticket.first_called_at or at) - since).total_seconds())


CHANGES: dict[type[Message], Callable[[Ticket, Any, datetime], Changes]] = {
    events.TicketTaken: _taken,
    events.TicketCalled: _called,
    events.TicketMoved: _moved,
    events.TicketServed: _served,
    events.TicketNotServed: _not_served,
    events.TicketDossierRecorded: _filed,
    events.TicketVoided: _voided,
}


def _evolve(ticket: Ticket, event: Message, at: datetime) -> Ticket:
    changes = CHANGES[type(event)](ticket, event, at)
    return replace(ticket, **changes, version=ticket.version + 1, last_at=at)


TICKETS: Decider[Ticket] = Decider(initial=Ticket, evolve=_evolve)
REGISTRY: dict[str, type[Message]] = {kind.DESCRIPTOR.full_name: kind for kind in CHANGES}
