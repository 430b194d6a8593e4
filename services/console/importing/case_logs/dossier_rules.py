"""The sections of a mapping that are of dossiers: a case log, one line an event or one a dossier.

Promises complete, checked sections or a mistake that names the key. Must not read the table; what
each key means is told in docs/mappings.md.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from motcua.submissions.v1.events_pb2 import Status
from motcua.submissions.v1.submissions_pb2 import DossierRecord, Step
from services.console.importing.cell_keys import cell
from services.console.importing.cells import Cell
from services.console.importing.fields import (
    Fields,
    Fill,
    Within,
    fields,
    joined,
    placed,
    within_part,
)
from services.console.importing.formats.sheets import Cells
from services.console.importing.keys import MappingError, refuse_others, take
from services.console.importing.sections import Lines, Moment, Reads, identity, lines, moment, read
from services.console.importing.shared import Shared
from services.console.importing.values import put_enum
from services.console.text import alike

KIND = "dossier"
RECORD: Any = DossierRecord.DESCRIPTOR
STEP_MESSAGE: Any = Step.DESCRIPTOR
STATUSES = {name.removeprefix("STATUS_").lower(): name for name in Status.keys()[1:]}
FACTS = tuple(
    each.name for each in STEP_MESSAGE.oneofs_by_name["what"].fields if each.name != "status"
)
FIRST, LAST, EACH = "first", "last", "each"
DIFFERING = ("refuse", FIRST, LAST)
SECTION = (
    "kind", "id", "when", "unless", "activity", "differing", "corrections", "reason_code", "fields",
    "steps",
)  # fmt: skip
STEP = ("status", "fact", "which", "when", "unless", "time", "required")
# Fields of a record and of a step that are stated under other keys, or not at all.
GIVEN = ("key", "offering", "channel", "steps", "due", "promised", "correction_reason_code")
DATES = ("due", "promised")
UNKNOWN = "UNKNOWN"
PART = re.compile(r"steps\[([0-9]+)\](?:\.(.*))?")


@dataclass(frozen=True)
class StepRule:
    """A status that a dossier reached, or something else that was done: said of the dossier, or by
    each, the first or the last of some lines.
    """

    number: int  # in the mapping, from 1
    status: str
    fact: str
    which: str  # empty: said of the dossier
    lines: Lines
    time: Moment
    content: Fields
    extended: Moment | None
    has_officer: bool
    required: bool

    @property
    def reads(self) -> Iterator[Reads]:
        """Everything that it reads."""
        yield from self.lines.reads
        yield from map(read, (self.time.cell, *self.content.cells))
        if self.extended:
            yield read(self.extended.cell)

    @cached_property
    def money(self) -> Cell | None:
        """Of a payment or refund, how much it is."""
        found = (each for each in self.content.cells if each.where.endswith(".amount"))
        return next(found, None) if self.fact in {"payment", "refund"} else None

    def columns(self, name: str) -> str:
        """The columns of a field of the step that is at fault."""
        last = name.rpartition(".")[2]
        if last in {"time", "date", "status", ""}:
            return self.time.cell.field
        if last == "extended" and self.extended:
            return self.extended.cell.field
        return of_field(self.content.cells, last) or last


@dataclass(frozen=True)
class Section:
    """What lines of one id say of a dossier."""

    where: str
    identity: Cell
    lines: Lines
    service: Cell
    unit: Cell
    content: Fields
    dates: Mapping[str, Moment]
    officer: Cell | None
    steps: tuple[StepRule, ...]
    activity: str
    differing: str
    correction_reason_code: str
    kind: str = KIND

    @property
    def reads(self) -> Iterable[Reads]:
        """Everything that it reads."""
        yield read(self.identity)
        yield from self.lines.reads
        yield from self.of_dossiers
        yield from (each for step in self.steps if step.which for each in step.reads)
        yield (f"{self.where}.activity", (self.activity,) if self.activity else ())

    @property
    def of_dossiers(self) -> Iterator[Reads]:
        """What is said of a dossier, and so alike in all of its lines."""
        yield from map(read, (self.service, self.unit, *self.content.cells))
        yield from (read(each.cell) for each in self.dates.values())
        if self.officer:
            yield read(self.officer)
        yield from (each for step in self.steps if not step.which for each in step.reads)

    @cached_property
    def shared_columns(self) -> tuple[str, ...]:
        """The columns of these, as the cells of a line are known by them."""
        return tuple(dict.fromkeys(alike(name) for _, found in self.of_dossiers for name in found))

    @cached_property
    def has_events(self) -> bool:
        """Whether a line is an event of a dossier, or says all of it."""
        return any(step.which for step in self.steps)

    def columns(self, name: str, parts: Sequence[int]) -> str:
        """The columns of a field of a record that is at fault; of `steps[1].time` those of the rule
        that made the step.
        """
        found = PART.fullmatch(name)
        if found and int(found[1]) < len(parts):
            return self.steps[parts[int(found[1])]].columns(found[2] or "")
        elsewhere = {
            "key": self.identity.field,
            "offering": ", ".join(filter(None, (self.service.field, self.unit.field))),
            **{name: each.cell.field for name, each in self.dates.items()},
        }
        return elsewhere.get(name) or of_field(self.content.cells, name) or name


def of_field(cells: Iterable[Cell], name: str) -> str:
    """The columns of the field of that name."""
    return next((each.field for each in cells if each.where.endswith(f".{name}")), "")


def section(table: Any, above: Mapping[str, Any], where: str, shared: Shared) -> Section:
    """One [[rows]] of kind dossier."""
    refuse_others(table, where, *SECTION)
    rest, within = dict(take(table, "fields", dict, where=where)), f"{where}.fields"
    for name in ("service", "unit", "channel"):
        if name not in rest:
            raise MappingError(f"{within}.{name} is missing")
    apart = {
        name: rest.pop(name) for name in ("service", "unit", "officer", *DATES) if name in rest
    }
    channel = fill_channel(cell(rest.pop("channel"), f"{within}.channel", shared))
    cells = {
        name: cell(value, f"{within}.{name}", shared)
        for name, value in apart.items()
        if name not in DATES
    }
    steps = take(table, "steps", list, where=where)
    return Section(
        where=where,
        identity=identity(table, "id", where, shared),
        lines=lines(table, above, where, shared),
        service=cells["service"],
        unit=cells["unit"],
        content=joined([channel, fields(RECORD, rest, Within(within, shared, given=GIVEN))]),
        dates={
            name: moment(apart[name], f"{within}.{name}", shared) for name in DATES if name in apart
        },
        officer=cells.get("officer"),
        steps=tuple(step(each, f"{where}.steps {n}", n, shared) for n, each in enumerate(steps, 1)),
        activity=take(table, "activity", str, ""),
        differing=differing(take(table, "differing", str, "refuse"), where),
        correction_reason_code=corrections(table, where),
    )


def fill_channel(source: Cell) -> Fields:
    """The dossier's channel; an empty cell is one that nobody recorded, whatever others mean."""
    put = put_enum(RECORD.fields_by_name["channel"].enum_type, source)
    for each in source.all:
        for blank in (each.default, (each.values or {}).get("", "")):
            if blank not in {"", UNKNOWN}:
                raise MappingError(f"{source.where}: an empty cell is {UNKNOWN}, never {blank}")

    def fill(record: Any, cells: Cells) -> None:
        put(record, "channel", source.text(cells) or UNKNOWN)

    return Fields((Fill(placed(fill, source.field)),), (source,))


