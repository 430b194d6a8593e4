"""`./motcua asserted` and `inspections`: what was stated elsewhere, beside what is computed.

Promises that the same file again records nothing. Must not decide whether a number is right.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from motcua.metrics.v1 import statement_events_pb2 as events
from motcua.metrics.v1 import statements_pb2 as api
from services.console import stated_files, tables, terminal
from services.console.instants import from_date, from_timestamp, parse_day, period_name, to_date
from services.console.intake import request_id
from services.console.keys import MappingError
from services.console.known import as_known_option, known_from
from services.console.lists import limit_option, listed, page_size
from services.console.outcome import Mistake
from services.console.place import FIGURES, data_option, reading, run
from services.console.portal import Portal
from services.console.questions import ROLE
from services.console.resources import named
from services.console.screen import screen

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
UNIT = click.option("--unit", default="", help="units/ID with all below it [default: all].")
COMPARED = ("definition", "rate", "agreement", "difference")
OPEN = "open"


@click.command()
@click.argument("assertion", required=False)
@click.option("--record", type=FILE, help="Record the figures of this TOML file first.")
@UNIT
@click.option("--definition", default="", help="Only those that may mean it.")
@click.option("--withdrawn", is_flag=True, help="Also those that were withdrawn.")
@as_known_option
@limit_option
@terminal.json_option
@data_option
def asserted(
    *,
    assertion: str | None,
    record: Path | None,
    unit: str,
    definition: str,
    withdrawn: bool,
    as_known: tuple[str, ...],
    limit: int,
    as_json: bool,
    data: Path | None,
) -> None:
    """Show figures that somebody printed, each beside what is computed of its unit and period."""
    requests = from_file(stated_files.assertions, record)
    known = known_from(as_known)
    wanted = api.ListAssertionsRequest(
        unit=named("units", unit),
        definition=definition,
        show_withdrawn=withdrawn,
        page_size=page_size(limit),
    )

    async def work() -> None:
        async with reading(data, *FIGURES) as described, Portal(described) as portal:
            names = [each.name for each in await recorded(portal, "RecordAssertion", requests)]
            if assertion:
                names = [named("assertions", assertion)]
            elif not names:
                method = portal.statements.ListAssertions
                found = listed(portal, method, wanted, "assertions", limit=limit)
                names = [each.name async for each in found]
            show_assertions([await compared(portal, each, known) for each in names], as_json)
            if not names:
                terminal.say("no such figure is recorded", err=True)

    run(work())


@click.command()
@click.argument("inspection", required=False)
@click.option("--record", type=FILE, help="Record the inspections of this TOML file first.")
@click.option("--remedied", metavar="CODE", help="Record that this finding was remedied.")
@click.option("--on", "day", metavar="DAY", help="When it was [default: today].")
@UNIT
@click.option("--open", "open_only", is_flag=True, help="Only those with something to remedy.")
@click.option("--withdrawn", is_flag=True, help="Also those that were withdrawn.")
@limit_option
@terminal.json_option
@data_option
def inspections(
    *,
    inspection: str | None,
    record: Path | None,
    remedied: str | None,
    day: str | None,
    unit: str,
    open_only: bool,
    withdrawn: bool,
    limit: int,
    as_json: bool,
    data: Path | None,
) -> None:
    """Show inspections, their findings, and by when these are to be remedied."""
    if remedied and not inspection:
        raise Mistake("--remedied CODE is of one INSPECTION, which is to be named")
    requests = from_file(stated_files.inspections, record)
    remedies = [remedy(inspection or "", remedied, day)] if remedied else []
    wanted = api.ListInspectionsRequest(
        unit=named("units", unit),
        open_only=open_only,
        show_withdrawn=withdrawn,
        page_size=page_size(limit),
    )

    async def work() -> None:
        async with reading(data, *FIGURES) as described, Portal(described) as portal:
            found = await recorded(portal, "RecordInspection", requests)
            found += await recorded(portal, "RecordRemedy", remedies)
            if inspection and not remedies:
                request = api.GetInspectionRequest(name=named("inspections", inspection))
                found = [await portal.call(portal.statements.GetInspection, request, role=ROLE)]
            elif not found:
                method = portal.statements.ListInspections
                pages = listed(portal, method, wanted, "inspections", limit=limit)
                found = [each async for each in pages]
            show_inspections(found, as_json)
            if not found:
                terminal.say("no such inspection is recorded", err=True)

    run(work())


def from_file(read: Callable[[Path], list[Any]], path: Path | None) -> list[Any]:
    """The requests of a file, if one is named."""
    try:
        return read(path) if path else []
    except MappingError as failed:
        raise Mistake(str(failed)) from None


def remedy(inspection: str, finding: str, day: str | None) -> api.RecordRemedyRequest:
    """A request whose id comes from its content."""
    try:
        on = parse_day(day) if day else date.today()  # noqa: DTZ011 - the day where the user is
    except ValueError:
        raise Mistake("--on is a day, YYYY-MM-DD") from None
    found = api.RecordRemedyRequest(
        name=named("inspections", inspection), finding=finding, date=to_date(on)
    )
    found.request_id = request_id(found)
    return found


async def recorded(portal: Portal, method: str, requests: Sequence[Any]) -> list[Any]:
    """One after the other."""
    send: Callable[..., Awaitable[Any]] = getattr(portal.statements, method)
    return [await portal.call(send, each, role=ROLE) for each in requests]


async def compared(
    portal: Portal, name: str, known: dict[str, Any]
) -> api.CompareAssertionResponse:
    """An asserted figure beside what is computed."""
    request = api.CompareAssertionRequest(name=name, **known)
    return await portal.call(portal.statements.CompareAssertion, request, role=ROLE)


def show_assertions(found: Sequence[api.CompareAssertionResponse], as_json: bool) -> None:
    """For programs or for people: what was printed, then a line for each definition."""
    if as_json:
        terminal.print_document({"assertions": [assertion_document(each) for each in found]})
        return
    for each in found:
        figure = each.assertion.figure
        mark = "%" if figure.measure == events.AssertedFigure.MEASURE_PERCENT else ""
        unit = figure.unit or tables.word("whole tree")
        heading = f"{figure.value}{mark} · {unit} · {period_of(figure)}"
        table = Table(title=heading, title_justify="left", caption_justify="left")
        table.caption = f"“{figure.wording}” ({figure.source}, {from_date(figure.source_date)})"
        for name in COMPARED:
            table.add_column(tables.word(name), overflow="fold")
        for comparison in each.comparisons:
            receipt = comparison.rate.receipt
            definition = f"{receipt.definition}@{receipt.version}"
            agreement = tables.word(agreement_of(comparison).replace("_", " "))
            table.add_row(
                definition, tables.brief(comparison.rate), agreement, comparison.difference
            )
        screen().print(table)


def period_of(figure: events.AssertedFigure) -> str:
    """A month, or the days from one to another."""
    return period_name(from_date(figure.start_date), from_date(figure.end_date))


def agreement_of(comparison: api.AssertionComparison) -> str:
    """Such as `within_bounds`."""
    name = api.AssertionComparison.Agreement.Name(comparison.agreement)
    return name.removeprefix("AGREEMENT_").lower()


def assertion_document(found: api.CompareAssertionResponse) -> dict[str, Any]:
    """As JSON has it."""
    each, figure = found.assertion, found.assertion.figure
    survey = {
        name: getattr(figure, name) if figure.HasField(name) else None
        for name in ("sample", "responses")
    }
    return {
        "assertion": each.name,
        "kind": events.AssertedFigure.Kind.Name(figure.kind).removeprefix("KIND_").lower(),
        "unit": figure.unit,
        "period": period_of(figure),
        "value": figure.value,
        "measure": events.AssertedFigure.Measure.Name(figure.measure)
        .removeprefix("MEASURE_")
        .lower(),
        "wording": figure.wording,
        "source": figure.source,
        "source_date": from_date(figure.source_date).isoformat(),
        **survey,
        "withdrawn": each.state == api.Assertion.STATE_WITHDRAWN,
        "withdrawal_reason": each.withdrawal_reason,
        "recorded": tables.in_utc(from_timestamp(each.record_time)),
        "position": each.position,
        "comparisons": [
            {
                "agreement": agreement_of(comparison),
                "difference": comparison.difference,
                "rate": tables.document(comparison.rate),
            }
            for comparison in found.comparisons
        ],
    }


def show_inspections(found: Sequence[api.Inspection], as_json: bool) -> None:
    """For programs or for people: a line for each finding."""
    documents = [inspection_document(each) for each in found]
    if as_json:
        terminal.print_document({"inspections": documents})
        return
    for each in documents:
        unit = each["unit"] or tables.word("whole tree")
        heading = f"{each['inspection']} · {unit} · {each['date']}"
        table = Table(title=heading, title_justify="left", caption_justify="left")
        receipts = tables.word("receipts")
        table.caption = f"{each['decision']} {receipts}: {len(each['receipts']):,}".strip()
        for name in ("finding", "text", "remedy by", "state"):
            table.add_column(tables.word(name), overflow="fold")
        for finding in each["findings"]:
            state = finding["remedied"] or (OPEN if finding["remedy_by"] else "")
            cells = (finding["code"], finding["text"], finding["remedy_by"] or "")
            table.add_row(*cells, tables.word(state), style="dim" if each["withdrawn"] else "")
        screen().print(table)


def inspection_document(each: api.Inspection) -> dict[str, Any]:
    """As JSON has it."""
    remedied = {one.finding: from_date(one.date).isoformat() for one in each.remedies}
    return {
        "inspection": each.name,
        "unit": each.report.unit,
        "date": from_date(each.report.date).isoformat(),
        "decision": each.report.decision,
        "receipts": [
            {"definition": one.definition, "version": one.version, "digest": one.digest}
            for one in each.report.receipts
        ],
        "findings": [
            {
                "code": one.code,
                "text": one.text,
                "remedy_by": from_date(one.remedy_by_date).isoformat()
                if one.HasField("remedy_by_date")
                else None,
                "remedied": remedied.get(one.code),
            }
            for one in each.report.findings
        ],
        "withdrawn": each.state == api.Inspection.STATE_WITHDRAWN,
        "withdrawal_reason": each.withdrawal_reason,
        "recorded": tables.in_utc(from_timestamp(each.record_time)),
        "position": each.position,
    }
