"""`./motcua export`: the catalogue as CSV or as linked data by CPSV-AP 3.2; dossiers as CSV, or as
event logs in XES or OCEL 2.0.

Promises a whole file or none, and memory that does not grow with offerings or dossiers. Must not
add a figure of its own.
"""

import csv
import json
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

import click

from motcua.catalog.v1 import catalog_pb2 as api
from services.console import terminal
from services.console.display.progress import Advance, progress
from services.console.exporting import case_log, dossiers, ocel, xes
from services.console.exporting.applicants import FIELDS, told
from services.console.exporting.columns import heading, line
from services.console.exporting.cpsv import Graph, Node
from services.console.exporting.dossiers import Wanted
from services.console.exporting.effective_times import LINES, Line
from services.console.exporting.plans import plans
from services.console.outcome import Mistake
from services.console.portal import catalogue
from services.console.portal.catalogue import When, when_options
from services.console.portal.client import Portal
from services.console.portal.connection import reading, run
from services.console.portal.location import Location, location_options, where
from services.console.portal.resources import named
from services.formulas import escaped_row

LISTS = {
    "units": catalogue.units,
    "services": catalogue.services,
    "offerings": catalogue.offerings,
}
TABLES = ("targets", "officers", "calendars", "plans")  # which CPSV-AP has no word for
PLAIN = {**LINES, "plans": plans}
LOGS = {"log": case_log.lines, "xes": xes.lines, "ocel": ocel.lines}
FORMS = ("csv", "jsonld", *LOGS)
DOSSIERS = "dossiers"
PURPOSE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
STDOUT = Path("-")
MARK = "\ufeff"  # by which spreadsheets tell UTF-8
SHOWN = 50  # of a file's name, in the name of its part
BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")


@click.command()
@click.option(
    "--kind", type=click.Choice([*LISTS, *TABLES, DOSSIERS]), required=True, help="What to export."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="csv",
    show_default=True,
    help="How it is written.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=STDOUT,
    help="The file to write [default: standard output].",
)
@click.option(
    "--raw",
    is_flag=True,
    help="Write texts that a spreadsheet would take for formulas as they are (csv).",
)
@click.option(
    "--base", default="urn:motcua:", show_default=True, help="What IRIs begin with (jsonld)."
)
@click.option("--unit", default="", help="units/ID with all below it (dossiers).")
@click.option("--closed", is_flag=True, help="Only closed dossiers (dossiers).")
@click.option("--tasks", is_flag=True, help="Only facts that carry out a task (xes, ocel).")
@click.option(
    "--personal",
    is_flag=True,
    help="With who applied, for a --purpose and by a token of your own (dossiers).",
)
@click.option(
    "--purpose",
    default="",
    metavar="CODE",
    help="Why who applied is read; recorded with each dossier that is opened.",
)
@when_options
@location_options
def export(
    *,
    kind: str,
    form: str,
    unit: str,
    closed: bool,
    tasks: bool,
    personal: bool,
    purpose: str,
    output: Path,
    raw: bool,
    base: str,
    as_of: str | None,
    as_known: int,
    location: Location,
) -> None:
    """Export the catalogue's kinds as CSV, its first three also as CPSV-AP 3.2 (JSON-LD); dossiers
    as CSV, as a case log that comes in again, as XES or as OCEL 2.0 (JSON).
    """
    at = catalogue.when(as_of, as_known)
    wanted = Wanted(named("units", unit), closed, tasks, purpose)
    require_fitting(kind, form, wanted, dated=bool(as_of) or bool(as_known))
    if personal:
        must_be_sound(purpose, output)
        must_be_oneself(location)
    if purpose and not personal:
        raise Mistake("--purpose is for --personal")
    if not output.name:
        raise Mistake("-o names no file")
    if not BASE.fullmatch(base):
        raise Mistake(f"--base is what IRIs begin with, such as https://example.vn/, not {base!r}")

    async def work() -> None:
        read = ["submissions", "catalog"] if kind == DOSSIERS else ["catalog"]
        async with reading(location, *read) as site, Portal(site) as portal:
            await dossiers.require_readable(portal, wanted)
            private = written(output, private=personal)
            with private as file, progress("export", 0, unit=kind.removesuffix("s")) as advance:
                if form in LOGS:
                    async for some in LOGS[form](portal, at, wanted, advance):
                        file.write(some)
                elif form == "csv":
                    lines = rows(portal, wanted) if kind == DOSSIERS else PLAIN[kind](portal, at)
                    behind = FIELDS if personal else ()
                    await write_csv(file, kind, lines, advance, raw=raw, behind=behind)
                else:
                    nodes = linked(portal, kind, Graph(base), at, advance)
                    await write_linked(file, Graph.context, nodes)

    run(work())


def must_be_oneself(location: Location) -> None:
    """A mistake where somebody else would be said to have read personal data."""
    if not where(location).is_somebody:
        oneself = "--token FILE, MOTCUA_TOKEN or ./motcua sign-in"
        raise Mistake(f"--personal needs a token of your own: {oneself}")


