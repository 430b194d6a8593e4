"""The mapping of counted facts: how many there were, by period and part, and of standards.

Promises a complete, checked mapping or a mistake that names the key. Must not read the table; what
each key means stands in docs/mappings.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from motcua.submissions.v1.counts_pb2 import Count, Part, StandardCount
from services.console.importing.cell_keys import cell
from services.console.importing.cells import Cell
from services.console.importing.fields import Fields, Within, fields
from services.console.importing.keys import MappingError, refuse_others, require_table, take
from services.console.importing.moments import KEYS
from services.console.importing.periods import Period
from services.console.importing.sections import Lines, Reads, identity, lines, read
from services.console.importing.shared import Shared
from services.console.importing.totals import Totals, totals

KINDS: Mapping[str, Any] = {"count": Count, "standard": StandardCount}
SECTION = (
    "kind", "id", "period", "when", "unless", "fields", "totals", "parts_add_up",
)  # fmt: skip
NUMBERS = {"n", "volume", "met", "target"}  # of which an absent text says nothing
# What a line states under other keys than those of the contract's fields.
GIVEN = ("key", "start_date", "end_date", "target_numerator", "target_denominator")
PART = re.compile(r"parts\[([0-9]+)\](?:\.(.*))?")


@dataclass(frozen=True)
class Section:
    """What each line says of one fact."""

    kind: str
    identity: Cell
    period: Period
    content: Fields
    lines: Lines
    parts: tuple[Fields, ...] = ()
    target: Cell | None = None
    totals: Totals | None = None
    total: "Section | None" = None  # what a line of totals says: numbers, and of no unit or period
    parts_add_up: bool = False  # else what the parts lack of the total is counted without them

    @property
    def reads(self) -> Iterable[Reads]:
        """Everything that it reads."""
        yield from self.lines.reads
        yield from self.totals.reads if self.totals else ()
        parts = (each for part in self.parts for each in part.cells)
        target = (self.target,) if self.target else ()
        cells = (self.identity, *self.period.cells, *self.content.cells, *parts, *target)
        yield from map(read, cells)

    @property
    def numbers(self) -> list[Cell]:
        """The cells that count something."""
        cells = (*self.content.cells, *(each for part in self.parts for each in part.cells))
        counted = [each for each in cells if each.where.rpartition(".")[2] in NUMBERS]
        return [*counted, *((self.target,) if self.target else ())]

    def columns(self, name: str, parts: Sequence[int]) -> str:
        """The columns of a field that is at fault; of `parts[1].n`, by the numbers of the parts
        that the line has.
        """
        found = PART.fullmatch(name)
        if found and int(found[1]) < len(parts):
            own = self.parts[parts[int(found[1])]].cells
            return of_field(own, found[2] or "") or of_field(own, "n") or name
        elsewhere = {
            "key": self.identity.field,
            "start_date": self.period.field,
            "end_date": self.period.field,
            "target_numerator": self.target.field if self.target else "",
        }
        return elsewhere.get(name) or of_field(self.content.cells, name) or name


def of_field(cells: Iterable[Cell], name: str) -> str:
    """The columns of the field of that name."""
    return next((each.field for each in cells if each.where.endswith(f".{name}")), "")


def numbers_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that count something."""
    return {name: value for name, value in table.items() if name in NUMBERS}


def section(table: Any, above: Mapping[str, Any], where: str, shared: Shared) -> Section:
    """One [[rows]]."""
    return Reading(shared, take(above, "absent", list, [])).section(table, above, where)


@dataclass(frozen=True)
class Reading:
    """Reads sections, with the lists of values and the texts that state no number."""

    shared: Shared
    absent: Sequence[Any]

    def section(self, table: Any, above: Mapping[str, Any], where: str) -> Section:
        """One [[rows]]."""
        refuse_others(table, where, *SECTION)
        kind = table["kind"]
        if "period" not in table:
            raise MappingError(f"{where}.period is missing")
        rest, within = dict(take(table, "fields", dict, where=where)), f"{where}.fields"
        parts: list[Any] = rest.pop("parts", []) if kind == "count" else []
        target = rest.pop("target", None) if kind == "standard" else None
        found = Section(
            kind=kind,
            identity=identity(table, "id", where, self.shared),
            period=self.period(table["period"], f"{where}.period"),
            content=self.fields(KINDS[kind].DESCRIPTOR, rest, within),
            parts=self.parts(parts, within),
            target=self.number(target, f"{within}.target") if target else None,
            lines=lines(table, above, where, self.shared),
            totals=totals(table.get("totals"), f"{where}.totals", self.shared),
            parts_add_up=take(table, "parts_add_up", bool, False),
        )
        numbers, of_parts = numbers_of(rest), [numbers_of(each) for each in parts]
        content = self.fields(KINDS[kind].DESCRIPTOR, numbers, within, needed=False)
        total = replace(found, content=content, parts=self.parts(of_parts, within))
        return replace(found, total=total)

    def parts(self, tables: Any, where: str) -> tuple[Fields, ...]:
        """What a total consists of."""
        if not isinstance(tables, list):
            raise MappingError(f"{where}.parts must be a list of tables")
        numbered = ((f"{where}.parts {n}", each) for n, each in enumerate(tables, start=1))
        found = []
        for within, each in numbered:
            require_table(each, within)
            if "n" not in each:
                raise MappingError(f"{within}.n is missing: how many are they?")
            found.append(self.fields(Part.DESCRIPTOR, each, within))
        return tuple(found)

    def fields(
        self, message: Any, table: Mapping[str, Any], where: str, *, needed: bool = True
    ) -> Fields:
        """The fields of a message; its key, days and target are stated elsewhere."""
        stated = {
            name: self.silent(value) if name in NUMBERS else value for name, value in table.items()
        }
        return fields(message, stated, Within(where, self.shared, needed, given=GIVEN))

    def number(self, value: Any, where: str) -> Cell:
        """A cell of a number."""
        return cell(self.silent(value), where, self.shared)

    def silent(self, value: Any) -> Any:
        """A cell of a number, with the texts that state none in the whole table."""
        if isinstance(value, str):
            value = {"column": value}
        return {"absent": self.absent, **value} if isinstance(value, dict) else value

    def period(self, value: Any, where: str) -> Period:
        """A cell that names it, or two of its days."""
        if not isinstance(value, dict) or not {"start", "end"} & value.keys():
            return Period(whole=cell(value, where, self.shared))
        refuse_others(value, where, "start", "end", "inclusive", *KEYS)
        for key in ("start", "end"):
            if key not in value:
                raise MappingError(f"{where}.{key} is missing")
        start, end = (cell(value[key], f"{where}.{key}", self.shared) for key in ("start", "end"))
        inclusive = take(value, "inclusive", bool, False)
        clock = self.shared.clock({key: value[key] for key in KEYS if key in value}, where)
        return Period(start=start, end=end, clock=clock, inclusive=inclusive)
