"""A table that a mapping is proposed for: its columns and what they mean, and how cells are named.

Promises that a column which is named is known as read.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.console.importing.formats.forms import Form
from services.console.importing.proposing.columns import Column
from services.console.importing.proposing.meanings import (
    STEPS,
    Meaning,
    is_of_persons,
    meanings,
    wide,
)
from services.console.text import slug
from services.console.times.formats import ISO

DOSSIER, COUNT, UNIT, SERVICE = "dossier", "count", "unit", "service"
KINDS = (DOSSIER, COUNT, UNIT, SERVICE)
UNSURE = "# ?"
OF_LINES = {"tt", "stt", "so-tt", "so-thu-tu", "no"}  # how a column is called that numbers lines
MEASURES = 3  # columns of numbers, which an inventory does not have
# What a cell of a time says of its days, by whether only days are written, never, or in some lines.
DAY_KEYS = {
    frozenset({True}): ", day = true",
    frozenset({False}): "",
    frozenset({True, False}): ', day = "as_written"',
}
OR_NAME = f"{UNSURE} its id, or its name?"


@dataclass
class Table:
    """A table as it was read: its name, how it is written, its columns, and its number of lines."""

    name: str
    form: Form
    columns: Sequence[Column]
    lines: int
    sheets: Sequence[str] = ()  # of the workbook, where it is one
    meant: Mapping[str, Meaning] = field(init=False)

    def __post_init__(self) -> None:
        self.meant = meanings(self.columns)

    def name_of(self, *meant: str) -> str:
        """The heading of the first of these meanings that a column has; empty: none."""
        return next((self.meant[each].column.name for each in meant if each in self.meant), "")

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((each for each in self.columns if each.name == name), None)

    @property
    def has_events(self) -> bool:
        """Whether a line is an event of a dossier."""
        return "happened" in self.meant

    @property
    def key(self) -> str:
        """The column that tells lines apart: the one that says so, else the first that does."""
        unique = next((each.name for each in self.columns if each.is_key and not each.formats), "")
        return self.name_of("case") or unique


def kind_of(table: Table) -> str:
    """What lines of it are: dossiers where there are times of one; counts where there are numbers
    of a period; else units, or services.
    """
    if table.has_events or (any(each in table.meant for each in STEPS) and table.key):
        return DOSSIER
    if len(wide(table.columns)) > 1 or ("period" in table.meant and measures(table)):
        return COUNT
    if len(measures(table)) >= MEASURES:
        return COUNT
    only_services = "service_id" in table.meant or "service" in table.meant
    return SERVICE if only_services and "unit_id" not in table.meant else UNIT


def measures(table: Table) -> list[Column]:
    """Columns of whole numbers that mean nothing else, and do not number the lines."""
    others = [each.column for each in table.meant.values()]
    others += [each for each in table.columns if slug(each.name) in OF_LINES]
    return [each for each in table.columns if each.grouped is not None and each not in others]


def totals(table: Table) -> list[tuple[str, str]]:
    """Texts that say that a line is a sum of others, each with its column."""
    return [(each.name, text) for each in table.columns for text in each.totals]


def quoted(text: str) -> str:
    """A text of TOML, or of a condition; TOML alone forbids DEL, and a file's name may have one."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def took(read: list[str], name: str) -> str:
    """The name of a column that the mapping reads."""
    read.append(name)
    return quoted(name)


def common_format(table: Table) -> str:
    """How most columns write their times; empty: as ISO 8601 does."""
    found = Counter(each.formats[0] for each in table.columns if len(each.formats) == 1)
    return found.most_common(1)[0][0] if found else ""


def misfits(column: Column) -> str:
    """The cells of a column that are none of what the others are, in words; empty: there are none.
    Of what may be said of a person nothing is quoted.
    """
    count, named = column.misfits
    if not count:
        return ""
    texts = "" if is_of_persons(column.name) else "".join(f" {each.text!r}," for each in named)
    lines = ", ".join(str(each.place) for each in named) + (", …" if count > len(named) else "")
    return f"{count:,} of {column.stated:,} are none:{texts} line {lines}"


def moment(column: Column, table: Table) -> str:
    """A cell of a time; a comment where its days could be read otherwise, or some are no times."""
    names = [quoted(each or ISO) for each in column.formats]
    form = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    keys = "" if column.formats == [common_format(table)] else f", format = {form}"
    day = DAY_KEYS[frozenset(column.precisions)]
    other = [quoted(each or ISO) for each in column.other_formats]
    notes = [f"or {' or '.join(other)}: no line tells"] if other else []
    note = "; ".join([*notes, *filter(None, [misfits(column)])])
    return f"{{ column = {quoted(column.name)}{keys}{day} }}" + (
        f"   {UNSURE} {note}" if note else ""
    )
