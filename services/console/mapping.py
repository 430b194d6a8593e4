"""The mapping file of `replay`: which columns of a case log mean what, with constants for the rest.

Promises a complete, checked mapping or a mistake that names the key. Must not read the log; what
each key means is told in docs/mappings.md.
"""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import date, timezone
from typing import Any

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.conditions import Wanted, wanted
from services.console.importing.forms import Form, form
from services.console.keys import MappingError, cleaned, refuse_others, take
from services.console.names import Lookup, Name, name_of, services, units
from services.console.text import Alike
from services.console.times import FormatError, TimeFormat, time_format, zone_of

# As the contract names them, without what the names share.
CHANNELS = {name.removeprefix("CHANNEL_").lower(): name for name in submissions.Channel.keys()[1:]}
STATUSES = {name.removeprefix("STATUS_").lower(): name for name in submissions.Status.keys()[1:]}


@dataclass(frozen=True)
class LogFormat:
    """Where the log keeps its case, activity and time, and how it writes them; the zone is that of
    times without an offset.
    """

    case: str
    activity: str
    time: str
    zone: timezone
    times: TimeFormat
    form: Form
    differing: str


@dataclass(frozen=True)
class ChannelRule:
    """The channel of a case: constant, or by a column's value; `otherwise` is for values that are
    not listed, never for an empty cell.
    """

    column: str
    values: Table[str, str]
    otherwise: str
    constant: str


@dataclass(frozen=True)
class StepRule:
    """When a case reached a status: the time in a column, or that of an activity, of rows with what
    `when` says in other columns.
    """

    status: str
    column: str
    activity: str
    when: Table[str, Wanted]
    required: bool
    last: bool
    day: bool  # only the local day is known
    officer: str
    reason_code: str
    electronic_result: bool | None
    times: TimeFormat


@dataclass(frozen=True)
class Mapping:
    """The whole file."""

    source: str
    log: LogFormat
    channel: ChannelRule
    root: Name
    units: Lookup
    unit_kind: str
    services: Lookup
    officer: str
    due_column: str
    due_is_day: bool
    due_times: TimeFormat
    steps: tuple[StepRule, ...]
    effective: date
    reason: str


def parse(table: Table[str, Any]) -> Mapping:
    """Every section, each checked by its own function; a key that nobody asked for is a typing
    mistake.
    """
    table = cleaned(table)
    refuse_others(table, "", *SECTIONS)
    sections = {name: take(table, name, dict) for name in ("log", "channel", "units", "service")}
    due, officer = take(table, "due", dict, {}), take(table, "officer", dict, {})
    refuse_others(due, "due", "column", "day", "time_format")
    refuse_others(officer, "officer", "column")
    root = name_of(take(sections["units"], "root", dict, where="units"), where="units.root")
    log = sections["log"]
    return Mapping(
        source=take(table, "source", str),
        log=log_format(log),
        channel=channel(sections["channel"]),
        root=root,
        units=units(sections["units"], root),
        unit_kind=take(sections["units"], "kind", str, "department"),
        services=services(sections["service"]),
        officer=take(officer, "column", str, ""),
        due_column=take(due, "column", str, ""),
        due_is_day=take(due, "day", bool, False),
        due_times=times(due, log, "due"),
        steps=tuple(step(each, log, n) for n, each in enumerate(take(table, "step", list), 1)),
        effective=take(sections["service"], "effective", date, where="service"),
        reason=take(sections["service"], "reason", str, where="service"),
    )


DIFFERING = ("left out", "first", "last")
TIMES = ("zone", "time_format", "decimal", "cut_fractions")
SECTIONS = ("source", "log", "channel", "units", "service", "due", "officer", "step")


