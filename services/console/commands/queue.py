"""`./motcua queue`: the tickets of a unit's day, in the order in which they were taken.

The list is the submissions service's own; it has the last seven days.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import click
from rich.table import Table

from motcua.submissions.v1 import counter_pb2 as api
from services.console import terminal
from services.console.display.names import Names, names_of
from services.console.display.screen import screen
from services.console.display.wording import in_words
from services.console.instants import LOCAL, from_date, from_timestamp, to_date
from services.console.outcome import language
from services.console.portal import workdays
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.enums import code
from services.console.portal.lists import PAGE, listed
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named

COLUMNS = {
    "number": "số",
    "state": "trạng thái",
    "counter": "quầy",
    "priority": "ưu tiên",
    "taken": "lấy phiếu",
    "waited (min)": "chờ (phút)",
    "served (min)": "phục vụ (phút)",
    "service": "thủ tục",
}
STATES = {
    api.TICKET_STATE_WAITING: ("waiting", "đang chờ"),
    api.TICKET_STATE_CALLED: ("called", "đang được gọi"),
    api.TICKET_STATE_SERVED: ("served", "đã phục vụ"),
    api.TICKET_STATE_NOT_SERVED: ("not served", "không được phục vụ"),
    api.TICKET_STATE_VOIDED: ("voided", "đã hủy"),
}


@click.command()
@click.argument("unit")
@click.option("--day", metavar="DAY", help="Such as 2026-03-02 [default: the present one].")
@terminal.table_options
@location_options
def queue(*, unit: str, day: str | None, as_json: bool, location: Location) -> None:
    """Show the tickets of a unit's day, such as: queue units/song-van."""
    request = api.ListTicketsRequest(unit=named("units", unit), page_size=PAGE)
    if day:
        request.day.CopyFrom(to_date(workdays.parse_date(day)))

    async def work() -> None:
        async with (
            reading(location, "submissions", "catalog") as site,
            Portal(site) as portal,
        ):
            found = [each async for each in tickets(portal, request)]
            if as_json:
                terminal.print_document({"tickets": [document(each) for each in found]})
            else:
                show(found, await names_of(portal, (each.service for each in found)))

    run(work())


def tickets(portal: Portal, request: api.ListTicketsRequest) -> AsyncIterator[api.Ticket]:
    """All of a day."""
    return listed(portal, portal.counters.ListTickets, request, "tickets")


def show(found: list[api.Ticket], names: Names) -> None:
    """For people; who waits or is at a counter stands out."""
    vi, now = language() == "vi", datetime.now(UTC)
    table = Table()
    for en, vietnamese in COLUMNS.items():
        table.add_column(vietnamese if vi else en, overflow="fold")
    open_ = (api.TICKET_STATE_WAITING, api.TICKET_STATE_CALLED)
    for each in found:
        table.add_row(*cells(each, now, names, vi=vi), style="bold" if each.state in open_ else "")
    screen().print(table)


def cells(ticket: api.Ticket, now: datetime, names: Names, *, vi: bool) -> list[str]:
    """One row."""
    return [
        ticket.number,
        state_of(ticket, vi=vi),
        ticket.counter,
        ticket.priority_class,
        f"{from_timestamp(ticket.take_time).astimezone(LOCAL):%H:%M}",
        str(waited(ticket, now) // 60),
        str(ticket.serving_seconds // 60) if ticket.state == api.TICKET_STATE_SERVED else "",
        names.of(ticket.service),
    ]


def state_of(ticket: api.Ticket, *, vi: bool) -> str:
    """In words."""
    known = STATES.get(ticket.state)
    return known[vi] if known else in_words(api.TicketState, ticket.state)


def waited(ticket: api.Ticket, now: datetime) -> int:
    """Seconds from taking the ticket to its first call, or until now."""
    if ticket.HasField("first_call_time"):
        now = from_timestamp(ticket.first_call_time)
    elif ticket.HasField("end_time"):
        now = from_timestamp(ticket.end_time)
    return int((now - from_timestamp(ticket.take_time)).total_seconds())


def document(ticket: api.Ticket) -> dict[str, Any]:
    """One ticket for programs."""
    called, ended = ticket.HasField("first_call_time"), ticket.HasField("end_time")
    return {
        "ticket": ticket.name,
        "number": ticket.number,
        "state": code(api.TicketState, ticket.state),
        "unit": ticket.unit,
        "service": ticket.service,
        "day": from_date(ticket.day).isoformat(),
        "group": ticket.group,
        "counter": ticket.counter,
        "priority_class": ticket.priority_class,
        "calls": ticket.calls,
        "taken": from_timestamp(ticket.take_time).isoformat(),
        "first_call": from_timestamp(ticket.first_call_time).isoformat() if called else None,
        "ended": from_timestamp(ticket.end_time).isoformat() if ended else None,
        "waiting_seconds": ticket.waiting_seconds,
        "serving_seconds": ticket.serving_seconds,
        "dossiers": list(ticket.dossiers),
    }
