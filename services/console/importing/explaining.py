"""What one line of a table becomes by a mapping: every section with the row, fact or dossier that
it makes of it, or why it makes none.

Promises what an import would send of this line alone. Must not send anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict

from services.console.importing.case_logs.dossiers import required, stated
from services.console.importing.case_logs.gathering import Line
from services.console.importing.case_logs.step_counts import StepCounts
from services.console.importing.catalogue_rules import Section as CatalogueSection
from services.console.importing.counted import Section as CountedSection
from services.console.importing.facts import Counting, of_record
from services.console.importing.faults import Fault, Faulty, fault
from services.console.importing.formats.sheets import Record, table
from services.console.importing.rows import rows
from services.console.importing.rules import Rules
from services.console.importing.said import Said

Document = dict[str, Any]


def explained(files: Sequence[Path], rules: Rules, line: int) -> list[Document]:
    """The records that begin at this line, of all files, each with what it becomes."""
    return [of_line(record, rules, path.name) for path, record in found(files, rules, line)]


def found(files: Iterable[Path], rules: Rules, line: int) -> Iterator[tuple[Path, Record | Fault]]:
    """These records; of a wide table a line has several."""
    for path in files:
        with table(path, rules.form) as (_, records):
            for record in records:
                if record.line == line:
                    yield path, record


def of_line(record: Record | Fault, rules: Rules, file: str) -> Document:
    """One of them."""
    if isinstance(record, Fault):
        return {"file": file, "line": record.line, **of_fault(record)}
    cells = {name: cell for name, cell in record.cells.items() if cell}
    made = [
        of_section(record, section, number, file) for number, section in enumerate(rules.parts, 1)
    ]
    return {"file": file, "line": record.line, "cells": cells, "rows": made}


def of_section(record: Record, section: Any, number: int, file: str) -> Document:
    """What a section makes of it."""
    head = {"section": f"rows {number}", "kind": section.kind}
    try:
        items = list(made_by(record, section, file))
    except Faulty as failed:
        items = [fault(record.placed(failed), record.line, section.kind, file=file)]
    if not items:
        return {**head, "makes": "nothing: its `when` does not hold, or its `unless` does"}
    makes = [of_item(each) for item in items for each in (item, *getattr(item, "also", ()))]
    return {**head, "makes": makes}


def made_by(record: Record, section: Any, file: str) -> Iterator[Any]:
    """Its rows, facts or dossiers, and faults."""
    if isinstance(section, CatalogueSection):
        yield from rows(record, [section], file)
    elif isinstance(section, CountedSection):
        yield from of_record(record, [Counting(section)], file, Said())
    elif section.lines.hold(record.cells):
        key = required(section.identity, record.cells)
        steps = StepCounts(section).add(record.cells)
        yield stated(section, key, [Line(file, record.line, record.cells, steps)])


def of_item(item: Any) -> Document:
    """A message in the contract's JSON, with what was left out of it; or a fault."""
    if isinstance(item, Fault):
        return of_fault(item)
    message = item.row if hasattr(item, "row") else item.fact
    sent: Document = MessageToDict(message, preserving_proto_field_name=True)
    notes = [of_fault(each) for each in getattr(item, "notes", ())]
    return {**sent, "left_out": notes} if notes else sent


def of_fault(found: Fault) -> Document:
    """Column, stable reason, words."""
    return {"column": found.field, "reason": found.reason, "vi": found.vi, "en": found.en}
