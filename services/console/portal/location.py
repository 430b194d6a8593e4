"""Where a command works and as whom: by its options, else the environment, else the context in use,
else the stack of this machine.

Example: with a context `city` in use, `MOTCUA_SERVER=other ./motcua rates` asks `other`. It does
not send it the token of `city`, nor trust its authority: they were given for that server alone.
"""

import functools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from services.console.outcome import Mistake
from services.console.portal.contexts import LOCAL, Context, Contexts
from services.console.portal.private_files import Given

Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(path_type=Path, dir_okay=False)
SERVER, CONTEXT, TOKEN = "MOTCUA_SERVER", "MOTCUA_CONTEXT", "MOTCUA_TOKEN"
CA, STREAMS = "MOTCUA_CA", "MOTCUA_STREAMS"
CERTIFICATE, KEY = "MOTCUA_CLIENT_CERTIFICATE", "MOTCUA_CLIENT_KEY"
VALUES = ("token", "ca", "client_certificate", "client_key", "streams")


@dataclass(frozen=True)
class Location:
    """What one of options and environment states; what it does not is empty."""

    data: Path | None = None
    server: str = ""
    context: str = ""
    token: Given | None = None
    ca: Given | None = None
    client_certificate: Given | None = None
    client_key: Given | None = None
    streams: Given | None = None


@dataclass(frozen=True)
class Chosen:
    """Where it works in the end. Without a server: on this machine, in `data` if that is named."""

    data: Path | None = None
    server: str = ""
    by: str = ""  # what named the server
    context: Context | None = None
    token: Given | None = None
    ca: Given | None = None
    client_certificate: Given | None = None
    client_key: Given | None = None
    streams: Given | None = None

    @property
    def is_somebody(self) -> bool:
        """Whether the user calls as himself, by a token or a sign-in."""
        return bool(self.token or (self.context and self.context.issuer))


def chosen(options: Location, environment: Location, contexts: Contexts) -> Chosen:
    """The first that names a place decides where; of each other value, the first that states it. A
    context states its values only for its own server.
    """
    must_name_one(options, "--data, --server and --context")
    must_name_one(environment, f"{SERVER} and {CONTEXT}")
    named = options if names(options) else environment
    found = Chosen(named.data, named.server, by="--server" if named is options else SERVER)
    if not names(named) or named.context:
        found = in_context(contexts.named(named.context or contexts.current))
    for name in VALUES:
        stated = getattr(options, name) or getattr(environment, name)
        found = replace(found, **{name: stated or getattr(found, name)})
    return found


def in_context(context: Context | None) -> Chosen:
    """Where a context leads; None is this machine."""
    if context is None:
        return Chosen()
    by = f"the context {context.name}"
    given: dict[str, Any] = {
        name: Given(by, path=Path(path)) for name in VALUES if (path := getattr(context, name))
    }
    return Chosen(server=context.server, by=by, context=context, **given)


def names(location: Location) -> bool:
    """Whether it says where."""
    return bool(location.data or location.server or location.context)


def must_name_one(location: Location, all_: str) -> None:
    """A Mistake where it says in several ways where."""
    if sum(map(bool, (location.data, location.server, location.context))) > 1:
        raise Mistake(f"{all_} each say where: name one of them")


def environment(variables: Mapping[str, str]) -> Location:
    """What the variables say, an empty one as one that is not there."""

    def given(name: str, *, is_file: bool = False) -> Given | None:
        if value := variables.get(name, ""):
            return Given(name, path=Path(value)) if is_file else Given(name, value=value)
        file = variables.get(f"{name}_FILE", "")
        return Given(f"{name}_FILE", path=Path(file)) if file else None

    return Location(
        server=variables.get(SERVER, ""),
        context=variables.get(CONTEXT, ""),
        token=given(TOKEN),
        ca=given(CA, is_file=True),
        client_certificate=given(CERTIFICATE, is_file=True),
        client_key=given(KEY, is_file=True),
        streams=given(STREAMS),
    )


def where(options: Location) -> Chosen:
    """Of the user who calls."""
    return chosen(options, environment(os.environ), Contexts.of_user())


def location_options(command: Command) -> Command:
    """The options that say where, the same for every client; the command gets a `location`."""

    @functools.wraps(command)
    def collected(*args: Any, **options: Any) -> Any:
        files: dict[str, Any] = {
            name: Given(option(name), path=path) if (path := options.pop(name)) else None
            for name in VALUES
        }
        place = {name: options.pop(name) or empty for name, empty in NAMED.items()}
        return command(*args, location=Location(**place, **files), **options)

    for each in reversed(OPTIONS):
        collected = each(collected)
    return collected  # type: ignore[return-value]


def option(value: str) -> str:
    """By which a value is named."""
    return f"--{value.replace('_', '-')}"


NAMED: Mapping[str, Any] = {"data": None, "server": "", "context": ""}
data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The stack's directory; otherwise .motcua here or in your state directory.",
)
OPTIONS = (
    data,
    click.option("--server", metavar="ADDRESS", help="An installation elsewhere; see context."),
    click.option("--context", metavar="NAME", help=f"One that was added; {LOCAL}: this machine's."),
    click.option(
        "--token",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        metavar="FILE",
        help=f"Holds your bearer token; - is standard input [default: {TOKEN}].",
    ),
    click.option("--ca", type=FILE, help="The authority of its certificates, PEM."),
    click.option("--client-certificate", type=FILE, help="Shown to a server that asks, PEM."),
    click.option("--client-key", type=FILE, help="Of that certificate, PEM."),
    click.option(
        "--streams", type=FILE, help="Holds a reader's address on NATS (verify, adopt, compare)."
    ),
)


WHERE_IT_RUNS = "works on a stack's directory, so it runs where the services run"


def on_this_machine(*elsewhere: str) -> Callable[[Command], Command]:
    """The option `--data` of what works on a stack's directory alone, and refuses these options."""

    def decorated(command: Command) -> Command:
        @functools.wraps(command)
        def checked(*args: Any, **options: Any) -> Any:
            given = [option(name) for name in elsewhere if options.pop(name)]
            name = click.get_current_context().command_path
            if given:
                raise Mistake(f"{name} {WHERE_IT_RUNS}; it takes no {' or '.join(given)}")
            if not options["data"]:
                must_be_here(name)
            return command(*args, **options)

        for each in elsewhere:
            checked = click.option(option(each), hidden=True)(checked)
        return data(checked)  # type: ignore[return-value]

    return decorated


data_option = on_this_machine("server", "context", "token")


def must_be_here(name: str) -> None:
    """A Mistake where the environment or the context in use name an installation elsewhere: nobody
    who has one in mind means the stack of this machine.
    """
    found = where(Location())
    if found.server:
        raise Mistake(
            f"{name} {WHERE_IT_RUNS}, and {found.by} names {found.server}. Name the directory with "
            f"--data, or choose this machine: ./motcua context use {LOCAL}"
        )
