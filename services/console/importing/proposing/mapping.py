"""A mapping made of what was found of a table: complete, so that `import` takes it as it is, and
with a comment `# ?` beside everything that is a guess.

Promises TOML that the one mapping language reads. Must not leave a column out without a word.
"""

from collections.abc import Iterator

from services.console.importing.formats.forms import Form
from services.console.importing.proposing.columns import YEARS_FROM, Column
from services.console.importing.proposing.events import of, toml
from services.console.importing.proposing.meanings import (
    channel,
    is_of_persons,
)
from services.console.importing.proposing.sections import count, dossier, service, unit
from services.console.importing.proposing.table import (
    COUNT,
    DOSSIER,
    SERVICE,
    UNIT,
    UNSURE,
    Table,
    common_format,
    kind_of,
    misfits,
    quoted,
    took,
    totals,
)
from services.console.text import slug
from services.console.times.formats import ISO
from services.formats import several


def proposed(table: Table, kind: str = "") -> str:
    """The text of the mapping."""
    made = kind or kind_of(table)
    section = {DOSSIER: dossier, COUNT: count, UNIT: unit, SERVICE: service}[made]
    read: list[str] = []
    rows = list(section(table, read))
    return "\n".join([*head(table, made, read), *values(table, made), *rows]) + "\n"


def head(table: Table, made: str, read: list[str]) -> Iterator[str]:
    """What holds of all rows, and the columns of which nothing is taken, each with what it is."""
    lines = several(table.lines, "line")
    yield f"# Proposed from {lines}. What stands beside `{UNSURE}` is a guess."
    yield "# docs/mappings.md explains the keys; `import --validate-only` says what would change."
    if len(table.sheets) > 1:
        shown = ", ".join(map(quoted, table.sheets))
        yield f"# The workbook has the sheets {shown}; --sheet proposes for another one."
    yield f"source = {quoted(slug(table.name)[:64])}   {UNSURE} the name of that system, for ever"
    yield f"reason = {quoted('Nạp từ ' + table.name)}"
    yield beginning(table)
    if absent := sorted(
        {text for each in table.columns for text in each.absent if states_no_number(each)}
    ):
        yield f"absent = [{', '.join(map(quoted, absent))}]   # no number"
    for name, text in [] if made == COUNT else totals(table)[:1]:
        when = toml(f"{of(took(read, name))} == {quoted(text)}")
        yield f"unless = {when}   {UNSURE} the sum of the other lines?"
    yield "ignore = ["
    for column in table.columns:
        if column.name not in read:
            yield f"  {quoted(column.name)},   # {described(column)}"
    yield "]"
    yield from written(table.form)
    yield from times(table)


def beginning(table: Table) -> str:
    """From when what is opened is there: the year of the first time of all."""
    days = [day for each in table.columns if (day := each.earliest)]
    year, why = (min(days).year, f"; the first time is {min(days)}") if days else (2020, "")
    return f"effective = {year}-01-01   {UNSURE} from when what is opened is there{why}"


def states_no_number(column: Column) -> bool:
    """Whether texts such as `-` stand where the other lines have numbers or times."""
    return bool(column.stated) and (column.are_numbers or bool(column.formats))


def written(form: Form) -> Iterator[str]:
    """The section [file], of what is not the usual."""
    usual = Form()
    keys = [
        f"{name} = {quoted(value) if isinstance(value, str) else value}"
        for name, value in form._asdict().items()
        if name not in {"heading", "above"}
        and value != getattr(usual, name)
        and isinstance(value, (str, int))
    ]
    if form.above:
        keys.append(f"heading = {list(range(form.heading - form.above, form.heading + 1))}")
    elif form.heading != usual.heading:
        keys.append(f"heading = {form.heading}")
    if keys:
        yield from ("", "[file]", *keys)


def times(table: Table) -> Iterator[str]:
    """The section [times]: as most columns of times are written, and of which hundred years those
    of two digits are.
    """
    common = common_format(table)
    has_short_years = any("%y" in form for each in table.columns for form in each.formats)
    if common or has_short_years:
        yield from ("", "[times]")
    if common:
        yield f"format = {quoted(common)}"
    if has_short_years:
        note = f"a year of two digits is one of {YEARS_FROM} to {YEARS_FROM + 99}"
        yield f"years_from = {YEARS_FROM}   {UNSURE} {note}"


def described(column: Column) -> str:
    """A column in a few words; of what may be said of a person nothing is quoted."""
    if not column.filled:
        return "empty"
    share = f", {column.blank:,} empty" if column.blank else ""
    unlike = f"; {found}" if (found := misfits(column)) else ""
    if column.formats:
        return f"a time: {', '.join(form or ISO for form in column.formats)}{share}{unlike}"
    is_sampled = not is_of_persons(column.name)
    if column.are_numbers:
        sample = f", such as {column.first}" if is_sampled else ""
        return f"numbers{sample}{share}{unlike}"
    sample = f", such as {column.first[:40]!r}" if is_sampled else ""
    if column.is_list:
        return f"{several(len(column.values), 'text')}{sample}{share}"
    unique = ", each once" if column.is_key else ""
    return f"texts{sample}{unique}{share}"


def values(table: Table, kind: str) -> Iterator[str]:
    """The lists: what each text of the channel stands for, with how often it is there."""
    found = table.meant.get("channel")
    if kind != DOSSIER or found is None or not found.column.has_few:
        return
    yield from ("", "[values.channel]")
    for text, number in found.column.values.most_common():
        name, is_sure = channel(text)
        often = f"{'#' if is_sure else UNSURE} {several(number, 'line')}"
        yield f"{quoted(text)} = {quoted(name)}   {often}"
