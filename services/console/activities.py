"""What a mapping reads of a case log, and what of the log no step of it names.

Promises that a name which the log does not have never reads as a step that no case took: a column
is a mistake, an activity is counted, and a mistake where the mapping requires it or where the log
spells it with other blanks. Must not read a time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.console.caselog import Case
from services.console.conditions import holds
from services.console.keys import MappingError
from services.console.mapping import Mapping
from services.console.step_rules import StepRule
from services.console.text import alike
from services.console.xes import Row


@dataclass(frozen=True)
class Activities:
    """Rows by activity: of each step that names one, and of all that no step takes."""

    steps: Sequence[tuple[int, StepRule, int]]
    others: Counter[str]


def takes(rule: StepRule, row: Row, mapping: Mapping) -> bool:
    """Whether a row is one of the step's activity, with what `when` says in other columns."""
    return alike(row.get(mapping.log.activity, "")) == alike(rule.activity) and all(
        holds(row.get(column, ""), wanted) for column, wanted in rule.when.items()
    )


def activities(cases: Iterable[Case], mapping: Mapping) -> Activities:
    """How many rows each step takes, and each activity that is left."""
    taken: Counter[int] = Counter()
    others: Counter[str] = Counter()
    named = [(place, rule) for place, rule in enumerate(mapping.steps) if rule.activity]
    for row in (row for case in cases for row in case.rows):
        takers = [place for place, rule in named if takes(rule, row, mapping)]
        taken.update(takers)
        if not takers and row.get(mapping.log.activity):
            others[row[mapping.log.activity]] += 1
    return Activities([(rule.number, rule, taken[place]) for place, rule in named], others)


def require_activities(found: Activities) -> None:
    """What is required occurs, and no activity is only spelled otherwise."""
    for number, rule, rows in found.steps:
        near = [name for name in found.others if close(name) == close(rule.activity)]
        what = f"step {number}.activity {rule.activity!r} does not occur in the log"
        if not rows and near and alike(near[0]) != alike(rule.activity):
            raise MappingError(f"{what}, but {near[0]!r} does: is that meant?")
        if not rows and rule.required:
            raise MappingError(f"{what}, and is required")


def close(name: str) -> str:
    """Without blanks and capitals."""
    return "".join(alike(name).casefold().split())


def require_columns(cases: Sequence[Case], mapping: Mapping) -> None:
    """Every column that the mapping names occurs in the log, and holds something where that is
    required: a typing mistake in a name must not read as a log full of empty cells.
    """
    there = {column for case in cases for row in case.rows for column in row}
    for key, column in named_columns(mapping):
        if column and alike(column) not in there:
            raise MappingError(
                f"{key} names the column {column!r}, which the log does not have; "
                f"there are: {', '.join(sorted(there))}"
            )
    for rule in mapping.steps:
        if rule.required and rule.column and not any(case.value(rule.column) for case in cases):
            raise MappingError(
                f"step {rule.number}.column {rule.column!r} is empty, and is required"
            )


def named_columns(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Key of the mapping and column."""
    yield "channel.column", mapping.channel.column
    yield "units.column", mapping.units.column
    yield "service.column", mapping.services.column
    yield "officer.column", mapping.officer
    yield "due.column", mapping.due.column
    yield "promised.column", mapping.promised.column
    yield "groups.column", mapping.groups.lookup.column
    for rule in mapping.steps:
        where = f"step {rule.number}"
        yield f"{where}.column", rule.column
        yield f"{where}.officer", rule.officer
        yield from ((f"{where}.{key}", column) for key, column in rule.columns.items())
        yield from ((f"{where}.when", column) for column in rule.when)
    if any(rule.activity for rule in mapping.steps):
        yield "log.activity", mapping.log.activity
        yield "log.time", mapping.log.time
