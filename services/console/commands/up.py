"""`./motcua up`: the whole stack until a signal, with how to call it and how to listen.

Promises to stop everything in order at Ctrl-C or SIGTERM, to start again what ends meanwhile, and
never to say that it is up without having asked its parts. Must not print a password that is not
meant for the reader.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

import click

from services.console import terminal
from services.console.outcome import Mistake, Unavailable
from services.console.portal.connection import (
    directory_of,
    explained,
    must_answer,
    run,
    running,
    started,
)
from services.console.portal.location import data_option

TEXT = """
Motcua is up in {data}

  catalog      {catalog}
  submissions  {submissions}
  metrics      {metrics}
  PostgreSQL and NATS listen on loopback, too; {data}/stack.json has every address.
{cluster}{pages}
Call it with any gRPC client; the servers answer reflection:

  TOKEN=$({motcua} token --data {data})
  grpcurl {how} {one} list motcua.metrics.v1.MetricsService
  grpcurl {how} -H "authorization: Bearer $TOKEN" \\
    -d '{{"definition": "online_handling", "breakdown": "BREAKDOWN_MONTH"}}' \\
    {one} motcua.metrics.v1.MetricsService/ListRates

Hear of changed figures as the city's user (JSON, CloudEvents):

  export NATS_URL={city}
  nats {nats}subscribe 'motcua.figures.live.>'

docs/subscribing.md says how to read them without missing one, and ./motcua reader add makes a user
for each consumer.

Ctrl-C stops it.
"""

CLUSTER = """
This is a cluster: clients give gRPC all addresses of a service, as {target}, with the
policy in docs/reliability.md, which says how it behaves when parts of it end. Its servers:

  {servers}
"""

PAGES = """
Look at it in a browser:

  {address}

  Everybody sees what is published. Sign in there with a role as account, such as inspector,
  or leader@UNIT within one unit, and the password {password}
  (with MOTCUA_PAGES_ISSUER: at that identity provider, and not by password).
"""


@click.command()
@click.option(
    "--port-base",
    type=click.IntRange(1, 65000),
    metavar="PORT",
    help="catalog listens here, submissions at the next, then metrics, PostgreSQL, NATS, and the "
    "services' Prometheus metrics, then the pages [default: the ports of the last start].",
)
@click.option(
    "--cluster",
    is_flag=True,
    help="Three NATS servers, PostgreSQL with a standby, and two processes of each service.",
)
@click.option(
    "--tls",
    is_flag=True,
    help="Encrypt everything, under certificates that are made and renewed in DIR/tls.",
)
@click.option(
    "--mtls", is_flag=True, help="The same, and callers of services and NATS show a certificate."
)
@data_option
def up(port_base: int | None, cluster: bool, tls: bool, mtls: bool, data: Path | None) -> None:
    """Start everything and stay up until a signal."""
    shape = {"cluster": cluster, "tls": tls or mtls, "mutual": mtls}
    run(stay(directory_of(data), port_base or 0, shape))


async def stay(directory: Path, port_base: int, shape: Mapping[str, bool]) -> None:
    """Start, or find it started; say how to use it, and wait to be stopped."""
    with explained():
        described = await running(directory)
        if described:
            refuse_other_ports(described, port_base)
            refuse_other_shape(described, shape)
            await show(described)
            await until_stopped(by_other(directory))
            return
        async with started(directory, port_base=port_base, pages=True, **shape) as described:
            await show(described)
            await until_stopped(for_ever())


def refuse_other_ports(described: Any, port_base: int) -> None:
    """Ports are chosen when a stack is started; Mistake where it is up and listens elsewhere."""
    catalog = described.replicas["catalog"].grpc
    if port_base and not catalog.endswith(f":{port_base}"):
        raise Mistake(
            f"The stack in {described.data_dir} is up already, with catalog at {catalog}. Stop it "
            "to choose other ports."
        )


def refuse_other_shape(described: Any, shape: Mapping[str, bool]) -> None:
    """Mistake where a cluster or certificates are asked for, and what is up has none."""
    up = f"The stack in {described.data_dir} is up already, and"
    if shape["cluster"] and not is_cluster(described):
        raise Mistake(f"{up} is no cluster.")
    if shape["tls"] and not described.ca:
        raise Mistake(f"{up} speaks plain text.")
    if shape["mutual"] and not described.certificate:
        raise Mistake(f"{up} asks callers for no certificate.")


async def show(described: Any) -> None:
    """How to use it, once every part has answered."""
    from services.console.portal.installation import of_stack  # noqa: PLC0415 - gRPC is slow to load

    await must_answer(of_stack(described), *described.services)
    terminal.say(instructions(described))


async def for_ever() -> None:
    """Until cancelled."""
    await asyncio.Event().wait()


async def by_other(directory: Path) -> None:
    """Until whoever started the stack has stopped it."""
    while await running(directory):  # noqa: ASYNC110 — another process ends it
        await asyncio.sleep(1)
    raise Unavailable(f"The stack in {directory} was stopped by whoever started it.")


async def until_stopped(waiting: Coroutine[Any, Any, None]) -> None:
    """Until a signal cancels it, which is how this is meant to end."""
    try:
        await waiting
    except asyncio.CancelledError:
        terminal.say("Signal received.", err=True)


def instructions(described: Any) -> str:
    """The text with this stack's addresses."""
    return TEXT.format(
        data=described.data_dir,
        motcua="./motcua",
        city=described.nats_urls["city"],
        cluster=cluster_text(described),
        pages=pages(described),
        how=how(described),
        nats=nats(described),
        one=described.replicas["metrics"].grpc,
        **{name: ", ".join(plain(each.grpc)) for name, each in described.services.items()},
    )


def how(described: Any) -> str:
    """The words of grpcurl by which it believes this stack."""
    if not described.ca:
        return "-plaintext"
    shown = f" -cert {described.certificate} -key {described.key}" if described.certificate else ""
    return f"-cacert {described.ca}{shown}"


def nats(described: Any) -> str:
    """The same words of the command line of NATS."""
    if not described.ca:
        return ""
    names = {"tlsca": described.ca, "tlscert": described.certificate, "tlskey": described.key}
    return "".join(f"--{name} {file} " for name, file in names.items() if file)


def plain(target: str) -> list[str]:
    """The addresses that a gRPC target is made of."""
    return target.removeprefix("ipv4:").split(",")


def is_cluster(described: Any) -> bool:
    """Whether there are several processes of a service."""
    return len(described.replicas) > len(described.services)


def cluster_text(described: Any) -> str:
    """What is different in a cluster; nothing where there is one of each."""
    if not is_cluster(described):
        return ""
    servers = "\n  ".join(f"{name}, process {each.pid}" for name, each in described.servers.items())
    return CLUSTER.format(target=described.services["metrics"].grpc, servers=servers)


def pages(described: Any) -> str:
    """Where the pages are, and how the operator signs in; nothing where none run."""
    if not described.pages:
        return ""
    return PAGES.format(address=f"{described.pages}/", password=described.pages_password)