def require_fitting(kind: str, form: str, wanted: Wanted, *, dated: bool) -> None:
    """A mistake where options do not go together."""
    if kind in TABLES and form != "csv":
        raise Mistake(f"{kind} are exported as csv")
    if kind == DOSSIERS and form == "jsonld":
        raise Mistake("dossiers are exported as csv, log, xes or ocel")
    if kind != DOSSIERS and form in LOGS:
        raise Mistake(f"--format {form} is for --kind dossiers, and nothing else is")
    if any(wanted) and kind != DOSSIERS:
        raise Mistake("--unit, --closed, --tasks and --personal are for --kind dossiers")
    if wanted.purpose and form == "log":
        raise Mistake("--personal is not for --format log, which is made to be imported again")
    if wanted.tasks and form not in ("xes", "ocel"):
        raise Mistake("--tasks is for --format xes and ocel: a table has a row for each dossier")
    if dated and kind == DOSSIERS:
        raise Mistake("--as-of and --as-known are for the catalogue: dossiers are as they are now")


def must_be_sound(purpose: str, output: Path) -> None:
    """A mistake unless personal data goes into a file that the caller alone can read, for a purpose
    that names nobody.
    """
    if not PURPOSE.fullmatch(purpose):
        raise Mistake("--personal needs a --purpose: a code, such as handover-2026")
    if output == STDOUT or not is_plain(output):
        raise Mistake("--personal needs -o with a file, which only you will be able to read")


async def rows(portal: Portal, wanted: Wanted) -> AsyncIterator[Line]:
    """The dossiers, each with its facts as they are now, and who applied where that is asked."""
    async for page in dossiers.opened(portal, wanted):
        for dossier, person in page:
            yield Line(dossier, behind=tuple(told(person).values()))


@contextmanager
def written(path: Path, *, private: bool = False) -> Iterator[TextIO]:
    """The file, which stands there only once it is whole; what is no file, such as a pipe or a
    device, is written straight into. `private`: for its owner alone.
    """
    if path == STDOUT:
        yield terminal.output()
        return
    try:
        whole = whole_file if is_plain(path) else straight
        with whole(path, private=private) as file:
            yield file
    except OSError as failed:
        raise Mistake(f"{path} cannot be written: {failed.strerror}") from None


def is_plain(path: Path) -> bool:
    """A file, or a place where one can be."""
    return path.is_file() or not path.exists()


@contextmanager
def straight(path: Path, *, private: bool = False) -> Iterator[TextIO]:
    """What is there, as it is; `private`: a new file that its owner alone can read."""
    if private:
        path.touch(mode=0o600, exist_ok=False)
    with path.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[TextIO]:
    """A file beside it, which takes its place at the end; a link goes on leading there."""
    place = Path(os.path.realpath(path))
    part = place.with_name(f".{place.name[:SHOWN]}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)  # of a process that had our id and was killed
        with straight(part, private=private) as file:
            yield file
        part.replace(place)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


async def write_csv(
    file: TextIO,
    kind: str,
    lines: AsyncIterator[Line],
    advance: Advance,
    *,
    raw: bool,
    behind: Iterable[str] = (),
) -> None:
    """A heading and a line for each; spreadsheets tell UTF-8 by the mark in front of a file, and
    find no formula in it.
    """
    if not terminal.is_output(file):
        file.write(MARK)
    writer = csv.writer(file)
    writer.writerow(heading(kind, behind))
    async for each in lines:
        cells = line(kind, *each)
        writer.writerow(cells if raw else escaped_row(cells))
        advance(1)


async def write_linked(file: TextIO, context: Node, nodes: AsyncIterator[Node]) -> None:
    """One document, a node on each line."""
    file.write(f'{{"@context": {json.dumps(context, ensure_ascii=False)},\n"@graph": [')
    between = "\n"
    async for node in nodes:
        file.write(between + json.dumps(node, ensure_ascii=False))
        between = ",\n"
    file.write("\n]}\n")


async def linked(
    portal: Portal, kind: str, graph: Graph, at: When, advance: Advance
) -> AsyncIterator[Node]:
    """Everything of a kind, then what it refers to."""
    told: dict[str, Callable[[Any], Iterator[Node]]] = {
        "units": graph.unit,
        "services": graph.service,
        "offerings": graph.offering,
    }
    for each in ("services", kind) if kind == "offerings" else (kind,):
        async for message in LISTS[each](portal, at):
            if not is_draft(message):
                for node in told[each](message):
                    yield node
                advance(each == kind)
    async for node in referred(portal, graph, at):
        yield node


def is_draft(message: Any) -> bool:
    """A service that was never published is nobody's business yet."""
    return isinstance(message, api.Service) and message.state == api.Service.STATE_DRAFT


async def referred(portal: Portal, graph: Graph, at: When) -> AsyncIterator[Node]:
    """The authorities and the terms that were named on the way."""
    found = await catalogue.units_named(portal, graph.authorities, at)
    for name in sorted(graph.authorities):
        for node in graph.unit(found[name]) if name in found else graph.stranger(name):
            yield node
    for node in graph.rest():
        yield node
