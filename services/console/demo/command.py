"""`./motcua demo`: a whole city in under a minute, from its catalogue to a rate with its receipt.

Promises to end by itself with 0 when both readings agree. Must not do anything that a portal, an
importer and an inspector could not do themselves.
"""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.table import Table

from motcua.metrics.v1 import events_pb2 as figures
from services.console import terminal
from services.console.commands import verify
from services.console.commands.up import for_ever, instructions, until_stopped
from services.console.demo import courses, dossiers, indicators, petitions, publication, tickets
from services.console.demo.city import DOSSIERS, City, city
from services.console.demo.city_catalogue import ROOT
from services.console.display import tables
from services.console.display.numbers import integer
from services.console.display.progress import progress
from services.console.display.screen import screen
from services.console.display.words import ALONE, word
from services.console.importing.intake import backfill, open_catalogue
from services.console.instants import month_of
from services.console.outcome import language
from services.console.portal.client import Portal
from services.console.portal.connection import run, stack
from services.console.portal.location import data_option
from services.console.portal.questions import list_rates, span_of
from services.formats import several

LIVE = 400
OF_DOSSIERS = ("online_handling", "on_time.ended")
COVERAGE = "coverage.l3l4"
DEFINITIONS = (COVERAGE, *OF_DOSSIERS)


@click.command()
@click.option("--keep", is_flag=True, help="Leave the stack up until a signal.")
@click.option(
    "--dossiers",
    type=click.IntRange(min=1),
    default=DOSSIERS,
    show_default=True,
    help="How many to backfill.",
)
@click.option(
    "--live",
    "living",
    type=click.IntRange(min=0),
    default=LIVE,
    show_default=True,
    help="How many to submit live.",
)
@data_option
def demo(keep: bool, dossiers: int, living: int, data: Path | None) -> None:
    """Make a city, load two years, submit live, and show its rates with a receipt."""
    month = month_of(datetime.now(UTC))

    async def work() -> None:
        for name, value in publication.QUICK.items():
            os.environ.setdefault(name, value)
        async with stack(data, pages=keep) as described, Portal(described) as portal:
            await show_city(portal, city(month, dossiers=dossiers), month, living)
            if keep:
                terminal.say(instructions(described))
                await until_stopped(for_ever())

    run(work())


async def show_city(portal: Portal, made: City, month: date, living: int) -> None:
    """Load, live, look, and verify."""
    await live_in(portal, made, month, living)
    found = await verify.verified(portal)
    verify.report(found, as_json=False)
    verify.demand_equal(found)
    terminal.say(f"Every one of {found.total:,} figures was recomputed from the streams: equal.")


async def live_in(portal: Portal, made: City, month: date, living: int) -> None:
    """Load, live, and look."""
    at = await load(portal, made)
    with progress("live", living, unit="dossier") as advance:
        lived = await courses.work(
            portal,
            made.catalogue.offerings,
            dossiers=living,
            catalog_position=at["catalog"],
            advance=advance,
        )
    dossiers.report(lived, living)
    await dossiers.open_one(portal, lived)
    await tickets.work(portal, made, catalog_position=at["catalog"])
    wards = sorted({each.unit for each in made.catalogue.offerings} - {ROOT})
    # What comes last in the log: figures of all that was told are shown and published.
    at["submissions"] = await petitions.show(portal, wards, catalog_position=at["catalog"])
    await show_rates(portal, made, month, at)
    units = [f"units/{each.id}" for each in made.catalogue.units]
    await publication.show(portal, month, units)
    await dossiers.explain_one(portal, made)


async def load(portal: Portal, made: City) -> dict[str, int]:
    """The catalogue and the two years; the positions that they reached."""
    plan = made.catalogue
    parts = len(plan.units) + len(plan.services) + len(plan.offerings)
    with progress("catalogue", parts, unit="unit, service or offering") as advance:
        catalog_position = await open_catalogue(portal, plan)
        advance(parts)
    with progress("backfill", len(made.records), unit="dossier") as advance:
        taken = await backfill(
            portal,
            source=made.source,
            records=made.records,
            catalog_position=catalog_position,
            advance=advance,
        )
    terminal.say(
        f"Backfilled {several(taken.added, 'dossier')} of two years ({taken.known:,} known before, "
        f"{taken.refused:,} refused); with anomalies: {sum(taken.anomalies.values()):,}"
    )
    return {"catalog": catalog_position, "submissions": taken.position}


async def show_rates(portal: Portal, made: City, month: date, at: Mapping[str, int]) -> None:
    """Three indicators by month and by unit, then all of them, and one receipt in full."""
    by_month = await side_by_side(portal, "month", at=at)
    span = span_of(rate for each in OF_DOSSIERS for rate in by_month[each].values())
    by_unit = await side_by_side(portal, "unit", period=span, at=at)
    names = {f"units/{unit.id}": unit.vi for unit in made.catalogue.units}
    print_matrix("month", by_month, {})
    print_matrix("unit", by_unit, names)
    if span:
        await indicators.show(portal, span, at)
    print_last(by_month["on_time.ended"], before=f"{month:%Y-%m}")


def print_last(rates: Mapping[str, figures.Rate], *, before: str) -> None:
    """The receipt of the last whole month that has one."""
    last = max((name for name in rates if name < before), default=None)
    if last is None:
        return
    terminal.say("\nOne receipt in full:" if language() == "en" else "\nMột chứng từ đầy đủ:")
    tables.print_receipt(rates[last])


Matrix = dict[str, dict[str, figures.Rate]]


async def side_by_side(
    portal: Portal,
    by: str,
    *,
    at: Mapping[str, int],
    period: tuple[date, date] | None = None,
) -> Matrix:
    """Each indicator's rates by what their row is about; coverage over the months of all the
    others.
    """
    found: Matrix = {}
    of_dossiers: list[figures.Rate] = []
    for definition in (*OF_DOSSIERS, COVERAGE):
        within = period or span_of(of_dossiers) if definition == COVERAGE else period
        rates = await list_rates(portal, definition, by=by, period=within, at_least=at)
        of_dossiers += rates
        found[definition] = {tables.label(rate, by): rate for rate in rates}
    return found


def print_matrix(by: str, found: Matrix, names: Mapping[str, str]) -> None:
    """A row for each month or unit, a column for each indicator."""
    table = Table(
        title=f"\n{word('by')} {word(by)}",
        caption=word("* provisional: the period is not over"),
        title_justify="left",
        caption_justify="left",
    )
    table.add_column(word(by), overflow="fold")
    for definition in DEFINITIONS:
        table.add_column(f"{definition}@1", justify="right")
    for row in sorted({row for rates in found.values() for row in rates}):
        shown = [brief(found[definition].get(row)) for definition in DEFINITIONS]
        name, alone, _ = row.partition(ALONE)
        table.add_row(names.get(name, name) + (word(alone) if alone else ""), *shown)
    screen().print(table)


def brief(rate: figures.Rate | None) -> str:
    """n/d and the percentage."""
    if rate is None:
        return "–"
    receipt = rate.receipt
    counts = "/".join(map(integer, (receipt.numerator, receipt.denominator)))
    return f"{counts}  {tables.percent(rate):>6}"
