"""`./motcua source`: for which units the names deliver under which other systems' records come in.

The service decides, and its log keeps who said so and why. Must not read a database.
"""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import click

from motcua.submissions.v1 import sources_pb2 as api
from services.console import terminal
from services.console.instants import from_timestamp
from services.console.outcome import Mistake
from services.console.portal.client import Portal
from services.console.portal.connection import installation, run
from services.console.portal.lists import listed
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named

ROLE = "operator"
reason_option = click.option(
    "--reason", required=True, help="Why; the log keeps it with who says so, and it names nobody."
)


@click.group()
def source() -> None:
    """The names under which other systems' records come in, and whose they are."""


@source.command("list")
@terminal.table_options
@location_options
def list_(*, as_json: bool, location: Location) -> None:
    """Show the sources that belong to somebody."""

    async def shown(portal: Portal) -> None:
        method, request = portal.sources.ListSources, api.ListSourcesRequest(page_size=1000)
        found = [each async for each in listed(portal, method, request, "sources", role=ROLE)]
        if as_json:
            terminal.print_document([document(each) for each in found])
            return
        for each in found:
            terminal.say(f"{each.source:<32} {units_of(each)}")

    run(at(location, shown))


@source.command(short_help="Say for which units a source delivers from now on.")
@click.argument("name")
@click.option("--unit", "units", multiple=True, metavar="UNIT", help="With all below; repeatable.")
@click.option("--whole-tree", is_flag=True, help="It delivers for every unit.")
@reason_option
@terminal.json_option
@location_options
def bind(
    *,
    name: str,
    units: tuple[str, ...],
    whole_tree: bool,
    reason: str,
    as_json: bool,
    location: Location,
) -> None:
    """Say for which units NAME delivers from now on, whoever used it before. What it has brought
    stays where it is.
    """
    if bool(units) == whole_tree:
        raise Mistake("name each --unit, or --whole-tree")
    request = api.BindSourceRequest(
        source=name,
        units=[named("units", each) for each in units],
        reason=reason,
        request_id=str(uuid.uuid4()),
    )

    async def bound(portal: Portal) -> None:
        tell(await portal.call(portal.sources.BindSource, request, role=ROLE), as_json=as_json)

    run(at(location, bound))


@source.command(short_help="Make a source that brought nothing nobody's again.")
@click.argument("name")
@reason_option
@terminal.json_option
@location_options
def release(*, name: str, reason: str, as_json: bool, location: Location) -> None:
    """Make NAME nobody's again, where it has brought nothing: its next importer takes it."""
    request = api.ReleaseSourceRequest(source=name, reason=reason, request_id=str(uuid.uuid4()))

    async def released(portal: Portal) -> None:
        tell(await portal.call(portal.sources.ReleaseSource, request, role=ROLE), as_json=as_json)

    run(at(location, released))


async def at(location: Location, work: Callable[[Portal], Awaitable[None]]) -> None:
    """Work at an installation."""
    async with installation(location) as site, Portal(site) as portal:
        await work(portal)


def tell(found: api.Source, *, as_json: bool) -> None:
    """Whose it is now."""
    if as_json:
        terminal.print_document(document(found))
        return
    terminal.say(f"{found.source}: {units_of(found)}, as {found.changed_by} says")


def units_of(found: api.Source) -> str:
    """In words."""
    return ", ".join(each or "the whole tree" for each in found.units) or "nobody's"


def document(found: api.Source) -> dict[str, Any]:
    """For programs."""
    return {
        "source": found.source,
        "units": list(found.units),
        "changed_by": found.changed_by,
        "time": from_timestamp(found.change_time).isoformat(),
        "reason": found.reason,
    }
