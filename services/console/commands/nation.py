"""`./motcua nation`: what a city gives to its nation, the nation's members, and its figures.

Promises that what is changed in NATS counts from its next start, and to say so. Must not add up.
"""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from rich.table import Table

from motcua.metrics.v1 import federation_events_pb2 as events
from motcua.metrics.v1 import federation_pb2 as api
from services.console import terminal
from services.console.commands.reconcile import period_of
from services.console.display import national, tables
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import from_date, from_timestamp, parse_day, to_date
from services.console.outcome import Mistake
from services.console.portal.client import Portal
from services.console.portal.connection import directory_of, explained, installation, run, stack
from services.console.portal.enums import capital, code
from services.console.portal.location import Location, location_options, on_this_machine
from services.console.portal.operation import answered
from services.console.portal.resources import named

PUBLISHER, PUBLIC = "publisher", "public"
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
HEADINGS = "member name from to state read heard".split()  # noqa: SIM905
FROM_NEXT_START = "It counts from the next start of NATS."
data_option = on_this_machine("context", "token", "server")
reason_option = click.option("--reason", required=True, help="Why.")


@click.group()
def nation() -> None:
    """Add up what cities published: members, figures, and what a city gives for it."""


@nation.command(short_help="At a city: show the public keys of its releases.")
@data_option
def key(data: Path | None) -> None:
    """At a city: show the public keys under which its figures are released."""

    async def work() -> None:
        async with stack(data) as described:
            found = await answered(described, "metrics", "released")
            for each in found["verifier_keys"]:
                terminal.say(each)

    run(work())


@nation.command(short_help="At a city: let NATS take leaf nodes.")
@click.argument("address", metavar="HOST:PORT")
@data_option
def listen(address: str, data: Path | None) -> None:
    """At a city: let the stack's NATS take leaf nodes there; "" takes none."""
    with explained():
        leafnodes(data).listen(address)
    terminal.say(FROM_NEXT_START, err=True)


@nation.command(short_help="Let the stack's NATS be a leaf node of a city's.")
@click.argument("member")
@click.option("--url", "file", required=True, type=FILE, help="A file with the city's address.")
@click.option("--ca", type=FILE, help="PEM: whom to believe under TLS.")
@data_option
def join(member: str, file: Path, ca: Path | None, data: Path | None) -> None:
    """Let the stack's NATS be a leaf node of a city's, as the reader that the city made."""
    from deploy.embedded.leafnodes import Remote  # noqa: PLC0415 - asyncpg is slow to load

    urls = file.read_text(encoding="utf-8").strip().split(",")
    with explained():
        remote = Remote(urls, str(ca.resolve()) if ca else "")
        leafnodes(data).join(national.member_id(member), remote)
    terminal.say(FROM_NEXT_START, err=True)


@nation.command()
@click.argument("member")
@data_option
def leave(member: str, data: Path | None) -> None:
    """Let the stack's NATS be no leaf node of that city's any more."""
    with explained():
        leafnodes(data).leave(national.member_id(member))
    terminal.say(FROM_NEXT_START, err=True)


def leafnodes(data: Path | None) -> Any:
    """Those of a data directory."""
    from deploy.embedded.directory import prepare  # noqa: PLC0415
    from deploy.embedded.leafnodes import Leafnodes  # noqa: PLC0415

    return Leafnodes(prepare(directory_of(data)))


@nation.command()
@click.argument("member")
@click.option("--name", "display_name", required=True, help="As figures show it.")
@click.option("--from", "start", required=True, metavar="DAY", help="The first day.")
@click.option("--key", "keys", multiple=True, required=True, help="A public key; repeatable.")
@location_options
def admit(
    *, member: str, display_name: str, start: str, keys: tuple[str, ...], location: Location
) -> None:
    """Admit a city, with the public keys that it gave."""
    request = api.AdmitMemberRequest(
        member_id=national.member_id(member),
        display_name=display_name,
        start_date=to_date(day_of(start)),
        verifier_keys=keys,
    )
    run(command(location, "AdmitMember", request))


@nation.command()
@click.argument("member")
@click.option("--name", "display_name", default="", help="Another name.")
@click.option("--key", "keys", multiple=True, help="All public keys from now on; repeatable.")
@location_options
def revise(*, member: str, display_name: str, keys: tuple[str, ...], location: Location) -> None:
    """Give a member other public keys, or another name."""
    name = named("members", member)
    request = api.ReviseMemberRequest(name=name, display_name=display_name, verifier_keys=keys)
    run(command(location, "ReviseMember", request))


