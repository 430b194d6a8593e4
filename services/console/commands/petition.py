"""`./motcua petition`: one petition, its terms, and its history fact by fact.

Everything shown is the submissions service's answer. Nobody's words are ever asked for.
"""

from collections.abc import Iterable
from typing import Any

import click
from google.protobuf.json_format import MessageToDict
from rich.table import Table

from motcua.submissions.v1 import petition_events_pb2 as facts
from motcua.submissions.v1 import petitions_pb2 as api
from services.console import terminal
from services.console.display import dossier_facts
from services.console.display.screen import screen
from services.console.display.tables import in_utc
from services.console.display.wording import in_words
from services.console.instants import from_timestamp
from services.console.outcome import Refused, language
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.numbers import only

ROLE = "inspector"
TERMS = ("answer_term", "refusal_term", "first_request_term", "publication_term")
UNKNOWN = {
    "vi": "Không có phản ánh, kiến nghị nào mang số {0}.",
    "en": "No petition has the number {0}.",
}


@click.command()
@click.argument("number")
@terminal.json_option
@location_options
def petition(*, number: str, as_json: bool, location: Location) -> None:
    """Show the petition NUMBER (or petitions/ID): its terms and its history."""

    async def work() -> None:
        async with reading(location, "submissions") as site, Portal(site) as opened:
            request = api.GetPetitionHistoryRequest(name=await name_of(opened, number))
            method = opened.petitions.GetPetitionHistory
            show(await opened.call(method, request, role=ROLE), as_json=as_json)

    run(work())


async def name_of(portal: Portal, number: str) -> str:
    """The petition's name, by its number here or in the system that it came from; those that were
    entered in error have one, too.
    """
    if number.startswith("petitions/"):
        return number
    for voided in (False, True):
        request = api.ListPetitionsRequest(number=number, voided=voided)
        answer = await portal.call(portal.petitions.ListPetitions, request, role=ROLE)
        if answer.petitions:
            return only(answer.petitions, number)
    message = UNKNOWN[language()].format(number)
    raise Refused(message, reason="PETITION_UNKNOWN", code="NOT_FOUND")


def show(history: api.PetitionHistory, *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document(document(history))
        return
    for line in heading(history.petition):
        terminal.say(line)
    screen().print(table(history.facts))


def heading(of: api.Petition) -> list[str]:
    """What the petition is now."""
    marks = [
        in_words(mark) for mark in ("voided", "texts erased", "awaits_transfer")
        if getattr(of, mark.removeprefix("texts "))
    ]  # fmt: skip
    status = " · ".join([in_words(facts.PetitionStatus, of.status), *marks])
    rows = {
        "petition": f"{of.number or of.origin.key or '–'} · {of.name}",
        "kind": in_words(facts.PetitionKind, of.kind),
        "channel": in_words(facts.PetitionChannel, of.channel),
        "dossier": of.dossier,
        "status": status,
        "receiving_unit": of.receiving_unit,
        "holder": of.holder,
        "assignee": of.assignee,
        **{name: dossier_facts.term(getattr(of, name)) for name in TERMS if of.HasField(name)},
        "publication": of.publication,
    }
    return [f"{in_words(name)}: {value}" for name, value in rows.items() if value]


def table(history: Iterable[api.PetitionFact]) -> Table:
    """A row for each fact; one that holds no more is dim."""
    found = Table(title_justify="left")
    for name in ("#", "time", "fact", "who", "unit", "changed"):
        found.add_column(in_words(name), overflow="fold")
    for fact in history:
        found.add_row(*cells(fact), style="dim" if fact.left_out else "")
    return found


def cells(fact: api.PetitionFact) -> list[str]:
    """One row."""
    event = dossier_facts.event_of(fact.recorded)
    said = [f"{in_words('reason')} {fact.reason_code}"] if fact.reason_code else []
    said += dossier_facts.stated(event) if event is not None else []
    return [
        str(fact.version),
        dossier_facts.time_of(fact),
        in_words(fact.event),
        fact.officer or fact.actor,
        (fact.unit or fact.holder).removeprefix("units/"),
        ", ".join([*said, *dossier_facts.corrections(fact)]),
    ]


def document(history: api.PetitionHistory) -> dict[str, Any]:
    """All of it; `petition` is the contract's JSON."""
    return {
        "petition": MessageToDict(history.petition, preserving_proto_field_name=True),
        "history": [_fact(each) for each in history.facts],
    }


def _fact(fact: api.PetitionFact) -> dict[str, Any]:
    return {
        "version": fact.version,
        "event": fact.event,
        "time": in_utc(from_timestamp(fact.time)),
        "time_known": fact.time_known,
        "day_only": fact.day_only,
        "record_time": in_utc(from_timestamp(fact.record_time)),
        "position": fact.position,
        "actor": fact.actor,
        "officer": fact.officer,
        "unit": fact.unit,
        "holder": fact.holder,
        "reason_code": fact.reason_code,
        "recorded": dossier_facts.in_json(dossier_facts.event_of(fact.recorded)),
        "corrects": fact.corrects,
        "corrected_by": fact.corrected_by,
        "left_out": fact.left_out,
        "effective": dossier_facts.in_json(dossier_facts.event_of(fact.effective)),
    }
