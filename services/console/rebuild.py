"""`./motcua rebuild`: a service's read tables made again beside those in use, while it answers.

Promises that the old ones stay in use where the new ones say otherwise. Must not make them itself:
the service's own command does.
"""

import asyncio
from pathlib import Path
from typing import Any

import click

from services.console.outcome import Difference
from services.console.place import data_option, run, stack


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


async def ended(described: Any, service: str, words: list[str]) -> int:
    """How the service's command ends; what it says is shown as it comes, its log kept."""
    from deploy.embedded.operations import argv, environment  # noqa: PLC0415

    with (Path(described.data_dir) / "logs" / f"{service}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *argv(service, words), env=environment(described, service), stderr=log
        )
        try:
            return await process.wait()
        except asyncio.CancelledError:
            process.terminate()
            await process.wait()
            raise
