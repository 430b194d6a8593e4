"""A mapping file: what the lines of a table say, section by section, each of a kind.

Promises a complete, checked mapping or a mistake that names the key. Must not read the table; what
each key means is told in docs/mappings.md.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from services.console.importing import catalogue_rules, counted, reform_rules
from services.console.importing.case_logs import dossier_rules
from services.console.importing.cell_keys import listed
from services.console.importing.formats.forms import Form, written
from services.console.importing.keys import MappingError, composed, refuse_others, take
from services.console.importing.sections import Reads, kind_of
from services.console.importing.shared import Shared, shared
from services.console.importing.tree import Tree
from services.console.importing.whole import Whole
from services.console.text import alike

Parse = Callable[[Any, Mapping[str, Any], str, Shared], Any]
PARSED: Mapping[str, Parse] = {
    **dict.fromkeys(catalogue_rules.KINDS, catalogue_rules.section),
    **dict.fromkeys(counted.KINDS, counted.section),
    dossier_rules.KIND: dossier_rules.section,
    "reform": reform_rules.section,
}
TOP = (
    "source", "effective", "reason", "absent", "ignore", "stop_on_fault", "when", "unless", "file",
    "times", "values", "cells", "rows",
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """The whole file."""

    source: str
    form: Form
    parts: tuple[Any, ...]
    ignored: frozenset[str] = frozenset()  # columns that nobody is told of
    tree: Tree = field(default_factory=Tree)
    stops: bool = False  # at the first faulty line: then nothing is sent

    @cached_property
    def sections(self) -> Sequence[catalogue_rules.Section]:
        """Those of the catalogue."""
        return [each for each in self.parts if isinstance(each, catalogue_rules.Section)]

    @cached_property
    def wholes(self) -> Sequence[tuple[catalogue_rules.Section, Whole]]:
        """Sections whose lines are the whole of a scope."""
        return [(each, each.whole) for each in self.sections if each.whole]

    @cached_property
    def counts(self) -> Sequence[counted.Section]:
        """Those of counted facts."""
        return [each for each in self.parts if isinstance(each, counted.Section)]

    @cached_property
    def dossiers(self) -> Sequence[dossier_rules.Section]:
        """Those of dossiers."""
        return [each for each in self.parts if isinstance(each, dossier_rules.Section)]

    @cached_property
    def reform(self) -> reform_rules.Reform | None:
        """The one that the mapping is of, and of nothing else."""
        return next((each for each in self.parts if isinstance(each, reform_rules.Reform)), None)

    @property
    def reads(self) -> list[Reads]:
        """All columns that are read, by where they are named."""
        return [each for section in self.parts for each in section.reads]


def rules(table: Mapping[str, Any]) -> Rules:
    """Every section, each checked by its own kind."""
    table = composed(table)
    refuse_others(table, "", *TOP)
    common = shared(table)
    for name, entries in common.lists.items():
        listed(entries, f"values.{name}", common)
    sections = take(table, "rows", list)
    if not sections:
        raise MappingError("[[rows]] is missing")
    found = Rules(
        source=source(table),
        form=written(take(table, "file", dict, {})),
        parts=tuple(
            PARSED[kind_of(each, f"rows {number}", PARSED)](each, table, f"rows {number}", common)
            for number, each in enumerate(sections, start=1)
        ),
        ignored=ignored(take(table, "ignore", list, [])),
        tree=common.tree,
        stops=take(table, "stop_on_fault", bool, False),
    )
    if found.reform and len(sections) > 1:
        raise MappingError("a reform stands in a mapping of its own, since it names its files")
    refuse_both(found.reads, found.ignored)
    return found


def ignored(columns: Sequence[Any]) -> frozenset[str]:
    """Columns that the mapping leaves out on purpose."""
    for each in columns:
        if not isinstance(each, str):
            raise MappingError(f"ignore must name columns, not {each!r}")
    return frozenset(map(alike, columns))


def refuse_both(reads: Iterable[Reads], ignored: frozenset[str]) -> None:
    """What is read cannot be left out as well."""
    for where, columns in reads:
        for column in columns:
            if alike(column) in ignored:
                raise MappingError(f"ignore names {column!r}, which {where} reads")


def source(table: Mapping[str, Any]) -> str:
    """The name of the other system."""
    name = take(table, "source", str)
    if not re.fullmatch(r"\S{1,64}", name):
        raise MappingError("source must be 1 to 64 characters without space")
    return name
