"""Rows for ImportRows, made of a table's records as the mapping says.

Promises a row or a fault for every section of every record, a resource that many lines name alike
only once, and ends of units after everything else. Must not keep a record.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import intake_pb2 as api
from services.console.importing.catalogue_rules import Section
from services.console.importing.faults import (
    ID_MALFORMED,
    NOTED,
    SAID_TWICE,
    VALUE_MISSING,
    Fault,
    Faulty,
    fault,
)
from services.console.importing.fields import Fill
from services.console.importing.formats.sheets import Cells, Record, table
from services.console.importing.kinds import (
    BEGUN,
    ENDINGS,
    ENDS_OF_UNITS,
    OF_A_SERVICE,
    POSTS,
    SENT_AS,
    of_offering,
    of_post,
)
from services.console.importing.moments import Clock
from services.console.importing.rules import Rules
from services.console.importing.said import Said
from services.console.importing.sections import Effective, Moment
from services.console.importing.spellings import tones_last
from services.console.instants import local_midnight, to_timestamp

LEFT_OUT = ("Ô này được bỏ qua.", "The cell is left out.")
ID = re.compile(r"(?!-$)[^/\s]{1,64}")


class Sent(NamedTuple):
    """A row, the file that it comes from, and what was left out of it."""

    row: api.Row
    file: str = ""
    notes: tuple[Fault, ...] = ()
    dated: bool = False

    @property
    def kind(self) -> str:
        """What it is a row of."""
        return self.row.WhichOneof("content") or ""


Item = Sent | Fault


def items(files: Iterable[Path], rules: Rules) -> Iterator[Item]:
    """Every row and every fault of the files, in their order; then the ends of units."""
    return in_order(stated(files, rules))


def in_order(found: Iterable[Item]) -> Iterator[Item]:
    """The same, but for the ends of units, which come at the end."""
    ends: list[Sent] = []
    for item in found:
        if isinstance(item, Sent) and item.kind in ENDS_OF_UNITS:
            ends.append(item)
        else:
            yield item
    yield from in_time(ends)


def in_time(ends: Sequence[Sent]) -> list[Sent]:
    """Who ends first comes first. Of one instant, the last line comes first: a unit stands after
    the one that it lies below, and ends before it.
    """
    from_below = list(reversed(ends))
    return sorted(from_below, key=lambda item: ends_at(item.row))


def ends_at(row: api.Row) -> tuple[bool, int, int]:
    """A time to compare; now is later than any that is stated."""
    time = row.effective_time
    return not row.HasField("effective_time"), time.seconds, time.nanos


def stated(files: Iterable[Path], rules: Rules) -> Iterator[Item]:
    """What each line says, in order."""
    said = Said()
    for path in files:
        with table(path, rules.form) as (_, records):
            for record in records:
                if isinstance(record, Fault):
                    for _, whole in rules.wholes:
                        whole.faulty += 1
                    yield record
                else:
                    for item in new(rows(record, rules.sections, path.name), said):
                        if isinstance(item, Sent) and item.kind == "unit":
                            rules.tree.add(item.row.unit.unit_id, item.row.unit.unit)
                        yield item


def rows(record: Record, sections: Sequence[Section], file: str) -> Iterator[Item]:
    """What a record says, section by section; one that is faulty stops no other. Where it says what
    another one did by the same cells, nothing is made of it again.
    """
    for section in sections:
        if section.was_read(record.cells):
            continue
        row = api.Row(line=record.line, correction_reason=section.reason)
        kind = SENT_AS.get(section.kind, section.kind)
        try:
            if not speaks_of(section, record.cells):
                continue
            left_out = fill(row, section, record.cells)
            if section.whole:
                section.whole.read_line(record.cells)
        except Faulty as found:
            if section.whole:
                section.whole.faulty += 1
            section.forget(record.cells)  # each faulty line is told
            yield fault(record.placed(found), record.place, kind, row.key, file=file)
        else:
            if section.whole:
                section.whole.listed.before(row.key)
            noted = (without(each, record.line, kind, row.key, file) for each in left_out)
            yield Sent(row, file, tuple(noted), section.dated)


def speaks_of(section: Section, cells: Cells) -> bool:
    """Whether a section says anything of a line. An empty time is no end."""
    ends = section.kind in ENDINGS and section.effective.at is not None
    return section.lines.hold(cells) and not (ends and is_empty(section.effective, cells))


def fill(row: api.Row, section: Section, cells: Cells) -> list[Faulty]:
    """The row of a section: its key, its content, and since when. What optional cells do not tell
    comes back.
    """
    identity = checked_id(section, cells)
    content = BEGUN[section.kind](row, identity)
    try:
        left_out = filled(content, section.content.fills, cells)
    finally:  # a fault names all of the offering, too
        if section.kind in OF_A_SERVICE:
            of_offering(row, content)
    time = since(section, cells)
    if time:
        row.effective_time.CopyFrom(time)
    if section.kind in POSTS:
        row.key = of_post(row, content)
    return left_out


def filled(content: Any, fills: Iterable[Fill], cells: Cells) -> list[Faulty]:
    """Fill a message; what is wrong with an optional part of it."""
    left_out = []
    for each in fills:
        try:
            each.run(content, cells)
        except Faulty as found:
            if not each.is_optional:
                raise
            left_out.append(found)
    return left_out


def without(found: Faulty, line: int, kind: str, key: str, file: str) -> Fault:
    """A note of a cell that was left out of a row."""
    told = fault(found, line, kind, key, NOTED, file)
    return told._replace(vi=f"{told.vi} {LEFT_OUT[0]}", en=f"{told.en} {LEFT_OUT[1]}")


def checked_id(section: Section, cells: Cells) -> str:
    """An id as resource names allow it."""
    text = section.identity.text(cells)
    if not text:
        raise Faulty(VALUE_MISSING, field=section.identity.field)
    if not ID.fullmatch(text):
        raise Faulty(ID_MALFORMED, field=section.identity.field, value=text)
    return text


def since(section: Section, cells: Cells) -> Timestamp | None:
    """The beginning of the local day, or None for now. An empty cell is now only where the mapping
    says so; a draft waits from now on.
    """
    effective = section.effective
    if effective.day:
        return midnight(effective.day)
    if effective.at is None or section.kind in {"draft", "calendar"}:
        return None
    if is_empty(effective, cells):
        raise Faulty(VALUE_MISSING, field=effective.at.cell.field)
    text = effective.at.cell.text(cells)
    return instant(text, effective.at.of(cells)) if text else None


def is_empty(effective: Effective, cells: Cells) -> bool:
    """Whether a column says no time, and the mapping does not say what that means."""
    return bool(effective.at and not effective.empty_is_now and not effective.at.cell.text(cells))


@lru_cache(maxsize=1000)
def midnight(day: date) -> Timestamp:
    """The beginning of a local day; all rows of a table begin on a few days."""
    return to_timestamp(local_midnight(day))


def instant(text: str, moment: Moment) -> Timestamp:
    """A day or an instant as it is written."""
    return at(text, moment.clock, moment.cell.field)


@lru_cache(maxsize=1000)
def at(text: str, clock: Clock, field: str) -> Timestamp:
    """The same; all rows of a table begin on a few days."""
    return to_timestamp(clock.at(text, field))


def new(found: Iterable[Item], said: Said) -> Iterator[Item]:
    """What was not said before; another word on the same resource is a fault."""
    for item in found:
        if isinstance(item, Fault):
            yield item
            continue
        row = item.row
        before = said.before(identity_of(item), content(row), row.line)
        if before is None:
            yield item
            yield from item.notes
        elif before.differs:
            other = Faulty(SAID_TWICE, name=row.key, line=before.line)
            yield fault(other, row.line, item.kind, row.key, file=item.file)


def identity_of(item: Sent) -> str:
    """What a row speaks of: a resource; of an offering, and where the mapping says so, as of its
    time, since levels have dates.
    """
    row, is_dated = item.row, item.dated or item.kind == "offering"
    return f"{row.key} {row.effective_time.ToNanoseconds()}" if is_dated else row.key


def content(row: api.Row) -> bytes:
    """What the row says, wherever it stands, and whatever letters carry tone marks (Hòa, Hoà)."""
    line, row.line = row.line, 0
    found = row.SerializeToString(deterministic=True)
    row.line = line
    return found if found.isascii() else spelled_alike(found)


def spelled_alike(content: bytes) -> bytes:
    """A message with the tone marks of its texts in one place; lengths and numbers in it stay."""
    text = tones_last(content.decode("utf-8", "surrogateescape"))
    return text.encode("utf-8", "surrogateescape")
