"""The mapping file of `replay`: which columns of a case log mean what, with constants for the rest.

Promises a complete, checked mapping or a mistake that names the key. Must not read the log; what
each key means is told in docs/mappings.md.
"""

import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date, timezone
from pathlib import Path
from typing import Any

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.importing.forms import Form, form
from services.console.keys import MappingError, composed, refuse_others, take
from services.console.text import Alike
from services.console.times import FormatError, TimeFormat, time_format, zone_of

# As the contract names them, without what the names share.
CHANNELS = {name.removeprefix("CHANNEL_").lower(): name for name in submissions.Channel.keys()[1:]}
STATUSES = {name.removeprefix("STATUS_").lower(): name for name in submissions.Status.keys()[1:]}


@dataclass(frozen=True)
class Name:
    """A unit or a service: the last part of its resource name, and its names for people."""

    id: str
    vi: str
    en: str
    level: int = 0
    kind: str = ""


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


@dataclass(frozen=True)
class Lookup:
    """A column whose values stand for something, or a constant where the column is empty."""

    column: str
    names: Table[str, Name] = field(default_factory=dict)
    constant: Name | None = None


@dataclass(frozen=True)
class StepRule:
    """When a case reached a status: the time in a column, or that of an activity."""

    status: str
    column: str
    activity: str
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
    channel_column: str
    channels: Table[str, str]
    otherwise: str
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


def read(path: Path) -> Mapping:
    """The mapping in that file."""
    try:
        return parse(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failed:
        raise MappingError(f"{path} cannot be read as TOML: {failed}") from None
    except MappingError as failed:
        raise MappingError(f"{path}: {failed}") from None


def parse(table: Table[str, Any]) -> Mapping:
    """Every section, each checked by its own function; a key that nobody asked for is a typing
    mistake.
    """
    table = composed(table)
    refuse_others(table, "", *SECTIONS)
    sections = {name: take(table, name, dict) for name in ("log", "channel", "units", "service")}
    due, officer = take(table, "due", dict, {}), take(table, "officer", dict, {})
    refuse_others(due, "due", "column", "day", "time_format")
    refuse_others(officer, "officer", "column")
    root = name_of(take(sections["units"], "root", dict, where="units"), where="units.root")
    values, otherwise = channels(sections["channel"])
    log = sections["log"]
    return Mapping(
        source=take(table, "source", str),
        log=log_format(log),
        channel_column=take(sections["channel"], "column", str, where="channel"),
        channels=values,
        otherwise=otherwise,
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


TIMES = ("zone", "time_format", "decimal", "cut_fractions")
SECTIONS = ("source", "log", "channel", "units", "service", "due", "officer", "step")


def log_format(table: Table[str, Any]) -> LogFormat:
    """The section [log]."""
    refuse_others(table, "log", "case", "activity", "time", *TIMES, *Form._fields)
    return LogFormat(
        case=take(table, "case", str, where="log"),
        activity=take(table, "activity", str, "concept:name"),
        time=take(table, "time", str, "time:timestamp"),
        zone=zone(take(table, "zone", str, "+07:00")),
        times=times(table, table, "log"),
        form=form(table, "log"),
    )


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


def channels(table: Table[str, Any]) -> tuple[dict[str, str], str]:
    """The section [channel]: which of the column's values mean which channel, and all others."""
    refuse_others(table, "channel", "column", "otherwise", *CHANNELS)
    found = Alike[str]()
    for name, channel in CHANNELS.items():
        for value in take(table, name, list, []):
            if not isinstance(value, str):
                raise MappingError(f"channel.{name} must be a list of texts, not {value!r}")
            if value in found:
                raise MappingError(f"channel: {value!r} is listed twice")
            found[value] = channel
    otherwise = take(table, "otherwise", str, "")
    if otherwise and otherwise not in CHANNELS:
        raise MappingError(f"channel.otherwise must be one of {', '.join(CHANNELS)}")
    return found, CHANNELS.get(otherwise, "")


def units(table: Table[str, Any], root: Name) -> Lookup:
    """The section [units]: a tree of two levels, the root and what the column names."""
    refuse_others(table, "units", "root", "column", "kind", "values")
    named = take(table, "values", dict, {})
    names = Alike(
        (value, name_of(each, where=f"units.values.{value}")) for value, each in named.items()
    )
    return Lookup(take(table, "column", str, ""), names, root)


def services(table: Table[str, Any]) -> Lookup:
    """The section [service]: one constant service, or a column whose values are listed."""
    known = ("column", "values", "effective", "reason", "id", "vi", "en", "level")
    refuse_others(table, "service", *known)
    named = take(table, "values", dict, {})
    names = Alike(
        (value, leveled(each, f"service.values.{value}")) for value, each in named.items()
    )
    constant = leveled(table, "service") if "id" in table else None
    if not (names or constant):
        raise MappingError("service.id is missing, or service.values for the column's values")
    return Lookup(take(table, "column", str, ""), names, constant)


def leveled(table: Table[str, Any], where: str) -> Name:
    """A service with its level."""
    level = take(table, "level", int, where=where)
    if level not in range(5):
        raise MappingError(f"{where}.level must be 0 to 4")
    return name_of(table, where=where)


def name_of(table: Table[str, Any], *, where: str) -> Name:
    """Id and names."""
    identifier = take(table, "id", str, where=where)
    if not re.fullmatch(r"[^/\s]{1,64}", identifier):
        raise MappingError(f"{where}.id must be 1 to 64 characters without slash and space")
    vi = take(table, "vi", str, where=where)
    return Name(
        id=identifier,
        vi=vi,
        en=take(table, "en", str, vi),
        level=take(table, "level", int, 0),
        kind=take(table, "kind", str, ""),
    )


STEP = (
    "status", "column", "activity", "which", "day", "officer", "reason_code", "electronic_result",
    "time_format",
)  # fmt: skip


def step(table: Any, log: Table[str, Any], number: int) -> StepRule:
    """One [[step]]."""
    where = f"step {number}"
    refuse_others(table, where, *STEP)
    status, which = take(table, "status", str, where=where), take(table, "which", str, "first")
    if status not in STATUSES:
        raise MappingError(f"{where}.status must be one of {', '.join(STATUSES)}")
    if ("column" in table) == ("activity" in table) or which not in {"first", "last"}:
        raise MappingError(f"{where} needs column, or activity with which = first or last")
    electronic = (
        take(table, "electronic_result", bool, where=where)
        if "electronic_result" in table
        else None
    )
    return StepRule(
        status=STATUSES[status],
        column=take(table, "column", str, ""),
        activity=take(table, "activity", str, ""),
        last=which == "last",
        day=take(table, "day", bool, False),
        officer=take(table, "officer", str, ""),
        reason_code=take(table, "reason_code", str, ""),
        electronic_result=electronic,
        times=times(table, log, where),
    )
