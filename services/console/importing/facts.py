"""Counted facts made of a table's records as the mapping says, each with the line that states it.

Promises a fact or a fault for every section of every record. Must not keep a record.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from services.console.importing.counted import KINDS, Section
from services.console.importing.faults import (
    KEY_MALFORMED,
    NOTED,
    NOTHING_COUNTED,
    NUMBERS_EMPTY,
    NUMBERS_NOT_STATED,
    PARTS_DIFFER,
    SAID_TWICE,
    VALUE_MISSING,
    Fault,
    Faulty,
    fault,
)
from services.console.importing.formats.sheets import Cells, Record, table
from services.console.importing.numerals import share_of
from services.console.importing.recording import Stated
from services.console.importing.rules import Rules
from services.console.importing.said import Said
from services.console.importing.totals import NUMBERS, Sums
from services.console.instants import to_date
from services.console.text import alike, clean

LONGEST = 200  # characters of a key


def facts(files: Iterable[Path], rules: Rules) -> Iterator[Stated | Fault]:
    """What each line states, in order; the same again is stated once. Then what can be said only of
    all lines: totals that are not their sums, and texts that stood for no number.
    """
    said = Said()
    sections = [Counting(each) for each in rules.counts]
    for path in files:
        with table(path, rules.form) as (_, records):
            for record in records:
                if isinstance(record, Fault):
                    yield record
                else:
                    yield from of_record(record, sections, path.name, said)
    for section in sections:
        yield from section.sums.faults()
        yield from not_stated(section)


class Counting:
    """A section with what is known of the lines that it read."""

    def __init__(self, section: Section) -> None:
        self.section = section
        columns = {name: section.columns(name, ()) for name in NUMBERS[section.kind]}
        self.sums = Sums(section.kind, section.totals, columns)
        self.silent: Counter[str] = Counter()  # cells by the text that stood for no number


def once(each: Stated, said: Said) -> Stated | Fault | None:
    """What was not stated before; another statement under the same key is a fault."""
    content = each.fact.SerializeToString(deterministic=True)
    before = said.before(each.name, content, each.line)
    if before is None:
        return each
    if not before.differs:
        return None
    other = Faulty(SAID_TWICE, name=each.fact.key, line=before.line)
    other.field = each.section.identity.field
    return fault(other, each.line, each.section.kind, each.fact.key, file=each.file)


def of_record(
    record: Record, sections: Iterable[Counting], file: str, said: Said
) -> Iterator[Stated | Fault]:
    """What a record states, section by section; one that is faulty stops no other. A sum has what
    is sent, once.
    """
    for counting in sections:
        section = counting.section
        fact = KINDS[section.kind]()
        try:
            if not section.lines.hold(record.cells):
                continue
            is_total = counting.sums.is_total(record.cells)
            parts = fill(fact, section, record.cells, is_total=is_total)
        except Faulty as found:
            yield fault(record.placed(found), record.place, section.kind, fact.key, file=file)
        else:
            if is_total:
                counting.sums.state(fact, record, file)
                continue
            stated = once(Stated(fact, section, record.place, file, parts), said)
            if isinstance(stated, Stated):
                counting.sums.add(fact, record.cells)
            if stated:
                yield stated
        finally:
            counting.silent.update(silent(section, record.cells))


def silent(section: Section, cells: Cells) -> Iterator[str]:
    """The texts that stand in cells of numbers and state none."""
    for each in section.numbers:
        for column in each.columns:
            text = clean(cells[column])
            if not text or alike(text) in each.absent:
                yield text


def not_stated(counting: Counting) -> Iterator[Fault]:
    """A note for each such text, so that none is taken for 0."""
    kind = counting.section.kind
    columns = ", ".join(dict.fromkeys(each.field for each in counting.section.numbers))
    for text, cells in sorted(counting.silent.items()):
        ground = NUMBERS_NOT_STATED if text else NUMBERS_EMPTY
        yield fault(Faulty(ground, field=columns, cells=cells, text=text, effect=NOTED), 0, kind)


def fill(fact: Any, section: Section, cells: Cells, *, is_total: bool) -> tuple[int, ...]:
    """Key, days, fields and parts, of which it is said which are there; of a line of totals its
    numbers.
    """
    fact.key = name_of_total(section, cells) if is_total else key(section, cells)
    if is_total and section.total:
        return numbers(fact, section.total, cells)
    start, end = section.period.of(cells)
    fact.start_date.CopyFrom(to_date(start))
    fact.end_date.CopyFrom(to_date(end))
    parts = numbers(fact, section, cells)
    if section.target and (text := section.target.text(cells)):
        share = target(text, section.target.field)
        fact.target_numerator, fact.target_denominator = share
    return parts


def numbers(fact: Any, section: Section, cells: Cells) -> tuple[int, ...]:
    """Fields and parts."""
    for each in section.content.fills:
        each.run(fact, cells)
    return count(fact, section, cells) if section.kind == "count" else ()


def key(section: Section, cells: Cells) -> str:
    """The key of the fact in its source."""
    text = section.identity.text(cells)
    if not text:
        raise Faulty(VALUE_MISSING, field=section.identity.field)
    if "@" in text or len(text) > LONGEST:
        raise Faulty(KEY_MALFORMED, field=section.identity.field, value=text)
    return text


def name_of_total(section: Section, cells: Cells) -> str:
    """What a line of totals is called: its key, or as much of it as the line says."""
    source = section.identity
    stated = (clean(cells[column]) for column in source.columns)
    return source.text(cells) or source.join.join(filter(None, stated))


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
    parts = sum(each.n for each in fact.parts)
    if not total:
        fact.n = parts
    elif section.parts_add_up and parts != fact.n:
        columns = ", ".join(each.field for each in numbers)
        raise Faulty(PARTS_DIFFER, field=columns, stated=fact.n, sum=parts)
    return tuple(there)
