"""A list that is the whole of a scope as of a day, and what its lines name.

Promises that a line which is faulty is remembered: such a list does not say what is missing. Its
day stands in the mapping, in a column, in the names of the files, or on the command line. Must not
choose between two days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.console.importing.faults import LIST_DAYS_DIFFER, VALUE_MISSING, Faulty
from services.console.importing.formats.sheets import Cells
from services.console.importing.keys import MappingError, refuse_others, take
from services.console.importing.said import Said
from services.console.importing.sections import Moment, Reads, moment, read
from services.console.importing.shared import Shared
from services.console.outcome import Mistake
from services.console.portal.resources import named
from services.console.times.formats import FormatError, days_within

KINDS = ("unit", "service", "offering")


@dataclass(eq=False)
class Whole:
    """Everything below a unit, "": of the whole tree, that is open on a day, None: while no line or
    file has said which.
    """

    where: str
    below: str
    day: date | None = None
    column: Moment | None = None  # that says the day
    name: str = ""  # how the day is written in names of files
    listed: Said = field(default_factory=Said)  # resource names
    faulty: int = 0  # lines

    @property
    def reads(self) -> Sequence[Reads]:
        """What it reads of a line."""
        return [read(self.column.cell)] if self.column else []

    def state(self, day: date) -> None:
        """Whoever begins the import says the day, whatever else does."""
        self.day, self.column, self.name = day, None, ""

    def read_line(self, cells: Cells) -> None:
        """The day that a line says, which must be that of all others."""
        if self.column is None:
            return
        source = self.column.of(cells)
        if not (text := source.cell.text(cells)):
            raise Faulty(VALUE_MISSING, field=source.cell.field)
        day = source.clock.day(text, source.cell.field)
        self.day = self.day or day
        if day != self.day:
            raise Faulty(LIST_DAYS_DIFFER, field=source.cell.field, day=day, other=self.day)

    def read_names(self, names: Sequence[str]) -> None:
        """The one day that stands in the names of all files."""
        if not self.name:
            if self.day is None and self.column is None:
                raise Mistake(f"{self.where}.day is missing: state it there, or by --day")
            return
        days = {day for name in names for day in days_within(name, self.name)}
        if len(days) != 1 or not all(days_within(name, self.name) for name in names):
            found = ", ".join(map(str, sorted(days))) or "none"
            raise Mistake(
                f"{self.where}.day: one day written as {self.name} must stand in the name of each "
                f"file; found: {found}. --day states it, too"
            )
        [self.day] = days


def whole(table: Mapping[str, Any], kind: str, where: str, shared: Shared) -> Whole | None:
    """The key `whole` of a section."""
    if "whole" not in table:
        return None
    if kind not in KINDS:
        raise MappingError(f"{where}.whole: only sections of {', '.join(KINDS)} can be whole lists")
    stated, within = take(table, "whole", dict, where=where), f"{where}.whole"
    refuse_others(stated, within, "below", "day")
    found = Whole(within, named("units", take(stated, "below", str, "", within)))
    day = stated.get("day")
    if isinstance(day, dict) and "file" in day:
        found.name = in_names(day, f"{within}.day")
    elif isinstance(day, (str, dict, list)):
        found.column = moment(day, f"{within}.day", shared)
    elif day is not None:
        found.day = take(stated, "day", date, where=within)
    return found


def in_names(table: Mapping[str, Any], where: str) -> str:
    """How a day is written in the name of a file."""
    refuse_others(table, where, "file")
    pattern = take(table, "file", str, where=where)
    try:
        days_within("", pattern)
    except FormatError as failed:
        raise MappingError(f"{where}.file: {failed}") from None
    return pattern
