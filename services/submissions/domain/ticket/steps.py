"""What is done with a ticket: taken, called, moved, served, not served, voided.

Each command refuses what the ticket's state does not allow. An end states what an indicator reads:
the instant of the first call, seconds waiting and serving.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from motcua.submissions.v1 import ticket_events_pb2 as events
from motcua.submissions.v1.counter_pb2 import (
    TICKET_STATE_CALLED,
    TICKET_STATE_SERVED,
    TICKET_STATE_VOIDED,
    TICKET_STATE_WAITING,
    TicketState,
)
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.field_names import in_english
from services.submissions.domain.instants import stamp, stamp_known
from services.submissions.domain.moments import as_date, local_day, midnight
from services.submissions.domain.subjects import fact
from services.submissions.domain.ticket.queue import QueuePosition, shown
from services.submissions.domain.ticket.refusals import TicketReason
from services.submissions.domain.ticket.state import Ticket, serving, waiting

DAY_END = "day-end"  # the timer at the midnight that ends a ticket's day
MOST_FACTS = 200  # of a ticket; its end always finds room
OPEN = (TICKET_STATE_WAITING, TICKET_STATE_CALLED)
AT_COUNTER = (TICKET_STATE_CALLED,)
IN_VIETNAMESE = {
    TicketState.TICKET_STATE_WAITING: "đang chờ",
    TicketState.TICKET_STATE_CALLED: "đang được gọi",
    TicketState.TICKET_STATE_SERVED: "đã phục vụ",
    TicketState.TICKET_STATE_NOT_SERVED: "không được phục vụ",
    TicketState.TICKET_STATE_VOIDED: "đã hủy",
}


class Given(NamedTuple):
    """What every command comes with; `officer` answers for it."""

    clock: datetime
    catalog_position: int
    officer: str = ""


def take(
    name: str,
    given: Given,
    queue_position: QueuePosition,
    *,
    unit: str,
    service: str = "",
    group: str = "",
    priority_class: str = "",
) -> list[Fact]:
    """A new ticket of the local day of the clock."""
    day = local_day(given.clock)
    taken = events.TicketTaken(
        ticket=name,
        catalog_position=given.catalog_position,
        unit=unit,
        service=service,
        day=as_date(day),
        group=group,
        number=queue_position.number,
        serial=queue_position.serial,
        turn=queue_position.turn,
        priority_class=priority_class,
        priority=queue_position.priority,
    )
    return [fact(taken, given.clock, unit=unit)]


def call(ticket: Ticket, given: Given, *, counter: str) -> list[Fact]:
    """Call it to a counter."""
    _require(ticket, given, (TICKET_STATE_WAITING,))
    return _call(ticket, given, counter)


def recall(ticket: Ticket, given: Given) -> list[Fact]:
    """Call it again to the counter that has called it."""
    _require(ticket, given, AT_COUNTER)
    return _call(ticket, given, ticket.counter)


def move(ticket: Ticket, given: Given, *, to_counter: str, to_group: str) -> list[Fact]:
    """Let it wait for another counter, or for those of another group."""
    _require(ticket, given, OPEN)
    group = to_group or ticket.group
    if not (to_counter or to_group) or (to_counter, group) == _waits_for(ticket):
        raise Refusal(TicketReason.MOVE_TO_NOWHERE, field="to_counter")
    moved = events.TicketMoved(
        number=ticket.number,
        from_counter=ticket.counter if ticket.state == TICKET_STATE_CALLED else "",
        to_counter=to_counter,
        from_group=ticket.group,
        to_group=group,
    )
    return _facts(ticket, given, moved, _now(ticket, given))


def serve(ticket: Ticket, given: Given) -> list[Fact]:
    """Whoever held it was served."""
    _require(ticket, given, AT_COUNTER, ends=True)
    at = _now(ticket, given)
    served = events.TicketServed(counter=ticket.counter, **_times(ticket, at))
    return _facts(ticket, given, served, at)


def record_no_show(ticket: Ticket, given: Given) -> list[Fact]:
    """It was called, and nobody came; what passed since the call served nobody."""
    _require(ticket, given, AT_COUNTER, ends=True)
    at = _now(ticket, given)
    ended = events.TicketNotServed(
        counter=ticket.counter,
        reason=events.NOT_SERVED_REASON_NO_SHOW,
        **_times(ticket, at) | {"serving_seconds": ticket.served_before},
    )
    return _facts(ticket, given, ended, at)


def close(ticket: Ticket, given: Given) -> list[Fact]:
    """Its day has ended, at the midnight that ends it; of what has ended already, nothing."""
    if ticket.state not in OPEN or given.clock < day_end(ticket.day):
        return []
    at = day_end(ticket.day)
    ended = events.TicketNotServed(
        counter=ticket.counter if ticket.state == TICKET_STATE_CALLED else "",
        reason=events.NOT_SERVED_REASON_DAY_ENDED,
        **_times(ticket, at) | {"serving_seconds": ticket.served_before},
    )
    return _facts(ticket, given, ended, at)


def record_dossier(ticket: Ticket, given: Given, *, dossier: str) -> list[Fact]:
    """What was filed at the counter, also once its holder was served, on whatever day."""
    _require_not_voided(ticket)
    _require_room(ticket)
    if ticket.state not in (TICKET_STATE_CALLED, TICKET_STATE_SERVED):
        raise _refused(TicketReason.TICKET_NOT_CALLED, ticket)
    if dossier in ticket.dossiers:
        raise Refusal(TicketReason.DOSSIER_RECORDED, field="dossier")
    filed = events.TicketDossierRecorded(dossier=dossier)
    return _facts(ticket, given, filed, _now(ticket, given))


def void(ticket: Ticket, given: Given, *, reason_code: str) -> list[Fact]:
    """It was taken in error; in any state."""
    _require_not_voided(ticket)
    voided = events.TicketVoided(reason_code=reason_code)
    return _facts(ticket, given, voided, _now(ticket, given))


def day_end(day: date) -> datetime:
    """The local midnight that ends a day."""
    return midnight(date.fromordinal(day.toordinal() + 1))


def _waits_for(ticket: Ticket) -> tuple[str, str]:
    """Which counter, and those of which group; of one that is called, the counter that has it."""
    return ticket.counter, ticket.group


def _call(ticket: Ticket, given: Given, counter: str) -> list[Fact]:
    at = _now(ticket, given)
    called = events.TicketCalled(
        number=ticket.number,
        counter=counter,
        call=ticket.calls + 1,
        first_call_time=stamp(ticket.first_called_at or at),
    )
    return _facts(ticket, given, called, at)


def _facts(ticket: Ticket, given: Given, event: Any, at: datetime) -> list[Fact]:
    event.ticket, event.catalog_position = ticket.name, given.catalog_position
    event.unit, event.service, event.officer = ticket.unit, ticket.service, given.officer
    return [fact(event, at, unit=ticket.unit)]


def _times(ticket: Ticket, at: datetime) -> dict[str, Any]:
    """What an end states of the whole."""
    return {
        "first_call_time": stamp_known(ticket.first_called_at),
        "waiting_seconds": waiting(ticket, at),
        "serving_seconds": serving(ticket, at),
        "priority_class": ticket.priority_class,
    }


def _now(ticket: Ticket, given: Given) -> datetime:
    """The clock, or the ticket's last fact where that is later."""
    return max(given.clock, ticket.last_at or given.clock)


