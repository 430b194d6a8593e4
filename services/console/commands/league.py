"""`./motcua league`: who stands where, units or those who answer for them, with every receipt.

Promises receipts that `verify` recomputes. Must not compute.
"""

from collections.abc import Iterator
from typing import Any

import click
from rich.table import Table

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import leagues_pb2 as api
from services.console import terminal
from services.console.commands.rates import END, period_from
from services.console.display import rate_tables, tables, targets
from services.console.display.names import IDS, Names, names_of
from services.console.display.numbers import counted, integer
from services.console.display.screen import screen
from services.console.display.words import ALONE, word
from services.console.instants import to_date
from services.console.outcome import Mistake, spoken
from services.console.portal.as_known import as_known_option, known_from, make_known
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.lists import PAGE, pages
from services.console.portal.location import Location, location_options
from services.console.portal.questions import ROLE, positions_of
from services.console.portal.resources import named

OF = {
    "children": api.LEAGUE_OF_CHILDREN,
    "units": api.LEAGUE_OF_UNITS,
    "subtrees": api.LEAGUE_OF_SUBTREES,
    "leaders": api.LEAGUE_OF_LEADERS,
}
SHOWN = 100  # lines, for people
NAMED = 3  # units of a leader, for people


@click.command()
@click.argument("definition")
@click.option(
    "--of",
    type=click.Choice(list(OF)),
    default="children",
    show_default=True,
    help="Units right below, alone or with all below, or who answers for them.",
)
@click.option("--unit", default="", help="units/ID to compare the parts of [default: all].")
@click.option("--service", default="", help="services/ID [default: all].")
@click.option("--from", "start", metavar="DAY", required=True, help="First local day or month.")
@click.option("--to", "end", metavar="DAY", help=END)
@click.option("--order", default="", metavar="FIELD", help="Such as distance [default: rate desc].")
@as_known_option
@terminal.table_options
@location_options
def league(
    *,
    definition: str,
    of: str,
    unit: str,
    service: str,
    start: str,
    end: str | None,
    order: str,
    as_known: tuple[str, ...],
    as_json: bool,
    location: Location,
) -> None:
    """Compare units, or those who answer for them, by one indicator."""
    period = period_from(start, end)
    if period is None:
        raise Mistake("--from is missing")
    request = api.ListLeagueLinesRequest(
        definition=definition,
        of=OF[of],
        unit=named("units", unit),
        service=named("services", service),
        start_date=to_date(period[0]),
        end_date=to_date(period[1]),
        order_by=order,
        page_size=PAGE,
    )
    make_known(request, known_from(as_known))

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            found = await whole_league(portal, request)
            called = IDS if as_json else await names_in(portal, found)
            show(found, called, as_json=as_json)

    run(work())


async def whole_league(
    portal: Portal, request: api.ListLeagueLinesRequest
) -> api.ListLeagueLinesResponse:
    """All pages as one."""
    found, lines = api.ListLeagueLinesResponse(), list[api.LeagueLine]()
    async for found in pages(portal, portal.leagues.ListLeagueLines, request, role=ROLE):
        lines += found.lines
    del found.lines[:]
    found.lines.extend(lines)
    return found


async def names_in(portal: Portal, found: api.ListLeagueLinesResponse) -> Names:
    """What the units of the lines that are shown are called, and the scope of the whole."""
    whole = found.whole.receipt
    of = {whole.scope.unit, whole.scope.service}
    for line in found.lines[:SHOWN]:
        of |= {line.rate.receipt.scope.unit, *(each.scope.unit for each in line.parts)}
    return await names_of(portal, of, as_known=positions_of(found.whole).get("catalog", 0))


def show(found: api.ListLeagueLinesResponse, names: Names = IDS, *, as_json: bool) -> None:
    """For people, or for programs."""
    if as_json:
        terminal.print_document(document(found))
        return
    scope = found.whole.receipt.scope
    asked = [names.of(each) for each in (scope.unit, scope.service)]
    heading = rate_tables.title(found.whole, asked, "unit")
    table = Table(title=heading, title_justify="left", caption=tables.known_at(found.whole))
    table.add_column("", justify="right")
    table.add_column(word("unit"), overflow="fold")
    table.add_column(word("leader"), overflow="fold")
    for name in ("numerator", "denominator", "rate", "unknown"):
        table.add_column(word(name), justify="right")
    table.add_column(word("excluded"))
    table.add_column(word("target"))
    for line in found.lines[:SHOWN]:
        table.add_row(*row(line, names))
    table.add_section()
    table.add_row("", word("all"), "", *tables.cells(found.whole), targets.text(found.whole))
    screen().print(table)
    if len(found.lines) > SHOWN:
        terminal.say(rest(len(found.lines) - SHOWN))


def rest(lines: int) -> str:
    """How many there are besides."""
    more = counted(lines, "more line", "dòng khác")
    return spoken(f"và {more}; --json có tất cả", f"and {more}; --json has all")


def row(line: api.LeagueLine, names: Names = IDS) -> list[str]:
    """Rank, unit, leader, numbers, targets."""
    units = [names.of(each) for each in dict.fromkeys(part.scope.unit for part in line.parts)]
    more = f" +{len(units) - NAMED}" if len(units) > NAMED else ""
    where = ", ".join(units[:NAMED]) + more if units else name(line.rate.receipt.scope, names)
    rank = integer(line.rank) if line.rank else ""
    return [rank, where, line.leader, *tables.cells(line.rate), targets.text(line.rate)]


def name(scope: figures.FigureScope, names: Names) -> str:
    """A unit, with what lies below it or without."""
    return f"{names.of(scope.unit)}{word(ALONE) if scope.alone else ''}"


def document(found: api.ListLeagueLinesResponse) -> dict[str, Any]:
    """Lines, every receipt that they are made of, and the whole."""
    return {
        "lines": [
            {
                "rank": line.rank or None,
                "leader": line.leader,
                "unit": line.rate.receipt.scope.unit,
                "alone": line.rate.receipt.scope.alone,
                "parts": [each.scope.unit for each in line.parts],
                "numerator": line.rate.receipt.numerator,
                "denominator": line.rate.receipt.denominator,
                "percent": line.rate.percent or None,
                "unknown": line.rate.receipt.unknown,
                "targets": list(map(targets.document, line.rate.targets)),
            }
            for line in found.lines
        ],
        "unlisted": found.unlisted,
        "rates": [tables.document(each) for each in rates(found)],
        "totals": [tables.document(found.whole)],
    }


def rates(found: api.ListLeagueLinesResponse) -> Iterator[figures.Rate]:
    """Of each line, or of each part of a leader's, the rate with its whole receipt."""
    for line in found.lines:
        for own in line.parts or [line.rate.receipt]:
            rate = figures.Rate()
            if not line.parts:
                rate.CopyFrom(line.rate)
            rate.receipt.CopyFrom(found.common)
            rate.receipt.MergeFrom(own)
            yield rate
