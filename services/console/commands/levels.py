"""`./motcua levels`: how many offerings stand at which level, and how many are fully online.

Promises integers as the catalogue counted them (numerator, denominator, excluded and unknown), with
the position that they were known at and a digest of what was counted. Must not divide, nor put one
rule's offerings into another's row.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import click
from rich.table import Table

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console import terminal
from services.console.display import languages, tables
from services.console.display.names import Names, names_of
from services.console.display.numbers import integer
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import from_timestamp, parse_instant
from services.console.outcome import Unreadable, language, spoken
from services.console.portal import catalogue
from services.console.portal.catalogue import When, when_options
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.enums import spelled
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named

Row = dict[str, Any]
Groups = dict[tuple[str, str], list[api.OfferingCount]]  # by rule and unit; unit "": all
VERDICTS = ("numerator", "denominator", "excluded", "unknown")
LEVELS = tuple(f"level_{level}" for level in range(5))
EXTENTS = ("full", "partial", "none", "unknown")


@click.command()
@click.option("--subtree", default="", help="units/ID with all below it [default: all units].")
@click.option(
    "--by",
    type=click.Choice(["all", "unit"]),
    default="all",
    show_default=True,
    help="A row for each unit, or one of all.",
)
@click.option(
    "--items", "with_items", is_flag=True, help="Every offering behind it, with its class."
)
@terminal.table_options
@when_options
@location_options
def levels(
    *,
    subtree: str,
    by: str,
    as_of: str | None,
    as_known: int,
    with_items: bool,
    as_json: bool,
    location: Location,
) -> None:
    """Show how many offerings stand at which level, and how many are fully online."""
    at = catalogue.when(as_of, as_known)

    async def work() -> None:
        async with reading(location, "catalog") as site, Portal(site) as portal:
            where = named("units", subtree)
            found = await collect(portal, where, by, at, with_items=with_items)
            show(found, await names_of(portal, [where]), as_json=as_json)

    run(work())


async def collect(
    portal: Portal, subtree: str, by: str, at: When, *, with_items: bool = False
) -> dict[str, Any]:
    """The counts of each rule with their receipt, by unit or of all, with the units' names."""
    request = api.CountOfferingsRequest(subtree=subtree, **at.asked)
    reply = await portal.call(portal.catalog.CountOfferings, request, role=catalogue.ROLE)
    found: dict[str, Any] = {
        "as_of": tables.in_utc(from_timestamp(reply.as_of)),
        "positions": {"catalog": reply.catalog_position},
        "subtree": subtree,
        **counted(reply.counts, by),
    }
    there = at._replace(as_of=from_timestamp(reply.as_of), as_known=reply.catalog_position)
    if by == "unit":
        await name_units(portal, found, there)
    if with_items:
        listed = catalogue.offerings(portal, there, subtree=subtree)
        found["items"] = [item(each) async for each in listed]
    return found


async def name_units(portal: Portal, found: dict[str, Any], at: When) -> None:
    """Put the units' names into the rows."""
    rows = [*found["fully_online"], *found["levels"]]
    called = await catalogue.units_named(portal, (row["unit"] for row in rows), at)
    for row in rows:
        name = called[row["unit"]].display_name if row["unit"] in called else facts.Text()
        counts = {each: row.pop(each) for each in list(row) if each not in ("rule", "unit")}
        row.update({**languages.parts(name), **counts})


def counted(counts: Iterable[api.OfferingCount], by: str) -> dict[str, list[Row]]:
    """Rows of the two kinds of rule, the whole last where there are several."""
    verdicts: Groups = {}
    grades: Groups = {}
    for each in counts:
        for unit in sorted({each.unit, ""} if by == "unit" else {""}):
            into = verdicts if each.verdict else grades
            into.setdefault((each.level_rule, unit), []).append(each)
    return {
        "fully_online": rows(verdicts, VERDICTS, in_verdict),
        "levels": rows(grades, (*LEVELS, *EXTENTS, "offerings"), in_level),
    }