def log_format(table: Table[str, Any]) -> LogFormat:
    """The section [log]."""
    refuse_others(table, "log", "case", "activity", "time", "differing", *TIMES, *Form._fields)
    return LogFormat(
        case=take(table, "case", str, where="log"),
        activity=take(table, "activity", str, "concept:name"),
        time=take(table, "time", str, "time:timestamp"),
        zone=zone(take(table, "zone", str, "+07:00")),
        times=times(table, table, "log"),
        form=form(table, "log"),
        differing=differing(take(table, "differing", str, "left out")),
    )


def differing(text: str) -> str:
    """What becomes of a case whose rows differ in what the mapping reads as the case's."""
    if text not in DIFFERING:
        raise MappingError(f"log.differing must be one of {', '.join(DIFFERING)}, not {text!r}")
    return text


def zone(text: str) -> timezone:
    """An offset, such as +07:00: names of zones differ between machines, and where clocks are put
    back one time is two instants.
    """
    try:
        return zone_of(text)
    except ValueError:
        raise MappingError(f"log.zone must be an offset such as '+07:00', not {text!r}") from None


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


def channel(table: Table[str, Any]) -> ChannelRule:
    """The section [channel]: one channel for all, or which of a column's values mean which."""
    refuse_others(table, "channel", "column", "constant", "otherwise", *CHANNELS)
    if ("column" in table) == ("constant" in table) or ("constant" in table and len(table) > 1):
        raise MappingError("channel needs either column and its values, or constant alone")
    return ChannelRule(
        column=take(table, "column", str, ""),
        values=channel_values(table),
        otherwise=channel_named(table, "otherwise"),
        constant=channel_named(table, "constant"),
    )


def channel_values(table: Table[str, Any]) -> dict[str, str]:
    """By value; an empty cell has a meaning of its own."""
    found = Alike[str]()
    for name, means in CHANNELS.items():
        for value in take(table, name, list, []):
            if not isinstance(value, str):
                raise MappingError(f"channel.{name} must be a list of texts, not {value!r}")
            if not value:
                raise MappingError(f"channel.{name}: an empty cell is unknown, always")
            if value in found:
                raise MappingError(f"channel: {value!r} is listed twice")
            found[value] = means
    return found


def channel_named(table: Table[str, Any], key: str) -> str:
    """A channel as the contract names it; none where the key is not stated."""
    name = take(table, key, str, "")
    if name and name not in CHANNELS:
        raise MappingError(f"channel.{key} must be one of {', '.join(CHANNELS)}")
    return CHANNELS.get(name, "")


STEP = (
    "status", "column", "activity", "when", "which", "day", "required", "officer", "reason_code",
    "electronic_result", "time_format",
)  # fmt: skip


def step(table: Any, log: Table[str, Any], number: int) -> StepRule:
    """One [[step]]."""
    where = f"step {number}"
    refuse_others(table, where, *STEP)
    status, which = take(table, "status", str, where=where), take(table, "which", str, "first")
    if status not in STATUSES:
        raise MappingError(f"{where}.status must be one of {', '.join(STATUSES)}")
    named = [key for key in ("column", "activity") if take(table, key, str, "")]
    if len(named) != 1 or which not in {"first", "last"}:
        raise MappingError(f"{where} needs column, or activity with which = first or last")
    if "when" in table and "column" in named:
        raise MappingError(f"{where}.when is for an activity: it says which of its rows count")
    electronic = (
        take(table, "electronic_result", bool, where=where)
        if "electronic_result" in table
        else None
    )
    return StepRule(
        status=STATUSES[status],
        column=take(table, "column", str, ""),
        activity=take(table, "activity", str, ""),
        when=when(take(table, "when", dict, {}), f"{where}.when"),
        required=take(table, "required", bool, False),
        last=which == "last",
        day=take(table, "day", bool, False),
        officer=take(table, "officer", str, ""),
        reason_code=take(table, "reason_code", str, ""),
        electronic_result=electronic,
        times=times(table, log, where),
    )


def when(table: Table[str, Any], where: str) -> dict[str, Wanted]:
    """What counts of each column."""
    return {column: wanted(value, f"{where}.{column}") for column, value in table.items()}
