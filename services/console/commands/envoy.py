"""`./motcua envoy`: the configuration of Envoy by which browsers reach the services (gRPC-Web), or
programs all of them at one address.

Promises a file to start Envoy with as it is. Must not start it: whoever runs it chooses how.
"""

from pathlib import Path
from typing import Any

import click

from deploy.envoy import SERVICES, NotConfigurable, Upstream, configuration
from services.console import terminal
from services.console.outcome import Mistake, Unavailable
from services.console.portal.connection import directory_of, run, running
from services.console.portal.location import data_option


@click.command()
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Whose pages get answers, such as https://portal.example; may be repeated.",
)
@click.option("--clients", is_flag=True, help="For programs that speak gRPC (--server), instead.")
@click.option(
    "--listen", default="127.0.0.1:8443", show_default=True, help="Where browsers find it."
)
@click.option("--catalog", metavar="HOST:PORT", help="Where catalog is [default: as it runs].")
@click.option("--submissions", metavar="HOST:PORT", help="Where submissions is, likewise.")
@click.option("--metrics", metavar="HOST:PORT", help="Where metrics is, likewise.")
@click.option("--certificate", metavar="FILE", help="Its certificate's chain, in PEM.")
@click.option("--key", metavar="FILE", help="The key of that certificate.")
@click.option("--ca", metavar="FILE", help="Call the services under TLS, believing these (PEM).")
@click.option("--client-certificate", metavar="FILE", help="What it shows to services that ask.")
@click.option("--client-key", metavar="FILE", help="The key of that certificate.")
@click.option("--server-name", metavar="NAME", help="What their certificates name [the address].")
@click.option("--plaintext", is_flag=True, help="Call other machines in plain text, too.")
@data_option
def envoy(
    *,
    origins: tuple[str, ...],
    clients: bool,
    listen: str,
    certificate: str | None,
    key: str | None,
    ca: str | None,
    client_certificate: str | None,
    client_key: str | None,
    server_name: str | None,
    plaintext: bool,
    data: Path | None,
    **services: str | None,
) -> None:
    """Print Envoy's configuration for browsers (gRPC-Web), or for programs (--clients)."""
    if clients == bool(origins):
        raise Mistake("name each --origin whose pages get answers; or --clients, for programs")
    tls = pair("--certificate and --key", certificate, key)
    shown = pair("--client-certificate and --client-key", client_certificate, client_key)
    upstream = Upstream(ca or "", shown, server_name or "", plaintext)
    stated = {name: services[name] for name in SERVICES}
    run(printed(origins, listen, tls, stated, upstream=upstream, data=data))


def pair(options: str, certificate: str | None, key: str | None) -> tuple[str, str] | None:
    """A certificate and its key, or neither."""
    if (certificate is None) != (key is None):
        raise Mistake(f"{options} belong together")
    return (certificate, key) if certificate and key else None


async def printed(
    origins: tuple[str, ...],
    listen: str,
    tls: tuple[str, str] | None,
    stated: dict[str, str | None],
    *,
    upstream: Upstream,
    data: Path | None,
) -> None:
    """What is not stated is where the stack's services are, and how they are called."""
    services = {name: address for name, address in stated.items() if address}
    if len(services) < len(SERVICES):
        directory = directory_of(data)
        described = await running(directory)
        if described is None:
            raise Unavailable(f"no stack runs in {directory}: say where all three services are")
        found = described.services
        services = {**{name: found[name].grpc for name in SERVICES}, **services}
        upstream = as_its_clients(described) if described.ca and not upstream.ca else upstream
    try:
        text = configuration(
            listen=listen, services=services, origins=origins, certificate=tls, upstream=upstream
        )
    except NotConfigurable as wrong:
        raise Mistake(str(wrong)) from None
    terminal.say(text.rstrip("\n"))


def as_its_clients(described: Any) -> Upstream:
    """How a stack under TLS is called."""
    shown = (described.certificate, described.key) if described.certificate else None
    return Upstream(described.ca, shown, "localhost")
