"""Dossiers made of gathered lines as the mapping says, each with the lines that state it.

Promises a record, or every fault of it by line and column. Must not guess: of lines that differ in
what they say of their dossier none counts without a word.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.importing.case_logs.dossier_rules import EACH, FIRST, LAST, Section, StepRule
from services.console.importing.case_logs.gathering import Line
from services.console.importing.cells import Cell
from services.console.importing.faults import (
    KEY_MALFORMED,
    ROWS_DIFFER,
    VALUE_MISSING,
    Fault,
    Faulty,
    fault,
)
from services.console.importing.formats.sheets import Cells
from services.console.importing.numerals import is_decimal, share_of
from services.console.importing.recording import Stated
from services.console.importing.sections import Moment
from services.console.instants import from_date, local_midnight, to_date, to_timestamp
from services.console.text import alike, clean

LONGEST_KEY = 200
SHOWN = 20  # values, or lines, that a fault names
# What a message can carry: a day is left at each end of the calendar for the zones.
EARLIEST, LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class Placed(NamedTuple):
    """A fault, and the line that it is of."""

    faulty: Faulty
    line: Line


class Making:
    """One dossier under way: its lines, what they say of it together, and what is wrong."""

    def __init__(self, section: Section, key: str, lines: Sequence[Line]) -> None:
        self.section = section
        self.key = key
        self.lines = lines
        self.faults: list[Placed] = []
        self.whole = self.together()

    def together(self) -> Cells:
        """What the lines say of the dossier. An event may leave it out; a line that is the whole
        dossier says that there is nothing.
        """
        ordered = self.lines[::-1] if self.section.differing == LAST else self.lines
        found, events = Cells.copy_of(ordered[0].cells), self.section.has_events
        if len(self.lines) == 1:
            return found
        for column in self.section.shared_columns:
            texts = [dict.__getitem__(each.cells, column) for each in ordered]
            if len(set(texts)) == 1:
                continue
            stated = [text for text in texts if clean(text)] if events else texts
            if self.section.differing == "refuse" and len(set(map(alike, stated))) > 1:
                values = ", ".join(map(repr, list(dict.fromkeys(stated))[:SHOWN]))
                differ = Faulty(ROWS_DIFFER, field=column, values=values)
                self.faults.append(Placed(differ, self.lines[0]))
            dict.__setitem__(found, column, next(iter(stated), ""))
        return found

    def attempt(self, make: Callable[[], Any], line: Line | None = None) -> Any:
        """What it makes; what is wrong is kept, and None comes back."""
        try:
            return make()
        except Faulty as found:
            self.faults.append(Placed(found, line or self.saying(found.field)))
            return None

    def saying(self, field: str) -> Line:
        """The line that says something in the first of some columns."""
        column = field.partition(", ")[0]
        return next((each for each in self.lines if each.cells.get(column)), self.lines[0])


def stated(section: Section, key: str, lines: Sequence[Line]) -> Stated | Fault:
    """The record that the lines of one id make, or what is wrong with it, all at once."""
    making = Making(section, key, lines)
    record = api.DossierRecord(key=key, correction_reason_code=section.correction_reason_code)
    if not making.faults:
        rules = fill(making, record)
    if making.faults:
        faults = [of_line(each, key) for each in making.faults]
        return faults[0]._replace(also=tuple(faults[1:]))
    first = lines[0]
    return Stated(record, section, places(lines), first.file, rules)


def of_line(placed: Placed, key: str) -> Fault:
    """A fault as it is shown."""
    return fault(placed.faulty, placed.line.place, "dossier", key, file=placed.line.file)


def places(lines: Sequence[Line]) -> int | str:
    """The lines of a dossier, as many as can be read."""
    if len(lines) == 1:
        return lines[0].place
    more = ", …" if len(lines) > SHOWN else ""
    return ", ".join(str(each.place) for each in lines[:SHOWN]) + more


def fill(making: Making, record: Any) -> tuple[int, ...]:
    """Everything of the record; the rules that made its steps, in their order."""
    section, whole = making.section, making.whole
    making.attempt(partial(require_key, section, making.key))
    service, unit = (
        making.attempt(partial(required, source, whole))
        for source in (section.service, section.unit)
    )
    record.offering = f"services/{service}/offerings/{unit}"
    for each in section.content.fills:
        making.attempt(partial(each.run, record, whole))
    for name, date in section.dates.items():
        making.attempt(partial(deadline, date, whole, record, name))
    officer = making.attempt(partial(section.officer.text, whole)) if section.officer else ""
    made = list(in_order(making))
    for rule, step in made:
        step.officer = step.officer if rule.has_officer else officer or ""
    record.steps.extend(step for _, step in made)
    return tuple(rule.number - 1 for rule, _ in made)


def require_key(section: Section, key: str) -> None:
    """An id that the contract can carry."""
    if "@" in key or len(key) > LONGEST_KEY:
        raise Faulty(KEY_MALFORMED, field=section.identity.field, value=key)


def required(source: Cell, cells: Cells) -> str:
    """The text of a cell that cannot be empty."""
    if text := source.text(cells):
        return text
    raise Faulty(VALUE_MISSING, field=source.field)


def in_order(making: Making) -> Iterator[tuple[StepRule, Any]]:
    """The steps in the order of the rules; of neighbours that read each line by their times."""
    for each, rules in itertools.groupby(making.section.steps, lambda rule: rule.which == EACH):
        found = [(rule, step) for rule in rules for step in steps(making, rule)]
        yield from sorted(found, key=lambda pair: when(pair[1])) if each else found


def when(step: Any) -> tuple[int, int]:
    """Seconds and nanoseconds; a day begins at its local midnight."""
    if step.WhichOneof("when") == "date":
        return to_timestamp(local_midnight(from_date(step.date))).seconds, 0
    return step.time.seconds, step.time.nanos


def steps(making: Making, rule: StepRule) -> list[Any]:
    """Those that a rule makes: one of the dossier where it is said to be reached, or of lines."""
    if not rule.which:
        reached = making.attempt(
            lambda: rule.lines.hold(making.whole) and rule.time.cell.text(making.whole)
        )
        is_made = reached and not is_nothing(rule, making.whole)
        return [step(making, rule, making.whole)] if is_made else []
    taken = [each for each in making.lines if takes(making, rule, each)]
    made = [
        step(making, rule, each.cells, each) for each in taken if not is_nothing(rule, each.cells)
    ]
    if rule.which == EACH or not made:
        return made
    return [min(made, key=when) if rule.which == FIRST else max(reversed(made), key=when)]


def is_nothing(rule: StepRule, cells: Cells) -> bool:
    """Whether a payment or refund is one of 0: then none was made, as a fee of 0 is none."""
    try:
        text = rule.money.text(cells) if rule.money else ""
        return is_decimal(text) and share_of(text) == 0
    except Faulty:
        return False  # what is wrong with the cell is told of the step


def takes(making: Making, rule: StepRule, line: Line) -> bool:
    """Whether a line is one of the rule's."""
    if line.steps is not None:
        return rule.number - 1 in line.steps
    return bool(making.attempt(partial(rule.lines.hold, line.cells), line))


