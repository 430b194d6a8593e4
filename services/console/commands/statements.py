"""`./motcua asserted` and `inspections`: what was stated elsewhere, beside what is computed.

Promises that the same file again records nothing. Must not decide whether a number is right.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from motcua.metrics.v1 import statements_pb2 as api
from services.console import terminal
from services.console.display.names import names_of
from services.console.display.statements import show_assertions, show_inspections
from services.console.importing import statement_files
from services.console.importing.keys import MappingError
from services.console.instants import parse_day, to_date
from services.console.outcome import Mistake, spoken
from services.console.portal.as_known import as_known_option, known_from
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.lists import limit_option, listed, page_size
from services.console.portal.location import Location, location_options
from services.console.portal.questions import ROLE
from services.console.portal.requests import request_id
from services.console.portal.resources import named
from services.console.reading.comparison.receipt_file import receipts_in

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
UNIT = click.option("--unit", default="", help="units/ID with all below it [default: all].")
PUBLISHER = "publisher"


@click.command()
@click.argument("assertion", required=False)
@click.option("--record", type=FILE, help="Record the figures of this TOML file first.")
@click.option("--publish", is_flag=True, help="Make ASSERTION, or what FILE holds, public.")
@UNIT
@click.option("--definition", default="", help="Only those that may mean it.")
@click.option("--withdrawn", is_flag=True, help="Also those that were withdrawn.")
@as_known_option
@limit_option
@terminal.table_options
@location_options
def asserted(
    *,
    assertion: str | None,
    record: Path | None,
    publish: bool,
    unit: str,
    definition: str,
    withdrawn: bool,
    as_known: tuple[str, ...],
    limit: int,
    as_json: bool,
    location: Location,
) -> None:
    """Show figures that somebody printed, each beside what is computed of its unit and period."""
    if publish and not (assertion or record):
        raise Mistake("--publish is of one ASSERTION, or of a --record FILE")
    requests = from_file(statement_files.assertions, record)
    known = known_from(as_known)
    wanted = api.ListAssertionsRequest(
        unit=named("units", unit),
        definition=definition,
        show_withdrawn=withdrawn,
        page_size=page_size(limit),
    )

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            found = await recorded(portal, "RecordAssertion", requests)
            if assertion:
                request = api.GetAssertionRequest(name=named("assertions", assertion))
                found.append(await portal.call(portal.statements.GetAssertion, request, role=ROLE))
            hidden = [each.name for each in found if publish and not each.published]
            await recorded(portal, "PublishAssertion", map(publication, hidden), role=PUBLISHER)
            names = [each.name for each in found]
            if not names:
                method = portal.statements.ListAssertions
                pages = listed(portal, method, wanted, "assertions", limit=limit)
                names = [each.name async for each in pages]
            found_there = [await compared(portal, each, known) for each in names]
            of = (each.assertion.figure.unit for each in found_there)
            show_assertions(found_there, as_json, await names_of(portal, of))
            if not names:
                said = ("chưa ghi nhận số liệu nào như vậy", "no such figure is recorded")
                terminal.say(spoken(*said), err=True)

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
@terminal.table_options
@location_options
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
    location: Location,
) -> None:
    """Show inspections, their findings, and by when these are to be remedied."""
    if remedied and not inspection:
        raise Mistake("--remedied CODE is of one INSPECTION, which is to be named")
    requests = from_file(partial(statement_files.inspections, receipts_in=receipts_in), record)
    remedies = [remedy(inspection or "", remedied, day)] if remedied else []
    wanted = api.ListInspectionsRequest(
        unit=named("units", unit),
        open_only=open_only,
        show_withdrawn=withdrawn,
        page_size=page_size(limit),
    )

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            found = await recorded(portal, "RecordInspection", requests)
            found += await recorded(portal, "RecordRemedy", remedies)
            if inspection and not remedies:
                request = api.GetInspectionRequest(name=named("inspections", inspection))
                found = [await portal.call(portal.statements.GetInspection, request, role=ROLE)]
            elif not found:
                method = portal.statements.ListInspections
                pages = listed(portal, method, wanted, "inspections", limit=limit)
                found = [each async for each in pages]
            called = await names_of(portal, (each.report.unit for each in found))
            show_inspections(found, as_json, called)
            if not found:
                said = ("chưa ghi nhận cuộc kiểm tra nào như vậy", "no such inspection is recorded")
                terminal.say(spoken(*said), err=True)

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


async def recorded(
    portal: Portal, method: str, requests: Iterable[Any], *, role: str = ROLE
) -> list[Any]:
    """One after the other."""
    send: Callable[..., Awaitable[Any]] = getattr(portal.statements, method)
    return [await portal.call(send, each, role=role) for each in requests]


def publication(name: str) -> api.PublishAssertionRequest:
    """A request whose id comes from its content."""
    found = api.PublishAssertionRequest(name=name)
    found.request_id = request_id(found)
    return found


async def compared(
    portal: Portal, name: str, known: dict[str, Any]
) -> api.CompareAssertionResponse:
    """An asserted figure beside what is computed."""
    request = api.CompareAssertionRequest(name=name, **known)
    return await portal.call(portal.statements.CompareAssertion, request, role=ROLE)
