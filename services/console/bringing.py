"""`./motcua import`: units, services, offerings, targets and counted facts, as a mapping says.

Promises that the same file again changes nothing, and that every row that was not taken is told
with its line and reason. Must not change the file.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from services.console import terminal
from services.console.importing import counted, facts, headings, outcomes, reform, reform_rules
from services.console.importing.faults import REFUSED
from services.console.importing.outcomes import Account
from services.console.importing.recording import Recording
from services.console.importing.rows import Sent, items
from services.console.importing.rules import Rules, rules
from services.console.importing.sending import Import
from services.console.keys import MappingError, load
from services.console.outcome import DIFFERENCE, Mistake
from services.console.place import data_option, run, stack
from services.console.portal import Portal
from services.console.progress import progress

EVERY_ONE = 1 << 30


class Plan(NamedTuple):
    """What a mapping makes of the files; `total` is 0 where nobody knows before the end."""

    source: str
    items: Iterable[Any]
    total: int
    by: type[Import] | type[Recording] = Import  # who sends them


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE…"
)
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="A TOML file that says what the columns mean; see docs/mappings.md.",
)
@click.option("--validate-only", is_flag=True, help="Only say what would change.")
@click.option(
    "--from-chunk",
    "first",
    type=click.IntRange(min=1, max=2**31),
    default=1,
    help="Go on at this chunk, where an import was interrupted.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every row that was refused to this CSV file; with --validate-only, also every one "
    "that would be added or changed.",
)
@terminal.json_option
@data_option
def import_(
    *,
    files: tuple[Path, ...],
    mapping_file: Path,
    validate_only: bool,
    first: int,
    report: Path | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Import units, services, offerings, targets and counted facts (CSV or Excel), or a reform of
    units.
    """
    try:
        plan = planned(files, mapping_file)
    except MappingError as failed:
        raise Mistake(str(failed)) from None
    keep = EVERY_ONE if as_json else outcomes.SHOWN
    with outcomes.account(report, keep=keep, changes=validate_only) as done:

        async def work() -> None:
            async with stack(data) as described, Portal(described) as portal:
                await send(portal, plan, done, validate_only=validate_only, first=first)

        run(work())
    if as_json:
        terminal.print_document({"import": outcomes.summary(done, validate_only=validate_only)})
    else:
        outcomes.show(done, validate_only=validate_only)
    if done.total(REFUSED):
        raise SystemExit(DIFFERENCE)


def planned(files: Sequence[Path], mapping_file: Path) -> Plan:
    """A reform where the mapping is one, otherwise tables, of the catalogue or of counted facts."""
    found = load(mapping_file, reform_rules.either(either))
    if isinstance(found, reform_rules.Reform):
        rows = reform.items(files, found)
        return Plan(found.source, rows, sum(isinstance(each, Sent) for each in rows))
    told = headings.check(files, found)
    if isinstance(found, counted.Counting):
        stated = itertools.chain(told, facts.facts(files, found))
        return Plan(found.source, stated, 0, Recording)
    return Plan(found.source, itertools.chain(told, items(files, found)), 0)


def either(table: Mapping[str, Any]) -> Rules | counted.Counting:
    """What a mapping of tables is of."""
    return counted.counting(table) if counted.is_counting(table) else rules(table)


async def send(
    portal: Portal, plan: Plan, done: Account, *, validate_only: bool, first: int
) -> None:
    """All rows; where it ends early, from which chunk on it is to go on."""
    with progress("import", plan.total, unit="rows") as advance:
        work = plan.by(
            portal,
            plan.source,
            plan.items,
            done=done,
            validate_only=validate_only,
            advance=advance,
            first=first,
        )
        with resumable(work):
            await work.run()


@contextmanager
def resumable(work: Import | Recording) -> Iterator[None]:
    """Where it ends early, say how to go on."""
    try:
        yield
    except BaseException:
        if work.answered and not work.validate_only:
            terminal.say(
                f"{work.answered:,} chunks are recorded; --from-chunk {work.answered + 1} goes on "
                "after them. Beginning anew is safe, too.",
                err=True,
            )
        raise
