"""`./motcua calendar assign`: by which calendar a unit works, and all below it, from a day on.

Promises that the service decides; a day in the past needs a reason. Must not change a calendar.
"""

import uuid

import click

from motcua.catalog.v1 import catalog_pb2 as api
from services.console import terminal
from services.console.instants import to_timestamp
from services.console.outcome import spoken
from services.console.portal import catalogue
from services.console.portal.client import Portal
from services.console.portal.connection import installation, run
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named

ROLE = "editor"


@click.command(short_help="Let a unit and all below it work by a calendar.")
@click.argument("unit")
@click.argument("calendar")
@click.option("--from", "since", metavar="DAY", help="From this local day on [default: now].")
@click.option("--reason", default="", help="Why it is recorded after it took effect.")
@location_options
def assign(*, unit: str, calendar: str, since: str | None, reason: str, location: Location) -> None:
    """Let UNIT, and every unit below it that has none of its own, work by CALENDAR."""
    request = api.AssignCalendarRequest(
        name=named("units", unit),
        calendar=named("calendars", calendar),
        correction_reason=reason,
        request_id=str(uuid.uuid4()),
    )
    if since:
        request.effective_time.CopyFrom(to_timestamp(catalogue.instant("--from", since)))

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            found = await portal.call(portal.catalog.AssignCalendar, request, role=ROLE)
            who = (found.name, request.calendar, found.position)
            vi = "{0} làm việc theo {1} từ {2}, vị trí {3}"
            en = "{0} works by {1} from {2} on, at position {3}"
            then = since or spoken("bây giờ", "now")
            terminal.say(spoken(vi, en).format(*who[:2], then, who[2]))

    run(work())