@nation.command()
@click.argument("member")
@click.option("--on", "end_date", required=True, metavar="DAY", help="The first day without it.")
@location_options
def end(*, member: str, end_date: str, location: Location) -> None:
    """End a membership. Its earlier figures stay."""
    last = to_date(day_of(end_date))
    request = api.EndMemberRequest(name=named("members", member), end_date=last)
    run(command(location, "EndMember", request))


@nation.command()
@click.argument("member")
@reason_option
@location_options
def reinstate(*, member: str, reason: str, location: Location) -> None:
    """Believe a suspended member's stream again."""
    request = api.ReinstateMemberRequest(name=named("members", member), reason=reason)
    run(command(location, "ReinstateMember", request))


async def command(location: Location, method: str, request: Any) -> None:
    """As the publisher over the whole tree; what it came to is shown."""
    request.request_id = str(uuid4())
    async with installation(location) as site, Portal(site) as portal:
        found = await portal.call(getattr(portal.federation, method), request, role=PUBLISHER)
        show_members([found], as_json=False)


@nation.command(short_help="Show the members, and how far each is read.")
@terminal.json_option
@location_options
def members(*, as_json: bool, location: Location) -> None:
    """Show the members, how far each is read, and which are not believed."""

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            request = api.ListMembersRequest()
            answer = await portal.call(portal.federation.ListMembers, request, role=PUBLIC)
            show_members(list(answer.members), as_json=as_json)

    run(work())


@nation.command(short_help="Show the nation's figures, each city with its part.")
@click.argument("period")
@click.option("--to", "until", metavar="DAY", help="First local day after the period.")
@click.option("--service", default="", help="services/ID [default: all].")
@terminal.json_option
@location_options
def figures(
    *, period: str, until: str | None, service: str, as_json: bool, location: Location
) -> None:
    """Show the nation's figures of a period, each city with what it adds or why not."""
    request = asked(period, until, service)

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            method = portal.federation.ListNationalFigures
            answer = await portal.call(method, request, role=PUBLIC)
            national.show(list(answer.figures), as_json=as_json)

    run(work())


@nation.command(short_help="Compute the figures again from the cities' streams.")
@click.argument("period")
@click.option("--to", "until", metavar="DAY", help="First local day after the period.")
@click.option("--service", default="", help="services/ID [default: all].")
@click.option(
    "--from",
    "readers",
    multiple=True,
    required=True,
    metavar="MEMBER=FILE",
    help="A file with the address by which this city's stream is read; repeatable.",
)
@location_options
def verify(
    *, period: str, until: str | None, service: str, readers: tuple[str, ...], location: Location
) -> None:
    """Compute the nation's figures again from the cities' streams alone, and compare."""
    from services.console.reading.comparison.national import compare_all  # noqa: PLC0415 - slow

    request = asked(period, until, service)
    addresses = dict(address_of(each) for each in readers)

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            await compare_all(portal, request, addresses)

    run(work())


def asked(period: str, until: str | None, service: str) -> api.ListNationalFiguresRequest:
    """All figures of a period."""
    start, last = map(to_date, period_of(period, until))
    return api.ListNationalFiguresRequest(
        start_date=start, end_date=last, service=named("services", service)
    )


def address_of(text: str) -> tuple[str, str]:
    """A member's name, and the address in its file."""
    member, found, file = text.partition("=")
    if not found or not Path(file).is_file():
        raise Mistake(f"--from {text}: MEMBER=FILE, and a file that is there")
    return f"members/{national.member_id(member)}", Path(file).read_text("utf-8").strip()


def day_of(text: str) -> date:
    """A local day."""
    try:
        return parse_day(text)
    except ValueError:
        raise Mistake(f"{text} is no day, such as 2026-01-01") from None


def show_members(found: list[api.Member], *, as_json: bool) -> None:
    """For programs or for people."""
    if as_json:
        terminal.print_document([row(each) for each in found])
        return
    table = Table(*map(word, HEADINGS))
    for each in found:
        table.add_row(*(str(value) for value in row(each).values()))
    screen().print(table)


def row(member: api.Member) -> dict[str, Any]:
    """A member's line."""
    ended = from_date(member.end_date).isoformat() if member.HasField("end_date") else ""
    heard = from_timestamp(member.hear_time) if member.HasField("hear_time") else None
    state = code(api.Member.State, member.state)
    if member.fault:
        name = capital(events.StreamFault, member.fault)
        state = f"{state}: {name} at {member.fault_sequence}"
    return {
        "member": member.name,
        "name": member.display_name,
        "from": from_date(member.start_date).isoformat(),
        "to": ended,
        "state": state,
        "read": member.sequence,
        "heard": tables.in_utc(heard) if heard else "",
    }
