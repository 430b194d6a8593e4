"""`./motcua import`: a catalogue, counted facts, case logs or a reform of units, as a mapping says.

Promises that the same files again change nothing, and that every row that was refused is named
with its line and reason. Must not change a file.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from motcua.catalog.v1.catalog_pb2 import Unit
from services.console import terminal
from services.console.importing import jobs, missing, outcomes
from services.console.importing.explaining import explained
from services.console.importing.faults import REFUSED
from services.console.importing.following import followed
from services.console.importing.formats.sheets import expanded
from services.console.importing.keys import MappingError, load
from services.console.importing.outcomes import Account
from services.console.importing.rules import Rules, rules
from services.console.importing.tree import Tree
from services.console.outcome import DIFFERENCE, Mistake
from services.console.portal import catalogue
from services.console.portal.client import Portal
from services.console.portal.connection import installation, run
from services.console.portal.location import Location, location_options


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
    "--close-missing",
    is_flag=True,
    help="End what a whole list no longer holds, as of the list's day.",
)
@click.option(
    "--missing",
    "stated",
    type=click.IntRange(min=0),
    help="How many are missing, to end more than a tenth of a scope.",
)
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="As of which day whole lists are, whatever the mapping says of it.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every row that was refused to this CSV file; with --validate-only, also every one "
    "that would be added or changed.",
)
@click.option(
    "--explain-row",
    "shown_line",
    type=click.IntRange(min=1),
    metavar="LINE",
    help="Only show what this line of the files becomes, section by section; nothing is sent.",
)
@terminal.json_option
@location_options
def import_(
    *,
    files: tuple[Path, ...],
    mapping_file: Path,
    validate_only: bool,
    first: int,
    close_missing: bool,
    stated: int | None,
    day: datetime | None,
    report: Path | None,
    shown_line: int | None,
    as_json: bool,
    location: Location,
) -> None:
    """Import units, services, offerings, targets, counted facts and case logs from files or folders
    (CSV, Excel, ODS, XES, OCEL, JSON lines), or a reform of units.
    """
    keep = outcomes.EVERY_ONE if as_json else outcomes.SHOWN
    found, ends = loaded(mapping_file), missing.Ends(close_missing, stated)
    if (close_missing or day) and not found.wholes:
        option = "--close-missing" if close_missing else "--day"
        raise Mistake(f"{option} needs a section with `whole`; see docs/mappings.md")
    if day:
        for _, whole in found.wholes:
            whole.state(day.date())
    if found.tree.is_asked:  # before a line is read that names a unit
        run(fill(found.tree, location))
    if shown_line:
        explain(files, found, shown_line)
        return
    with (
        outcomes.account(report, keep=keep, changes=validate_only) as done,
        jobs.planned(files, found, done) as plan,
    ):
        objection = ""
        if not (plan.stops and jobs.is_faulty(plan, done)):
            way = jobs.Way(ends, validate_only, first)
            objection = run(record(location, plan, found, done, way))
    tell(plan, done, validate_only=validate_only, as_json=as_json)
    if objection:
        raise Mistake(objection)
    if done.total(REFUSED):
        raise SystemExit(DIFFERENCE)


async def record(
    location: Location, plan: jobs.Plan, found: Rules, done: outcomes.Account, way: jobs.Way
) -> str:
    """All of it, at the place that is named; why nothing ends, where that is so."""
    async with installation(location) as site, Portal(site) as portal:
        objection = await jobs.record(portal, plan, found, done, way)
        if not way.validate_only:
            await followed(portal, done)
        return objection


def tell(plan: jobs.Plan, done: Account, *, validate_only: bool, as_json: bool) -> None:
    """What became of it, for programs or for people."""
    if as_json:
        shown = outcomes.summary(done, validate_only=validate_only)
        logs = [each.document() for each in plan.step_counts]
        terminal.print_document({"import": {**shown, "logs": logs} if logs else shown})
        return
    outcomes.show(done, validate_only=validate_only)
    for line in (line for each in plan.step_counts for line in each.remarks()):
        terminal.say(line)


def explain(files: Sequence[Path], found: Rules, line: int) -> None:
    """What a line becomes; Mistake where no record begins there."""
    if found.reform:
        raise Mistake("--explain-row is for tables: a reform is read as a whole")
    records = explained(expanded(files), found, line)
    if not records:
        raise Mistake(f"no record begins at line {line}")
    terminal.print_document({"lines": records})


def loaded(mapping_file: Path) -> Rules:
    """The mapping; Mistake where it is none."""
    try:
        return load(mapping_file, rules)
    except MappingError as failed:
        raise Mistake(str(failed)) from None


async def fill(tree: Tree, location: Location) -> None:
    """With the units of the catalogue, in which the mapping finds units."""
    now = datetime.now(UTC)
    async with installation(location) as site, Portal(site) as portal:
        async for each in catalogue.units(portal, catalogue.When(now, 0, now)):
            is_open = each.state == Unit.STATE_OPEN
            tree.add(each.name.removeprefix("units/"), each, is_open=is_open)
