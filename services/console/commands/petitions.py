"""`./motcua petitions`: the petitions of a unit and of those below it, the first term first.

The list is the submissions service's own; what was entered in error is not in it.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import click
from google.protobuf.json_format import MessageToDict
from rich.table import Table

from motcua.submissions.v1 import petition_events_pb2 as facts
from motcua.submissions.v1 import petitions_pb2 as api
from motcua.submissions.v1.events_pb2 import Verdict
from services.console import terminal
from services.console.display import dossier_facts
from services.console.display.names import Names, names_of
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

Codes = dict[str, Any]
STATES: Codes = {
    code(facts.PetitionStatus, each): each for each in facts.PetitionStatus.values()[1:]
}
KINDS: Codes = {code(facts.PetitionKind, each): each for each in facts.PetitionKind.values()[1:]}
OPEN = {"received", "handling", "supplement_requested"}


@click.command()
@click.option(
    "--state",
    "states",
    type=click.Choice(list(STATES)),
    multiple=True,
    help="Only in this state; repeatable.",
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(list(KINDS)),
    multiple=True,
    help="Only of this kind; repeatable.",
)
@list_options(before="Only those whose term is before this day.")
@location_options
def petitions(
    *,
    unit: str,
    states: Sequence[str],
    kinds: Sequence[str],
    before: str | None,
    officer: str,
    limit: int,
    as_json: bool,
    location: Location,
) -> None:
    """Show petitions by their terms, such as: petitions --unit units/song-van --state handling."""
    request = api.ListPetitionsRequest(
        unit=named("units", unit),
        statuses=[STATES[each] for each in states],
        kinds=[KINDS[each] for each in kinds],
        term_end_time=to_timestamp(catalogue.instant("--before", before)) if before else None,
        assignee=officer,
        page_size=page_size(limit),
    )

    async def work() -> None:
        async with (
            reading(location, "submissions", "catalog") as site,
            Portal(site) as portal,
        ):
            found = listed(
                portal, portal.petitions.ListPetitions, request, "petitions", limit=limit
            )
            shown = [each async for each in found]
            show(shown, await names_in(portal, shown), as_json=as_json)

    run(work())


async def names_in(portal: Portal, found: Iterable[api.Petition]) -> Names:
    """What the units are called that have them."""
    return await names_of(portal, (each.holder for each in found))


def show(found: Sequence[api.Petition], names: Names, *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        documents = [MessageToDict(each, preserving_proto_field_name=True) for each in found]
        terminal.print_document({"petitions": documents})
        return
    now = datetime.now(UTC)
    table = Table()
    for name in ("term", "petition", "kind", "status", "holder", "assignee", "verdict"):
        table.add_column(in_words(name), overflow="fold")
    for each in found:
        table.add_row(*cells(each, names), style="red" if is_over(each, now) else "")
    screen().print(table)


def term_of(of: api.Petition) -> facts.PetitionTerm:
    """The term that runs; without a time: none does."""
    if of.status == facts.PETITION_STATUS_ANSWERED:
        return of.publication_term
    return of.answer_term if code(facts.PetitionStatus, of.status) in OPEN else facts.PetitionTerm()


def is_over(of: api.Petition, now: datetime) -> bool:
    """Whether the term has passed: its own instant is still on time."""
    term = term_of(of)
    return term.HasField("time") and now > from_timestamp(term.time)


def cells(of: api.Petition, names: Names) -> list[Any]:
    """One row."""
    return [
        dossier_facts.term(term_of(of)),
        of.number or of.origin.key,
        in_words(facts.PetitionKind, of.kind),
        in_words(facts.PetitionStatus, of.status),
        names.of(of.holder),
        of.assignee,
        in_words(Verdict, of.verdict) if of.verdict else "",
    ]
