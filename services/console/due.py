"""`./motcua due`: the dossiers of a unit and of those below it that fall due, the first due first.

The list is the submissions service's own. Paused, ended and voided dossiers are not in it.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console import catalogue, terminal
from services.console.calendar import named
from services.console.deadlines import due_document, until
from services.console.instants import from_timestamp, to_timestamp
from services.console.place import data_option, reading, run
from services.console.portal import Portal
from services.console.screen import screen
from services.console.wording import code, in_words

ROLE = "inspector"
PAGE = 1000


@click.command()
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--before", metavar="DAY", help="Only what is due before this day or instant.")
@click.option("--officer", default="", help="Only what this officer answers for.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="How many to show; 0 shows all.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@data_option
def due(
    *,
    unit: str,
    before: str | None,
    officer: str,
    limit: int,
    as_json: bool,
    data: Path | None,
) -> None:
    """Show what falls due, such as: due --unit units/song-van --before 2026-12-01."""
    request = queries.ListDueDossiersRequest(
        unit=named("units", unit) if unit else "",
        due_end_time=to_timestamp(catalogue.instant("--before", before)) if before else None,
        assignee=officer,
        page_size=min(limit or PAGE, PAGE),
    )

    async def work() -> None:
        async with (
            reading(data, "submissions", "catalog") as described,
            Portal(described) as portal,
        ):
            method = portal.dossier_queries.ListDueDossiers
            found = [each async for each in listed(portal, method, request, limit)]
            show(found, as_json=as_json)

    run(work())


async def listed(
    portal: Portal, method: Any, request: Any, limit: int = 0
) -> AsyncIterator[Dossier]:
    """The first of the list, over its pages; all where the limit is 0."""
    taken = 0
    while True:
        answer = await portal.call(method, request, role=ROLE)
        for each in answer.dossiers:
            yield each
            taken += 1
            if taken == limit:
                return
        request.page_token = answer.next_page_token
        if not request.page_token:
            return


def show(found: list[Dossier], *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document({"due": [document(each) for each in found]})
        return
    now = datetime.now(UTC)
    table = Table()
    for name in ("due", "number", "status", "handling_unit", "assignee", "service"):
        table.add_column(in_words(name), overflow="fold")
    for each in found:
        table.add_row(*cells(each), style="red" if is_over(each, now) else "")
    screen().print(table)


def is_over(dossier: Dossier, now: datetime) -> bool:
    """Whether the due has passed: its own instant is still on time, the end of a day is not."""
    at = from_timestamp(dossier.due.time)
    return now >= at if dossier.due.end_of_day else now > at


def cells(dossier: Dossier) -> list[str]:
    """One row."""
    extended = until(dossier.extended)
    beside = f" ({in_words('extended')} {extended})" if extended else ""
    return [
        until(dossier.due) + beside,
        dossier.number or dossier.origin.key,
        in_words(facts.Status, dossier.status),
        dossier.handling_unit.removeprefix("units/"),
        dossier.assignee,
        dossier.offering.service.removeprefix("services/"),
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
