"""`./motcua audit`: who was refused, who guessed, and who read what is sealed.

Each service answers for itself; the command shows one after the other, the oldest first.
"""

from collections.abc import Sequence
from typing import Any

import click
from google.protobuf.json_format import MessageToDict
from rich.table import Table

from motcua.chassis.v1 import audit_pb2 as api
from motcua.chassis.v1.audit_pb2_grpc import AuditServiceStub
from services.console import terminal
from services.console.display.screen import screen
from services.console.display.wording import in_words
from services.console.instants import LOCAL, from_timestamp, to_timestamp
from services.console.portal import catalogue
from services.console.portal.addresses import SERVICES
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.enums import code
from services.console.portal.installation import SERVICE_HEADER
from services.console.portal.lists import INSPECTOR, limit_option, page_size
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named

KINDS: dict[str, Any] = {code(api.AuditEntry.Kind, n): n for n in api.AuditEntry.Kind.values()[1:]}
Found = dict[str, tuple[list[api.AuditEntry], str]]  # by service, with the token of what follows
COLUMNS = ("time", "count", "kind", "caller", "method", "reason", "unit", "resource")


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
@click.option("--unit", default="", help="units/ID with all below it [default: everything].")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(list(KINDS)),
    multiple=True,
    help="Only of this kind; repeatable.",
)
@click.option("--caller", default="", help="Only of this subject.")
@click.option("--method", default="", help="Only of /package.Service/Method.")
@click.option("--from", "start", metavar="DAY", help="Not before this day or instant.")
@click.option("--before", metavar="DAY", help="Before this day or instant.")
@click.option("--page", default="", metavar="TOKEN", help="Go on after an earlier page.")
@limit_option
@terminal.table_options
@location_options
def audit(
    *,
    services: Sequence[str],
    unit: str,
    kinds: Sequence[str],
    caller: str,
    method: str,
    start: str | None,
    before: str | None,
    page: str,
    limit: int,
    as_json: bool,
    location: Location,
) -> None:
    """Show refusals, guesses and readings, such as: audit submissions --kind reading --json."""
    if page and len(services) != 1:
        raise click.UsageError("--page is of one service: name it")
    request = api.ListAuditEntriesRequest(
        subtree=named("units", unit),
        kinds=[KINDS[each] for each in kinds],
        caller=caller,
        method=method,
        start_time=to_timestamp(catalogue.instant("--from", start)) if start else None,
        end_time=to_timestamp(catalogue.instant("--before", before)) if before else None,
        page_token=page,
    )

    async def work() -> None:
        wanted = list(services) or list(SERVICES)
        async with reading(location, *wanted) as site, Portal(site) as portal:
            found = {each: await entries(portal, each, request, limit=limit) for each in wanted}
            show(found, as_json=as_json)

    run(work())


async def entries(
    portal: Portal, service: str, asked: api.ListAuditEntriesRequest, *, limit: int
) -> tuple[list[api.AuditEntry], str]:
    """Those of a service, and the token of what follows; all where the limit is 0."""
    stub = AuditServiceStub(portal.channels[service])
    request, found = api.ListAuditEntriesRequest(), list[api.AuditEntry]()
    request.CopyFrom(asked)

    async def method(request: Any, *, metadata: Any, timeout: float) -> Any:  # noqa: ASYNC109
        sent = (*metadata, (SERVICE_HEADER, service))
        return await stub.ListAuditEntries(request, metadata=sent, timeout=timeout)

    while True:
        request.page_size = page_size(limit - len(found) if limit else 0)
        answer = await portal.call(method, request, role=INSPECTOR)
        found += answer.entries
        request.page_token = answer.next_page_token
        if not request.page_token or (limit and len(found) >= limit):
            return found, request.page_token


def show(found: Found, *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document({name: document(*each) for name, each in found.items()})
        return
    for service, (listed, token) in found.items():
        table = Table(title=service)
        for name in COLUMNS:
            table.add_column(in_words(name), overflow="fold")
        for each in listed:
            table.add_row(*cells(each))
        screen().print(table)
        if token:
            terminal.say(f"… audit {service} --page {token}")


def document(listed: list[api.AuditEntry], token: str) -> dict[str, Any]:
    """The entries of one service for programs."""
    return {
        "entries": [MessageToDict(each, preserving_proto_field_name=True) for each in listed],
        "next_page": token,
    }


def cells(each: api.AuditEntry) -> list[str]:
    """One row."""
    return [
        from_timestamp(each.first_time).astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S"),
        str(each.count),
        in_words(api.AuditEntry.Kind, each.kind),
        each.caller,
        each.method.rpartition("/")[2],
        each.reason,
        each.unit.removeprefix("units/"),
        ", ".join(each.resources) or each.resource_type.rpartition("/")[2],
    ]
