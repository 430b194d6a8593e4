"""The mapping file of `replay`: which columns of a case log mean what, with constants for the rest.

Promises a complete, checked mapping or a mistake that names the key. Must not read the log; what
each key means is told in docs/mappings.md.
"""

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import date, timezone
from typing import Any

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.importing.forms import Form, form
from services.console.keys import MappingError, cleaned, refuse_others, take
from services.console.names import (
    GroupRule,
    Lookup,
    Name,
    groups,
    name_of,
    services,
    units,
)
from services.console.step_rules import StepRule, steps
from services.console.text import Alike
from services.console.time_rules import DateRule, date_rule, times
from services.console.times import TimeFormat, zone_of

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# As the contract names them, without what the names share.
CHANNELS = {name.removeprefix("CHANNEL_").lower(): name for name in submissions.Channel.keys()[1:]}


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
    due: DateRule
    promised: DateRule
    tasks: Table[str, str]  # codes by the log's activities
    groups: GroupRule
    steps: tuple[StepRule, ...]
    correction_reason_code: str
    effective: date
    reason: str


def parse(table: Table[str, Any]) -> Mapping:
    """Every section, each checked by its own function; a key that nobody asked for is a typing
    mistake.
    """
    table = cleaned(table)
    refuse_others(table, "", *SECTIONS)
    sections = {name: take(table, name, dict) for name in ("log", "channel", "units", "service")}
    officer, log = take(table, "officer", dict, {}), sections["log"]
    refuse_others(officer, "officer", "column")
    root = name_of(take(sections["units"], "root", dict, where="units"), where="units.root")
    named = tasks(take(table, "tasks", dict, {}))
    return Mapping(
        source=take(table, "source", str),
        log=log_format(log),
        channel=channel(sections["channel"]),
        root=root,
        units=units(sections["units"], root),
        unit_kind=take(sections["units"], "kind", str, "department"),
        services=services(sections["service"]),
        officer=take(officer, "column", str, ""),
        due=date_rule(take(table, "due", dict, {}), log, "due"),
        promised=date_rule(take(table, "promised", dict, {}), log, "promised"),
        tasks=named,
        groups=groups(take(table, "groups", dict, {}), root),
        steps=steps(take(table, "step", list), log, named),
        effective=take(sections["service"], "effective", date, where="service"),
        reason=take(sections["service"], "reason", str, where="service"),
        correction_reason_code=take(table, "correction_reason_code", str, ""),
    )


DIFFERING = ("left out", "first", "last")
TIMES = ("zone", "time_format", "decimal", "cut_fractions")
SECTIONS = (
    "source", "log", "channel", "units", "service", "due", "promised", "officer", "tasks", "groups",
    "step", "correction_reason_code",
)  # fmt: skip


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


def tasks(table: Table[str, Any]) -> dict[str, str]:
    """The section [tasks]: what the log calls an activity, by the code that facts name it by."""
    found = Alike[str]()
    for code in table:
        activity = take(table, code, str, where="tasks")
        if not CODE.fullmatch(code):
            raise MappingError(f"tasks.{code}: a code is 1 to 64 letters, digits, dots, _ and -")
        if activity in found:
            raise MappingError(f"tasks: {activity!r} has two codes")
        found[activity] = code
    return found