def step(making: Making, rule: StepRule, cells: Cells, line: Line | None = None) -> Any:
    """One step of a line, or of the dossier, with whatever of it can be read."""
    made = api.Step(status=rule.status or None)
    if rule.fact:
        getattr(made, rule.fact).SetInParent()
    making.attempt(partial(timed, rule.time, cells, made), line)
    for each in rule.content.fills:
        making.attempt(partial(each.run, made, cells), line)
    if rule.extended:
        making.attempt(partial(timed, rule.extended, cells, made.extension.extended), line)
    if rule.fact == "transfer" and not made.unit:
        empty = Faulty(VALUE_MISSING, field=rule.columns("unit"))
        making.faults.append(Placed(empty, line or making.saying(empty.field)))
    return made


def deadline(source: Moment, cells: Cells, record: Any, name: str) -> None:
    """An instant, or a whole day; nothing where the cell is empty."""
    if source.cell.text(cells):
        timed(source, cells, getattr(record, name))


def timed(source: Moment, cells: Cells, message: Any) -> None:
    """The time of a cell, or only its day."""
    source = source.of(cells)
    text, field = required(source.cell, cells), source.cell.field
    if source.is_day(text):
        message.date.CopyFrom(to_date(source.clock.day(text, field)))
    else:
        message.time.CopyFrom(to_timestamp(instant(source, text)))


def instant(source: Moment, text: str) -> datetime:
    """Words for "none", such as 0001-01-01 and 9999-12-31, may lie where no message reaches: the
    nearest that one can carry means the same to the service, that the time is not known.
    """
    field = source.cell.field
    found = source.clock.stated(text, field)
    try:
        return min(max(source.clock.instant(found, text, field), EARLIEST), LATEST)
    except OverflowError:
        return EARLIEST if found.wall.year == 1 else LATEST