def in_verdict(count: api.OfferingCount) -> list[str]:
    """Which of the columns it belongs to: what is unknown is in the denominator, too."""
    columns = {
        facts.VERDICT_FULLY_ONLINE: ["numerator", "denominator"],
        facts.VERDICT_NOT_FULLY_ONLINE: ["denominator"],
        facts.VERDICT_UNKNOWN: ["denominator", "unknown"],
        facts.VERDICT_NO_POINTS: ["excluded"],
    }.get(count.verdict)
    if columns is None:
        raise Unreadable("OfferingCount.verdict", spelled(facts.Verdict, count.verdict))
    return columns


def in_level(count: api.OfferingCount) -> list[str]:
    """Its level, its extent, and all."""
    return [f"level_{count.level}", spelled(facts.Extent, count.extent), "offerings"]


def rows(
    found: Groups, columns: Iterable[str], columns_of: Callable[[api.OfferingCount], list[str]]
) -> list[Row]:
    """By rule and unit; the whole, which has no unit, after its parts."""
    in_order = sorted(found.items(), key=lambda item: (item[0][0], not item[0][1], item[0][1]))
    made = []
    for (rule, unit), counts in in_order:
        sums: Counter[str] = Counter()
        for each in counts:
            sums.update(dict.fromkeys(columns_of(each), each.offerings))
        row = {"rule": rule, "unit": unit, **{name: sums[name] for name in columns}}
        made.append({**row, "digest": digest(counts)})
    return made


def digest(counts: Iterable[api.OfferingCount]) -> str:
    """SHA-256 over the sorted lines `unit TAB level TAB extent TAB verdict TAB digest LF`, one for
    each count; its digest is the catalogue's own, over the names of what it counted.
    """
    lines = sorted(
        "\t".join((each.unit, *spelled_class(each), each.digest)) + "\n" for each in counts
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def spelled_class(count: api.OfferingCount) -> tuple[str, str, str]:
    """Level, extent and verdict in words; what a rule does not speak of is empty."""
    verdict = spelled(facts.Verdict, count.verdict)
    level = str(count.level) if count.HasField("level") else ""
    return level, spelled(facts.Extent, count.extent), verdict


def item(each: api.Offering) -> Row:
    """An offering with its class."""
    assessment = each.assessment
    return {
        "id": each.name,
        "unit": each.unit,
        "rule": each.level_rule,
        "level": assessment.level if assessment.HasField("level") else None,
        "extent": spelled(facts.Extent, assessment.extent),
        "verdict": spelled(facts.Verdict, assessment.verdict),
    }


def show(found: dict[str, Any], names: Names, *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document(found)
        return
    where = names.of(found["subtree"]) or word("whole tree")
    when = tables.in_zone(parse_instant(found["as_of"]))
    for title, columns in (("fully online", VERDICTS), ("levels", (*LEVELS, *EXTENTS))):
        listed = found[title.replace(" ", "_")]
        if listed:
            made = table(f"{word(title)} · {where} · {when}", columns, listed)
            made.caption = tables.at_positions(found["positions"])
            screen().print(made)
    if not (found["fully_online"] or found["levels"]):
        said = ("ở đó không có dịch vụ nào được cung cấp", "no offering is open there")
        terminal.say(spoken(*said), err=True)
    if "items" in found:
        screen().print(items_table(found["items"]))


def table(title: str, columns: Iterable[str], listed: Iterable[Row]) -> Table:
    """One kind of rule."""
    made = Table(title=title, title_justify="left", caption_justify="left")
    made.add_column(word("unit"), overflow="fold")
    made.add_column(word("rule"))
    for name in columns:
        made.add_column(word(name).replace("level_", ""), justify="right")
    made.add_column("SHA-256")
    for row in listed:
        called = languages.shown(languages.of_parts(row), language())
        unit = called or row["unit"] or word("all")
        counts = (integer(row[name]) for name in columns)
        made.add_row(unit, row["rule"], *counts, row["digest"][:12])
    return made


def items_table(items: Iterable[Row]) -> Table:
    """What was counted, one line an offering."""
    made = Table()
    for name in ("offering", "rule", "level", "extent", "verdict"):
        made.add_column(word(name), overflow="fold")
    for each in items:
        cells = (each["id"], each["rule"], each["level"], each["extent"], each["verdict"])
        made.add_row(*("" if cell is None else str(cell) for cell in cells))
    return made
