"""Dossiers a day → cores and disk: the table of docs/sizing.md, from figures of bench/README.md.

Promises that every figure measured is quoted from there, as a test in tests/architecture holds. Has
to name what is assumed, here and in docs/sizing.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

DAYS = (1_000, 10_000, 100_000, 1_000_000)  # dossiers


@dataclass(frozen=True)
class Measured:
    """A figure, and the words of bench/README.md that have it."""

    value: float
    quoted: str


# CPU of all processes for a command that comes alone, and of one among 64, in microseconds.
ALONE = Measured(
    7_420, "| one caller | 3,300 (3,820) | 1,860 (2,160) | 780 (950) | 1,040 (1,210) |"
)
AMONG_MANY = Measured(2_310, "| 64 callers | 1,370 (1,590) | 390 (390) | 190 (160) | 280 (280) |")
READ = Measured(3_700, "| an officer | ≤ 6 | | 5.73 | 2.4 + 1.3 ms |")  # a dear list
# Bytes of a dossier that is submitted, accepted and ended.
DATABASES = Measured(9_700, "| PostgreSQL: submissions + metrics | 7,700 + 2,000 |")
STREAM = Measured(4_300, "| JetStream, one copy | 4,300 |")
LOG = Measured(15_400, "| write-ahead log, not compressed | 15,400 |")
PROCESS = Measured(233, "108 → **233 MB**; 42,845 of 42,845 answered")  # flooded
PER_DOSSIER = 3  # commands of the dossier whose bytes were measured

COMMANDS = 6  # a dossier: submitted, accepted, asked for more, answered, ended, handed over
READS = 20  # of portals and officers, each as dear as that list
PEAK = 0.2  # of a day in its fullest hour
BUSY = 0.5  # of a core at most, so that one of two machines can be away
WORKING_DAYS = 250
COPIES = {"databases": 2, "stream": 3}  # a standby; R3


def peak_commands(day: int) -> float:
    """A second, in the fullest hour."""
    return day * COMMANDS * PEAK / 3600


def cores(day: int, cost: Measured) -> float:
    """For commands and reads of the fullest hour, all processes and servers of one copy."""
    reads = peak_commands(day) / COMMANDS * READS
    return (peak_commands(day) * cost.value + reads * READ.value) / 1e6 / BUSY


def bytes_a_year(day: int) -> dict[str, float]:
    """Of one copy, without files."""
    commands = day * WORKING_DAYS * COMMANDS / PER_DOSSIER
    return {"databases": commands * DATABASES.value, "stream": commands * STREAM.value}


def all_copies(day: int) -> float:
    """Bytes a year on all disks together."""
    return sum(COPIES[name] * size for name, size in bytes_a_year(day).items())


def archive_a_day(day: int) -> float:
    """Bytes of the write-ahead log."""
    return day * COMMANDS / PER_DOSSIER * LOG.value


def row(day: int) -> str:
    """Of the table."""
    one = bytes_a_year(day)
    cells = (
        f"{day:,}",
        f"{peak_commands(day):,.1f}",
        f"{cores(day, AMONG_MANY):,.2f} to {cores(day, ALONE):,.2f}",
        f"{max(2, math.ceil(cores(day, ALONE)))}",
        readable(one["databases"]),
        readable(one["stream"]),
        readable(all_copies(day)),
        readable(archive_a_day(day)),
    )
    return "| " + " | ".join(cells) + " |"


def readable(size: float) -> str:
    """In decimal units."""
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size >= factor:
            return f"{size / factor:,.1f} {unit}"
    return f"{size / 1e3:,.0f} kB"


def table() -> str:
    """In Markdown."""
    head = (
        "| dossiers a day | commands/s in the fullest hour | cores by CPU | cores to have "
        "| databases a year | stream a year | all copies a year | log archive a day |"
    )
    return "\n".join([head, "|---" * 8 + "|", *map(row, DAYS)])


MEASURED = (ALONE, AMONG_MANY, READ, DATABASES, STREAM, LOG, PROCESS)

if __name__ == "__main__":
    print(table())
