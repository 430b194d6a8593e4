"""Times and dates of a mapping file: how they are written, and in which column a date stands.

Example: `[due]` with `column = "han"` and `day = true`: the whole of the day in `han` is on time.
"""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any

from services.console.keys import MappingError, refuse_others, take
from services.console.times import FormatError, TimeFormat, time_format


@dataclass(frozen=True)
class DateRule:
    """A column with a date, or none; `day`: the whole of that day is on time."""

    column: str
    day: bool
    times: TimeFormat


def date_rule(table: Table[str, Any], log: Table[str, Any], where: str) -> DateRule:
    """A section such as [due]."""
    refuse_others(table, where, "column", "day", "time_format")
    return DateRule(
        column=take(table, "column", str, ""),
        day=take(table, "day", bool, False),
        times=times(table, log, where),
    )


def times(table: Table[str, Any], log: Table[str, Any], where: str) -> TimeFormat:
    """How times are written: in the section itself, else in [log]."""
    either = table if "time_format" in table else log
    try:
        return time_format(
            take(either, "time_format", str, ""),
            decimal=take(log, "decimal", str, "."),
            cut=take(log, "cut_fractions", bool, False),
        )
    except FormatError as failed:
        raise MappingError(f"{where}.time_format: {failed}") from None
