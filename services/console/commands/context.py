"""`./motcua context`: installations by names of one's own, and which of them commands work on.

Promises that nothing is kept that cannot be used. Must not keep a token: it names the file of one.
"""

from pathlib import Path
from typing import Any

import click

from services.console import terminal
from services.console.outcome import Mistake
from services.console.portal.addresses import addresses
from services.console.portal.contexts import LOCAL, Context, Contexts
from services.console.portal.installation import tls_of
from services.console.portal.location import FILE, VALUES, option


@click.group()
def context() -> None:
    """Installations elsewhere, by name; which of them commands work on."""


@context.command()
@click.argument("name")
@click.option(
    "--server",
    required=True,
    metavar="ADDRESS",
    help="HOST[:PORT] that leads to all services, or catalog=…,submissions=…,metrics=…; "
    "http:// before it where it is spoken to without TLS.",
)
@click.option("--ca", type=FILE, help="The authority of its certificates, PEM [default: known].")
@click.option("--client-certificate", type=FILE, help="Shown to a server that asks, PEM.")
@click.option("--client-key", type=FILE, help="Of that certificate, PEM.")
@click.option("--token", type=FILE, help="Holds a bearer token, if nobody signs in.")
@click.option("--streams", type=FILE, help="Holds a reader's address on NATS (verify, compare).")
@click.option("--issuer", default="", metavar="URL", help="Where users sign in (OpenID Connect).")
@click.option("--client-id", default="", metavar="ID", help="As which application they do.")
@click.option("--scope", default="", help="What is asked for [default: openid offline_access].")
@click.option("--resource", default="", help="For whom tokens are, where the issuer wants to know.")
@click.option("--use", is_flag=True, help="Work on it from now on.")
def add(*, name: str, use: bool, **stated: Any) -> None:
    """Add an installation, or state it again."""
    files = {key: path_of(key, stated.pop(key)) for key in VALUES}
    found = Context(name, **stated, **files)
    addresses(found.server)
    tls_of(found)
    if bool(found.issuer) != bool(found.client_id):
        raise Mistake("name --issuer and --client-id together")
    before = Contexts.of_user()
    given_up = before.known.get(name)
    kept = before.added(found)
    (kept.using(name) if use else kept).keep()
    if given_up and given_up.signs_in_at != found.signs_in_at:
        end_sign_in(given_up)
    if not use:
        terminal.say(f"Work on it from now on: ./motcua context use {name}", err=True)


def path_of(value: str, path: Path | None) -> str:
    """From the root on, so that it is found from everywhere; a Mistake where nothing is there."""
    if path is None:
        return ""
    if not path.is_file():
        raise Mistake(f"{option(value)}: {path} is not there")
    return str(path.resolve())


@context.command()
@click.argument("name")
def use(name: str) -> None:
    """Work on this one from now on; `local` is the stack of this machine."""
    Contexts.of_user().using(name).keep()


@context.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget it, and end its sign-in, as sign-out does."""
    known = Contexts.of_user()
    known.removed(name).keep()
    end_sign_in(known.known[name])


def end_sign_in(given_up: Context) -> None:
    """Of a context that is not there any more: nobody could sign out of it later."""
    from services.console.commands.sign_in import ended_before  # noqa: PLC0415 - httpx is slow to load
    from services.console.portal.connection import run  # noqa: PLC0415 - the same

    run(ended_before(given_up))


@context.command("list")
@terminal.table_options
def list_(as_json: bool) -> None:
    """Show them; the one in use has a star."""
    kept = Contexts.of_user()
    current = kept.current or LOCAL
    rows = [(LOCAL, "the stack of this machine"), *((n, c.server) for n, c in kept.known.items())]
    if as_json:
        keys = ("name", "server", "current")
        known = [(name, context.server, name == current) for name, context in kept.known.items()]
        terminal.print_document([dict(zip(keys, row, strict=True)) for row in known])
        return
    for name, where in rows:
        terminal.say(f"{'*' if name == current else ' '} {name:<20} {where}")
