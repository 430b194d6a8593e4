"""`./motcua up`: the whole stack until a signal, with how to call it and how to listen.

Promises to stop everything in order at Ctrl-C or SIGTERM. Must not print a password that is not
meant for the reader.
"""

import asyncio
from pathlib import Path
from typing import Any

import click

from services.console import terminal
from services.console.place import data_option, default, run, stack

TEXT = """
Motcua is up in {data}

  catalog      {catalog}
  submissions  {submissions}
  metrics      {metrics}
  PostgreSQL and NATS listen on loopback, too; {data}/stack.json has every address.

Call it with any gRPC client; the servers answer reflection:

  TOKEN=$({motcua} token --data {data})
  grpcurl -plaintext {metrics} list motcua.metrics.v1.MetricsService
  grpcurl -plaintext -H "authorization: Bearer $TOKEN" \\
    -d '{{"definition": "online_handling", "breakdown": "BREAKDOWN_MONTH"}}' \\
    {metrics} motcua.metrics.v1.MetricsService/ListRates

Hear of changed figures as the city's user (JSON, CloudEvents):

  nats --server {city} subscribe 'motcua.metrics.>'

docs/subscribing.md says how to read them without missing one.

Ctrl-C stops it.
"""


@click.command()
@data_option
def up(data: Path | None) -> None:
    """Start everything and stay up until a signal."""
    directory = (data or default()).expanduser().resolve()
    run(stay(directory))


async def stay(directory: Path) -> None:
    """Start, say how to use it, and wait to be stopped."""
    async with stack(directory) as described:
        terminal.say(instructions(described))
        await wait()


async def wait() -> None:
    """Until a signal cancels it, which is how this is meant to end."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        terminal.say("Signal received.", err=True)


def instructions(described: Any) -> str:
    """The text with this stack's addresses."""
    return TEXT.format(
        data=described.data_dir,
        motcua="./motcua",
        city=described.nats_urls["city"],
        **{name: each.grpc for name, each in described.services.items()},
    )
