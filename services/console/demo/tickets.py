"""What the demo shows of counters: five tickets at one ward, called by priority, and its queue.

Taken as a kiosk takes them, and called as an officer on duty calls them.
"""

import random
import uuid
from typing import Any

from motcua.submissions.v1 import counter_pb2 as api
from services.console import terminal
from services.console.commands import queue
from services.console.demo.city import SEED, City, officer
from services.console.demo.office import Officer, signed
from services.console.display.names import names_of
from services.console.outcome import spoken
from services.console.portal.client import Portal

# The group and the class of each ticket.
TICKETS = (("A", ""), ("A", "elderly"), ("B", ""), ("A", ""), ("B", "disabled"))


async def work(portal: Portal, made: City, *, catalog_position: int) -> None:
    """Five tickets: two served, one moved on, one no-show, one left waiting."""
    offering = made.catalogue.offerings[0]
    own = Officer(officer(random.Random(SEED), offering.unit), offering.unit)  # noqa: S311
    office = Counters(portal, own, catalog_position)
    for group, priority_class in TICKETS:
        await office.take(f"services/{offering.service}", group, priority_class)
    await office.serve(await office.call("1"))
    moved = await office.call("1")
    await office.send("MoveTicket", name=moved.name, to_counter="2")
    await office.send("RecordNoShow", name=(await office.call("1")).name)
    await office.serve(await office.call("2"))
    await show(portal, offering.unit)


class Counters:
    """The counters of a ward, with one officer on duty."""

    def __init__(self, portal: Portal, own: Officer, catalog_position: int) -> None:
        self.portal, self.own, self.position = portal, own, catalog_position

    async def take(self, service: str, group: str, priority_class: str) -> api.Ticket:
        """At the kiosk, which is a portal of the ward."""
        asked = {"group": group, "priority_class": priority_class, "service": service}
        kiosk = {"role": "portal", "unit": f"units/{self.own.unit}"}
        unit = f"units/{self.own.unit}"
        taken: api.Ticket = await self.send("TakeTicket", who=kiosk, unit=unit, **asked)
        return taken

    async def call(self, counter: str) -> api.Ticket:
        """Whoever is next."""
        unit = f"units/{self.own.unit}"
        answer = await self.send("CallNextTicket", unit=unit, counter=counter)
        called: api.Ticket = answer.ticket
        return called

    async def serve(self, ticket: api.Ticket) -> api.Ticket:
        """Its holder was served."""
        served: api.Ticket = await self.send("ServeTicket", name=ticket.name)
        return served

    async def send(self, method: str, *, who: dict[str, str] | None = None, **fields: Any) -> Any:
        """One command under an id of its own."""
        request = getattr(api, f"{method}Request")(
            request_id=str(uuid.uuid4()), catalog_position=self.position, **fields
        )
        called = getattr(self.portal.counters, method)
        return await self.portal.call(called, request, **(who or signed(self.own)))


async def show(portal: Portal, unit: str) -> None:
    """The day's tickets."""
    place = f"units/{unit}"
    listing = queue.tickets(portal, api.ListTicketsRequest(unit=place))
    found = [each async for each in listing]
    names = await names_of(portal, (place, *(each.service for each in found)))
    heading = spoken("Phiếu tại quầy trong ngày", "Tickets at the counters today")
    terminal.say(f"\n{heading}: {names.of(place)}")
    queue.show(found, names)
