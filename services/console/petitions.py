"""`./motcua petitions`: the petitions of a unit and of those below it, the first term first.

The list is the submissions service's own; what was entered in error is not in it.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from google.protobuf.json_format import MessageToDict
from rich.table import Table

from motcua.submissions.v1 import petition_events_pb2 as facts
from motcua.submissions.v1 import petitions_pb2 as api
from motcua.submissions.v1.events_pb2 import Verdict
from services.console import catalogue, dossier_facts, terminal
from services.console.calendar import named
from services.console.instants import from_timestamp, to_timestamp
from services.console.place import data_option, reading, run
from services.console.portal import Portal
from services.console.screen import screen
from services.console.wording import code, in_words

ROLE = "inspector"
PAGE = 1000
Codes = dict[str, Any]
STATES: Codes = {
    code(facts.PetitionStatus, each): each for each in facts.PetitionStatus.values()[1:]
}
KINDS: Codes = {code(facts.PetitionKind, each): each for each in facts.PetitionKind.values()[1:]}
OPEN = {"received", "handling", "supplement_requested"}


@click.command()
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option("--state", "states", type=click.Choice(list(STATES)), multiple=True)
@click.option("--kind", "kinds", type=click.Choice(list(KINDS)), multiple=True)
@click.option("--before", metavar="DAY", help="Only those whose term is before this day.")
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
def petitions(
    *,
    unit: str,
    states: Sequence[str],
    kinds: Sequence[str],
    before: str | None,
    officer: str,
    limit: int,
    as_json: bool,
    data: Path | None,
) -> None:
    """Show petitions by their terms, such as: petitions --unit units/song-van --state handling."""
    request = api.ListPetitionsRequest(
        unit=named("units", unit) if unit else "",
        statuses=[STATES[each] for each in states],
        kinds=[KINDS[each] for each in kinds],
        term_end_time=to_timestamp(catalogue.instant("--before", before)) if before else None,
        assignee=officer,
        page_size=min(limit or PAGE, PAGE),
    )

    async def work() -> None:
        async with (
            reading(data, "submissions", "catalog") as described,
            Portal(described) as portal,
        ):
            show([each async for each in listed(portal, request, limit)], as_json=as_json)

    run(work())


async def listed(
    portal: Portal, request: api.ListPetitionsRequest, limit: int = 0
) -> AsyncIterator[api.Petition]:
    """The first of the list, over its pages; all where the limit is 0."""
    taken = 0
    while True:
        answer = await portal.call(portal.petitions.ListPetitions, request, role=ROLE)
        for each in answer.petitions:
            yield each
            taken += 1
            if taken == limit:
                return
        request.page_token = answer.next_page_token
        if not request.page_token:
            return


def show(found: Sequence[api.Petition], *, as_json: bool) -> None:
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
        table.add_row(*cells(each), style="red" if is_over(each, now) else "")
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


def cells(of: api.Petition) -> list[Any]:
    """One row."""
    return [
        dossier_facts.term(term_of(of)),
        of.number or of.origin.key,
        in_words(facts.PetitionKind, of.kind),
        in_words(facts.PetitionStatus, of.status),
        of.holder.removeprefix("units/"),
        of.assignee,
        in_words(Verdict, of.verdict) if of.verdict else "",
    ]
