"""Rows of one case that differ in what the mapping reads as the case's.

Promises that no such row counts without a word: the case is left out, by name, or the mapping says
whether the first or the last row counts. Must not mix two rows of a table with one row a case.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.console.caselog import Case
from services.console.mapping import Mapping
from services.console.text import Alike


@dataclass(frozen=True)
class Differing:
    """A case, and the first column in which its rows differ."""

    key: str
    column: str
    values: tuple[str, ...]


def agreed(cases: Iterable[Case], mapping: Mapping) -> tuple[list[Case], list[Differing]]:
    """The cases that are read, and those that are left out."""
    found: list[Case] = []
    left_out: list[Differing] = []
    for case in cases:
        differing = next(differences(case, mapping), None) if len(case.rows) > 1 else None
        if differing is None:
            found.append(case)
        elif mapping.log.differing == "left out":
            left_out.append(differing)
        else:
            found.append(chosen(case, mapping))
    return found, left_out


def differences(case: Case, mapping: Mapping) -> Iterator[Differing]:
    """Of each column of the case with several values. An event may leave out what is said of its
    case; a row that is the whole case says that there is nothing.
    """
    for column in dict.fromkeys(case_columns(mapping)):
        stated = {row.get(column, "") for row in case.rows}
        if len(stated) == 1:
            continue
        values = Alike((row.get(column, ""), row.get(column, "")) for row in case.rows)
        if has_events(mapping):
            values.pop("", None)
        if len(values) > 1:
            yield Differing(case.key, column, tuple(values.values()))


def chosen(case: Case, mapping: Mapping) -> Case:
    """The case as its first or last row says; of events, as the first or last that says it."""
    order = 1 if mapping.log.differing == "first" else -1
    rows, places = case.rows[::order], case.places[::order]
    if not has_events(mapping):
        return replace(case, rows=rows[:1], places=places[:1])
    ordered = replace(case, rows=rows, places=places)
    return replace(
        case, stated=Alike((each, ordered.value(each)) for each in case_columns(mapping))
    )


def has_events(mapping: Mapping) -> bool:
    """Whether a row is an event of a case, or the whole case."""
    return any(rule.activity for rule in mapping.steps)


def case_columns(mapping: Mapping) -> Iterator[str]:
    """The columns that are read as the case's."""
    named = [mapping.channel.column, mapping.units.column, mapping.services.column]
    named += [mapping.officer, mapping.due.column, mapping.promised.column]
    for rule in mapping.steps:
        named += [rule.column, rule.officer, *rule.columns.values()] if rule.column else []
    yield from filter(None, named)