def differing(text: str, where: str) -> str:
    """What becomes of a dossier whose lines differ in what they say of it."""
    if text not in DIFFERING:
        raise MappingError(f"{where}.differing must be one of {', '.join(DIFFERING)}, not {text!r}")
    return text


def corrections(table: Mapping[str, Any], where: str) -> str:
    """The reason for which what contradicts a known fact is a correction; empty: it is refused."""
    code = take(table, "reason_code", str, "")
    if take(table, "corrections", bool, False) != bool(code):
        raise MappingError(f'{where}: corrections = true and reason_code = "…" stand together')
    return code


def step(table: Any, where: str, number: int, shared: Shared) -> StepRule:
    """One [[rows.steps]]."""
    status, fact = of_kind(table, where)
    which = take(table, "which", str, "")
    if which not in {"", FIRST, LAST, EACH}:
        raise MappingError(f"{where}.which must be first, last or each")
    if "time" not in table:
        raise MappingError(f"{where}.time is missing: the cell that says when")
    rest = {key: value for key, value in table.items() if key not in STEP}
    extended = rest.pop("extended", None) if fact == "extension" else None
    return StepRule(
        number=number,
        status=status,
        fact=fact,
        which=which,
        lines=lines(table, {}, where, shared),
        time=moment(table["time"], f"{where}.time", shared),
        content=content(fact, rest, where, shared),
        extended=moment(extended, f"{where}.extended", shared) if extended else None,
        has_officer="officer" in rest,
        required=take(table, "required", bool, False),
    )


def of_kind(table: Any, where: str) -> tuple[str, str]:
    """The status, or the fact, that the step states."""
    status, fact = take(table, "status", str, "", where), take(table, "fact", str, "", where)
    if (status or not fact) and status not in STATUSES:
        raise MappingError(f"{where}.status must be one of {', '.join(STATUSES)}")
    if fact and (status or fact not in FACTS):
        raise MappingError(f"{where}.fact must be one of {', '.join(FACTS)}, without a status")
    if fact == "extension" and "extended" not in table:
        raise MappingError(f"{where}.extended is missing: until when?")
    if fact == "transfer" and "unit" not in table:
        raise MappingError(f"{where}.unit is missing: to which unit?")
    return STATUSES.get(status, ""), fact


def content(fact: str, table: Mapping[str, Any], where: str, shared: Shared) -> Fields:
    """The fields of a step, and those of the fact that it states."""
    own = STEP_MESSAGE.fields_by_name[fact].message_type if fact else None
    of_fact = own.fields_by_name if own else {}
    if fact == "payment":
        table = {"purpose": {"constant": "FEE"}, **table}
    inner = {name: value for name, value in table.items() if name in of_fact}
    outer = {name: value for name, value in table.items() if name not in of_fact}
    given = ("status", "time", "date", *FACTS)
    stated = fields(STEP_MESSAGE, outer, Within(where, shared, given=given))
    if own is None:
        return stated
    facts = fields(own, inner, Within(where, shared, given=("extended",)))
    within = tuple(Fill(within_part(fact, each.run), each.is_optional) for each in facts.fills)
    return joined([stated, Fields(within, facts.cells)])
