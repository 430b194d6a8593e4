"""`./motcua due`: the dossiers of a unit and of those below it that fall due, the first due first.

The list is the submissions service's own. Paused, ended and voided dossiers are not in it.
"""

from datetime import UTC, datetime
from typing import Any

import click
from rich.table import Table

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console import terminal
from services.console.display.deadlines import due_document, until
from services.console.display.names import IDS, Names, names_of
from services.console.display.screen import screen
from services.console.display.wording import in_words
from services.console.instants import from_timestamp, to_timestamp
from services.console.portal import catalogue
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.enums import code
from services.console.portal.lists import list_options, listed, page_size
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named


@click.command()
@list_options(before="Only what is due before this day or instant.")
@location_options
def due(
    *,
    unit: str,
    before: str | None,
    officer: str,
    limit: int,
    as_json: bool,
    location: Location,
) -> None:
    """Show what falls due, such as: due --unit units/song-van --before 2026-12-01."""
    request = queries.ListDueDossiersRequest(
        unit=named("units", unit),
        due_end_time=to_timestamp(catalogue.instant("--before", before)) if before else None,
        assignee=officer,
        page_size=page_size(limit),
    )

    async def work() -> None:
        async with (
            reading(location, "submissions", "catalog") as site,
            Portal(site) as portal,
        ):
            method = portal.dossier_queries.ListDueDossiers
            found = listed(portal, method, request, "dossiers", limit=limit)
            shown = [each async for each in found]
            names = await names_of(portal, (name for each in shown for name in places(each)))
            show(shown, names, as_json=as_json)

    run(work())


def places(dossier: Dossier) -> tuple[str, str]:
    """The unit and the service."""
    return dossier.handling_unit, dossier.offering.service


def show(found: list[Dossier], names: Names = IDS, *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document({"due": [document(each) for each in found]})
        return
    now = datetime.now(UTC)
    table = Table()
    for name in ("due", "number", "status", "handling_unit", "assignee", "service"):
        table.add_column(in_words(name), overflow="fold")
    for each in found:
        table.add_row(*cells(each, names), style="red" if is_over(each, now) else "")
    screen().print(table)


def is_over(dossier: Dossier, now: datetime) -> bool:
    """Whether the due has passed: its own instant is still on time, the end of a day is not."""
    at = from_timestamp(dossier.due.time)
    return now >= at if dossier.due.end_of_day else now > at


def cells(dossier: Dossier, names: Names) -> list[str]:
    """One row."""
    extended = until(dossier.extended)
    beside = f" ({in_words('extended')} {extended})" if extended else ""
    return [
        until(dossier.due) + beside,
        dossier.number or dossier.origin.key,
        in_words(facts.Status, dossier.status),
        names.of(dossier.handling_unit),
        dossier.assignee,
        names.of(dossier.offering.service),
    ]


def document(dossier: Dossier) -> dict[str, Any]:
    """One dossier for programs."""
    return {
        "dossier": dossier.name,
        "number": dossier.number,
        "source": dossier.origin.source,
        "source_key": dossier.origin.key,
        "status": code(facts.Status, dossier.status),
        "due": due_document(dossier.due),
        "extended": due_document(dossier.extended),
        "promised": due_document(dossier.promised),
        "handling_unit": dossier.handling_unit,
        "assignee": dossier.assignee,
        "service": dossier.offering.service,
        "offering": dossier.offering.offering,
    }
