"""`./motcua promote`: the standby of a cluster takes writes, and the primary follows it.

Promises that nothing acknowledged is lost: where the standby may lack something, nothing is done.
"""

from pathlib import Path

import click

from services.console import terminal
from services.console.outcome import Unavailable
from services.console.portal.connection import directory_of, explained, run, running
from services.console.portal.location import data_option


@click.command()
@data_option
def promote(data: Path | None) -> None:
    """Let the standby of a cluster take writes: the primary, dead or alive, then follows it.

    For a cluster that `./motcua up --cluster` runs. A primary that lives is stopped once the
    standby has everything; commands are refused for about a second.
    """
    run(promoted(directory_of(data)))


async def promoted(directory: Path) -> None:
    """Ask whoever runs the cluster, and say what became of it."""
    with explained():
        if await running(directory) is None:
            raise Unavailable(f"No stack runs in {directory}: ./motcua up --cluster starts one.")
        # asyncpg is slow to load
        from deploy.embedded import requests  # noqa: PLC0415
        from deploy.embedded.directory import Directory  # noqa: PLC0415
        from deploy.embedded.identity import choose  # noqa: PLC0415

        terminal.say(await requests.ask(Directory(directory, choose(directory)), "promote"))
