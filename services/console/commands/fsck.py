"""`./motcua fsck`: whether nothing was changed in the logs, nor in their streams.

Promises an end of its own where something was. Must not check itself: each service's command does.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from services.console.outcome import Difference, Mistake, Unavailable
from services.console.portal.connection import run, stack
from services.console.portal.location import data_option
from services.console.portal.operation import ended

SERVICES = ("catalog", "submissions", "metrics")
FAULTY = 1  # how a service's command ends that found something


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON a service.")
@click.option("--keys", is_flag=True, help="Show the public keys of the tree heads, and end.")
@click.option("--key", "trusted", multiple=True, help="Believe this public key, too.")
@click.option(
    "--tree-head",
    "notes",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Hold the log against a tree head that was kept elsewhere.",
)
@data_option
def fsck(
    *,
    services: Sequence[str],
    as_json: bool,
    keys: bool,
    trusted: Sequence[str],
    notes: Sequence[Path],
    data: Path | None,
) -> None:
    """Check logs and streams, byte by byte and against the signed tree heads."""
    flags = ["--json"] * as_json + ["--keys"] * keys
    flags += [word for key in trusted for word in ("--key", key)]
    kept = {name: notes_of(name, notes) for name in services or SERVICES}
    if stray := set(notes).difference(*kept.values()):
        raise Mistake(f"{min(stray)} is of no log that is checked")

    async def work() -> None:
        async with stack(data) as described:
            root = Path(described.data_dir)
            words = {
                name: ["fsck", *flags, *words_of(files), *believed(root, name)]
                for name, files in kept.items()
            }
            codes = {name: await ended(described, name, each) for name, each in words.items()}
        judge(codes)

    run(work())


def notes_of(service: str, notes: Sequence[Path]) -> list[Path]:
    """Those of a service's log: its name is their first line."""
    return [note for note in notes if first_line(note) == f"motcua/{service}"]


def first_line(note: Path) -> str:
    """Of a file that may be anything."""
    return note.read_bytes().partition(b"\n")[0].decode(errors="replace")


def words_of(files: Sequence[Path]) -> list[str]:
    """The options that name these."""
    return [word for file in files for word in ("--tree-head", str(file.resolve()))]


def believed(root: Path, name: str) -> list[str]:
    """The options that name the keys which signed tree heads until they were rotated."""
    from deploy.embedded.secret_files import verifiers  # noqa: PLC0415 - slow to load

    return [word for key in verifiers(root, name) for word in ("--key", key)]


def judge(codes: dict[str, int]) -> None:
    """An end of its own for what was found, and for what could not be checked."""
    if failed := [name for name, code in codes.items() if code not in {0, FAULTY}]:
        raise Unavailable(f"{', '.join(failed)} could not be checked; see the logs")
    if changed := [name for name, code in codes.items() if code == FAULTY]:
        raise Difference(f"{', '.join(changed)}: something was changed or lost")
