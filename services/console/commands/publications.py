"""`./motcua publish`, `published`, `revisions`: official figures, and what became of them.

Promises that a repeated call of the portal publishes nothing twice. Must not decide what differs.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import click
from rich.table import Table

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import publications_pb2 as api
from services.console import terminal
from services.console.commands.rates import pick
from services.console.commands.reconcile import period_of
from services.console.display import tables
from services.console.display.names import Names, names_of
from services.console.display.numbers import integer
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import from_timestamp, period_name, to_date
from services.console.portal.as_known import scope_from, scope_options
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.enums import code
from services.console.portal.filters import filters_from
from services.console.portal.lists import limit_option, listed, page_size
from services.console.portal.location import Location, location_options
from services.console.portal.publications import items_of, revisions_of
from services.console.portal.questions import definitions as all_definitions
from services.console.portal.questions import period_of as period_of_rate
from services.console.portal.resources import named

PUBLISHER = "publisher"
DRY = "Dry run: nothing was published"
HEADINGS = ["publication", "definition", "unit", "period", "rate", "latest", "revisions", "public"]
CAUSES = {
    figures.REVISION_CAUSE_MATURED: "matured",
    figures.REVISION_CAUSE_LATE: "late",
    figures.REVISION_CAUSE_CORRECTED: "corrected",
    figures.REVISION_CAUSE_CATALOGUE: "catalogue",
}


@click.command()
@click.argument("period")
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--service", default="", help="services/ID [default: all].")
@click.option("--definition", "wanted", multiple=True, help="Such as online_handling; repeatable.")
@click.option("--to", "end", metavar="DAY", help="First local day after the period.")
@click.option("--reason", default="", help="Why figures are published with other numbers.")
@scope_options
@click.option("--dry-run", is_flag=True, help="Show what would be published, and publish nothing.")
@terminal.json_option
@location_options
def publish(
    *,
    period: str,
    unit: str,
    service: str,
    wanted: tuple[str, ...],
    end: str | None,
    reason: str,
    where: tuple[str, ...],
    as_known: tuple[str, ...],
    units: str,
    dry_run: bool,
    as_json: bool,
    location: Location,
) -> None:
    """Publish the figures of a year, a month or days: publish 2026-03 --unit units/ward-1."""
    scope = {"unit": named("units", unit), "service": named("services", service)}
    asked = {**scope, "filters": filters_from(where), "reason": reason, "validate_only": dry_run}
    request = publishing(period_of(period, end), **asked, **scope_from(as_known, units))

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            known = pick(await all_definitions(portal), wanted)
            found = await published_by(portal, request, [each.id for each in known])
            title = word(DRY) if dry_run else ""
            show(found, await names_in(portal, found), as_json=as_json, title=title)

    run(work())


def publishing(period: tuple[date, date], **more: Any) -> api.PublishFiguresRequest:
    """A request to publish, without the figures yet."""
    days = dict(zip(("start_date", "end_date"), map(to_date, period), strict=True))
    return api.PublishFiguresRequest(**days, request_id=str(uuid4()), **more)


async def published_by(
    portal: Portal, request: api.PublishFiguresRequest, definitions: Sequence[str]
) -> list[api.Publication]:
    """What the request published, or found published, of these definitions."""
    request.figures.extend(api.FigureToPublish(definition=each) for each in definitions)
    method = portal.publications.PublishFigures
    return list((await portal.call(method, request, role=PUBLISHER)).publications)


@click.command()
@click.option("--unit", default="", help="units/ID with all below it [default: all].")
@click.option("--definition", default="", help="Such as online_handling.")
@click.option("--superseded", is_flag=True, help="Also those that another one took the place of.")
@limit_option
@terminal.table_options
@location_options
def published(
    *,
    unit: str,
    definition: str,
    superseded: bool,
    limit: int,
    as_json: bool,
    location: Location,
) -> None:
    """Show what was published, the newest first."""
    of: dict[str, Any] = {"unit": named("units", unit), "definition": definition}
    request = api.ListPublicationsRequest(
        **of, show_superseded=superseded, page_size=page_size(limit)
    )

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            method = portal.publications.ListPublications
            listing = listed(portal, method, request, "publications", limit=limit)
            found = [each async for each in listing]
            show(found, await names_in(portal, found), as_json=as_json)

    run(work())


@click.command()
@click.argument("publication")
@click.option("--items", type=click.IntRange(min=1), help="Show the items of this revision.")
@limit_option
@terminal.table_options
@location_options
def revisions(
    *, publication: str, items: int | None, limit: int, as_json: bool, location: Location
) -> None:
    """Show how a published figure was revised, and by which items: revisions ID --items 1."""
    name = named("publications", publication)

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            if items:
                found = await items_of(portal, f"{name}/revisions/{items}", limit)
                show_items(found, await names_in_items(portal, found), as_json=as_json)
            else:
                show_revisions(await revisions_of(portal, name, limit), as_json)

    run(work())


async def names_in(portal: Portal, found: Iterable[api.Publication]) -> Names:
    """What their units are called."""
    return await names_of(portal, (each.rate.receipt.scope.unit for each in found))


async def names_in_items(portal: Portal, found: Iterable[api.MovedItem]) -> Names:
    """What the units are called between which items moved."""
    return await names_of(portal, (side.unit for each in found for side in (each.was, each.now)))


def show(found: Sequence[api.Publication], names: Names, *, as_json: bool, title: str = "") -> None:
    """Publications, for programs or for people."""
    if as_json:
        terminal.print_document({"publications": [document(each) for each in found]})
        return
    table = Table(title=title or None, title_justify="left")
    for heading in HEADINGS:
        table.add_column(word(heading), overflow="fold")
    for each in found:
        receipt = each.rate.receipt
        table.add_row(
            each.name.removeprefix("publications/"),
            f"{receipt.definition}@{receipt.version}",
            names.of(receipt.scope.unit) or word("whole tree"),
            period_name(*period_of_rate(each.rate)),
            tables.brief(each.rate),
            tables.brief(each.latest),
            integer(each.revisions),
            word("shown" if each.disclosure == figures.DISCLOSURE_SHOWN else "hidden"),
            style="dim" if each.superseded_by else "",
        )
    screen().print(table)


def document(each: api.Publication) -> dict[str, Any]:
    """A publication as JSON has it."""
    published_at = from_timestamp(each.publish_time) if each.HasField("publish_time") else None
    return {
        "publication": each.name,
        "figure": each.figure,
        "state": "superseded" if each.superseded_by else "current",
        "published": tables.in_utc(published_at) if published_at else None,
        "reason": each.reason,
        "supersedes": each.supersedes,
        "superseded_by": each.superseded_by,
        "revisions": each.revisions,
        "position": each.position,
        "public": each.disclosure == figures.DISCLOSURE_SHOWN,
        "rate": tables.document(each.rate),
        "latest": tables.document(each.latest),
    }


def show_revisions(found: Sequence[api.Revision], as_json: bool) -> None:
    """Revisions, for programs or for people."""
    if as_json:
        terminal.print_document({"revisions": [revision_document(each) for each in found]})
        return
    table = Table()
    for heading in ("revision", "revised", "before", "rate", "items"):
        table.add_column(word(heading), overflow="fold")
    for each in found:
        table.add_row(
            each.name.rpartition("/")[2],
            tables.in_zone(from_timestamp(each.revise_time)),
            tables.brief(each.previous),
            tables.brief(each.rate),
            ", ".join(f"{word(cause)} {integer(n)}" for cause, n in causes(each).items()),
        )
    screen().print(table)


def causes(revision: api.Revision) -> dict[str, int]:
    """How many items moved, by cause."""
    return {cause_of(each.cause): each.count for each in revision.moved}


def cause_of(number: figures.RevisionCause) -> str:
    """In a word."""
    return CAUSES.get(number) or code(figures.RevisionCause, number)


def revision_document(each: api.Revision) -> dict[str, Any]:
    """A revision as JSON has it."""
    return {
        "revision": each.name,
        "revised": tables.in_utc(from_timestamp(each.revise_time)),
        "position": each.position,
        "moved": causes(each),
        "previous": tables.document(each.previous),
        "rate": tables.document(each.rate),
    }


def show_items(found: Sequence[api.MovedItem], names: Names, *, as_json: bool) -> None:
    """Items that moved, for programs or for people."""
    documents = [item_document(each) for each in found]
    if as_json:
        terminal.print_document({"items": documents})
        return
    table = Table()
    for heading in ("id", "was", "now", "cause", "unit", "position"):
        table.add_column(word(heading), overflow="fold")
    for each in documents:
        row = each | {"cause": word(each["cause"]), "unit": names.of(each["unit"])}
        row |= {name: in_words(each[name]) for name in ("was", "now")}
        table.add_row(
            *(str(row[name]) for name in ("id", "was", "now", "cause", "unit", "position"))
        )
    screen().print(table)


def in_words(side: str) -> str:
    """A class in the user's language, and its reason."""
    name, _, reason = side.partition(" ")
    return f"{word(name)} {reason}".strip()


def item_document(each: api.MovedItem) -> dict[str, Any]:
    """An item as JSON has it; "–" stands where it was not among the items."""
    known = each.now if each.HasField("now") else each.was
    return {
        "kind": known.kind,
        "id": known.id,
        "source": known.source,
        "source_key": known.source_key,
        "was": side(each, "was"),
        "now": side(each, "now"),
        "cause": cause_of(each.cause),
        "unit": known.unit,
        "position": each.position,
    }


def side(each: api.MovedItem, name: str) -> str:
    """The class and its reason, such as `excluded voided`."""
    if not each.HasField(name):
        return "–"
    item = getattr(each, name)
    spelled = code(figures.Membership, item.membership)
    return f"{spelled} {item.reason}".strip()
