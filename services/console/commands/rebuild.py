"""`./motcua rebuild`: a service's read tables made again beside those in use, while it answers.

Promises that the old ones stay in use where the new ones say otherwise. Must not make them itself:
the service's own command does.
"""

from pathlib import Path

import click

from services.console.outcome import Difference
from services.console.portal.connection import run, stack
from services.console.portal.location import data_option
from services.console.portal.operation import ended


@click.command()
@click.argument("service", type=click.Choice(["metrics"]))
@click.option(
    "--even-if-different",
    is_flag=True,
    help="Take the new tables although figures differ; start metrics again afterwards.",
)
@data_option
def rebuild(service: str, even_if_different: bool, data: Path | None) -> None:
    """Make the tables that follow streams again; questions are answered meanwhile."""
    words = ["rebuild", *(["--even-if-different"] if even_if_different else [])]

    async def work() -> None:
        async with stack(data) as described:
            if await ended(described, service, words):
                raise Difference("the tables in use stay")

    run(work())
