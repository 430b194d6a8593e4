"""`./motcua lineage`: what a unit was made of at another date, or what has become of it by then.

Promises shares as fractions, and "not attributable" where nobody stated one. Must not divide.
"""

from typing import Any

import click
from rich.table import Table

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import Text
from services.console import terminal
from services.console.display import languages
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import to_timestamp
from services.console.outcome import language, spoken
from services.console.portal import catalogue
from services.console.portal.catalogue import When, when_options
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named


@click.command()
@click.argument("unit")
@click.option("--at", required=True, metavar="DAY", help="The date to trace the unit to.")
@terminal.table_options
@when_options
@location_options
def lineage(
    *, unit: str, at: str, as_of: str | None, as_known: int, as_json: bool, location: Location
) -> None:
    """Show what UNIT was made of, or became, such as: lineage units/2025-00070 --at 2025-06-30."""
    seen, other = catalogue.when(as_of, as_known), catalogue.instant("--at", at)

    async def work() -> None:
        async with reading(location, "catalog") as site, Portal(site) as portal:
            name = named("units", unit)
            show(name, at, await collect(portal, name, seen, seen._replace(as_of=other)), as_json)

    run(work())


async def collect(portal: Portal, unit: str, seen: When, other: When) -> list[dict[str, Any]]:
    """Every unit of the other date, with its share and what it was called then."""
    request = api.GetUnitLineageRequest(name=unit, at=to_timestamp(other.as_of), **seen.asked)
    reply = await portal.call(portal.catalog.GetUnitLineage, request, role=catalogue.ROLE)
    called = await catalogue.units_named(portal, (each.unit for each in reply.parts), other)
    return [document(each, called.get(each.unit)) for each in reply.parts]


def document(trace: api.LineagePart, unit: api.Unit | None) -> dict[str, Any]:
    """One of them, as JSON has it; no share: not attributable."""
    share = trace.share
    return {
        "unit": trace.unit,
        "code": unit.code if unit else "",
        **languages.parts(unit.display_name if unit else Text()),
        "share": f"{share.numerator}/{share.denominator}" if trace.HasField("share") else None,
    }


def show(unit: str, at: str, found: list[dict[str, Any]], as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document({"unit": unit, "at": at, "traces": found})
        return
    if not found:
        vi = f"chưa ghi nhận {unit} được lập từ đâu, hoặc trở thành gì, ngày {at}"
        en = f"nothing is recorded of what {unit} was made of, or became, on {at}"
        terminal.say(spoken(vi, en), err=True)
        return
    table = Table(title=f"{unit} · {at}", title_justify="left")
    for name in ("unit", "name", "share"):
        table.add_column(word(name), overflow="fold")
    for each in found:
        name = languages.shown(languages.of_parts(each), language()) or "–"
        table.add_row(each["unit"], name, each["share"] or word("not attributable"))
    screen().print(table)
