"""The section of a case log with a line an event: its dossiers and the steps that they took.

Promises a step for each status that an activity says, and every other activity by name. Must not
guess that a dossier has ended: only an activity that says so does.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import accumulate

from services.console.importing.conditions import LONGEST
from services.console.importing.proposing.activities import ONCE, statuses
from services.console.importing.proposing.columns import Column
from services.console.importing.proposing.meanings import STEPS
from services.console.importing.proposing.table import UNSURE, Table, moment, quoted, took
from services.formats import several

LIFECYCLE = "lifecycle:transition"
OBJECT_TYPE = "object:type"
OF_CASES = "case:"  # how names of what is said of a case begin
ALIKE = "; alike in all lines of a dossier?"
# What a step of that status says besides its time.
BESIDES = {"supplement_requested": 'reason_code = { constant = "document-missing" }'}
ROOM = LONGEST * 3 // 4  # of a condition, for texts; the rest is for columns
NAMED = 10  # activities of which nobody knows what they are


def chosen(table: Table, read: list[str]) -> Iterator[str]:
    """Which lines are of dossiers: of a log of several kinds of objects those of one."""
    kinds = table.column(OBJECT_TYPE)
    if kinds is not None and len(kinds.values) > 1:
        name, _ = kinds.values.most_common(1)[0]
        others = ", ".join(f"{text!r} ({n:,})" for text, n in kinds.values.most_common()[1:])
        when = f"{of(took(read, OBJECT_TYPE))} == {quoted(name)}"
        yield f"when = {toml(when)}   {UNSURE} or {others}"


def steps(table: Table, read: list[str]) -> Iterator[str]:
    """A step for each status."""
    activity = table.meant["activity"].column
    found = statuses(activity.values)
    unknown = found.pop("", [])
    if not {"submitted", "accepted"} & found.keys():
        yield from step("accepted", "first", "", table)
        yield f"{UNSURE} no activity says so: the first line of each dossier"
    for status, known in found.items():
        texts = listed(known)
        unknown += known[len(texts) :]
        yield from step(status, ONCE.get(status, "each"), condition(table, texts, read), table)
        yield from filter(None, [BESIDES.get(status, "")])
    yield from dates(table, found, read)
    took(read, table.meant["happened"].column.name)
    if unknown or activity.has_more_values:
        yield from ("", *others(unknown, activity))


def listed(texts: Sequence[str]) -> Sequence[str]:
    """As many as a condition has room for, and one at least."""
    lengths = accumulate(len(quoted(text)) + len(", ") for text in texts)
    return texts[: max(1, sum(length <= ROOM for length in lengths))]


def dates(table: Table, found: Container[str], read: list[str]) -> Iterator[str]:
    """Steps of which no activity speaks, but a date of the whole case does."""
    for name, status in STEPS.items():
        meant = table.meant.get(name)
        if meant and status not in found and meant.column.name.startswith(OF_CASES):
            yield from ("", "[[rows.steps]]", f'status = "{status}"')
            yield f"time = {moment(meant.column, table)}"
            took(read, meant.column.name)


def step(status: str, which: str, when: str, table: Table) -> Iterator[str]:
    """One [[rows.steps]]."""
    yield from ("", "[[rows.steps]]", f'status = "{status}"', f'which = "{which}"')
    if when:
        yield f"when = {toml(when)}   {UNSURE}"
    yield f"time = {moment(table.meant['happened'].column, table)}"


def condition(table: Table, texts: Sequence[str], read: list[str]) -> str:
    """The lines of some activities; where events begin and complete those that complete."""
    column = of(took(read, table.meant["activity"].column.name))
    are = f"in [{', '.join(map(quoted, texts))}]" if len(texts) > 1 else f"== {quoted(texts[0])}"
    lifecycle = table.column(LIFECYCLE)
    if lifecycle is not None and len(lifecycle.values) > 1 and "complete" in lifecycle.values:
        return f'{column} {are} && {of(took(read, LIFECYCLE))} == "complete"'
    return f"{column} {are}"


def others(texts: Sequence[str], activity: Column) -> Iterator[str]:
    """Activities that no step takes, as comments."""
    if texts:
        yield f"{UNSURE} no step takes these; each could be one of processing:"
    for text in texts[:NAMED]:
        yield f"#   {quoted(text)}: {several(activity.values[text], 'line')}"
    rest = len(texts) - NAMED
    if rest > 0 or activity.has_more_values:
        yield f"#   and {'more' if activity.has_more_values else rest}; an import names all of them"


def of(column: str) -> str:
    """A column, quoted already, in a condition."""
    return f"row[{column}]"


def toml(condition: str) -> str:
    """A condition as a text of TOML."""
    return f"'{condition}'" if "'" not in condition else quoted(condition)
