"""`./motcua status`: everything at a glance, of the stack of this machine or an installation
elsewhere.

Must not start a stack: one that does not run is what is asked about.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from services.console import terminal
from services.console.display.health import Part, State, backup, key_files, marked, parts, worst
from services.console.outcome import DIFFERENCE, OUTDATED, UNAVAILABLE, Mistake, Unavailable
from services.console.portal.addresses import SERVICES
from services.console.portal.connection import directory_of, explained, run, running
from services.console.portal.health import processes
from services.console.portal.location import Location, location_options, where

EXITS = {State.LATE: OUTDATED, State.BAD: DIFFERENCE, State.AWAY: UNAVAILABLE}


@click.command()
@click.option(
    "--metrics",
    multiple=True,
    metavar="SERVICE=ADDRESS",
    help="Where a process elsewhere offers its metrics; may be repeated.",
)
@click.option(
    "--backups",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Where backups are kept, to say how old the last one is.",
)
@terminal.table_options
@location_options
def status(
    metrics: tuple[str, ...], backups: Path | None, as_json: bool, location: Location
) -> None:
    """Show how everything is: processes, lags, leaders, streams, stores, keys, backups.

    Exit code 0: all is well; 5: something is behind; 1: something stands still or disagrees;
    3: something does not answer.
    """
    addresses = by_service(metrics)

    async def work() -> None:
        at = await installation(location)
        now = time.time()
        seen = await processes(at, addresses)
        found = parts(seen, now)
        if at.stack:
            kept = key_files(oldest(Path(at.stack.data_dir) / "keys"), now)
            found += [kept] if kept else []
        found.append(backup(newest(backups) if backups else marked(seen), now))
        show(at.name, found, as_json=as_json)
        sys.exit(EXITS.get(worst(found), 0))

    run(work())


def by_service(metrics: Sequence[str]) -> dict[str, list[str]]:
    """The addresses of each; a Mistake where none is named."""
    found: dict[str, list[str]] = {}
    for each in metrics:
        service, _, address = each.partition("=")
        if service not in SERVICES or not address:
            raise Mistake(f"--metrics is written SERVICE=ADDRESS, of {', '.join(SERVICES)}")
        found.setdefault(service, []).append(address)
    return found


async def installation(location: Location) -> Any:
    """Where it works; a stack that does not run is not started."""
    from services.console.portal.installation import elsewhere, of_stack  # noqa: PLC0415 - gRPC is slow

    found = where(location)
    if found.server:
        return elsewhere(found)
    directory = directory_of(found.data)
    with explained():
        described = await running(directory)
    if not described:
        raise Unavailable(f"no stack runs in {directory}; start one: ./motcua up")
    return of_stack(described, found)


def newest(backups: Path) -> float | None:
    """When the last whole backup in that directory was made, in Unix time."""
    whole = [
        each
        for each in backups.iterdir()
        if each.is_dir() and each.name[:2].isdecimal() and not each.name.endswith(".new")
    ]
    return max((each.stat().st_mtime for each in whole), default=None)


def oldest(keys: Path) -> float | None:
    """When the file that is unchanged for longest was written."""
    files = (each.stat().st_mtime for each in keys.glob("*") if each.is_file())
    try:
        return min(files, default=None)
    except OSError:
        return None


def show(name: str, found: Sequence[Part], *, as_json: bool) -> None:
    """For people, or for programs."""
    state = worst(found)
    if as_json:
        lines = [
            {"part": each.name, "state": each.state.value[1], "words": each.words, **each.facts}
            for each in found
        ]
        terminal.print_document({"installation": name, "state": state.value[1], "parts": lines})
        return
    symbol, word = state.value
    terminal.say(f"{symbol} {word:<8} {name}")
    for each in found:
        symbol, word = each.state.value
        terminal.say(f"  {symbol} {word:<8} {each.name:<16} {each.words}")
