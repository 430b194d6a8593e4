"""Rows for ImportRows, made of a table's records as the mapping says.

Promises a row or a fault for every section of every record, a resource that many lines name alike
only once, and ends of units after everything else. Must not keep a record.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import intake_pb2 as api
from services.console.importing.faults import (
    DATE_MALFORMED,
    ID_MALFORMED,
    SAID_TWICE,
    VALUE_MISSING,
    Fault,
    Faulty,
    fault,
)
from services.console.importing.rules import OF_A_SERVICE, Effective, Rules, Section
from services.console.importing.sheets import Cells, Record, table
from services.console.instants import LOCAL, local_midnight, to_timestamp
from services.console.times import ISO, TimeFormat

ID = re.compile(r"(?!-$)[^/\s]{1,64}")


class Sent(NamedTuple):
    """A row, and the file that it comes from."""

    row: api.Row
    file: str = ""

    @property
    def kind(self) -> str:
        """What it is a row of."""
        return self.row.WhichOneof("content") or ""


Item = Sent | Fault
BITS = 62
MASK = (1 << BITS) - 1


def items(files: Iterable[Path], rules: Rules) -> Iterator[Item]:
    """Every row and every fault of the files, in their order; then the ends of units."""
    ends: list[Sent] = []
    for item in stated(files, rules):
        if isinstance(item, Sent) and item.kind in ENDS:
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
                    yield record
                else:
                    yield from said.new(rows(record, rules.sections, path.name))


def rows(record: Record, sections: Sequence[Section], file: str) -> Iterator[Item]:
    """What a record says, section by section; one that is faulty stops no other."""
    for section in sections:
        if not section.speaks_of(record.cells):
            continue
        row = api.Row(line=record.line, correction_reason=section.reason)
        try:
            fill(row, section, record.cells)
        except Faulty as found:
            kind = SENT_AS.get(section.kind, section.kind)
            yield fault(found, record.line, kind, row.key, file=file)
        else:
            yield Sent(row, file)


def fill(row: api.Row, section: Section, cells: Cells) -> None:
    """The row of a section: its key, its content, and since when."""
    identity = checked_id(section, cells)
    content = BEGUN[section.kind](row, identity)
    try:
        for each in section.content.fills:
            each(content, cells)
    finally:  # a fault names all of the offering, too
        if section.kind in OF_A_SERVICE and content.unit:
            row.key = f"{row.key}/offerings/{content.unit.rpartition('/')[2]}"
    time = since(section.effective, cells)
    if time:
        row.effective_time.CopyFrom(time)


def checked_id(section: Section, cells: Cells) -> str:
    """An id as resource names allow it."""
    text = section.identity.text(cells)
    if not text:
        raise Faulty(VALUE_MISSING, field=section.identity.field)
    if not ID.fullmatch(text):
        raise Faulty(ID_MALFORMED, field=section.identity.field, value=text)
    return text


def unit(row: api.Row, identity: str) -> Any:
    """A unit row."""
    row.key, row.unit.unit_id = f"units/{identity}", identity
    return row.unit.unit


def service(row: api.Row, identity: str) -> Any:
    """A service row."""
    row.key, row.service.service_id = f"services/{identity}", identity
    return row.service.service


def offering(row: api.Row, identity: str) -> Any:
    """An offering row, of that service."""
    row.key = row.offering.parent = f"services/{identity}"
    return row.offering.offering


def target(row: api.Row, identity: str) -> Any:
    """A target row."""
    row.key, row.target.target_id = f"targets/{identity}", identity
    return row.target.target


def move(row: api.Row, identity: str) -> Any:
    """A unit row of a unit that another row opens."""
    content = unit(row, identity)
    row.key = f"move:{row.key}"
    return content


def ceiling(row: api.Row, identity: str) -> Any:
    """An offering row of an offering that another row opens."""
    content = offering(row, identity)
    row.key = f"ceiling:{row.key}"
    return content


def draft(row: api.Row, identity: str) -> Any:
    """A draft row."""
    row.key, row.draft.service_id = f"services/{identity}", identity
    return row.draft.service


def retirement(row: api.Row, identity: str) -> Any:
    """A retirement row."""
    row.retirement.service = f"services/{identity}"
    row.key = f"retirement:{row.retirement.service}"
    return row.retirement


def closing(row: api.Row, identity: str) -> Any:
    """A closing row."""
    row.closing.unit = f"units/{identity}"
    row.key = f"end:{row.closing.unit}"
    return row.closing


def merger(row: api.Row, identity: str) -> Any:
    """A merger row of one unit."""
    row.merger.units.append(f"units/{identity}")
    row.key = f"end:units/{identity}"
    return row.merger


def split(row: api.Row, identity: str) -> Any:
    """A split row."""
    row.split.unit = f"units/{identity}"
    row.key = f"end:{row.split.unit}"
    return row.split


BEGUN: dict[str, Callable[[api.Row, str], Any]] = {
    each.__name__: each
    for each in (
        unit, service, offering, target, move, ceiling, draft, retirement, closing, merger, split,
    )
}  # fmt: skip
SENT_AS = {"move": "unit", "ceiling": "offering"}
ENDS = {each.__name__ for each in (closing, merger, split)}


def since(effective: Effective, cells: Cells) -> Timestamp | None:
    """The beginning of the local day, or None for now."""
    if effective.day:
        return midnight(effective.day)
    source = effective.cell
    text = source.text(cells) if source else ""
    return instant(text, effective.times, source.field) if source and text else None


@lru_cache(maxsize=1000)
def midnight(day: date) -> Timestamp:
    """The beginning of a local day; all rows of a table begin on a few days."""
    return to_timestamp(local_midnight(day))


@lru_cache(maxsize=1000)
def instant(text: str, times: TimeFormat, field: str) -> Timestamp:
    """A day or an instant as it is written; all rows of a table begin on a few days."""
    try:
        return to_timestamp(times.stated(text).at(LOCAL))
    except (ValueError, OverflowError):
        form = "2025-07-01" if times.name == ISO else times.name
        raise Faulty(DATE_MALFORMED, field=field, value=text, form=form) from None


class Said:
    """What was said of each resource: two small numbers, so that a big file stays small here."""

    def __init__(self) -> None:
        self.known: dict[int, int] = {}

    def new(self, found: Iterable[Item]) -> Iterator[Item]:
        """What was not said before; another word on the same resource is a fault."""
        for item in found:
            if isinstance(item, Fault):
                yield item
                continue
            row = item.row
            name, content = hash(row.key), digest(row)
            before = self.known.get(name)
            if before is None:
                self.known[name] = row.line << BITS | content
                yield item
            elif before & MASK != content:
                other = Faulty(SAID_TWICE, name=row.key, line=before >> BITS)
                yield fault(other, row.line, item.kind, row.key, file=item.file)


def digest(row: api.Row) -> int:
    """Of what the row says, wherever it stands."""
    line, row.line = row.line, 0
    content = hash(row.SerializeToString(deterministic=True))
    row.line = line
    return content & MASK
