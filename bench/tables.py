"""Tables that no city ever wrote: offerings, cases one line each or one line an event, and counts.

Promises the same lines for the same numbers, written one by one, and the mapping that reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.world import SERVICES, WARDS

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
LINES_OF_A_CASE = 3
MONTHS = 24  # in which a service is counted at a unit
UNITS = 1_000  # which offer each service of the table of offerings
CHANNELS = ("online", "counter", "post")
TOP = 'source = "bench"\neffective = 2024-01-01\nreason = "bench"\n'
SERVICES_OFFERED = """
[[rows]]
kind = "unit"
id = "unit"
[rows.fields]
parent = { constant = "district" }
kind = { constant = "ward" }
display_name.vi = "unit"
[[rows]]
kind = "service"
id = "service"
[rows.fields]
authority = { constant = "district" }
display_name.vi = "service"
"""
OFFERINGS = """
[[rows]]
kind = "offering"
service = "service"
level = "level"
when = 'level != "none"'
[rows.fields]
unit = "unit"
"""
CASE = """
[values.channel]
"online" = "ONLINE"
"counter" = "IN_PERSON"
"post" = "POST"
[[rows]]
kind = "dossier"
id = "case"
[rows.fields]
service = "service"
unit = "unit"
channel = { column = "channel", map = "channel" }
due = "due"
"""
OF_A_LINE = "".join(
    f'[[rows.steps]]\nstatus = "{status}"\ntime = "{column}"\n'
    for status, column in (
        ("submitted", "submitted"), ("accepted", "accepted"), ("result_ready", "ended")
    )
)  # fmt: skip
OF_EVENTS = "".join(
    f'[[rows.steps]]\nstatus = "{status}"\ntime = "time"\nwhich = "each"\n'
    f"when = 'activity == \"{status}\"'\n"
    for status in ("submitted", "accepted", "result_ready")
)
COUNTS = """
[[rows]]
kind = "count"
id = "key"
period = "period"
[rows.fields]
population = { constant = "ACCEPTED" }
n = "applications"
unit = "unit"
service = "service"
"""


class Table(NamedTuple):
    """What is imported: its heading, its mapping, and lines by how many of them there are to be."""

    heading: str
    mapping: str
    lines: Iterator[str]


def offerings(count: int) -> Table:
    """Each service at all units of the table `offered`."""
    each = (f"row-{n // UNITS},row-{n % UNITS},{1 + n % 4}" for n in range(count))
    return Table("service,unit,level", TOP + OFFERINGS, each)


def offered(count: int) -> Table:
    """The units and services of these, and of ten times as many."""
    numbers = range(max(min(10 * count, UNITS), 1 + 10 * count // UNITS))
    each = (f"row-{n},row-{n},none" for n in numbers)
    return Table("service,unit,level", TOP + SERVICES_OFFERED, each)


def cases(count: int) -> Table:
    """One line a case."""
    each = (
        f"{place(n, 'c')},{','.join(at.isoformat() for _, at in course(n))}" for n in range(count)
    )
    heading = "case,service,unit,channel,due,submitted,accepted,ended"
    return Table(heading, TOP + CASE + OF_A_LINE, each)


def events(count: int) -> Table:
    """One line an event; the cases' events lie among those of others, as systems export them."""
    each = (
        f"{place(n, 'e')},{status},{at.isoformat()}"
        for first in range(0, count // LINES_OF_A_CASE, 1000)
        for step in range(LINES_OF_A_CASE)
        for n in range(first, min(first + 1000, count // LINES_OF_A_CASE))
        for status, at in course(n)[step : step + 1]
    )
    return Table("case,service,unit,channel,due,activity,time", TOP + CASE + OF_EVENTS, each)


def counts(count: int) -> Table:
    """One line a counted fact."""
    each = (
        f"k{n},{2024 + month // 12}-{1 + month % 12:02},{n % 977},row-{n % UNITS},row-{service}"
        for n in range(count)
        for service, month in (divmod(n // UNITS, MONTHS),)
    )
    return Table("key,period,applications,unit,service", TOP + COUNTS, each)


def place(n: int, log: str) -> str:
    """What all lines of a case say; cases of two logs have other numbers."""
    due = (began(n) + timedelta(days=14)).isoformat()
    return f"{log}{n},service-{n % SERVICES},ward-{n % WARDS},{CHANNELS[n % 3]},{due}"


def began(n: int) -> datetime:
    """A case every seven minutes, for two years and again."""
    return FIRST + timedelta(minutes=7 * (n % 150_000))


def course(n: int) -> list[tuple[str, datetime]]:
    """Its statuses and their times."""
    at = began(n)
    return [
        ("submitted", at),
        ("accepted", at + timedelta(hours=1 + n % 30)),
        ("result_ready", at + timedelta(days=2 + n % 17)),
    ]


def write(table: Table, folder: Path) -> tuple[Path, Path]:
    """The table and its mapping as files, in place of those of another one."""
    lines, mapping = folder / "table.csv", folder / "mapping.toml"
    mapping.write_text(table.mapping, encoding="utf-8")
    with lines.open("w", encoding="utf-8") as file:
        file.write(f"{table.heading}\n")
        file.writelines(f"{each}\n" for each in table.lines)
    return lines, mapping
