"""`./motcua levels`: how many offerings stand at which level, and how many are fully online.

Promises integers as the catalogue counted them: numerator, denominator, excluded and unknown. Must
not divide, nor put one rule's offerings into another's row.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console import catalogue, tables
from services.console.catalogue import When, when_options
from services.console.outcome import language
from services.console.place import data_option, run, stack
from services.console.portal import Portal
from services.console.rates import named
from services.console.tables import word

Row = dict[str, Any]
VERDICTS = ("numerator", "denominator", "excluded", "unknown")
LEVELS = tuple(f"level_{level}" for level in range(5))
EXTENTS = ("full", "partial", "none", "unknown")


@click.command()
@click.option("--subtree", default="", help="units/ID with all below it [default: all units].")
@click.option("--by", type=click.Choice(["all", "unit"]), default="all", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@when_options
@data_option
def levels(
    *,
    subtree: str,
    by: str,
    as_of: str | None,
    as_known: int,
    as_json: bool,
    data: Path | None,
) -> None:
    """Show how many offerings stand at which level, and how many are fully online."""
    at = catalogue.when(as_of, as_known)

    async def work() -> None:
        async with stack(data) as described, Portal(described) as portal:
            show(await collect(portal, named("units", subtree), by, at), as_json)

    run(work())


async def collect(portal: Portal, subtree: str, by: str, at: When) -> dict[str, Any]:
    """The counts of each rule, by unit or of all, with the units' names."""
    request = api.CountOfferingsRequest(subtree=subtree, **at.asked)
    reply = await portal.call(portal.catalog.CountOfferings, request, role=catalogue.ROLE)
    called: dict[str, api.Unit] = {}
    if by == "unit":
        called = await catalogue.units_named(portal, (each.unit for each in reply.counts), at)
    found: dict[str, Any] = {
        "as_of": f"{at.as_of:%Y-%m-%dT%H:%M:%SZ}",
        "as_known": at.as_known or None,
        "subtree": subtree,
        **counted(reply.counts, by),
    }
    for row in (*found["fully_online"], *found["levels"]):
        name = called[row["unit"]].display_name if row["unit"] in called else facts.Text()
        row |= {"vi": name.vi, "en": name.en}
    return found


def counted(counts: Iterable[api.OfferingCount], by: str) -> dict[str, list[Row]]:
    """Rows of the two kinds of rule, the whole last where there are several."""
    verdicts: dict[tuple[str, str], Counter[str]] = {}
    grades: dict[tuple[str, str], Counter[str]] = {}
    for each in counts:
        into, names = (verdicts, in_verdict(each)) if each.verdict else (grades, in_level(each))
        for unit in sorted({each.unit, ""} if by == "unit" else {""}):
            row = into.setdefault((each.level_rule, unit), Counter())
            row.update(dict.fromkeys(names, each.offerings))
    return {
        "fully_online": rows(verdicts, VERDICTS),
        "levels": rows(grades, (*LEVELS, *EXTENTS, "offerings")),
    }


def in_verdict(count: api.OfferingCount) -> list[str]:
    """Which of the columns it belongs to: what is unknown is in the denominator, too."""
    return {
        facts.VERDICT_FULLY_ONLINE: ["numerator", "denominator"],
        facts.VERDICT_NOT_FULLY_ONLINE: ["denominator"],
        facts.VERDICT_UNKNOWN: ["denominator", "unknown"],
        facts.VERDICT_NO_POINTS: ["excluded"],
    }[count.verdict]


def in_level(count: api.OfferingCount) -> list[str]:
    """Its level, its extent, and all."""
    extent = facts.Extent.Name(count.extent).removeprefix("EXTENT_").lower()
    return [f"level_{count.level}", extent, "offerings"]


def rows(found: dict[tuple[str, str], Counter[str]], columns: Iterable[str]) -> list[Row]:
    """By rule and unit; the whole, which has no unit, after its parts."""
    in_order = sorted(found.items(), key=lambda item: (item[0][0], not item[0][1], item[0][1]))
    return [
        {"rule": rule, "unit": unit, **{name: counts[name] for name in columns}}
        for (rule, unit), counts in in_order
    ]


def show(found: dict[str, Any], as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        tables.print_document(found)
        return
    where = found["subtree"] or word("whole tree")
    for title, columns in (("fully online", VERDICTS), ("levels", (*LEVELS, *EXTENTS))):
        listed = found[title.replace(" ", "_")]
        if listed:
            tables.screen().print(
                table(f"{word(title)} · {where} · {found['as_of']}", columns, listed)
            )
    if not (found["fully_online"] or found["levels"]):
        click.echo("no offering is open there", err=True)


def table(title: str, columns: Iterable[str], listed: Iterable[Row]) -> Table:
    """One kind of rule."""
    made = Table(title=title, title_justify="left")
    made.add_column(word("unit"), overflow="fold")
    made.add_column(word("rule"))
    for name in columns:
        made.add_column(word(name).replace("level_", ""), justify="right")
    for row in listed:
        unit = row[language()] or row["vi"] or row["unit"] or word("all")
        made.add_row(unit, row["rule"], *(f"{row[name]:,}" for name in columns))
    return made
