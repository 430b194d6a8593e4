"""A ticket as the API shows it.

What is absent in the ticket is absent here.
"""

from motcua.submissions.v1 import counter_pb2 as api
from services.submissions.domain.instants import stamp_known
from services.submissions.domain.moments import as_date
from services.submissions.domain.ticket.state import Ticket


def named_nowhere(ticket: api.Ticket) -> api.Ticket:
    """The same without the dossiers that were filed, for whom they are no business."""
    ticket.ClearField("dossiers")
    return ticket


def resource(ticket: Ticket, *, position: int) -> api.Ticket:
    """The whole of it; `position` is that of its last event."""
    return api.Ticket(
        name=ticket.name,
        number=ticket.number,
        state=ticket.state,
        unit=ticket.unit,
        service=ticket.service,
        day=as_date(ticket.day),
        group=ticket.group,
        counter=ticket.counter,
        priority_class=ticket.priority_class,
        priority=ticket.priority,
        turn=ticket.turn,
        serial=ticket.serial,
        calls=ticket.calls,
        take_time=stamp_known(ticket.taken_at),
        first_call_time=stamp_known(ticket.first_called_at),
        last_call_time=stamp_known(ticket.called_at),
        end_time=stamp_known(ticket.ended_at),
        not_served_reason=ticket.reason,
        waiting_seconds=ticket.waiting_seconds,
        serving_seconds=ticket.serving_seconds,
        dossiers=ticket.dossiers,
        position=position,
        etag=f'"{ticket.version}"',
    )
