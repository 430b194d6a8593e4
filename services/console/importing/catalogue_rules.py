"""The sections of a mapping that are of the catalogue: units, services, offerings, targets,
posts, calendars.

Promises complete, checked sections or a mistake that names the key. Must not read the table; what
each key means is told in docs/mappings.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from motcua.catalog.v1.catalog_pb2 import Offering, Service, Unit
from motcua.catalog.v1.events_pb2 import Capability, CapabilityState, RecordedCapability
from motcua.catalog.v1.intake_pb2 import (
    AppointmentRow,
    CalendarAssignmentRow,
    CalendarRow,
    ClosingRow,
    MergerRow,
    OfferingClosingRow,
    ReliefRow,
    RetirementRow,
    SplitRow,
)
from motcua.catalog.v1.targets_pb2 import Target
from services.console.importing.cell_keys import cell
from services.console.importing.cells import Cell
from services.console.importing.faults import VALUE_UNLISTED, Faulty
from services.console.importing.fields import Fields, Fill, Within, fields, joined, placed
from services.console.importing.formats.sheets import Cells
from services.console.importing.intake import capabilities
from services.console.importing.keys import MappingError, refuse_others, take
from services.console.importing.kinds import ENDINGS, GIVEN, HAVE_LEVELS, OF_A_SERVICE
from services.console.importing.sections import (
    NOW,
    Effective,
    Lines,
    Reads,
    effective,
    identity,
    lines,
    read,
)
from services.console.importing.shared import Shared
from services.console.importing.values import numbers_of, put_enum
from services.console.importing.whole import Whole, whole
from services.console.text import alike

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
    "offering_closing": OfferingClosingRow.DESCRIPTOR,
    "appointment": AppointmentRow.DESCRIPTOR,
    "relief": ReliefRow.DESCRIPTOR,
    "calendar": CalendarRow.DESCRIPTOR,
    "assignment": CalendarAssignmentRow.DESCRIPTOR,
}
SECTION = (
    "kind", "id", "service", "when", "unless", "effective", "reason", "fields", "whole", "dated",
    "level", "capabilities", "evidence",
)  # fmt: skip
UNKNOWN = "UNKNOWN"
REMEMBERED = 20_000  # lines of a section
LEVELS = {"0", "1", "2", "3", "4"}


@dataclass(frozen=True)
class Section:
    """What each line of the table says of one kind of resource."""

    kind: str
    identity: Cell
    effective: Effective
    reason: str
    content: Fields
    lines: Lines
    whole: Whole | None = None
    dated: bool = False  # lines of one id may say several things, each from its own time on

    known: set[int] = field(default_factory=set)  # by what lines that were read have in its cells

    @property
    def reads(self) -> Iterable[Reads]:
        """Everything that it reads."""
        yield from self.lines.reads
        yield from map(read, (self.identity, *self.content.cells))
        yield from self.effective.reads
        yield from self.whole.reads if self.whole else ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of these."""
        return tuple(dict.fromkeys(alike(name) for _, found in self.reads for name in found))

    def was_read(self, cells: Cells) -> bool:
        """Whether a line of late had the same cells; this one has been read from now on."""
        name = hash(tuple(dict.__getitem__(cells, column) for column in self.columns))
        if name in self.known:
            return True
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        self.known.add(name)
        return False

    def forget(self, cells: Cells) -> None:
        """So that the same cells are read again."""
        self.known.discard(hash(tuple(cells[column] for column in self.columns)))


def section(table: Any, above: Mapping[str, Any], where: str, shared: Shared) -> Section:
    """One [[rows]]; effective and reason stand in it or at the top."""
    refuse_others(table, where, *SECTION)
    kind, either = table["kind"], {**above, **table}
    since, listed = either.get("effective"), whole(table, kind, where, shared)
    if since is None and kind in ENDINGS:
        raise MappingError(
            f"{where}.effective is missing: when does it end? A day, a column, or {NOW!r}"
        )
    return Section(
        kind=kind,
        identity=identity(table, "service" if kind in OF_A_SERVICE else "id", where, shared),
        effective=effective(since, f"{where}.effective", shared),
        reason=take(either, "reason", str, ""),
        content=content(kind, table, where, shared),
        lines=lines(table, above, where, shared),
        whole=listed,
        dated=take(table, "dated", bool, False),
    )


def content(kind: str, table: Mapping[str, Any], where: str, shared: Shared) -> Fields:
    """The fields of the resource, and of an offering its capabilities."""
    within = Within(f"{where}.fields", shared, given=GIVEN.get(kind, ()))
    stated = fields(KINDS[kind], unit_first(take(table, "fields", dict, {})), within)
    if kind not in HAVE_LEVELS:
        others = LEVELS_OWN if kind in OF_A_SERVICE else (*LEVELS_OWN, "service")
        refuse_others(table, where, *(key for key in SECTION if key not in others))
        return stated
    states, evidence = (
        {name: cell(each, f"{where}.{key}.{name}", shared) for name, each in items.items()}
        for key, items in ((key, take(table, key, dict, {})) for key in LEVELS_OWN[:2])
    )
    refuse_others(evidence, f"{where}.evidence", *states)
    earned = [level(cell(table["level"], f"{where}.level", shared))] if "level" in table else []
    return joined([stated, *earned, *(capability(name, states, evidence) for name in states)])


def level(source: Cell) -> Fields:
    """The capabilities that earn a level by `vn.levels@1`, and no other."""
    earned = {text: capabilities(int(text)) for text in LEVELS}

    def fill(offering: Any, cells: Cells) -> None:
        text = source.text(cells)
        if text and text not in earned:
            raise Faulty(VALUE_UNLISTED, field=source.field, value=text)
        offering.capabilities.extend(earned[text] if text else ())

    for text in {*source.stated} - {"", *LEVELS}:
        raise MappingError(f"{source.where} must be 0 to 4, not {text!r}")
    return Fields((Fill(placed(fill, source.field)),), (source,))


def unit_first(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """So that whatever is wrong with an offering is said of that one."""
    return {**{name: table[name] for name in table if name == "unit"}, **table}


LEVELS_OWN = ("capabilities", "evidence", "level")


def capability(name: str, states: Mapping[str, Cell], evidence: Mapping[str, Cell]) -> Fields:
    """One capability; an empty cell is unknown, never yes."""
    source, shown = states[name], evidence.get(name)
    numbers = numbers_of(Capability.DESCRIPTOR)
    if name not in numbers:
        raise MappingError(f"{source.where}: there is no such capability")
    for each in source.all:
        for blank in (each.default, (each.values or {}).get("", "")):
            if blank not in {"", UNKNOWN}:
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
