"""What commands write: messages for people, and documents in JSON or CSV for programs.

Promises that no text from a file or a service moves the cursor, changes colours, hides what stands
beside it or is read as markup. Must not decide what is told.
"""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click

from services.formulas import escaped_row

Command = TypeVar("Command", bound=Callable[..., Any])
AS_CSV = "motcua.csv"  # in a context's meta: documents are written as tables

# Controls but line breaks and tabs, and marks that turn the direction of what is read.
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)  # fmt: skip


def visible(text: str) -> str:
    r"""The text with what a terminal would obey spelled out, such as `\x1b`."""
    return OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Shown:
    """Standard output of a terminal, for what is written piece by piece."""

    def write(self, text: str) -> None:
        """As a person may see it; tables end their lines as RFC 4180 has it."""
        sys.stdout.write(visible(text.replace("\r\n", "\n")))


def output() -> Any:
    """Where a file goes that was given no name: a program gets it as it is, and a terminal nothing
    that it would obey.
    """
    return Shown() if sys.stdout.isatty() else sys.stdout


def is_output(file: Any) -> bool:
    """Whether it is that."""
    return file is sys.stdout or isinstance(file, Shown)


def say(text: str, *, err: bool = False) -> None:
    """One message, on standard output or standard error."""
    click.echo(visible(text), err=err)


def either(context: click.Context, _: click.Parameter, as_json: bool) -> bool:
    """`--csv` is the document of `--json`, written as a table."""
    return as_json or AS_CSV in context.meta


def as_table(context: click.Context, _: click.Parameter, stated: bool) -> None:
    """Whatever document the command prints is to be a table."""
    if stated:
        context.meta[AS_CSV] = True


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    callback=either,
    help="One JSON document on standard output.",
)
csv_option = click.option(
    "--csv",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=as_table,
    help="The rows of that document as CSV.",
)


def table_options(command: Command) -> Command:
    """The options of a command whose document has rows."""
    return json_option(csv_option(command))


def print_document(document: Any, order: Sequence[str] = ()) -> None:
    """The one document of a command with --json or --csv. Its columns stand as its first row has
    them; those that `order` names by their paths stand as there.
    """
    context = click.get_current_context(silent=True)
    if context is not None and AS_CSV in context.meta:
        write_table(document, order)
        return
    text = json.dumps(document, ensure_ascii=False, indent=1)
    sys.stdout.write(OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def write_table(document: Any, order: Sequence[str] = ()) -> None:
    """All rows under one heading, each with the list that it is of where there are several."""
    lists = [(name, rows) for name, rows in lists_of(document) if rows]
    several = len(lists) > 1
    flat = [
        ({"list": name} if several else {}) | dict(cells_of(row))
        for name, rows in lists
        for row in rows
    ]
    heading = in_order(heading_of(flat), order)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for row in (heading, *([each.get(column, "") for column in heading] for each in flat)):
        writer.writerow(escaped_row([visible(cell) for cell in row]))


def heading_of(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Every column of all rows: one that earlier rows lack stands behind the column before it, so
    that reasons, say, stand together whichever row is the first with one.
    """
    found: list[str] = []
    for row in rows:
        if row.keys() <= set(found):
            continue
        at = 0
        for column in row:
            if column in found:
                at = found.index(column) + 1
            else:
                found.insert(at, column)
                at += 1
    return found


def in_order(columns: Sequence[str], order: Sequence[str]) -> list[str]:
    """Those that lie at or below a path of `order` in its place."""

    def place(column: str) -> int:
        fits = (n for n, path in enumerate(order) if f"{column}.".startswith(f"{path}."))
        return next(fits, len(order))

    return sorted(columns, key=place)


def lists_of(document: Any, name: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The lists of rows of a document, by the path of each, such as `catalog.entries`."""
    if isinstance(document, list):
        yield name, [each for each in document if isinstance(each, dict)]
    elif isinstance(document, dict):
        for key, value in document.items():
            yield from lists_of(value, f"{name}.{key}" if name else key)


def cells_of(row: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, str]]:
    """A row's cells: of what lies deeper by its path, of a list in JSON, of nothing empty."""
    for key, value in row.items():
        path = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            yield from cells_of(value, path)
        elif isinstance(value, bool):
            yield path, "YES" if value else "NO"
        else:
            yield path, text_of(value)


def text_of(value: Any) -> str:
    """A value that is no truth and has no parts."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
