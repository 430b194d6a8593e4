"""Counted facts made of a table's records as the mapping says, each with the line that states it.

Promises a fact or a fault for every section of every record. Must not keep a record.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from services.console.importing.counted import KINDS, Counting, Section
from services.console.importing.faults import (
    KEY_MALFORMED,
    NOTED,
    NOTHING_COUNTED,
    SAID_TWICE,
    VALUE_MISSING,
    Fault,
    Faulty,
    fault,
)
from services.console.importing.sheets import Cells, Record, table
from services.console.importing.values import share_of
from services.console.instants import to_date

LONGEST = 200  # characters of a key


class Stated(NamedTuple):
    """A fact, the section and line that state it, and which of the section's parts it has."""

    fact: Any
    section: Section
    line: int
    file: str
    parts: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The kind and the key: what tells it from others of its source."""
        return f"{self.section.kind}:{self.fact.key}"


def facts(files: Iterable[Path], counting: Counting) -> Iterator[Stated | Fault]:
    """What each line states, in order; the same again is stated once."""
    known: dict[str, tuple[int, bytes]] = {}
    for path in files:
        with table(path, counting.form) as (_, records):
            for record in records:
                if isinstance(record, Fault):
                    yield record
                else:
                    for each in of_record(record, counting.sections, path.name):
                        yield from once(each, known)


def once(each: Stated | Fault, known: dict[str, tuple[int, bytes]]) -> Iterator[Stated | Fault]:
    """What was not stated before; another statement under the same key is a fault."""
    if isinstance(each, Fault):
        yield each
        return
    content = each.fact.SerializeToString(deterministic=True)
    line, before = known.setdefault(each.name, (each.line, b""))
    if not before:
        known[each.name] = (line, content)
        yield each
    elif before != content:
        other = Faulty(SAID_TWICE, name=each.fact.key, line=line)
        other.field = each.section.identity.field
        yield fault(other, each.line, each.section.kind, each.fact.key, file=each.file)


def of_record(record: Record, sections: Iterable[Section], file: str) -> Iterator[Stated | Fault]:
    """What a record states, section by section; one that is faulty stops no other."""
    for section in sections:
        fact = KINDS[section.kind]()
        try:
            if not section.speaks_of(record.cells):
                continue
            parts = fill(fact, section, record.cells)
        except Faulty as found:
            yield fault(found, record.line, section.kind, fact.key, file=file)
        else:
            yield Stated(fact, section, record.line, file, parts)


def fill(fact: Any, section: Section, cells: Cells) -> tuple[int, ...]:
    """Key, days, fields and parts, of which it is said which are there."""
    fact.key = key(section, cells)
    start, end = section.period.of(cells)
    fact.start_date.CopyFrom(to_date(start))
    fact.end_date.CopyFrom(to_date(end))
    for each in section.content.fills:
        each.run(fact, cells)
    if section.kind == "count":
        return count(fact, section, cells)
    if section.target and (text := section.target.text(cells)):
        share = target(text, section.target.field)
        fact.target_numerator, fact.target_denominator = share
    return ()


def key(section: Section, cells: Cells) -> str:
    """The key of the fact in its source."""
    text = section.identity.text(cells)
    if not text:
        raise Faulty(VALUE_MISSING, field=section.identity.field)
    if "@" in text or len(text) > LONGEST:
        raise Faulty(KEY_MALFORMED, field=section.identity.field, value=text)
    return text


def target(text: str, field: str) -> tuple[int, int]:
    """A share, reduced."""
    try:
        return share_of(text).as_integer_ratio()
    except Faulty as found:
        raise found.at(field) from None


def count(fact: Any, section: Section, cells: Cells) -> tuple[int, ...]:
    """The parts whose number is stated. A total that is not is theirs; where nothing is stated at
    all, nothing is counted.
    """
    numbers = [each for each in section.content.cells if each.where.endswith(".n")]
    total = any(each.text(cells) for each in numbers)
    there = []
    for index, part in enumerate(section.parts):
        [n] = [each for each in part.cells if each.where.endswith(".n")]
        if n.text(cells):
            there.append(index)
            below = fact.parts.add()
            for each in part.fills:
                each.run(below, cells)
    if not total and not there:
        stated = [each for part in section.parts for each in part.cells] + numbers
        columns = ", ".join(filter(None, (each.field for each in stated)))
        raise Faulty(NOTHING_COUNTED, field=columns, effect=NOTED)
    if not total:
        fact.n = sum(each.n for each in fact.parts)
    return tuple(there)