def _require(
    ticket: Ticket, given: Given, states: Collection[TicketState], *, ends: bool = False
) -> None:
    _require_not_voided(ticket)
    if ticket.state not in states:
        reason = (
            TicketReason.TICKET_NOT_CALLED if ticket.state in OPEN else TicketReason.TICKET_ENDED
        )
        raise _refused(reason, ticket)
    if _now(ticket, given) >= day_end(ticket.day):
        raise _refused(TicketReason.TICKET_DAY_OVER, ticket)
    if not ends:
        _require_room(ticket)


def _require_not_voided(ticket: Ticket) -> None:
    if ticket.state == TICKET_STATE_VOIDED:
        raise _refused(TicketReason.TICKET_VOIDED, ticket)


def _require_room(ticket: Ticket) -> None:
    if ticket.version >= MOST_FACTS:
        raise Refusal(TicketReason.TICKET_FULL, field="name", values={"most": str(MOST_FACTS)})


def _refused(reason: Any, ticket: Ticket) -> Refusal:
    state = TicketState.Name(ticket.state).removeprefix("TICKET_STATE_")
    values = {
        "number": ticket.number,
        "day": shown(ticket.day),
        "state": state,
        "state_vi": IN_VIETNAMESE[ticket.state],
        "state_en": in_english(state),
    }
    return Refusal(reason, field="name", values=values)
