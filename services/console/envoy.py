"""`./motcua envoy`: the configuration of Envoy by which browsers reach the services (gRPC-Web).

Promises a file to start Envoy with as it is. Must not start it: whoever runs it chooses how.
"""

from pathlib import Path

import click

from deploy.envoy import SERVICES, NotConfigurable, configuration
from services.console import terminal
from services.console.outcome import Mistake, Unavailable
from services.console.place import data_option, directory_of, run, running


@click.command()
@click.option(
    "--origin",
    "origins",
    multiple=True,
    required=True,
    metavar="ORIGIN",
    help="Whose pages get answers, such as https://portal.example; may be repeated.",
)
@click.option(
    "--listen", default="127.0.0.1:8443", show_default=True, help="Where browsers find it."
)
@click.option("--catalog", metavar="HOST:PORT", help="Where catalog is [default: as it runs].")
@click.option("--submissions", metavar="HOST:PORT", help="Where submissions is, likewise.")
@click.option("--metrics", metavar="HOST:PORT", help="Where metrics is, likewise.")
@click.option("--certificate", metavar="FILE", help="Its certificate's chain, in PEM.")
@click.option("--key", metavar="FILE", help="The key of that certificate.")
@data_option
def envoy(
    origins: tuple[str, ...],
    listen: str,
    certificate: str | None,
    key: str | None,
    data: Path | None,
    **services: str | None,
) -> None:
    """Print Envoy's configuration for browsers (gRPC-Web)."""
    if (certificate is None) != (key is None):
        raise Mistake("--certificate and --key belong together")
    tls = (certificate, key) if certificate and key else None
    run(printed(origins, listen, tls, {name: services[name] for name in SERVICES}, data))


async def printed(
    origins: tuple[str, ...],
    listen: str,
    tls: tuple[str, str] | None,
    stated: dict[str, str | None],
    data: Path | None,
) -> None:
    """What is not stated is where the stack's services are."""
    services = {name: address for name, address in stated.items() if address}
    if len(services) < len(SERVICES):
        directory = directory_of(data)
        described = await running(directory)
        if described is None:
            raise Unavailable(f"no stack runs in {directory}: say where all three services are")
        found = described.services
        services = {**{name: found[name].grpc for name in SERVICES}, **services}
    try:
        text = configuration(listen=listen, services=services, origins=origins, certificate=tls)
    except NotConfigurable as wrong:
        raise Mistake(str(wrong)) from None
    terminal.say(text.rstrip("\n"))
