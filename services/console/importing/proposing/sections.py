"""The sections [[rows]] that are proposed for a table: dossiers, units, services or counts.

Promises every field that such a row needs, with a guess where no heading names one.
"""

from collections.abc import Iterator, Sequence

from services.console.importing.keys import MappingError
from services.console.importing.proposing import events
from services.console.importing.proposing.columns import WHOLES, Column
from services.console.importing.proposing.meanings import (
    STEPS,
    wide,
)
from services.console.importing.proposing.table import (
    OR_NAME,
    UNSURE,
    Table,
    measures,
    misfits,
    moment,
    quoted,
    took,
    totals,
)

TOP = "city"  # the unit above all that the lines name
A_YEAR = '"2025"'
NONE = f"{UNSURE} no heading names one"
NO_TIMES = (
    "no column has times in forms that are known here (such as 01/02/2026 08:30, 2026-02-01, "
    "1-Feb-26), and a dossier has the time of a step at least; --kind says that a line is another"
)


def dossier(table: Table, read: list[str]) -> Iterator[str]:
    """A line for each dossier, or each event of one: its unit, service and channel, its dates, and
    the steps it took.
    """
    yield from made_of_values(table, read)
    yield from (
        "",
        "[[rows]]",
        'kind = "dossier"',
        f"id = {took(read, table.key)}{several(table)}",
    )
    if table.has_events:
        yield from events.chosen(table, read)
        yield f"activity = {took(read, table.name_of('activity'))}"
    yield "[rows.fields]"
    alike = events.ALIKE if table.has_events else ""
    yield reference("service", table, read)
    yield unit_of(table, read) + alike * bool(table.name_of("unit", "unit_id"))
    if "channel" in table.meant:
        column = table.meant["channel"].column
        listed = ', map = "channel"' if column.has_few else ""
        note = "" if listed else f"   {UNSURE} too many texts for a list"
        yield f"channel = {{ column = {took(read, column.name)}{listed} }}{note}"
    else:
        yield f'channel = {{ constant = "UNKNOWN" }}   {NONE}'
    if "due" in table.meant:
        yield f"due = {moment(table.meant['due'].column, table)}"
        read.append(table.name_of("due"))
    yield from events.steps(table, read) if table.has_events else dates(table, read)


def several(table: Table) -> str:
    """A comment where lines share a dossier, and are no events."""
    column = table.column(table.key)
    if table.has_events or column is None or column.repeats is False:
        return ""
    return f'   {UNSURE} several lines have the same: is each an event? or differing = "first"'


def dates(table: Table, read: list[str]) -> Iterator[str]:
    """A step for each date of a line; where no heading says what its dates are, an acceptance."""
    found = {
        status: table.meant[name].column for name, status in STEPS.items() if name in table.meant
    }
    guess = "" if found else f"   {UNSURE} no heading says which step it is"
    for status, column in (found or {"accepted": any_time(table, read)}).items():
        read.append(column.name)
        yield from ("", "[[rows.steps]]", f'status = "{status}"{guess}')
        yield f"time = {moment(column, table)}"


def any_time(table: Table, read: Sequence[str]) -> Column:
    """The first column of times of which nothing is taken yet."""
    found = [each for each in table.columns if each.formats]
    free = [each for each in found if each.name not in read]
    if not found:
        raise MappingError(NO_TIMES)
    return (free or found)[0]


def reference(name: str, table: Table, read: list[str]) -> str:
    """The unit or service of a dossier: an id as it stands, or one made of a name."""
    if column := table.name_of(f"{name}_id"):
        return f"{name} = {took(read, column)}"
    if column := table.name_of(name):
        return f"{name} = {{ column = {took(read, column)}, slug = true }}   {OR_NAME}"
    return f'{name} = {{ constant = "{name}-1" }}   {NONE}'


def made_of_values(table: Table, read: list[str]) -> Iterator[str]:
    """Units below one that answers for all services, services and offerings, as the lines name
    them, where they are named and have no ids.
    """
    yield from units_and_services(table, read, ("unit", "service"))
    yield from ("", "[[rows]]", 'kind = "offering"', reference("service", table, read))
    yield f'# level = {{ constant = "3" }}   {UNSURE} 0 to 4, where all of them had one'
    yield "[rows.fields]"
    yield unit_of(table, read)


def units_and_services(table: Table, read: list[str], names: Sequence[str]) -> Iterator[str]:
    """A unit above all, and what the lines name."""
    yield from (
        "",
        f"{UNSURE} Units and services, as the lines name them; leave out what is there.",
    )
    yield from ("[[rows]]", 'kind = "unit"', f'id = {{ constant = "{TOP}" }}', "[rows.fields]")
    yield f'display_name.vi = {{ constant = "{TOP}" }}   {UNSURE} its name'
    yield 'kind = { constant = "city" }'
    for name in names:
        column = table.name_of(name)
        yield from ("", "[[rows]]", f'kind = "{name}"')
        if name == "unit" and has_blanks(table):
            yield f"when = {named(table)}"
        yield from (f"unless = {when}" for when in sum_lines(table, read))
        yield identity(reference(name, table, read))
        yield "[rows.fields]"
        yield f"display_name.vi = {took(read, column) if column else constant(name)}"
        if name == "unit":
            yield from ('kind = { constant = "unit" }', f'parent = {{ constant = "{TOP}" }}')
        else:
            yield f'authority = {{ constant = "{TOP}" }}'


