"""What all sections [[rows]] of a mapping have in common: of which lines they speak, from when on
what they say is so, and which columns they read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from services.console.importing.cell_keys import cell, is_choice
from services.console.importing.cells import Cell
from services.console.importing.conditions import Condition
from services.console.importing.formats.sheets import Cells
from services.console.importing.keys import MappingError, nearest, take
from services.console.importing.moments import KEYS, Clock
from services.console.importing.shared import Shared

Reads: TypeAlias = tuple[str, tuple[str, ...]]  # where the mapping names columns, and which
NOW = "now"
AS_WRITTEN = "as_written"


class Lines(NamedTuple):
    """The lines that something is said of: conditions that hold, and others that do not."""

    where: str = ""
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()

    def hold(self, cells: Cells) -> bool:
        """Whether a line is one of them."""
        for each in self.when:
            if not each.holds(cells):
                return False
        return not (self.unless and any(each.holds(cells) for each in self.unless))

    @property
    def reads(self) -> Iterable[Reads]:
        """What they read."""
        for key, found in (("when", self.when), ("unless", self.unless)):
            yield from ((f"{self.where}.{key}", each.columns) for each in found)


def lines(table: Mapping[str, Any], above: Mapping[str, Any], where: str, shared: Shared) -> Lines:
    """By `when` and `unless` of a section, and those at the top."""
    found = {
        key: tuple(
            shared.condition(each[key], f"{place}{key}")
            for each, place in ((above, ""), (table, f"{where}."))
            if key in each
        )
        for key in ("when", "unless")
    }
    return Lines(where, found["when"], found["unless"])


@dataclass(frozen=True)
class Moment:
    """A cell with a time; `day`: only the day is known, or all of it belongs to it; `as_written`:
    where no time of day is written. Of `choices` the first counts whose condition holds.
    """

    cell: Cell
    clock: Clock
    day: bool = False
    as_written: bool = False
    choices: tuple["Moment", ...] = ()

    def of(self, cells: Cells) -> "Moment":
        """The one that counts for a line."""
        holds = (each for each in self.choices if not each.cell.when or each.cell.when.holds(cells))
        return next(holds, self)

    def is_day(self, text: str) -> bool:
        """Whether only the day that a text states counts."""
        return self.day or (self.as_written and self.clock.stated(text, self.cell.field).is_day)


def moment(value: Any, where: str, shared: Shared) -> Moment:
    """A cell, with the keys that say how its time is written; or a list of such."""
    if is_choice(value):
        found = [moment(each, f"{where} {n}", shared) for n, each in enumerate(value, start=1)]
        whole = Cell(where, choices=tuple(each.cell for each in found))
        return Moment(whole, found[0].clock, choices=tuple(found))
    table = shared.cell({"column": value} if isinstance(value, str) else value, where)
    if not isinstance(table, dict):
        raise MappingError(f"{where} must name a column: 'name', or {{ column = 'name' }}")
    rest = {key: each for key, each in table.items() if key not in {*KEYS, "day"}}
    form = shared.clock({key: table[key] for key in KEYS if key in table}, where)
    as_written = table.get("day") == AS_WRITTEN
    day = not as_written and take(table, "day", bool, False, where)
    return Moment(cell(rest, where, shared), form, day, as_written)


@dataclass(frozen=True)
class Effective:
    """From when a row is true: a local day, the time in a column, or now. Whether an empty cell of
    the column is now, the mapping says.
    """

    day: date | None = None
    at: Moment | None = None
    empty_is_now: bool = False

    @property
    def reads(self) -> Iterable[Reads]:
        """What it reads."""
        return [read(self.at.cell)] if self.at else []


def effective(value: Any, where: str, shared: Shared) -> Effective:
    """A day, a column of days, or now."""
    if value is None or value == NOW:
        return Effective()
    if isinstance(value, date) and not isinstance(value, datetime):
        return Effective(day=value)
    if is_choice(value):
        return Effective(at=moment(value, where, shared))
    if isinstance(value, dict):
        empty = take(value, "empty", str, "", where)
        if empty not in {"", NOW}:
            raise MappingError(f"{where}.empty must be {NOW!r}: an empty cell stands for now")
        rest = {key: each for key, each in value.items() if key != "empty"}
        return Effective(at=moment(rest, where, shared), empty_is_now=bool(empty))
    raise MappingError(
        f"{where} must be a day, such as 2025-07-01, {{ column = 'name' }}, or {NOW!r}"
    )


def read(source: Cell) -> Reads:
    """What a cell reads."""
    return source.where, tuple(source.named)


def kind_of(table: Any, where: str, kinds: Iterable[str]) -> str:
    """Which kind of rows a section makes."""
    kind = take(table, "kind", str, where=where)
    if kind not in kinds:
        near = nearest(kind, kinds)
        raise MappingError(f"{where}.kind must be one of {', '.join(kinds)}, not {kind!r}{near}")
    return kind


def identity(table: Mapping[str, Any], key: str, where: str, shared: Shared) -> Cell:
    """The cell that a row is known by; every digit of it counts."""
    if key not in table:
        raise MappingError(f"{where}.{key} is missing")
    return cell(table[key], f"{where}.{key}", shared).marked(exact=True)
