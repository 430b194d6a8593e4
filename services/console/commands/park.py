"""`./motcua park`: where projections stand still, and letting one pass the event at which it does.

The service decides, and keeps who said so and why. Must not read a database.
"""

import asyncio
import uuid
from collections.abc import Mapping
from shlex import quote

import click

from motcua.chassis.v1 import operations_pb2 as api
from services.console import terminal
from services.console.instants import from_timestamp
from services.console.outcome import Mistake
from services.console.portal.addresses import SERVICES
from services.console.portal.client import Portal
from services.console.portal.connection import installation, run
from services.console.portal.location import Location, location_options

ROLE = "operator"
NONE = str(uuid.UUID(int=0))


@click.command()
@click.argument("service", required=False, type=click.Choice(SERVICES))
@click.argument("projection", required=False)
@click.argument("position", required=False, type=click.IntRange(1, 2**63 - 1))
@click.option("--reason", default="", help="Why it may be passed; kept with who says so.")
@click.option("--event", default="", metavar="ID", help="[default: the one that is shown there]")
@terminal.json_option
@location_options
def park(
    *,
    service: str | None,
    projection: str | None,
    position: int | None,
    reason: str,
    event: str,
    as_json: bool,
    location: Location,
) -> None:
    """Show where projections stand still; or let one pass the event at POSITION, with a --reason.
    What that event says is then missing in the tables until they are made again.
    """
    if bool(position) != bool(reason):
        raise Mistake("name SERVICE PROJECTION POSITION and a --reason; or nothing, to see")

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            if not (service and projection and position):
                show(await listed(portal, [service] if service else SERVICES), as_json=as_json)
                return
            request = api.ParkEventRequest(
                projection=projection,
                position=position,
                event_id=event or await shown(portal, service, projection),
                reason=reason,
                request_id=str(uuid.uuid4()),
            )
            parked = await portal.operate(service, "ParkEvent", request, role=ROLE)
            tell(service, parked, as_json=as_json)

    run(work())


async def listed(
    portal: Portal, services: tuple[str, ...] | list[str]
) -> dict[str, list[api.Projection]]:
    """The projections of each."""
    request = api.ListProjectionsRequest()
    answers = await asyncio.gather(
        *(portal.operate(each, "ListProjections", request, role=ROLE) for each in services)
    )
    return {name: list(answer.projections) for name, answer in zip(services, answers, strict=True)}


async def shown(portal: Portal, service: str, projection: str) -> str:
    """The event at which it stands still; the id of none, which the service refuses by its own
    words.
    """
    found = (await listed(portal, [service]))[service]
    return next((each.halted.event_id for each in found if each.name == projection), "") or NONE


def show(found: Mapping[str, list[api.Projection]], *, as_json: bool) -> None:
    """Every projection, and what halts."""
    if as_json:
        terminal.print_document(
            [document(name, each) for name, projections in found.items() for each in projections]
        )
        return
    for name, projections in found.items():
        for each in projections:
            terminal.say(f"{name:<12} {each.name:<16} {each.position:>12,}  {state(name, each)}")


def document(service: str, each: api.Projection) -> dict[str, object]:
    """For programs."""
    halted = each.halted if each.HasField("halted") else None
    return {
        "service": service,
        "projection": each.name,
        "position": each.position,
        "halted": halted
        and {
            "position": halted.position,
            "event": halted.event_id,
            "error": halted.error,
            "time": from_timestamp(halted.halt_time).isoformat(),
        },
    }


def state(service: str, each: api.Projection) -> str:
    """Whether it moves, in words, and how it is let go on."""
    if not each.HasField("halted"):
        return "follows"
    halted = each.halted
    return (
        f"stands still at {halted.position} (event {halted.event_id}): {halted.error}\n"
        f'  ./motcua park {service} {quote(each.name)} {halted.position} --reason "…"'
    )


def tell(service: str, parked: api.ParkedEvent, *, as_json: bool) -> None:
    """What is kept of it."""
    kept = {
        "service": service,
        "projection": parked.projection,
        "position": parked.position,
        "event": parked.event_id,
        "reason": parked.reason,
        "parked_by": parked.parked_by,
        "time": from_timestamp(parked.park_time).isoformat(),
    }
    if as_json:
        terminal.print_document(kept)
        return
    passed = f"{service} {parked.projection} passes position {parked.position}"
    terminal.say(f"{passed} (event {parked.event_id}), as {parked.parked_by} says")