def unit_of(table: Table, read: list[str]) -> str:
    """The unit of a dossier: the one above where a line names none."""
    if not has_blanks(table):
        return reference("unit", table, read)
    column = table.name_of("unit_id", "unit")
    cell = f"column = {took(read, column)}, slug = true, when = {named(table)}"
    return f'unit = [{{ {cell} }}, {{ constant = "{TOP}" }}]   {OR_NAME}'


def has_blanks(table: Table) -> bool:
    """Whether some lines name no unit."""
    column = table.column(table.name_of("unit_id", "unit"))
    return column is not None and bool(column.blank)


def named(table: Table) -> str:
    """The condition that a line names its unit."""
    return events.toml(f"has({events.of(quoted(table.name_of('unit_id', 'unit')))})")


def authority(table: Table, read: list[str]) -> str:
    """Who answers for a service: the unit of the line."""
    return reference("unit", table, read).replace("unit = ", "authority = ", 1)


def identity(reference_line: str) -> str:
    """A reference as the key of a row."""
    return "id =" + reference_line.partition("=")[2]


def constant(name: str) -> str:
    """A name that no column has."""
    return f'{{ constant = "{name} 1" }}   {UNSURE}'


def unit(table: Table, read: list[str]) -> Iterator[str]:
    """A line for each unit."""
    yield from ("", "[[rows]]", 'kind = "unit"')
    key = table.name_of("unit_id", "code") or table.key or table.columns[0].name
    yield f"id = {{ column = {took(read, key)}, slug = true }}"
    yield "[rows.fields]"
    yield f"display_name.vi = {took(read, table.name_of('unit', 'name') or key)}"
    if kind := table.name_of("kind"):
        yield f"kind = {took(read, kind)}"
    else:
        yield f'kind = {{ constant = "unit" }}   {NONE}'
    if parent := table.name_of("parent"):
        yield f"parent = {{ column = {took(read, parent)}, slug = true }}   {OR_NAME}"


def service(table: Table, read: list[str]) -> Iterator[str]:
    """A line for each service."""
    yield from ("", "[[rows]]", 'kind = "service"')
    key = table.name_of("service_id", "code") or table.key or table.columns[0].name
    yield f"id = {{ column = {took(read, key)}, slug = true }}"
    yield "[rows.fields]"
    yield f"display_name.vi = {took(read, table.name_of('service', 'name') or key)}"
    yield authority(table, read)


def count(table: Table, read: list[str]) -> Iterator[str]:
    """A count for each line; of a wide table, for each line and column of a period."""
    found = wide(table.columns)
    is_wide = len(found) > 1
    if is_wide:
        names = ", ".join(quoted(each.name) for each in found)
        yield from ("", "[file.unpivot]", f"columns = [{names}]", 'name = "period"', 'value = "n"')
        read += [each.name for each in found]
    period = "period" if is_wide else table.name_of("period")
    places = [table.name_of("unit_id", "unit"), table.name_of("service_id", "service")]
    keys = [name for name in (*places, period) if name] or [key_of(table)]
    read += [name for name in keys if name != "period"]
    named_here = [name for name in ("unit", "service") if table.name_of(f"{name}_id", name)]
    yield from units_and_services(table, read, named_here or ["unit"])
    yield from ("", "[[rows]]", 'kind = "count"')
    yield f'id = {{ columns = [{", ".join(map(quoted, keys))}], join = "/" }}'
    yield f"period = {quoted(period)}" if period else f"period = {{ constant = {A_YEAR} }}   {NONE}"
    yield from sums(table, period, read)
    yield "[rows.fields]"
    yield reference("unit", table, read)
    if places[1]:
        yield reference("service", table, read)
    yield f'population = {{ constant = "ACCEPTED" }}   {UNSURE} or SUBMITTED, ENDED, RATED'
    yield from numbers(table, found if is_wide else [], read)


def key_of(table: Table) -> str:
    """What tells the lines of counts apart: the first column that is no number."""
    texts = (each.name for each in table.columns if each.filled and each.grouped is None)
    return next(texts, table.columns[0].name)


def sum_lines(table: Table, read: list[str]) -> Iterator[str]:
    """The condition that a line is the sum of others; of a table of counts, none of others."""
    for column, text in totals(table)[:1]:
        yield events.toml(f"{events.of(took(read, column))} == {quoted(text)}")


def sums(table: Table, period: str, read: list[str]) -> Iterator[str]:
    """A line that is the sum of others is compared with them, and counted nowhere."""
    for when in sum_lines(table, read):
        by = f"[{quoted(period)}]" if period else "[]"
        yield f"totals = {{ when = {when}, by = {by} }}   {UNSURE} the sum of the other lines?"


def numbers(table: Table, found: Sequence[Column], read: list[str]) -> Iterator[str]:
    """How many there were, and what else could be a number of it."""
    columns = found or measures(table)[:1]
    marks = [mark for mark in WHOLES if all(mark in each.marks for each in columns)]
    grouped = f', grouped = "{marks[0]}"' if marks and marks[0] else ""
    unlike = "; ".join(filter(None, map(misfits, columns)))
    name = "n" if found else next((each.name for each in columns), "")
    note = f"   {UNSURE} {unlike}" if unlike else ""
    yield f"n = {{ column = {took(read, name)}{grouped} }}{note}"
    for other in [] if found else measures(table)[1:]:
        yield f"{UNSURE} {other.name}: a part of it, or a fact of its own?"
