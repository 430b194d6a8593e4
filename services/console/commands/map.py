"""`./motcua map`: a mapping for a table, proposed from its headings and values.

Promises to read every line of the file and to send nothing, and that `import` takes the mapping
that is printed. Must not change the file.
"""

import re
import tomllib
from pathlib import Path

import click

from services.console import terminal
from services.console.importing.faults import Fault
from services.console.importing.formats import keyed
from services.console.importing.formats.files import FileError, kind_of
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import Record, sheets_of, table
from services.console.importing.formats.sniffed import form_of
from services.console.importing.keys import MappingError
from services.console.importing.proposing.beginnings import require_narrow, with_heading
from services.console.importing.proposing.columns import Column
from services.console.importing.proposing.mapping import proposed
from services.console.importing.proposing.table import KINDS, Table
from services.console.importing.rules import rules
from services.console.outcome import Mistake
from services.formats import several


@click.command("map")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE…",
)
@click.option("--kind", type=click.Choice(KINDS), help="What a line is [default: by headings].")
@click.option("--sheet", default="", help="Of a workbook [default: the first].")
@click.option("--delimiter", default="", help="Between two cells [default: as the file has it].")
@click.option("--encoding", default="", help="Of the file [default: as it is].")
@click.option(
    "--heading",
    default="",
    metavar="LINE[-LINE]",
    help="Of the columns' names [default: as found].",
)
def map_(
    *,
    files: tuple[Path, ...],
    kind: str | None,
    sheet: str,
    delimiter: str,
    encoding: str,
    heading: str,
) -> None:
    """Propose a mapping for tables of one form: what each column seems to be, how times and numbers
    are written, which texts a list has; `# ?` marks a guess.
    """
    stated = with_lines(Form(delimiter=delimiter, encoding=encoding, sheet=sheet), heading)
    try:
        form = form_of(files[0], stated)
        found = read(files, form if heading else begun(files[0], form))
        text = proposed(found, kind or "")
        rules(tomllib.loads(text))
    except (MappingError, FileError) as failed:
        raise Mistake(f"no mapping is proposed for {files[0]}: {failed}") from None
    terminal.say(text.rstrip("\n"))


def with_lines(form: Form, text: str) -> Form:
    """The form with the lines of the heading: such as 3, or 3-4 where it has two."""
    if not text:
        return form
    found = re.fullmatch(r"([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if last < first:
        raise Mistake(f"--heading must be a line, such as 3, or lines such as 3-4, not {text!r}")
    return form._replace(heading=last, above=last - first)


def begun(path: Path, form: Form) -> Form:
    """With the lines of the heading, of a file that does not name its columns in each record."""
    return form if kind_of(path) in keyed.READERS else with_heading(path, form)


def read(files: tuple[Path, ...], form: Form) -> Table:
    """All lines of all files, which have the columns of the first."""
    columns: dict[str, Column] = {}
    lines, faults, first = 0, 0, ""
    for path in files:
        with table(path, form) as (heading, records):
            require_narrow(heading)
            columns = columns or {name: Column(name) for name in heading if name}
            for record in records:
                if isinstance(record, Fault):
                    faults += 1
                    first = f"{path}, line {record.line}: {record.en}" if faults == 1 else first
                else:
                    lines += 1
                    add(columns, record)
    if faults:
        terminal.say(f"{several(faults, 'line')} cannot be read; {first}", err=True)
    sheets = sheets_of(files[0])
    if not lines:
        there = f"; its sheets: {', '.join(sheets)} (--sheet)" if len(sheets) > 1 else ""
        raise Mistake(f"{files[0]} has no line below its heading{there}")
    return Table(files[0].stem, form, list(columns.values()), lines, sheets)


def add(columns: dict[str, Column], record: Record) -> None:
    """One more line; a file that lacks a column says nothing of it."""
    for name, column in columns.items():
        column.add(record.cells.get(name, ""), record.place)
