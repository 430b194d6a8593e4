"""The mapping of counted facts: how many there were, by period and part, and of standards.

Promises a complete, checked mapping or a mistake that names the key. Must not read the table; what
each key means stands in docs/mappings.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from motcua.submissions.v1.counts_pb2 import Count, Part, StandardCount
from services.console.importing.cells import Cell, Values, cell, listed
from services.console.importing.fields import Fields, Within, fields
from services.console.importing.forms import Form
from services.console.importing.periods import Period
from services.console.importing.rules import (
    Condition,
    conditions,
    ignored,
    refuse_both,
    source,
    times,
    written,
)
from services.console.importing.sheets import Cells
from services.console.keys import MappingError, composed, refuse_others, require_table, take

KINDS: Mapping[str, Any] = {"count": Count, "standard": StandardCount}
TOP = ("source", "absent", "ignore", "file", "values", "rows")
SECTION = ("kind", "id", "period", "when", "unless", "fields")
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
    parts: tuple[Fields, ...] = ()
    target: Cell | None = None
    when: tuple[Condition, ...] = ()

    def speaks_of(self, cells: Cells) -> bool:
        """Whether it says anything of this line."""
        return all(each.holds(cells) for each in self.when)

    @property
    def cells(self) -> Iterable[Cell]:
        """Everything that it reads."""
        yield from (each.cell for each in self.when)
        yield self.identity
        yield from self.period.cells
        yield from self.content.cells
        yield from (each for part in self.parts for each in part.cells)
        yield from (self.target,) if self.target else ()

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


@dataclass(frozen=True)
class Counting:
    """The whole file."""

    source: str
    form: Form
    sections: tuple[Section, ...]
    ignored: frozenset[str] = frozenset()

    @property
    def cells(self) -> list[Cell]:
        """Everything that is read."""
        return [each for section in self.sections for each in section.cells]


def is_counting(table: Mapping[str, Any]) -> bool:
    """Whether a mapping is of counted facts: one of its kinds is."""
    sections = table.get("rows")
    tables = sections if isinstance(sections, list) else []
    return any(isinstance(each, dict) and each.get("kind") in list(KINDS) for each in tables)


def counting(table: Mapping[str, Any]) -> Counting:
    """Every section, each checked by its own function."""
    table = composed(table)
    refuse_others(table, "", *TOP)
    named = take(table, "values", dict, {})
    lists = {name: listed(take(named, name, dict), f"values.{name}") for name in named}
    reading = Reading(lists, take(table, "absent", list, []))
    found = Counting(
        source=source(table),
        form=written(take(table, "file", dict, {})),
        sections=tuple(
            reading.section(each, f"rows {number}")
            for number, each in enumerate(take(table, "rows", list), start=1)
        ),
        ignored=ignored(take(table, "ignore", list, [])),
    )
    refuse_both(found.cells, found.ignored)
    return found


@dataclass(frozen=True)
class Reading:
    """Reads sections, with the lists of values and the texts that state no number."""

    lists: Mapping[str, Values]
    absent: Sequence[Any]

    def section(self, table: Any, where: str) -> Section:
        """One [[rows]]."""
        refuse_others(table, where, *SECTION)
        kind = take(table, "kind", str, where=where)
        if kind not in KINDS:
            stated = " and ".join(KINDS)
            raise MappingError(f"{where}.kind: {stated} need a mapping of their own")
        for key in ("id", "period"):
            if key not in table:
                raise MappingError(f"{where}.{key} is missing")
        rest, within = dict(take(table, "fields", dict, where=where)), f"{where}.fields"
        parts: list[Any] = rest.pop("parts", []) if kind == "count" else []
        target = rest.pop("target", None) if kind == "standard" else None
        return Section(
            kind=kind,
            identity=replace(cell(table["id"], f"{where}.id", self.lists), exact=True),
            period=self.period(table["period"], f"{where}.period"),
            content=self.fields(KINDS[kind].DESCRIPTOR, rest, within),
            parts=self.parts(parts, within),
            target=self.number(target, f"{within}.target") if target else None,
            when=(
                *conditions(take(table, "when", dict, {}), f"{where}.when"),
                *conditions(take(table, "unless", dict, {}), f"{where}.unless", denied=True),
            ),
        )

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

    def fields(self, message: Any, table: Mapping[str, Any], where: str) -> Fields:
        """The fields of a message; its key, days and target are stated elsewhere."""
        stated = {
            name: self.silent(value) if name in NUMBERS else value for name, value in table.items()
        }
        return fields(message, stated, Within(where, self.lists, given=GIVEN))

    def number(self, value: Any, where: str) -> Cell:
        """A cell of a number."""
        return cell(self.silent(value), where, self.lists)

    def silent(self, value: Any) -> Any:
        """A cell of a number, with the texts that state none in the whole table."""
        if isinstance(value, str):
            value = {"column": value}
        return {"absent": self.absent, **value} if isinstance(value, dict) else value

    def period(self, value: Any, where: str) -> Period:
        """A cell that names it, or two of its days."""
        if not isinstance(value, dict) or not {"start", "end"} & value.keys():
            return Period(whole=cell(value, where, self.lists))
        refuse_others(value, where, "start", "end", "inclusive", "format", "decimal")
        for key in ("start", "end"):
            if key not in value:
                raise MappingError(f"{where}.{key} is missing")
        start, end = (cell(value[key], f"{where}.{key}", self.lists) for key in ("start", "end"))
        inclusive = take(value, "inclusive", bool, False)
        return Period(start=start, end=end, times=times(value, where), inclusive=inclusive)
