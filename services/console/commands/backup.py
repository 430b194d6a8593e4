"""`./motcua backup` and `restore`: a stack copied while it runs, and brought back to a moment.

Promises that keys are never put where backups are, and that a bad backup is refused by name.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from services.console import terminal
from services.console.outcome import Mistake, Unavailable
from services.console.portal.connection import directory_of, explained, other_postgres, run, running
from services.console.portal.location import data_option
from services.formats import several

FOLDER = click.Path(path_type=Path, file_okay=False, resolve_path=True)
KEYS = click.option(
    "--keys", type=FOLDER, metavar="DIR", help="Where keys are, apart from backups."
)


@click.command()
@click.argument("to", type=FOLDER, metavar="DIR")
@KEYS
@click.option(
    "--keep-days",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    help="Remove backups that ended longer ago, but the newest.",
)
@data_option
def backup(to: Path, keys: Path | None, keep_days: int, data: Path | None) -> None:
    """Copy the stack that runs to DIR, and archive there what is written from now on."""
    run(taken(directory_of(data), to, keys, keep_days))


async def taken(data: Path, to: Path, keys: Path | None, keep_days: int) -> None:
    """Take one, and say what it covers."""
    with explained():
        described = await running(data)
        if described is None:
            raise Unavailable(f"No stack runs in {data}: ./motcua up starts one.")
        from deploy.embedded.backups import taking  # noqa: PLC0415 - asyncpg is slow to load
        from deploy.embedded.backups.repository import Repository  # noqa: PLC0415
        from deploy.embedded.directory import Directory  # noqa: PLC0415
        from deploy.embedded.identity import choose  # noqa: PLC0415

        directory = Directory(data, choose(data))
        found, gone = await taking.take(
            taking.Backup(
                described=described,
                directory=directory,
                programs=taking.programs_of(described),
                to=Repository(to),
                keys=keys,
                keep_days=keep_days,
            )
        )
        show(found, to, gone)


def show(found: Any, to: Path, gone: list[str]) -> None:
    """What it covers, and what it does not."""
    logs = ", ".join(f"{name} {position:,}" for name, position in found.positions.items())
    terminal.say(f"{to / found.name}: {logs}; {several(len(found.blobs), 'object')}.")
    if gone:
        terminal.say(f"Removed by the rule: {', '.join(gone)}.")
    if not found.keys:
        terminal.say("Keys were not copied: without them nothing sealed can be read.", err=True)


@click.command()
@click.argument("source", type=FOLDER, metavar="DIR")
@KEYS
@click.option("--backup", "name", metavar="NAME", help="One of DIR [default: the newest].")
@click.option(
    "--at", metavar="TIME", help="A moment, such as 2026-11-29T16:45:00+07:00 [default: the last]."
)
@click.option("--replace", is_flag=True, help="Set aside the database that is there.")
@data_option
def restore(
    *,
    source: Path,
    keys: Path | None,
    name: str | None,
    at: str | None,
    replace: bool,
    data: Path | None,
) -> None:
    """Bring a stack back from a backup in DIR; then ./motcua up starts it.

    Where the directory still has its streams, each log takes from them what the backup lacks. With
    --at they are set aside, too, and made again from the logs.
    """
    moment = instant(at) if at else None
    run(restored(directory_of(data), source, keys, name=name, at=moment, replace=replace))


def instant(text: str) -> datetime:
    """A moment with its offset from UTC; Mistake for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{text!r} is no time such as 2026-11-29T16:45:00+07:00") from None
    if found.tzinfo is None:
        raise Mistake(f"{text!r} lacks its offset from UTC, such as +07:00 or Z")
    return found


async def restored(data: Path, source: Path, keys: Path | None, **asked: Any) -> None:
    """Do it, and say each step."""
    with explained():
        from deploy.embedded.backups import restoring  # noqa: PLC0415 - asyncpg is slow to load
        from deploy.embedded.backups.repository import Repository  # noqa: PLC0415

        plan = restoring.Restore(
            source=Repository(source),
            data_dir=data,
            keys=keys,
            postgres=other_postgres(),
            **asked,
        )
        async for line in restoring.restore(plan):
            terminal.say(line)
        terminal.say(f"{data} is restored: ./motcua up starts it, ./motcua verify compares.")
