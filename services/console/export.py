"""`./motcua export`: the catalogue as CSV or as linked data by CPSV-AP 3.2; dossiers as CSV, or as
event logs in XES or OCEL 2.0.

Promises a whole file or none, and memory that does not grow with offerings or dossiers. Must not
add a figure of its own.
"""

import csv
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

import click

from motcua.catalog.v1 import catalog_pb2 as api
from services.console import catalogue
from services.console.catalogue import When, when_options
from services.console.exporting import dossiers, ocel, traces
from services.console.exporting.beside import LINES, Line
from services.console.exporting.columns import heading, line
from services.console.exporting.cpsv import Graph, Node
from services.console.exporting.dossiers import Wanted
from services.console.exporting.persons import FIELDS, told
from services.console.outcome import Mistake
from services.console.place import data_option, reading, run
from services.console.portal import Portal
from services.console.progress import Advance, progress
from services.console.resources import named
from services.formulas import escaped_row

LISTS = {
    "units": catalogue.units,
    "services": catalogue.services,
    "offerings": catalogue.offerings,
}
LOGS = {"xes": traces.lines, "ocel": ocel.lines}
FORMS = ("csv", "jsonld", *LOGS)
DOSSIERS = "dossiers"
TOKEN = "MOTCUA_TOKEN"  # noqa: S105 - the name of the variable
PURPOSE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
STDOUT = Path("-")
SHOWN = 50  # of a file's name, in the name of its part
BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")


@click.command()
@click.option("--kind", type=click.Choice([*LISTS, DOSSIERS]), required=True)
@click.option("--format", "form", type=click.Choice(FORMS), default="csv", show_default=True)
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
    help=f"With who applied, for a --purpose and by a token of your own in {TOKEN} (dossiers).",
)
@click.option(
    "--purpose",
    default="",
    metavar="CODE",
    help="Why who applied is read; recorded with each dossier that is opened.",
)
@when_options
@data_option
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
    data: Path | None,
) -> None:
    """Export units, services or offerings as CSV or as CPSV-AP 3.2 (JSON-LD), dossiers as CSV, XES
    or OCEL 2.0 (JSON).
    """
    at = catalogue.when(as_of, as_known)
    wanted = Wanted(named("units", unit), closed, tasks, purpose)
    require_fitting(kind, form, wanted, dated=bool(as_of) or bool(as_known))
    token = own_token(purpose, output) if personal else ""
    if purpose and not personal:
        raise Mistake("--purpose is for --personal")
    if not output.name:
        raise Mistake("-o names no file")
    if not BASE.fullmatch(base):
        raise Mistake(f"--base is what IRIs begin with, such as https://example.vn/, not {base!r}")

    async def work() -> None:
        read = ["submissions", "catalog"] if kind == DOSSIERS else ["catalog"]
        async with reading(data, *read) as described, Portal(described, token=token) as portal:
            await dossiers.require_readable(portal, wanted)
            private = written(output, private=personal)
            with private as file, progress("export", 0, unit=kind) as advance:
                if form in LOGS:
                    async for some in LOGS[form](portal, at, wanted, advance):
                        file.write(some)
                elif form == "csv":
                    lines = rows(portal, wanted) if kind == DOSSIERS else LINES[kind](portal, at)
                    behind = FIELDS if personal else ()
                    await write_csv(file, kind, lines, advance, raw=raw, behind=behind)
                else:
                    nodes = linked(portal, kind, Graph(base), at, advance)
                    await write_linked(file, Graph.context, nodes)

    run(work())


def require_fitting(kind: str, form: str, wanted: Wanted, *, dated: bool) -> None:
    """A mistake where options do not go together."""
    if kind == DOSSIERS and form == "jsonld":
        raise Mistake("dossiers are exported as csv, xes or ocel")
    if kind != DOSSIERS and form in LOGS:
        raise Mistake(f"--format {form} is for --kind dossiers, and nothing else is")
    if any(wanted) and kind != DOSSIERS:
        raise Mistake("--unit, --closed, --tasks and --personal are for --kind dossiers")
    if wanted.tasks and form not in LOGS:
        raise Mistake("--tasks is for --format xes and ocel: a table has a row for each dossier")
    if dated and kind == DOSSIERS:
        raise Mistake("--as-of and --as-known are for the catalogue: dossiers are as they are now")


def own_token(purpose: str, output: Path) -> str:
    """The caller's token for personal data, which goes into a file that he alone can read, for a
    purpose that names nobody.
    """
    if not PURPOSE.fullmatch(purpose):
        raise Mistake("--personal needs a --purpose: a code, such as handover-2026")
    if output == STDOUT or not is_plain(output):
        raise Mistake("--personal needs -o with a file, which only you will be able to read")
    if not (token := os.environ.get(TOKEN, "").strip()):
        raise Mistake(f"--personal needs a token of your own in {TOKEN}: see ./motcua token")
    return token


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
        yield sys.stdout
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
    """A heading and a line for each; spreadsheets tell UTF-8 by the mark in front, and find no
    formula in it.
    """
    if file is not sys.stdout:
        file.write("\ufeff")
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
