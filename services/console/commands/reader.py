"""`./motcua reader`: who reads the streams, each as a user in an account of its own on NATS.

Promises that NATS goes on meanwhile, and that a password is shown once, on standard output or in a
file of mode 0600. Must not print the password of a reader that is there already.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from services.console import terminal
from services.console.outcome import Mistake
from services.console.portal.connection import directory_of, explained, run, running
from services.console.portal.location import on_this_machine

to_option = click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write its address there (mode 0600) instead of printing it.",
)
server_option = click.option(
    "--server", metavar="HOST:PORT", help="Where it finds NATS [default: as the stack listens]."
)
data_option = on_this_machine("context", "token")  # --server is where a reader finds NATS
ELSEWHERE = """\
No NATS runs in {data}. The stack reads its readers when it starts. For a NATS of your own, have its
configuration include {data}/accounts.conf, by the path from that configuration on (NATS knows no
other), and reload it twice (nats-server --signal reload): a new account is answered only after the
second time."""


@click.group()
def reader() -> None:
    """Who reads the streams: a user in an account of its own, without a restart of NATS."""


@reader.command(short_help="Make a reader, and show its address once.")
@click.argument("name")
@click.option("--reads", required=True, metavar="STREAM[,STREAM]", help="metrics,figures, say.")
@click.option("--leaf", is_flag=True, help="It is another NATS server: a nation's (federation).")
@to_option
@server_option
@data_option
def add(
    *, name: str, reads: str, leaf: bool, to: Path | None, server: str | None, data: Path | None
) -> None:
    """Make a reader of these streams, and show its address with the password, once."""
    streams = [each.strip() for each in reads.split(",")]

    def added(known: Any, taken: list[str]) -> Any:
        return known.add(name, streams, taken=taken, is_leaf=leaf)

    run(apply(data, added, name, to, server))


@reader.command(short_help="Give a reader another password.")
@click.argument("name")
@to_option
@server_option
@data_option
def rotate(name: str, to: Path | None, server: str | None, data: Path | None) -> None:
    """Give it another password: the old one is refused, and its connections end."""
    run(apply(data, lambda known, _: known.rotate(name), name, to, server))


@reader.command()
@click.argument("name")
@data_option
def remove(name: str, data: Path | None) -> None:
    """Take its account away: its connections end."""
    run(apply(data, lambda known, _: known.remove(name), name))


@reader.command("list", short_help="Show the readers.")
@terminal.table_options
@data_option
def list_(as_json: bool, data: Path | None) -> None:
    """Show the readers that come with the software, and those that were added."""
    from deploy.embedded.accounts import ACCOUNTS  # noqa: PLC0415 - asyncpg is slow to load

    with explained():
        added = readers_in(directory_of(data)).known()
    rows = [(each.name, each.reads, False) for each in ACCOUNTS if not each.is_service]
    rows += [(name, each.reads, True) for name, each in added.items()]
    if as_json:
        keys = ("name", "reads", "added")
        terminal.print_document([dict(zip(keys, row, strict=True)) for row in rows])
        return
    for name, reads, _ in rows:
        terminal.say(f"{name:<20} {','.join(reads)}")


def readers_in(directory: Path) -> Any:
    """What is kept there."""
    from deploy.embedded.directory import Directory  # noqa: PLC0415
    from deploy.embedded.identity import choose  # noqa: PLC0415
    from deploy.embedded.readers import Readers  # noqa: PLC0415

    return Readers(Directory(directory, choose(directory)))


async def apply(
    data: Path | None,
    change: Callable[[Any, list[str]], Any],
    name: str,
    to: Path | None = None,
    server: str | None = None,
) -> None:
    """Change what is kept, have NATS take it, and show the address where there is a new one."""
    from deploy.embedded.accounts import ACCOUNTS  # noqa: PLC0415
    from deploy.embedded.directory import prepare  # noqa: PLC0415
    from deploy.embedded.rings import Rings, bus_users  # noqa: PLC0415

    directory = directory_of(data)
    if to:
        must_be_writable(to)
    with explained():
        described = await running(directory)
        if not described:
            prepare(directory)
        known = readers_in(directory)
        made = change(known, [each.name for each in ACCOUNTS])
        rings = Rings(known.directory)
        users = {each.name: bus_users(rings, each.name) for each in ACCOUNTS}
        known.configure(ACCOUNTS, users)
        at = server or address(described, directory)
        url = url_at(at, name, made.password) if made else ""
        await take(described, directory, made, name)
    if url:
        await asyncio.to_thread(show, url, to)


async def take(described: Any, directory: Path, made: Any, name: str) -> None:
    """Have NATS read its accounts again; where none runs, say what is to be done."""
    from deploy.embedded.reload import reload, reload_until_answered  # noqa: PLC0415

    if not described:
        terminal.say(ELSEWHERE.format(data=directory), err=True)
    elif made:
        here = url_at(address(described, directory), name, made.password)
        await reload_until_answered(described, here, made.reads)
    else:
        await reload(described)


def url_at(addresses: str, name: str, password: str) -> str:
    """How a reader connects; addresses of several nodes, and what is made of them, have commas
    between them. One that begins with tls:// is under TLS.
    """
    parts = [each.rpartition("://") for each in addresses.split(",")]
    return ",".join(f"{scheme or 'nats'}://{name}:{password}@{at}" for scheme, _, at in parts)


def address(described: Any, directory: Path) -> str:
    """Where the stack's NATS listens, or did at its last start."""
    from deploy.embedded.ports import HOST, read  # noqa: PLC0415

    if described:
        urls = next(iter(described.nats_urls.values())).split(",")
        scheme = "tls://" if described.ca else ""
        return ",".join(scheme + each.rpartition("@")[2] for each in urls)
    port = read(readers_in(directory).directory).get("nats", 4222)
    return f"{HOST}:{port}"


def must_be_writable(path: Path) -> None:
    """Before a password is made that could not be shown."""
    if not os.access(path.parent, os.W_OK) or path.is_dir():
        raise Mistake(f"{path} cannot be written")


def show(url: str, to: Path | None) -> None:
    """On standard output, or in a file that is there at once or not at all."""
    if not to:
        terminal.say(url)
        return
    new = to.with_name(f".{to.name}.new")
    new.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(new, flags, 0o600), "w", encoding="ascii") as file:
        file.write(f"{url}\n")
    new.replace(to)
    terminal.say(f"Its address with the password is in {to}.", err=True)
