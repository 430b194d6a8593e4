"""`./motcua explain`: one rate with its receipt, and every item behind it with its class.

Promises the items as the metrics service classified them; another system's record is also named by
its key there. Must not name a person: ids are opaque.
"""

import itertools
import re
from collections.abc import Sequence
from typing import Any

import click
from rich.table import Table

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import metrics_pb2 as api
from services.console import terminal
from services.console.commands.rates import END, period_from
from services.console.display import tables
from services.console.display.names import IDS, Names, names_of
from services.console.display.numbers import integer
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import from_timestamp, to_timestamp
from services.console.outcome import Mistake, spoken
from services.console.portal.as_known import make_known, scope_from, scope_options
from services.console.portal.catalogue import instant
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.filters import filters_from, text_of
from services.console.portal.location import Location, location_options
from services.console.portal.provenance import provenance
from services.console.portal.questions import collect, membership, one_rate, positions_of
from services.console.portal.resources import named

VERSION = re.compile(r"[1-9][0-9]{0,8}")
HEADINGS = {"source_key": "key in its source", "key_time": "key time"}
CLASSES = ("numerator", "denominator", "excluded", "unknown")


@click.command()
@click.argument("definition")
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--service", default="", help="services/ID [default: all].")
@click.option("--from", "start", required=True, metavar="DAY", help="First local day or month.")
@click.option("--to", "end", metavar="DAY", help=END)
@click.option("--alone", is_flag=True, help="The unit itself, without the units below it.")
@click.option("--as-of", metavar="INSTANT", help="Only what happened before it counts [the end].")
@scope_options
@click.option("--class", "only", type=click.Choice(CLASSES), help="Only items of this class.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="Rows of the table; 0 shows all.",
)
@terminal.table_options
@location_options
def explain(
    *,
    definition: str,
    unit: str,
    service: str,
    start: str,
    end: str | None,
    alone: bool,
    as_of: str | None,
    where: tuple[str, ...],
    as_known: tuple[str, ...],
    units: str,
    only: str | None,
    limit: int,
    as_json: bool,
    location: Location,
) -> None:
    """Show the items behind one rate: explain online_handling --from 2026-10, or of a version:
    online_handling@1.
    """
    period = period_from(start, end)
    if period is None:
        raise Mistake("--from is needed")
    name, version = versioned(definition)
    request = one_rate(
        name,
        period,
        version=version,
        unit=named("units", unit),
        service=named("services", service),
        filters=filters_from(where),
    )
    make_known(request, scope_from(as_known, units))
    request.alone = alone
    if as_of:
        request.as_of.CopyFrom(to_timestamp(instant("--as-of", as_of)))

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            rate, items = await collect(portal, request, only)
            rests_on = await provenance(portal, request, rate)
            called = await names_in(portal, rate, items[: limit or None])
            show(rate, items, rests_on, called, limit=limit, as_json=as_json)

    run(work())


def versioned(definition: str) -> tuple[str, int]:
    """A definition and its version; 0 is the newest."""
    name, at, version = definition.partition("@")
    if at and not VERSION.fullmatch(version):
        raise Mistake("a version is written as in online_handling@1")
    return name, int(version or 0)


def show(
    rate: figures.Rate,
    items: list[api.Item],
    rests_on: list[figures.Rate],
    names: Names = IDS,
    *,
    limit: int,
    as_json: bool,
) -> None:
    """Receipt, what it rests on, and items, for people or for programs."""
    if as_json:
        everything = {
            **tables.document(rate),
            "provenance": dict(map(named_document, rests_on)),
            "items": [document(item) for item in items],
        }
        terminal.print_document(everything)
        return
    tables.print_receipt(rate, names)
    if rests_on:
        terminal.say(f"  {word('on whose word it rests, numerator of denominator')}:")
    for each in rests_on:
        receipt, chosen = each.receipt, text_of(each.receipt.scope.filters)
        out = receipt.considered - receipt.denominator
        excluded = f", {word('excluded')} {integer(out)}" if out else ""
        of = f"{integer(receipt.numerator)} {word('of')} {integer(receipt.denominator)}"
        terminal.say(f"  {chosen}: {of}{excluded}")
    shown = ("id", "source_key", "class", "reason", "key_time", "unit", "service")
    table = Table()
    for name in shown:
        table.add_column(word(HEADINGS.get(name, name)), overflow="fold")
    for item in itertools.islice(items, limit or None):
        row = document(item) | {
            "id": names.of(item.id),
            "class": word(membership(item)),
            "key_time": tables.in_zone(from_timestamp(item.key_time)),
            "unit": names.of(item.unit),
            "service": names.of(item.service),
        }
        table.add_row(*(str(row[name]) for name in shown))
    screen().print(table)
    if limit and len(items) > limit:
        terminal.say(
            spoken(
                f"{limit} trong {integer(len(items))} mục; --limit 0 cho xem tất cả",
                f"{limit} of {len(items):,} items; --limit 0 shows all",
            ),
            err=True,
        )


async def names_in(portal: Portal, rate: figures.Rate, items: Sequence[api.Item]) -> Names:
    """What units and services are called that stand in the table; some items are services."""
    scope = rate.receipt.scope
    of = {scope.unit, scope.service}
    of |= {name for item in items for name in (item.unit, item.service)}
    of |= {item.id for item in items if item.kind == "service"}
    return await names_of(portal, of, as_known=positions_of(rate).get("catalog", 0))


def named_document(rate: figures.Rate) -> tuple[str, dict[str, Any]]:
    """What a rate rests on, by its filters; targets are those of the rate."""
    found = tables.document(rate)
    del found["targets"]
    return text_of(rate.receipt.scope.filters), found


def document(item: api.Item) -> dict[str, Any]:
    """An item as JSON has it."""
    return {
        "kind": item.kind,
        "id": item.id,
        "class": membership(item),
        "reason": item.reason,
        "source": item.source,
        "source_key": item.source_key,
        "key_time": tables.in_utc(from_timestamp(item.key_time)),
        "unit": item.unit,
        "service": item.service,
        "weight": item.weight,
        "position": item.position,
        "leaf": {"unit": item.leaf.unit, "part": item.leaf.part},
    }
