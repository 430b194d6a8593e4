"""`./motcua dossier`: one dossier, its history fact by fact, and its deadline day by day.

Everything shown is the submissions service's answer. Personal data is never asked for.
"""

from typing import Any

import click
from google.protobuf.json_format import MessageToDict

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier, ExplainDeadlineRequest
from services.console import terminal
from services.console.display import deadlines, dossier_facts
from services.console.display.deadlines import POLICIES, Explanation
from services.console.display.screen import screen
from services.console.display.wording import in_words
from services.console.outcome import Refused, language
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.numbers import only
from services.console.portal.resources import named

ROLE = "inspector"
UNKNOWN = {
    "vi": "Không có hồ sơ nào mang số {0}.",
    "en": "No dossier has the number {0}.",
}


@click.command()
@click.argument("number")
@click.option("--calendar", default="", help="What if: by this calendar.")
@click.option(
    "--calendar-version", type=click.IntRange(min=0), default=0, help="What if: in this version."
)
@click.option("--policy", type=click.Choice(POLICIES), help="What if: under this policy.")
@click.option(
    "--computed", is_flag=True, help="What if: by the date computed, where another was stated."
)
@terminal.json_option
@location_options
def dossier(
    *,
    number: str,
    calendar: str,
    calendar_version: int,
    policy: str | None,
    computed: bool,
    as_json: bool,
    location: Location,
) -> None:
    """Show the dossier NUMBER (or dossiers/ID): its history, and its deadline day by day."""
    what_if = ExplainDeadlineRequest(
        calendar=named("calendars", calendar),
        calendar_version=calendar_version,
        policy=f"PAUSE_POLICY_{policy.upper()}" if policy else None,
        computed=computed,
    )

    async def work() -> None:
        async with (
            reading(location, "submissions", "catalog") as site,
            Portal(site) as opened,
        ):
            name = await name_of(opened, number)
            history = await history_of(opened, name)
            what_if.name = name
            found = await deadline_of(opened, what_if)
            show(history, found, as_json=as_json)

    run(work())


async def name_of(portal: Portal, number: str) -> str:
    """The dossier's name, by its number here or in the system that it came from; those that were
    entered in error have one, too.
    """
    if number.startswith("dossiers/"):
        return number
    for voided in (False, True):
        request = queries.ListDossiersRequest(number=number, voided=voided)
        answer = await portal.call(portal.dossier_queries.ListDossiers, request, role=ROLE)
        if answer.dossiers:
            return only(answer.dossiers, number)
    message = UNKNOWN[language()].format(number)
    raise Refused(message, reason="DOSSIER_UNKNOWN", code="NOT_FOUND")


async def history_of(portal: Portal, name: str) -> queries.DossierHistory:
    """The dossier with all its facts."""
    request = queries.GetDossierHistoryRequest(name=name)
    return await portal.call(portal.dossier_queries.GetDossierHistory, request, role=ROLE)


async def deadline_of(portal: Portal, what_if: ExplainDeadlineRequest) -> Explanation | None:
    """How its dates came about; None: it was not accepted, and has none."""
    try:
        return await deadlines.explain(portal, what_if)
    except Refused as refused:
        if refused.reason != "DOSSIER_NOT_ACCEPTED":
            raise
        return None


def show(history: queries.DossierHistory, found: Explanation | None, *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document(document(history, found))
        return
    for line in heading(history.dossier):
        terminal.say(line)
    screen().print(dossier_facts.table(history.facts))
    if found is not None:
        deadlines.show(found)


def heading(of: Dossier) -> list[str]:
    """What the dossier is now."""
    status = f"{of.status} {in_words(facts.Status, of.status)}"
    marks = [
        in_words(mark) for mark in ("voided", "erased", "awaits_assignment") if getattr(of, mark)
    ]
    rows = {
        "dossier": f"{of.number or of.origin.key or '–'} · {of.name}",
        "service": of.offering.service,
        "status": " · ".join([status, *marks]),
        "receiving_unit": of.receiving_unit,
        "handling_unit": of.handling_unit,
        "assignee": of.assignee,
    }
    return [f"{in_words(name)}: {value}" for name, value in rows.items() if value]


def document(history: queries.DossierHistory, found: Explanation | None) -> dict[str, Any]:
    """All of it; `dossier` is the contract's JSON, `deadline` null where it was not accepted."""
    return {
        "dossier": MessageToDict(history.dossier, preserving_proto_field_name=True),
        "history": [dossier_facts.document(each) for each in history.facts],
        "deadline": deadlines.document(found) if found is not None else None,
    }
