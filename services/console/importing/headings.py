"""The headings of tables against a mapping: what is named must be there, what is not is told.

Promises both before anything is sent. Must not read a record.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from services.console.importing.faults import (
    COLUMNS_NOT_READ,
    NOTED,
    Fault,
    Faulty,
    fault,
    shortened,
)
from services.console.importing.formats.sheets import table
from services.console.importing.rules import Rules
from services.console.importing.sections import Reads
from services.console.outcome import Mistake
from services.console.text import alike


def check(files: Iterable[Path], rules: Rules) -> list[Fault]:
    """Every column that the mapping names is in every file; a note of each file's other columns."""
    told: list[Fault] = []
    for path in files:
        with table(path, rules.form) as (heading, _):
            require_columns(rules.reads, heading, path)
            told += unread(rules, heading, path)
    return told


def require_columns(reads: Iterable[Reads], heading: Sequence[str], path: Path) -> None:
    """The columns are there: a typing mistake must not read as a table full of empty cells."""
    for where, columns in reads:
        absent = [column for column in columns if alike(column) not in heading]
        if absent:
            raise Mistake(
                f"{where} names the column {absent[0]!r}, which {path.name} does not "
                f"have; there are: {', '.join(filter(None, heading))}"
            )


def unread(rules: Rules, heading: Sequence[str], path: Path) -> Iterator[Fault]:
    """A note of the columns that nobody reads, so that nobody believes that they were taken; not
    of those that the mapping ignores.
    """
    known = {alike(column) for _, columns in rules.reads for column in columns} | rules.ignored
    others = ", ".join(column for column in heading if column and column not in known)
    if others:
        others = str(shortened(others))
        found = Faulty(COLUMNS_NOT_READ, field=others, columns=others)
        yield fault(found, rules.form.heading, "table", path.name, NOTED, path.name)
