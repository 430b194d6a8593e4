"""The mapping file of `import`: what a table says of units, services, offerings and targets.

Promises a complete, checked mapping or a mistake that names the key. Must not read the table; what
each key means is told in docs/mappings.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from motcua.catalog.v1.catalog_pb2 import Offering, Service, Unit
from motcua.catalog.v1.events_pb2 import Capability, CapabilityState, RecordedCapability
from motcua.catalog.v1.intake_pb2 import ClosingRow, MergerRow, RetirementRow, SplitRow
from motcua.catalog.v1.targets_pb2 import Target
from services.console.conditions import Wanted, holds, wanted
from services.console.importing.cells import Cell, Values, cell, listed
from services.console.importing.fields import (
    Fields,
    Fill,
    Within,
    fields,
    joined,
    placed,
)
from services.console.importing.forms import Form, form
from services.console.importing.kinds import ENDINGS, GIVEN, OF_A_SERVICE
from services.console.importing.sheets import Cells
from services.console.importing.values import numbers_of, put_enum
from services.console.keys import MappingError, composed, refuse_others, take
from services.console.text import alike
from services.console.times import FormatError, TimeFormat, time_format

KINDS: dict[str, Any] = {
    "unit": Unit.DESCRIPTOR,
    "service": Service.DESCRIPTOR,
    "offering": Offering.DESCRIPTOR,
    "target": Target.DESCRIPTOR,
    "move": Unit.DESCRIPTOR,
    "ceiling": Offering.DESCRIPTOR,
    "draft": Service.DESCRIPTOR,
    "retirement": RetirementRow.DESCRIPTOR,
    "closing": ClosingRow.DESCRIPTOR,
    "merger": MergerRow.DESCRIPTOR,
    "split": SplitRow.DESCRIPTOR,
}
TOP = ("source", "effective", "reason", "ignore", "file", "values", "rows")
SECTION = (
    "kind", "id", "service", "when", "unless", "effective", "reason", "fields", "capabilities",
    "evidence",
)  # fmt: skip
UNKNOWN = "UNKNOWN"
NOW = "now"


@dataclass(frozen=True)
class Effective:
    """From when a row is true: a local day, the time in a column, or now. Whether an empty cell of
    the column is now, the mapping says.
    """

    day: date | None = None
    cell: Cell | None = None
    times: TimeFormat = field(default_factory=time_format)
    empty_is_now: bool = False


@dataclass(frozen=True)
class Condition:
    """What must stand in a column, or must not."""

    cell: Cell
    wanted: Wanted
    denied: bool = False

    def holds(self, cells: Cells) -> bool:
        """Whether it does."""
        return holds(self.cell.text(cells), self.wanted) is not self.denied


@dataclass(frozen=True)
class Section:
    """What each line of the table says of one kind of resource."""

    kind: str
    identity: Cell
    effective: Effective
    reason: str
    content: Fields
    when: tuple[Condition, ...] = ()

    def speaks_of(self, cells: Cells) -> bool:
        """Whether it says anything of this line."""
        return all(each.holds(cells) for each in self.when)

    @property
    def cells(self) -> Iterable[Cell]:
        """Everything that it reads."""
        yield from (each.cell for each in self.when)
        yield self.identity
        yield from self.content.cells
        if self.effective.cell:
            yield self.effective.cell


@dataclass(frozen=True)
class Rules:
    """The whole file."""

    source: str
    form: Form
    sections: tuple[Section, ...]
    ignored: frozenset[str] = frozenset()  # columns that nobody is told of

    @property
    def cells(self) -> list[Cell]:
        """Everything that is read."""
        return [each for section in self.sections for each in section.cells]


def rules(table: Mapping[str, Any]) -> Rules:
    """Every section, each checked by its own function."""
    table = composed(table)
    refuse_others(table, "", *TOP)
    named = take(table, "values", dict, {})
    lists = {name: listed(take(named, name, dict), f"values.{name}") for name in named}
    sections = take(table, "rows", list)
    if not sections:
        raise MappingError("[[rows]] is missing")
    found = Rules(
        source=source(table),
        form=written(take(table, "file", dict, {})),
        sections=tuple(
            section(each, table, f"rows {number}", lists)
            for number, each in enumerate(sections, start=1)
        ),
        ignored=ignored(take(table, "ignore", list, [])),
    )
    refuse_both(found.cells, found.ignored)
    return found


def ignored(columns: Sequence[Any]) -> frozenset[str]:
    """Columns that the mapping leaves out on purpose."""
    for each in columns:
        if not isinstance(each, str):
            raise MappingError(f"ignore must name columns, not {each!r}")
    return frozenset(map(alike, columns))


def refuse_both(cells: Iterable[Cell], ignored: frozenset[str]) -> None:
    """What is read cannot be left out as well."""
    for each in cells:
        for column in each.columns:
            if alike(column) in ignored:
                raise MappingError(f"ignore names {column!r}, which {each.where} reads")


def source(table: Mapping[str, Any]) -> str:
    """The name of the other system."""
    name = take(table, "source", str)
    if not re.fullmatch(r"\S{1,64}", name):
        raise MappingError("source must be 1 to 64 characters without space")
    return name


def written(table: Mapping[str, Any]) -> Form:
    """The section [file]."""
    refuse_others(table, "file", *Form._fields)
    return form(table, "file")


def section(
    table: Any, above: Mapping[str, Any], where: str, lists: Mapping[str, Values]
) -> Section:
    """One [[rows]]; effective and reason stand in it or at the top."""
    refuse_others(table, where, *SECTION)
    kind = take(table, "kind", str, where=where)
    if kind not in KINDS:
        raise MappingError(f"{where}.kind must be one of {', '.join(KINDS)}")
    key = "service" if kind in OF_A_SERVICE else "id"
    if key not in table:
        raise MappingError(f"{where}.{key} is missing")
    either = {**above, **table}
    return Section(
        kind=kind,
        identity=replace(cell(table[key], f"{where}.{key}", lists), exact=True),
        effective=effective(kind, either.get("effective"), f"{where}.effective", lists),
        reason=take(either, "reason", str, ""),
        content=content(kind, table, where, lists),
        when=(
            *conditions(take(table, "when", dict, {}), f"{where}.when"),
            *conditions(take(table, "unless", dict, {}), f"{where}.unless", denied=True),
        ),
    )


def conditions(
    table: Mapping[str, Any], where: str, *, denied: bool = False
) -> tuple[Condition, ...]:
    """Columns, and what in them makes a row, or makes none."""
    return tuple(
        Condition(Cell(where, (name,)), wanted(value, f"{where}.{name}"), denied)
        for name, value in table.items()
    )


def effective(kind: str, value: Any, where: str, lists: Mapping[str, Values]) -> Effective:
    """A day, a column of days, or now: what begins does so now where nothing is said, what ends
    never does so unsaid.
    """
    if value is None and kind in ENDINGS:
        raise MappingError(f"{where} is missing: when does it end? A day, a column, or {NOW!r}")
    if value is None or value == NOW:
        return Effective()
    if type(value) is date:
        return Effective(day=value)
    if isinstance(value, dict):
        empty = take(value, "empty", str, "", where)
        if empty not in {"", NOW}:
            raise MappingError(f"{where}.empty must be {NOW!r}: an empty cell stands for now")
        found = cell(rest(value), where, lists)
        return Effective(cell=found, times=times(value, where), empty_is_now=bool(empty))
    raise MappingError(
        f"{where} must be a day, such as 2025-07-01, {{ column = 'name' }}, or {NOW!r}"
    )


FORMAT = ("format", "decimal", "empty")


def rest(table: Mapping[str, Any]) -> dict[str, Any]:
    """The cell, without how its time is written."""
    return {key: value for key, value in table.items() if key not in FORMAT}


def times(table: Mapping[str, Any], where: str) -> TimeFormat:
    """How the time in a cell is written."""
    stated, decimal = take(table, "format", str, ""), take(table, "decimal", str, ".")
    try:
        return time_format(stated, decimal=decimal)
    except FormatError as failed:
        raise MappingError(f"{where}.format: {failed}") from None


def content(kind: str, table: Mapping[str, Any], where: str, lists: Mapping[str, Values]) -> Fields:
    """The fields of the resource, and of an offering its capabilities."""
    within = Within(f"{where}.fields", lists, given=GIVEN.get(kind, ()))
    stated = fields(KINDS[kind], unit_first(take(table, "fields", dict, {})), within)
    if kind not in OF_A_SERVICE:
        refuse_others(table, where, *(key for key in SECTION if key not in OFFERINGS_OWN))
        return stated
    states, evidence = (
        {name: cell(each, f"{where}.{key}.{name}", lists) for name, each in items.items()}
        for key, items in ((key, take(table, key, dict, {})) for key in OFFERINGS_OWN[:2])
    )
    refuse_others(evidence, f"{where}.evidence", *states)
    return joined([stated, *(capability(name, states, evidence) for name in states)])


def unit_first(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """So that whatever is wrong with an offering is said of that one."""
    return {**{name: table[name] for name in table if name == "unit"}, **table}


OFFERINGS_OWN = ("capabilities", "evidence", "service")


def capability(name: str, states: Mapping[str, Cell], evidence: Mapping[str, Cell]) -> Fields:
    """One capability; an empty cell is unknown, never yes."""
    source, shown = states[name], evidence.get(name)
    numbers = numbers_of(Capability.DESCRIPTOR)
    if name not in numbers:
        raise MappingError(f"{source.where}: there is no such capability")
    for blank in {source.default, (source.values or {}).get("", "")} - {""}:
        if blank != UNKNOWN:
            raise MappingError(f"{source.where}: an empty cell is {UNKNOWN}, never {blank}")
    put = put_enum(CapabilityState.DESCRIPTOR, source)

    def fill(offering: Any, cells: Cells) -> None:
        recorded = RecordedCapability(capability=cast("Any", numbers[name]))
        put(recorded, "state", source.text(cells) or UNKNOWN)
        offering.capabilities.append(recorded)

    def prove(offering: Any, cells: Cells) -> None:
        text = shown.text(cells) if shown else ""
        for recorded in offering.capabilities:
            if recorded.capability == numbers[name]:
                recorded.evidence = text

    return Fields(
        (Fill(placed(fill, source.field), True), Fill(placed(prove, shown.field), True))
        if shown
        else (Fill(placed(fill, source.field), True),),
        (source, shown) if shown else (source,),
    )
